"""What the command line promises."""

import json
import socket
from pathlib import Path

import pytest

from tests.collection import SEEDS, dateline
from tests.faulty_server import faulty_server


def test_a_newcomer_gets_from_files_to_a_checked_answer(tmp_path: Path) -> None:
    """Index, ask, list, show, remove: each does what it says, and what is removed is in no answer."""
    assert "5 added" in dateline("index", str(SEEDS), home=tmp_path).stdout
    assert "5 unchanged" in dateline("index", str(SEEDS), str(SEEDS), home=tmp_path).stdout
    sources = json.loads(dateline("list", "--json", home=tmp_path).stdout)
    assert len(sources) == 5
    dated = next(s for s in sources if s["published"] == "2025-03-11")
    assert dateline("show", dated["id"], home=tmp_path).returncode == 0
    assert dateline("check", home=tmp_path).returncode == 0

    question = "When were the troops sent back in smaller units?"
    before = json.loads(dateline("ask", "--json", question, home=tmp_path).stdout)
    assert dated["id"] in {s["id"] for s in before["sources"]}
    assert f"Removed {dated['id']}" in dateline("remove", dated["id"], home=tmp_path).stdout
    after = json.loads(dateline("ask", "--json", question, home=tmp_path).stdout)
    assert dated["id"] not in {s["id"] for s in after["sources"]} | {e["source_id"] for e in after["evidence"]}
    assert len(json.loads(dateline("list", "--json", home=tmp_path).stdout)) == 4


def test_an_answer_in_json_holds_all_that_checks_it(seeded_home: Path) -> None:
    """`ask --json` prints one object of the agreed form; each quote is the text of its report between its offsets."""
    run = dateline("ask", "--json", "How many North Korean troops were sent to Russia?", home=seeded_home)
    answer = json.loads(run.stdout)
    assert set(answer) == set(
        """question resolved status mode model text as_of constraints gaps nearest notes claims sources evidence
        disagreements usage timings""".split()
    )
    assert (answer["status"], answer["mode"], answer["model"]) == ("answered", "quotes", None)
    listed = {s["id"] for s in answer["sources"]}
    cited = [c for claim in answer["claims"] for c in claim["citations"]]
    cited += [p["citation"] for d in answer["disagreements"] for p in d["positions"]]
    assert cited
    for citation in cited:
        report = json.loads(dateline("show", "--json", citation["source_id"], home=seeded_home).stdout)
        assert report["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert citation["source_id"] in listed


def test_silence_is_an_answer(seeded_home: Path) -> None:
    """A question that the reports do not answer is declined, with exit status 0 and what was searched."""
    run = dateline("ask", "What did the mayor of Lisbon say about the tram line?", home=seeded_home)
    assert run.returncode == 0
    assert "The reports do not say. 5 reports searched." in run.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["ask", ""], "The question is empty"),
        (["ask", "why " * 25_000], "99,999 characters"),
        (["ask", "x", "--as-of", "soon"], "no date that can be read surely"),
        (["show", "nothing-of-the-kind"], "nothing-of-the-kind"),
        (["remove", "nothing-of-the-kind"], "nothing-of-the-kind"),
        (["set", "nothing-of-the-kind", "--outlet", "X"], "nothing-of-the-kind"),
    ],
)
def test_bad_input_is_told_and_loses_nothing(seeded_home: Path, args: list[str], said: str) -> None:
    """What cannot be done ends with a sentence on standard error, an exit status that is not 0, and no traceback."""
    run = dateline(*args, home=seeded_home)
    assert run.returncode != 0
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert "5 reports" in dateline("list", home=seeded_home).stdout


def test_what_cannot_be_read_is_a_line_and_the_rest_is_in(tmp_path: Path) -> None:
    """Of a folder of one good report and several bad files, the report is in and each bad file is named."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text("The council of Ashby met on Monday and voted to keep the library open.\n" * 3)
    (folder / "hard.txt").write_text(
        "Words <|endoftext|> and more." + " " * 1_000_000 + "The bridge was closed on Friday."
    )
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "unknown.xyz").write_text("What is this?")
    run = dateline("index", str(folder), home=tmp_path / "home")
    assert run.returncode == 0
    assert "2 added" in run.stdout
    assert all(f"{folder / name}:" in run.stdout for name in ("empty.txt", "binary.txt", "unknown.xyz"))


def test_where_nothing_was_done_the_exit_status_says_so(tmp_path: Path) -> None:
    """An empty folder, a file that is not there, and an empty collection each end with what to do."""
    (tmp_path / "nothing").mkdir()
    empty = dateline("index", str(tmp_path / "nothing"), home=tmp_path)
    assert (empty.returncode, "Name a file or folder" in empty.stderr) == (1, True)
    missing = dateline("index", str(tmp_path / "missing"), home=tmp_path)
    assert (missing.returncode, "missing" in missing.stdout) == (1, True)
    asked = dateline("ask", "Anything?", home=tmp_path)
    assert (asked.returncode, "dateline index FOLDER" in asked.stderr) == (1, True)
    listed = dateline("list", home=tmp_path)
    assert (listed.returncode, "dateline index FOLDER" in listed.stdout) == (0, True)


def test_a_taken_port_is_told(seeded_home: Path) -> None:
    """The page does not start on a port that is in use, and says which and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = dateline("chat", "--port", port, home=seeded_home)
    assert run.returncode == 1
    assert port in run.stderr
    assert "Traceback" not in run.stderr


def test_a_wrong_key_leaves_the_reports_own_words(seeded_home: Path) -> None:
    """Where the model's server refuses the key, the quotations come with a note that says so, and the key nowhere."""
    with faulty_server(
        lambda exchange: exchange.refuse(401, "Incorrect API key provided: sk-wrong-key-1234")
    ) as server:
        run = dateline(
            "ask",
            "--json",
            "How many North Korean troops were sent to Russia?",
            home=seeded_home,
            OPENAI_API_KEY="sk-wrong-key-1234",
            OPENAI_BASE_URL=server.base_url,
        )
    answer = json.loads(run.stdout)
    assert (answer["mode"], answer["status"]) == ("quotes", "answered")
    assert "key" in answer["notes"][0]
    assert "sk-wrong" not in run.stdout + run.stderr


def test_a_server_that_does_not_answer_leaves_the_reports_own_words(seeded_home: Path) -> None:
    """Where nothing listens at the model's address, the quotations come with a note that says so."""
    run = dateline("ask", "Were the troops withdrawn?", home=seeded_home, OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    assert run.returncode == 0
    assert "Note: " in run.stdout
    assert "reports' own words instead" in " ".join(run.stdout.split())


def test_a_history_keeps_to_limits_too(seeded_home: Path) -> None:
    """The options that limit a question limit a history: by outlet and by day."""
    question = "How many North Korean troops are in Kursk?"
    every, late = (
        json.loads(dateline("history", "--json", question, *limits, home=seeded_home).stdout)
        for limits in ((), ("--since", "2025-03-01"))
    )
    assert {row["published"] for row in late} == {"2025-03-11"}
    assert len(late) < len(every)


def test_help_is_told_whole(tmp_path: Path) -> None:
    """What `dateline --help` says of each command is not cut off."""
    assert "..." not in dateline("--help", home=tmp_path).stdout.partition("Commands:")[2]


def test_help_names_every_command(tmp_path: Path) -> None:
    """`dateline --help` lists the commands of the design."""
    text = dateline("--help", home=tmp_path).stdout
    for command in ("index", "ask", "chat", "list", "remove", "show", "check", "set", "demo"):
        assert f"  {command} " in text
