"""What `dateline index` and `dateline check` promise: progress, being stopped, and where nothing can be written."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index import BuildReport, Health, open_store
from index.pace import Progress
from qa import rendering
from tests.bench.saved_pages import DEV, saved
from tests.collection import ROOT, dateline, unset
from tests.values import report


def folder_of(at: Path, each: int) -> Path:
    """A folder of saved pages."""
    at.mkdir()
    for number, page in enumerate(saved(DEV, ".txt", each=each)):
        (at / f"{number:03}.txt").write_text(page.page, encoding="utf-8")
    return at


def on_a_terminal(args: Sequence[str], home: Path) -> tuple[subprocess.Popen[bytes], int]:
    """The command line with its standard error on a terminal, and the terminal's other end."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", *args],
        env={**unset(os.environ), "DATELINE_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    return process, ours


def shown_until(terminal: int, words: bytes) -> bytes:
    """What a terminal shows until it shows some words, or ends."""
    shown = b""
    while words not in shown:
        try:
            read = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        shown += read
    return shown


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Progress(3, 40, 12), "Reading: 3 of 40 files, 12 passages in"),
        (
            Progress(1_200, 4_000, 9_000, 13.7, 1_500.0),
            "Reading: 1,200 of 4,000 files, 9,000 passages in, 14 a second, about 25 minutes left",
        ),
        (Progress(1, 2, 1, 0.5, 1.2), "Reading: 1 of 2 files, 1 passage in, 0.5 a second, about 1 second left"),
        (Progress(1, 1, 1, 0.5, 0.0), "Reading: 1 of 1 file, 1 passage in, 0.5 a second"),
        (
            Progress(1, 9, 8, 2.0, 7_300.0),
            "Reading: 1 of 9 files, 8 passages in, 2.0 a second, about 2 hours left",
        ),
    ],
)
def test_progress_is_told_in_a_line(progress: Progress, line: str) -> None:
    """Files, passages, how fast and how long still, as far as that is known."""
    assert rendering.progress(progress) == line


def test_a_terminal_shows_progress_and_a_log_is_left_clean(tmp_path: Path) -> None:
    """On a terminal one line is rewritten and wiped at the end; standard output holds the report alone."""
    folder = folder_of(tmp_path / "pages", 1)
    process, terminal = on_a_terminal(["index", str(folder)], tmp_path / "home")
    shown = shown_until(terminal, b"no such words")
    assert process.communicate()[0] == b"3 added.\n"
    assert b"of 3 files" in shown
    assert shown.endswith(b"\r\x1b[K")
    again = dateline("index", str(folder), home=tmp_path / "home")
    assert (again.stdout, again.stderr) == ("3 unchanged.\n", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_indexing_says_what_is_kept_and_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C and SIGTERM end with a sentence and 128 + their number; run again, the rest is read, and all agrees."""
    folder, home = folder_of(tmp_path / "pages", 4), tmp_path / "home"
    process, terminal = on_a_terminal(["index", str(folder)], home)
    shown_until(terminal, b"Reading:")
    process.send_signal(number)
    shown = shown_until(terminal, b"no such words")
    process.communicate()
    assert process.returncode == 128 + number
    assert b"What is in stays in; run the same command again to go on." in shown
    assert b"Traceback" not in shown
    assert dateline("index", str(folder), home=home).returncode == 0
    with open_store(home) as store:
        assert len(store.sources()) == 12
        assert store.check().agrees


def test_a_second_writer_is_told_who_writes(seeded_home: Path) -> None:
    """While another process writes, indexing, removing and repairing say which one, and reading goes on."""
    with open_store(seeded_home) as store, store.writing():
        for args in (["index", str(ROOT / "seeds")], ["remove", "004"], ["check", "--repair"]):
            run = dateline(*args, home=seeded_home)
            assert run.returncode == 1
            assert f"Process {os.getpid()}" in run.stderr
            assert len(run.stderr.splitlines()) == 1
        assert "5 reports" in dateline("list", home=seeded_home).stdout


def test_reports_whose_file_is_gone_are_named_and_pruned(tmp_path: Path) -> None:
    """What is gone from a folder is named and stays; `--prune` removes it everywhere."""
    folder, home = folder_of(tmp_path / "pages", 1), tmp_path / "home"
    dateline("index", str(folder), home=home)
    (folder / "001.txt").unlink()
    told = dateline("index", str(folder), home=home)
    assert (told.returncode, "1 report whose file is gone; remove with --prune." in told.stdout) == (0, True)
    assert "  001-" in told.stdout
    assert "2 unchanged, 1 removed." in dateline("index", "--prune", str(folder), home=home).stdout
    assert len(json.loads(dateline("list", "--json", home=home).stdout)) == 2


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from qa.cli import main
main()
"""


@pytest.mark.parametrize("room", [4_000, 300_000])
def test_a_full_disk_ends_in_one_line(tmp_path: Path, room: int) -> None:
    """Where nothing more can be written, that is said in a line; with room again, the next indexing goes on."""
    folder, home = folder_of(tmp_path / "pages", 2), tmp_path / "home"
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(room), "index", str(folder)],
        env={**unset(os.environ), "DATELINE_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1), run.stderr
    assert "Make room" in run.stderr
    assert dateline("index", str(folder), home=home).returncode == 0
    assert dateline("check", home=home).returncode == 0


def test_a_folder_that_cannot_be_written_ends_in_one_line(tmp_path: Path) -> None:
    """A home that cannot be made is named in a line, with what to do."""
    (tmp_path / "file").write_text("")
    run = dateline("index", str(ROOT / "seeds"), home=tmp_path / "file" / "home")
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1)
    assert "set DATELINE_HOME to another folder" in run.stderr


def test_a_read_only_collection_is_read_and_not_written(seeded_home: Path, tmp_path: Path) -> None:
    """A home that may only be read lists and checks; what would write says in a line why it cannot."""
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    home = tmp_path / "home"
    subprocess.run(["cp", "-r", str(seeded_home), str(home)], check=True)
    subprocess.run(["chmod", "-R", "a-w", str(home)], check=True)
    assert "5 reports" in dateline("list", home=home).stdout
    assert dateline("check", home=home).returncode == 0
    run = dateline("index", str(ROOT / "seeds"), home=home)
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1)
    subprocess.run(["chmod", "-R", "u+w", str(home)], check=True)


def test_check_tells_what_is_undated_copied_and_unread(tmp_path: Path) -> None:
    """`check` and `check --json` name undated reports, copies and files that could not be read, and why."""
    folder, home = tmp_path / "pages", tmp_path / "home"
    folder.mkdir()
    page = saved(DEV, ".txt", each=1)[0].body
    (folder / "a.txt").write_text("\n\n".join(page))
    (folder / "b.txt").write_text("\n\n".join(page))
    (folder / "c.txt").write_bytes(b"")
    dateline("index", str(folder), home=home)
    run = dateline("check", "--json", home=home)
    found = json.loads(run.stdout)
    a, b = sorted(found["undated"])
    assert (run.returncode, found["agrees"], found["reports"]) == (0, True, 2)
    assert sorted(next(iter(found["copies"].values()))) == [a, b]
    assert found["failures"] == [[str(folder / "c.txt"), "c.txt is empty."]]
    said = dateline("check", home=home).stdout
    assert all(words in said for words in ("Undated (2):", "Copies (1):", "Not read (1):", "c.txt is empty.", "agree"))


def test_a_broken_index_is_told_and_repaired(tmp_path: Path) -> None:
    """With an index gone, `check` exits 1 and says how to mend it; `--repair` does."""
    home = tmp_path / "home"
    dateline("index", str(folder_of(tmp_path / "pages", 1)), home=home)
    for file in (home / "words").rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    told = dateline("check", home=home)
    assert (told.returncode, "dateline check --repair" in told.stdout) == (1, True)
    assert json.loads(dateline("check", "--json", home=home).stdout)["differs"]
    assert dateline("check", "--repair", home=home).returncode == 0
    assert dateline("check", home=home).returncode == 0


def test_many_failures_are_told_by_kind() -> None:
    """Hundreds of files that fail alike take one line, others one each."""
    failed = [(f"/p/{n}.png", f"{n}.png is of a format that is not read.") for n in range(300)]
    told = rendering.build_report(BuildReport(failed=(*failed, ("/p/a.txt", "a.txt is empty."))))
    assert told.splitlines() == [
        "Nothing was read.",
        "Not read (301):",
        "  /p/0.png and 299 more, each: is of a format that is not read.",
        "  /p/a.txt: a.txt is empty.",
    ]


def test_nothing_that_is_printed_steers_a_terminal() -> None:
    """Names of files and words of reports are shown without control characters."""
    health = Health(True, 1, 1, 1, 1, 1, (), (("/p/\x1b[2J.txt", "\x1b]0;x\x07 is empty."),))
    said = rendering.health(health, [report("a\x1b[31m")]) + rendering.build_report(BuildReport(gone=("\x1b[2J",)))
    assert "\x1b" not in said
    assert "\x07" not in said
