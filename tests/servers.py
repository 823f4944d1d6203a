"""Real servers for the tests: PostgreSQL and Chroma on free ports of this machine, one of each a session.

Each test gets a place of its own on them, so that none sees what another left.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
import sqlalchemy as sql

UNPRIVILEGED = "postgres"  # the user of Debian's package: PostgreSQL refuses to run as root
PASSWORD = "correct horse"  # noqa: S105  # of the role `guarded`, which alone needs one
QUIET = subprocess.DEVNULL
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
Backend = Mapping[str, str]  # the settings that say where a collection is kept
BACKENDS = ("local", "postgresql", "chroma", "both")


class Postgres:
    """A PostgreSQL server in a folder of its own."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._root = Path(tempfile.mkdtemp(prefix="dateline-postgresql-"))
        self._as: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(self._root, UNPRIVILEGED, UNPRIVILEGED)
            self._as = [f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups"]
        self._data = self._root / "data"
        self.port = free_port()
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        initdb = _started([str(programs / "initdb"), f"--pgdata={self._data}", *options], self._as)
        assert initdb.wait() == 0, "initdb failed."
        rules = "host all guarded 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
        (self._data / "pg_hba.conf").write_text(rules)
        self.start()
        self._execute(f"CREATE ROLE guarded LOGIN PASSWORD '{PASSWORD}'")

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", f"port={self.port}", *QUICK)
        options = [option for setting in settings for option in ("-c", setting)]
        self._process = _started([str(self._programs / "postgres"), "-D", str(self._data), *options], self._as)
        _wait(self._process, lambda: self._execute("SELECT 1"), sql.exc.OperationalError)

    def stop(self) -> None:
        """Stops the server, whoever is connected."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    def place(self) -> str:
        """The address of a new, empty schema, which is made in a moment; to us it is like a database."""
        name = f"s{uuid4().hex[:12]}"
        self._execute(f"CREATE SCHEMA {name}")
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres?options=-csearch_path%3D{name}"

    def database(self, *, encoding: str = "UTF8") -> str:
        """The address of a new, empty database."""
        name = f"d{uuid4().hex[:12]}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def close(self) -> None:
        """Ends the server and deletes its folder."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()
        shutil.rmtree(self._root, ignore_errors=True)

    def _execute(self, statement: str) -> None:
        engine = sql.create_engine(f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres")
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(statement)
        engine.dispose()


class Chroma:
    """A Chroma server over a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        program = Path(sys.executable).with_name("chroma")
        run = [str(program), "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = _started(run)
        _wait(self._process, lambda: socket.create_connection(("127.0.0.1", self.port), 1).close(), OSError)

    def kill(self) -> None:
        """Ends the server as a crash does."""
        self._process.kill()
        self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Sends the server a signal: SIGSTOP, so that it takes connections and says nothing, and SIGCONT."""
        self._process.send_signal(number)

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"d{uuid4().hex[:12]}"
        make = Request(f"{self.url}/api/v2/tenants/default_tenant/databases", json.dumps({"name": name}).encode())
        make.add_header("Content-Type", "application/json")
        with urlopen(make, timeout=60):
            return f"{self.url}/default_tenant/{name}"


def _started(run: Sequence[str], user: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """A process that ends with this one, however that ends."""
    bound = ["setpriv", "--pdeathsig=KILL", *user] if shutil.which("setpriv") else []
    return subprocess.Popen([*bound, *run], stdin=QUIET, stdout=QUIET, stderr=QUIET, cwd="/")


def _wait(process: subprocess.Popen[bytes], ask: Callable[[], object], refusal: type[Exception]) -> None:
    """Waits until a server answers."""
    deadline = monotonic() + 60
    while monotonic() < deadline and process.poll() is None:
        with suppress(refusal):
            ask()
            return
        sleep(0.05)
    raise RuntimeError(f"The server does not start: {process.args!r}")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def programs_of_postgresql() -> Path | None:
    """The folder of the newest PostgreSQL's programs, which Debian keeps out of the path; None where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    return max(found, key=lambda path: int(path.parent.name), default=None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    programs = programs_of_postgresql()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")
    server = Postgres(programs)
    yield server
    server.close()


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    """A Chroma server."""
    server = Chroma(tmp_path_factory.mktemp("chroma-server"))
    yield server
    server.kill()


def settings_on(postgres: Postgres | None, chroma: Chroma | None) -> Backend:
    """The settings of a collection with nothing in it yet on the servers that are given, else on this machine."""
    database = {"DATELINE_DATABASE": postgres.place()} if postgres else {}
    return database | ({"CHROMA_URL": chroma.database()} if chroma else {})


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    """The settings that say where a collection is kept: each way in turn."""
    return settings_of_backend(request, request.param)


@pytest.fixture
def both(request: pytest.FixtureRequest) -> Backend:
    """The settings of a collection that is kept on both servers."""
    return settings_of_backend(request, "both")


def settings_of_backend(request: pytest.FixtureRequest, name: str) -> Backend:
    """The settings of a collection with nothing in it yet that is kept in one of BACKENDS."""
    postgres = request.getfixturevalue("postgres") if name in ("postgresql", "both") else None
    chroma = request.getfixturevalue("chroma_server") if name in ("chroma", "both") else None
    return settings_on(postgres, chroma)
