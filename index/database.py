"""One SQL database, a file on this machine or PostgreSQL: connections, transactions, and its errors as ours."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sql
from sqlalchemy import Connection

from index.errors import StoreError, StoreLocked, StoreMismatch, StoreUnwritable
from index.postgresql import STOPPED, claim, engine_at, shown
from index.schema import newest, version_of

FILE = "record.sqlite3"
WAIT = 10_000  # milliseconds for another process's transaction


class Database:
    """The tables of `schema.py`, wherever they are. Empty where nothing was ever written; reading creates nothing."""

    def __init__(self, home: Path, address: str = "") -> None:
        self._file = None if address else home / FILE
        self._engine = engine_at(address) if self._file is None else _local(self._file)
        self._name = shown(self._engine.url) if self._file is None else str(self._file)
        self.known_to_exist = False
        self._claim: Connection | None = None  # the session that holds PostgreSQL's lock, while we write

    def settle(self) -> None:
        """Empties the write-ahead log, in which what was deleted can still stand."""
        if self._engine.dialect.name == "sqlite":
            with self.reading() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Keeps writers on other machines out; on one machine the lock on the home does."""
        if self._file is not None:
            yield
            return
        with self.reading() as connection, claim(connection):
            self._claim = connection
            try:
                yield
            finally:
                self._claim = None

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with, errors mapped."""
        with self._mapped(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: whole, or not at all."""
        with self._mapped():
            if self._claim is None:
                with self._engine.begin() as connection:
                    yield connection
            else:  # in the session of the lock: who lost that may not write on
                with self._claim.begin():
                    yield self._claim

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except sql.exc.OperationalError as error:
            raise self._unusable(error) from error
        except (UnicodeEncodeError, sql.exc.DataError) as error:
            why = error.reason if isinstance(error, UnicodeEncodeError) else _reason(error)
            raise StoreError(f"A text holds characters that cannot be stored: {why}.") from error
        except sql.exc.SQLAlchemyError as error:
            raise StoreError(f"The record {self._name} cannot be used: {_reason(error)}.") from error

    def _unusable(self, error: sql.exc.OperationalError) -> StoreError:
        why = _reason(error)
        if any(words in why for words in ("readonly", "read-only", "is full", "unable to open", "disk I/O")):
            return StoreUnwritable(
                f"The record {self._name} cannot be written: {why}. Make room or make it writable, then try again."
            )
        if "locked" in why:
            return StoreLocked(f"The record {self._name} is being written by somebody else. Try again in a moment.")
        # PostgreSQL has no code for what goes wrong before it can be asked.
        code = getattr(error.orig, "sqlstate", None) or STOPPED
        away = self._file is None and code.startswith(STOPPED)
        todo = " See that it runs and DATELINE_DATABASE is right; try again." if away else ""
        return StoreError(f"The record {self._name} cannot be used: {why}.{todo}")

    def version(self) -> int:
        """The schema version; 0 where there is no record."""
        if self._file is not None and not self._file.exists():
            return 0
        with self.reading() as connection:
            version = version_of(connection)
        if version > newest():
            raise StoreMismatch(f"The record {self._name} was made by a newer Dateline. Update this one.")
        return version

    def exists(self) -> bool:
        """Whether there is a record. Raises StoreMismatch where it is an older or a newer Dateline's."""
        if self.known_to_exist:
            return True
        version = self.version()
        if 0 < version < newest():
            raise StoreMismatch(
                f"The record {self._name} is an older Dateline's: `dateline index` brings it up to date."
            )
        self.known_to_exist = version > 0
        return self.known_to_exist

    def all(self, query: sql.Select[Any]) -> Sequence[Any]:
        """All rows; none where there is no record."""
        if not self.exists():
            return []
        with self.reading() as connection:
            try:
                return connection.execute(query).all()
            except (UnicodeEncodeError, sql.exc.DataError):  # asked for what no text can hold, such as NUL
                return []

    def one(self, query: sql.Select[Any]) -> Any:
        """The first column of the first row; None where there is none."""
        rows = self.all(query)
        return rows[0][0] if rows else None


def _local(file: Path) -> sql.Engine:
    # A folder that cannot be written to cannot hold the files that WAL needs; where no writer left one, none is needed.
    still = file.exists() and not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists()
    address = (
        sql.URL.create("sqlite", database=f"file:{quote(str(file))}", query={"uri": "true", "immutable": "1"})
        if still
        else sql.URL.create("sqlite", database=str(file))
    )
    engine = sql.create_engine(address)
    pragmas = [f"busy_timeout={WAIT}", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"]
    if not still:
        pragmas.append("journal_mode=WAL")

    def connected(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    sql.event.listen(engine, "connect", connected)
    return engine


def _reason(error: sql.exc.SQLAlchemyError) -> str:
    # Not str(error): that repeats the statement with its values. Nor all lines: PostgreSQL's next ones do too.
    said = getattr(error, "orig", None)
    told = getattr(getattr(said, "diag", None), "message_primary", None)
    return str(told or said or type(error).__name__).partition("\n")[0]
