"""The record on a PostgreSQL that is stopped, refuses or is written to from elsewhere."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import build
from index.errors import SettingsError, StoreError, StoreLocked, UnknownReport
from index.record import Record
from tests.bag_of_words import bag_store, filed, ids, many, nearest, put, settings_of
from tests.collection import ROOT
from tests.servers import PASSWORD, Postgres, free_port


@pytest.fixture
def record(postgres: Postgres, tmp_path: Path) -> Iterator[Record]:
    made = Record(tmp_path, postgres.place())
    made.prepare({})
    yield made
    made.close()


def test_a_restart_between_two_questions_is_not_noticed(postgres: Postgres, tmp_path: Path) -> None:
    """Connections that a restart has cut are made again; while it is away, that is said."""
    with bag_store(tmp_path, DATELINE_DATABASE=postgres.place()) as store:
        put(store, *many(4))
        before = ids(nearest(store, "mayor3"))
        postgres.stop()
        with pytest.raises(StoreError, match="DATELINE_DATABASE is right"):
            nearest(store, "mayor3")
        postgres.start()
        assert ids(nearest(store, "mayor3")) == before
        put(store, filed("a", "One."))
        assert store.check().agrees


def test_a_writer_whose_session_was_cut_writes_no_more(postgres: Postgres, record: Record, tmp_path: Path) -> None:
    """Who has lost the lock with the session may not write beside the one who has it now."""
    other = Record(tmp_path, record._engine.url.render_as_string(hide_password=False))
    with record.claimed():
        postgres.stop()
        postgres.start()
        with other.claimed(), pytest.raises(StoreError, match="terminat"):
            record.put([filed("a", "One.")])
    assert other.sources() == ()
    with record.claimed():
        record.put([filed("a", "One.")])
    assert len(other.sources()) == 1
    other.close()


WRITER = """
import sys, time
from pathlib import Path
from tests.bag_of_words import bag_store, many
with bag_store(Path(sys.argv[1]), DATELINE_DATABASE=sys.argv[2]) as store, store.writing() as writing:
    writing.put(many(3))
    print("writing", flush=True)
    time.sleep(600)
"""


def test_a_second_machine_is_told_who_writes(postgres: Postgres, tmp_path: Path) -> None:
    """While one machine writes, another reads, and is refused to write; when the writer is killed, it may."""
    address = postgres.database()
    run = [sys.executable, "-c", WRITER, str(tmp_path / "one"), address]
    writer = subprocess.Popen(run, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout is not None
    writer.stdout.readline()
    with bag_store(tmp_path / "two", DATELINE_DATABASE=address) as store:
        assert len(nearest(store, "mayor1")) == 5
        with pytest.raises(StoreLocked, match=f"Process {writer.pid} on {socket.gethostname()} .since 20"):
            put(store, filed("a", "One."))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        put(store, filed("a", "One."))
        assert len(store.sources()) == 4
        assert store.check().agrees


def test_a_secret_is_in_no_message(postgres: Postgres, tmp_path: Path) -> None:
    """A server that is not there, or refuses the password, is told without it, wherever it stands in the address."""
    address = postgres.database()
    secret = address.replace("postgres@", "guarded:hunter2@")
    nobody = address.replace(str(postgres.port), str(free_port()))
    for wrong in (secret, f"{nobody}?password=hunter2", nobody.replace("postgres@", "postgres:hunter2@")):
        settings = settings_of(tmp_path, DATELINE_DATABASE=wrong, CHROMA_URL="http://:hunter2@127.0.0.1:1")
        assert "hunter2" not in repr(settings)
        with pytest.raises(StoreError, match="DATELINE_DATABASE is right") as caught:
            bag_store(tmp_path, DATELINE_DATABASE=wrong)
        assert "hunter2" not in f"{caught.value} {caught.value.__cause__}"
    with bag_store(tmp_path, DATELINE_DATABASE=secret.replace("hunter2", PASSWORD)) as store:
        assert store.sources() == ()


@pytest.mark.parametrize(
    "address",
    [
        "hunter2",
        "sqlite:///hunter2",
        "postgresql+psycopg://me:hun@hunter2@localhost/news",
        "postgresql+psycopg://me:hunter2@localhost:port/news",
        "postgresql+nothing://me:hunter2@localhost/news",
    ],
)
def test_a_wrong_address_is_said_without_its_secret(tmp_path: Path, address: str) -> None:
    """What is no address of a PostgreSQL database is a wrong setting."""
    with pytest.raises(SettingsError, match="DATELINE_DATABASE") as caught:
        Record(tmp_path, address)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["UTF8", "SQL_ASCII"])
def test_every_character_comes_back(postgres: Postgres, tmp_path: Path, encoding: str) -> None:
    """Also where the database was made in no encoding, as PostgreSQL does where no language is set."""
    record = Record(tmp_path, postgres.database(encoding=encoding))
    record.prepare({})
    one = filed("ü", "Zwölf — „Wörter“, 漢字, 🦆.\n\nMore.", title="é", extra={"k\0": "\0\ud800"}, removed=["\0\udfff"])
    record.put([one])
    assert record.article("ü") == one.article
    assert record.passages_of("ü") == one.passages
    record.close()


def test_what_no_text_can_hold(postgres: Postgres, tmp_path: Path) -> None:
    """NUL and halves of characters are refused in a report, unknown in a question, and replaced in a failure."""
    with bag_store(tmp_path, DATELINE_DATABASE=postgres.place()) as store:
        for text in ("a\0b", "a\ud800b"):
            with store.writing() as writing, pytest.raises(StoreError, match="characters"):
                writing.put([filed("a", text)])
            with pytest.raises(UnknownReport):
                store.article(text)
            assert store.text_of(text, text) is None
            with store.writing() as writing:
                writing.failed({f"/{text}": text})
        assert store.check().failures == (("/a\ufffdb", "a\ufffdb"),)
        assert store.sources() == ()


def test_without_its_package_it_is_named(tmp_path: Path) -> None:
    """Where psycopg is not installed, the error says what to install."""
    code = "import sys; sys.modules['psycopg'] = None\nfrom index import open_store; open_store()"
    run = [sys.executable, "-c", code]
    env = {**os.environ, "DATELINE_HOME": str(tmp_path), "DATELINE_DATABASE": "postgresql+psycopg://127.0.0.1/news"}
    said = subprocess.run(run, env=env, cwd=ROOT, capture_output=True, text=True, check=False).stderr
    assert "SettingsError" in said
    assert "dateline[postgres]" in said


def test_a_path_that_is_too_long_to_look_up_is_a_line(postgres: Postgres, tmp_path: Path) -> None:
    """A file whose path PostgreSQL cannot look up is refused, and the others are in; `check` tells, also later."""
    folder = tmp_path / "reports"
    deep = folder.joinpath(*(secrets.token_hex(100) for _ in range(14)))
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_text("The lock keeper of Delft has retired.")
    (folder / "near.txt").write_text("The harbour of Nyborg was dredged.")
    with bag_store(tmp_path / "home", DATELINE_DATABASE=postgres.place()) as store:
        for _ in range(2):
            report = build([folder], store)
            assert report.reports == 1
            assert [why for _, why in report.failed] == ["deep.txt lies too deep: its path is longer than 2500 bytes."]
            assert len(store.failures()) == 1
