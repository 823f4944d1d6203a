"""The record: what is known, in SQL. It must never be lost; both indexes are made from it. Alone imports sqlalchemy."""

import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sql
from sqlalchemy import JSON, Column, Connection, Date, ForeignKey, Integer, LargeBinary, String, Table, Text

from index.arrays import Vectors
from index.errors import SettingsError, StoreError, StoreLocked, StoreMismatch, StoreUnwritable
from index.filing import Filed, Kept, bytes_of, columns_of, digest_of, in_batches, key_of, matrix_of, source_of
from index.types import Article, Passage, Source

AT_ONCE = 500  # values in one IN (...): databases limit them
FILE = "record.sqlite3"
WAIT = 10_000  # milliseconds for another process's transaction
WRITER = 0x0DA7E11E  # the PostgreSQL advisory lock of whoever writes

_tables = sql.MetaData()
_meta = Table("meta", _tables, Column("name", String, primary_key=True), Column("value", String, nullable=False))
_articles = Table(
    "articles",
    _tables,
    Column("id", String, primary_key=True),
    Column("key", String, nullable=False, unique=True),  # what changes and indexes call it: key_of(id)
    Column("title", Text, nullable=False),
    Column("outlet", Text),
    Column("author", Text),
    Column("published", Date),
    Column("published_from", String),
    Column("not_before", Date),
    Column("url", Text),
    Column("path", Text),
    Column("origin", String, nullable=False),
    Column("extra", JSON, nullable=False),
    Column("removed", JSON, nullable=False),  # what was taken out as not being news
    Column("digest", String, nullable=False),  # of the current text
    Column("file", Text, nullable=False, index=True),
    Column("passages", Integer, nullable=False),  # how many
)
_texts = Table(
    "texts",
    _tables,
    Column("source", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", String, primary_key=True),
    Column("text", Text, nullable=False),
)
_passages = Table(
    "passages",
    _tables,
    Column("id", String, primary_key=True),
    Column("source", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # little-endian float32
    sql.UniqueConstraint("source", "ordinal"),
)
_files = Table("files", _tables, Column("path", Text, primary_key=True), Column("digest", String, nullable=False))
_failures = Table("failures", _tables, Column("path", Text, primary_key=True), Column("why", Text, nullable=False))
_changes = Table(
    "changes",
    _tables,
    Column("key", String, primary_key=True),  # a removed report leaves its key here, which does not tell its id
    Column("number", Integer, nullable=False, index=True),
)

# Each step takes a record from one schema version to the next; the first makes it.
STEPS: tuple[Callable[[Connection], None], ...] = (_tables.create_all,)


class Record:
    """Reports, their passages and vectors. An empty one where nothing was ever written; reading creates nothing."""

    def __init__(self, home: Path, address: str = "") -> None:
        self._file = None if address else home / FILE
        self._engine = _remote(address) if self._file is None else _local(self._file)
        self._name = self._engine.url.render_as_string(hide_password=True) if address else str(self._file)
        self._made = False

    # reading

    def meta(self) -> dict[str, str]:
        """What the record says of itself, also an older one; {} where there is none. Raises StoreMismatch."""
        if not self._version():
            return {}
        with self.reading() as connection:
            return {row.name: row.value for row in connection.execute(sql.select(_meta))}

    def change(self) -> int:
        """The number of the last change; 0 for an empty record."""
        return int(self._one(sql.select(_meta.c.value).where(_meta.c.name == "change")) or 0)

    def sources(self) -> tuple[tuple[Source, int], ...]:
        """Every report with the number of its passages, by date then id, undated ones last."""
        rows = self._all(sql.select(_articles))
        found = ((source_of(row._mapping), int(row.passages)) for row in rows)
        return tuple(sorted(found, key=lambda it: (it[0].published is None, it[0].published or 0, it[0].id)))

    def article(self, id: str) -> Article | None:
        """A report with its current text."""
        joined = sql.and_(_texts.c.source == _articles.c.id, _texts.c.digest == _articles.c.digest)
        query = sql.select(_articles, _texts.c.text).join(_texts, joined).where(_articles.c.id == id)
        rows = self._all(query)
        return Article(source_of(rows[0]._mapping), rows[0].text, tuple(rows[0].removed)) if rows else None

    def text_of(self, source_id: str, digest: str) -> str | None:
        """A text of a report, current or earlier, by its digest."""
        where = (_texts.c.source == source_id, _texts.c.digest == digest)
        text = self._one(sql.select(_texts.c.text).where(*where))
        return None if text is None else str(text)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; those that are not there any more are left out."""
        batches = in_batches(ids, AT_ONCE)
        rows = (row for some in batches for row in self._all(_whole_passages().where(_passages.c.id.in_(some))))
        return {row.passage: _passage(row, source_of(row._mapping)) for row in rows}

    def passages_of(self, source_id: str) -> tuple[Passage, ...]:
        """A report's passages, in the order of its text."""
        return next((kept.passages for kept in self.kept([key_of(source_id)])), ())

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Passages' vectors, (dimension,) each, by id."""
        query = sql.select(_passages.c.id, _passages.c.vector)
        rows = (row for some in in_batches(ids, AT_ONCE) for row in self._all(query.where(_passages.c.id.in_(some))))
        return {row.id: matrix_of([row.vector])[0] for row in rows}

    def vectors_of(self, source_ids: Sequence[str] | None = None) -> tuple[list[str], list[str], Vectors]:
        """Ids, reports' ids and vectors (n, dimension) of the passages of some reports, or of all."""
        query = sql.select(_passages.c.id, _passages.c.source, _passages.c.vector)
        if source_ids is None:
            rows = list(self._all(query))
        else:
            batches = in_batches(source_ids, AT_ONCE)
            rows = [row for some in batches for row in self._all(query.where(_passages.c.source.in_(some)))]
        return [row.id for row in rows], [row.source for row in rows], matrix_of([row.vector for row in rows])

    def passage_ids(self) -> frozenset[str]:
        """The ids of all passages."""
        return frozenset(row.id for row in self._all(sql.select(_passages.c.id)))

    def changed(self, since: int) -> list[str]:
        """The keys of reports that were put, set or removed after a change."""
        query = sql.select(_changes.c.key).where(_changes.c.number > since).order_by(_changes.c.number)
        return [row.key for row in self._all(query)]

    def keys(self) -> list[str]:
        """The keys of all reports."""
        return [row.key for row in self._all(sql.select(_articles.c.key).order_by(_articles.c.key))]

    def kept(self, keys: Iterable[str]) -> Iterator[Kept]:
        """What indexes hold of reports; those without passages, or not there any more, are left out."""
        for some in in_batches(list(keys), 100):
            query = _whole_passages().where(_articles.c.key.in_(some)).order_by(_articles.c.key, _passages.c.ordinal)
            for key, grouped in groupby(self._all(query), lambda row: str(row.key)):
                rows = list(grouped)
                source = source_of(rows[0]._mapping)
                passages = tuple(_passage(row, source) for row in rows)
                yield Kept(key, source, passages, matrix_of([row.vector for row in rows]))

    def known(self, path: str) -> str | None:
        """The digest under which a file was last read."""
        digest = self._one(sql.select(_files.c.digest).where(_files.c.path == path))
        return None if digest is None else str(digest)

    def ids_of(self, path: str) -> tuple[str, ...]:
        """The reports that came from a file."""
        query = sql.select(_articles.c.id).where(_articles.c.file == path).order_by(_articles.c.id)
        return tuple(row.id for row in self._all(query))

    def failures(self) -> tuple[tuple[str, str], ...]:
        """Files that could not be read when last tried, and why."""
        return tuple((row.path, row.why) for row in self._all(sql.select(_failures).order_by(_failures.c.path)))

    # writing: by whoever holds the lock

    def prepare(self, marks: Mapping[str, str]) -> None:
        """Makes the record, or brings its schema up to date. `marks` is what it keeps of itself besides."""
        with self.writing() as connection:
            version = _schema(connection)
            if version >= len(STEPS):
                return
            for step in STEPS[version:]:
                step(connection)
            fresh = {**marks, "record": uuid.uuid4().hex, "change": "0", "purged": "0"} if version == 0 else {}
            for name, value in {**fresh, "schema": str(len(STEPS))}.items():
                _set_meta(connection, name, value)

    def put(self, filed: Sequence[Filed]) -> None:
        """Writes reports in one transaction, in place of what was there of them."""
        with self.writing() as connection:
            for one in filed:
                _put(connection, one)
            _changed(connection, [one.article.source.id for one in filed])

    def set(self, source: Source) -> bool:
        """New metadata of a report; False where it is not known."""
        with self.writing() as connection:
            query = _articles.update().where(_articles.c.id == source.id)
            if not connection.execute(query.values(**columns_of(source))).rowcount:
                return False
            _changed(connection, [source.id])
            return True

    def remove(self, id: str) -> bool:
        """Deletes a report and its texts, and what is known of its file if nothing else came from it."""
        with self.writing() as connection:
            file = connection.scalar(sql.select(_articles.c.file).where(_articles.c.id == id))
            if file is None:
                return False
            connection.execute(_articles.delete().where(_articles.c.id == id))
            if connection.scalar(sql.select(_articles.c.id).where(_articles.c.file == file).limit(1)) is None:
                connection.execute(_files.delete().where(_files.c.path == file))
                connection.execute(_failures.delete().where(_failures.c.path == file))
            _set_meta(connection, "purged", str(_changed(connection, [id])))
            return True

    def forget_file(self, path: str) -> None:
        """Forgets that a file was read."""
        with self.writing() as connection:
            connection.execute(_files.delete().where(_files.c.path == path))
            connection.execute(_failures.delete().where(_failures.c.path == path))

    def failed(self, path: str, why: str) -> None:
        """Remembers that a file could not be read."""
        with self.writing() as connection:
            _put_row(connection, _failures, "path", path=path, why=why)

    def note(self, name: str, value: str) -> None:
        """Keeps something that the record says of itself."""
        with self.writing() as connection:
            _set_meta(connection, name, value)

    def settle(self) -> None:
        """Empties the write-ahead log, in which what was deleted can still stand."""
        if self._engine.dialect.name == "sqlite":
            with self.reading() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Keeps writers on other machines out; on one machine the lock on the home does."""
        if self._engine.dialect.name != "postgresql":
            yield
            return
        with self.reading() as connection:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            if not connection.scalar(sql.select(sql.func.pg_try_advisory_lock(WRITER))):
                raise StoreLocked(f"Another machine is writing to {self._name}. Try again when it has ended.")
            try:
                yield
            finally:
                connection.execute(sql.select(sql.func.pg_advisory_unlock(WRITER)))

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
        with self._mapped(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except sql.exc.OperationalError as error:
            raise self._unusable(error) from error
        except sql.exc.SQLAlchemyError as error:
            raise StoreError(f"The record {self._name} cannot be used: {_reason(error)}.") from error
        except UnicodeEncodeError as error:
            raise StoreError(f"A text holds characters that cannot be stored: {error.reason}.") from error

    def _unusable(self, error: sql.exc.OperationalError) -> StoreError:
        why = str(error.orig)
        if any(words in why for words in ("readonly", "read-only", "is full", "unable to open", "disk I/O")):
            return StoreUnwritable(
                f"The record {self._name} cannot be written: {why}. Make room or make it writable, then try again."
            )
        if "locked" in why:
            return StoreLocked(f"The record {self._name} is being written by somebody else. Try again in a moment.")
        return StoreError(f"The record {self._name} cannot be used: {why}.")

    def _version(self) -> int:
        """The schema version; 0 where there is no record."""
        if self._file is not None and not self._file.exists():
            return 0
        with self.reading() as connection:
            version = _schema(connection)
        if version > len(STEPS):
            raise StoreMismatch(f"The record {self._name} was made by a newer Dateline. Update this one.")
        return version

    def _exists(self) -> bool:
        if self._made:
            return True
        version = self._version()
        if 0 < version < len(STEPS):
            raise StoreMismatch(
                f"The record {self._name} is an older Dateline's: `dateline index` brings it up to date."
            )
        self._made = version > 0
        return self._made

    def _all(self, query: sql.Select[Any]) -> Sequence[Any]:
        if not self._exists():
            return []
        with self.reading() as connection:
            return connection.execute(query).all()

    def _one(self, query: sql.Select[Any]) -> Any:
        rows = self._all(query.limit(1))
        return rows[0][0] if rows else None


def _whole_passages() -> sql.Select[Any]:
    """Passages with their reports and texts: in one statement, so that they fit together while others write."""
    columns = (_passages.c.id.label("passage"), _passages.c.start, _passages.c.end, _passages.c.vector, _texts.c.text)
    current = sql.and_(_texts.c.source == _articles.c.id, _texts.c.digest == _articles.c.digest)
    joined = _passages.join(_articles, _articles.c.id == _passages.c.source).join(_texts, current)
    return sql.select(*columns, _articles).select_from(joined)


def _passage(row: Any, source: Source) -> Passage:
    return Passage(row.passage, source, row.text[row.start : row.end], row.start, row.end)


def _put(connection: Connection, filed: Filed) -> None:
    source, text = filed.article.source, filed.article.text
    row = {
        **columns_of(source),
        "key": key_of(source.id),
        "removed": list(filed.article.removed),
        "digest": digest_of(text),
        "file": filed.path,
        "passages": len(filed.passages),
    }
    # Not deleted and inserted: that would take the earlier texts with it.
    _put_row(connection, _articles, "id", **row)
    where = (_texts.c.source == source.id, _texts.c.digest == row["digest"])
    if connection.scalar(sql.select(_texts.c.source).where(*where)) is None:
        connection.execute(_texts.insert().values(source=source.id, digest=row["digest"], text=text))
    connection.execute(_passages.delete().where(_passages.c.source == source.id))
    rows = [
        {"id": p.id, "source": source.id, "ordinal": i, "start": p.start, "end": p.end, "vector": bytes_of(vector)}
        for i, (p, vector) in enumerate(zip(filed.passages, filed.vectors, strict=True))
    ]
    if rows:
        connection.execute(_passages.insert(), rows)
    _put_row(connection, _files, "path", path=filed.path, digest=filed.digest)
    connection.execute(_failures.delete().where(_failures.c.path == filed.path))


def _put_row(connection: Connection, table: Table, by: str, **row: Any) -> None:
    """Updates a row or inserts it: what every database understands."""
    if not connection.execute(table.update().where(table.c[by] == row[by]).values(**row)).rowcount:
        connection.execute(table.insert().values(**row))


def _changed(connection: Connection, ids: Iterable[str]) -> int:
    """Gives each of some reports the number of a new change; the last number."""
    number = int(connection.scalar(sql.select(_meta.c.value).where(_meta.c.name == "change")) or 0)
    for id in ids:
        number += 1
        _put_row(connection, _changes, "key", key=key_of(id), number=number)
    _set_meta(connection, "change", str(number))
    return number


def _set_meta(connection: Connection, name: str, value: str) -> None:
    _put_row(connection, _meta, "name", name=name, value=value)


def _schema(connection: Connection) -> int:
    """The record's schema version; 0 where it was never, or not wholly, made."""
    if not sql.inspect(connection).has_table(_meta.name):
        return 0
    return int(connection.scalar(sql.select(_meta.c.value).where(_meta.c.name == "schema")) or 0)


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


def _remote(address: str) -> sql.Engine:
    try:
        return sql.create_engine(address, pool_pre_ping=True)
    except ImportError as error:
        raise SettingsError(f"DATELINE_DATABASE needs a package that is missing: {error.name}.") from error
    except sql.exc.ArgumentError as error:
        raise SettingsError("DATELINE_DATABASE is not the address of a database.") from error


def _reason(error: sql.exc.SQLAlchemyError) -> str:
    # Not str(error): that repeats the statement with its values.
    return str(getattr(error, "orig", None) or type(error).__name__)
