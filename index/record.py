"""The record: what is known, in SQL. It must never be lost; both indexes are made from it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

import sqlalchemy as sql

from index.arrays import Vectors
from index.changing import AT_ONCE, number_changes, put, regroup
from index.database import Database
from index.filing import SOURCE, Filed, Kept, columns_of, in_batches, key_of, matrix_of, source_of
from index.schema import (
    articles,
    bring_up_to_date,
    changes,
    failures,
    files,
    meta,
    passages,
    put_row,
    signatures,
    texts,
)
from index.signatures import Marks, Signature, marks_of, signature_of
from index.types import Article, Passage, Source

NO_MOVES: Mapping[str, str] = MappingProxyType({})
_CHANGE = sql.select(meta.c.value).where(meta.c.name == "change")
_UNKEPT = re.compile("[\0\ud800-\udfff]")  # what a database does not take in a text


class Record(Database):
    """Reports, their passages and vectors."""

    # reading

    def meta(self) -> dict[str, str]:
        """What the record says of itself, also an older one; {} where there is none. Raises StoreMismatch."""
        if not (self.known_to_exist or self.version()):
            return {}
        with self.reading() as connection:
            return {row.name: row.value for row in connection.execute(sql.select(meta))}

    def change(self) -> int:
        """The number of the last change; 0 for an empty record."""
        return int(self.one(_CHANGE) or 0)

    def sources(self, keys: Sequence[str] | None = None) -> tuple[tuple[Source, int], ...]:
        """Reports, by default all, with the number of their passages; by date then id, undated ones last."""
        queries = [sql.select(articles)]
        if keys is not None:
            queries = [queries[0].where(articles.c.key.in_(some)) for some in in_batches(keys, AT_ONCE)]
        rows = (row for query in queries for row in self.all(query))
        found = ((source_of(row._mapping), int(row.passages)) for row in rows)
        return tuple(sorted(found, key=lambda it: (it[0].published is None, it[0].published or 0, it[0].id)))

    def article(self, id: str) -> Article | None:
        """A report with its current text."""
        return self.articles([id]).get(id)

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Reports by id, with their current texts, in the order of the ids; those not there are left out."""
        joined = sql.and_(texts.c.source == articles.c.id, texts.c.digest == articles.c.digest)
        query = sql.select(articles, texts.c.text).join(texts, joined)
        rows = (row for some in in_batches(ids, AT_ONCE) for row in self.all(query.where(articles.c.id.in_(some))))
        found = {row.id: Article(source_of(row._mapping), row.text, tuple(row.removed)) for row in rows}
        return {id: found[id] for id in ids if id in found}

    def text_of(self, source_id: str, digest: str) -> str | None:
        """A text of a report, current or earlier, by its digest."""
        where = (texts.c.source == source_id, texts.c.digest == digest)
        text = self.one(sql.select(texts.c.text).where(*where))
        return None if text is None else str(text)

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Passages with their vectors, (dimension,) each, by id; those that are not there any more are left out."""
        query = _whole_passages(passages.c.vector)
        rows = [row for some in in_batches(ids, AT_ONCE) for row in self.all(query.where(passages.c.id.in_(some)))]
        sources = {row.id: source_of(row._mapping) for row in {row.id: row for row in rows}.values()}
        vectors = matrix_of([row.vector for row in rows])
        found = (_passage(row, sources[row.id], row.text) for row in rows)
        return {passage.id: (passage, vector) for passage, vector in zip(found, vectors, strict=True)}

    def passages_of(self, source_id: str) -> tuple[Passage, ...]:
        """A report's passages, in the order of its text."""
        return next((kept.passages for kept in self.kept([key_of(source_id)])), ())

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Passages' vectors, (dimension,) each, by id."""
        query = sql.select(passages.c.id, passages.c.vector)
        rows = (row for some in in_batches(ids, AT_ONCE) for row in self.all(query.where(passages.c.id.in_(some))))
        return {row.id: matrix_of([row.vector])[0] for row in rows}

    def vectors_by_key(self, keys: Sequence[str] | None = None) -> Iterator[Sequence[tuple[str, int, bytes]]]:
        """Key of the report, place in it and vector of each passage of some reports, or of all; some at a time."""
        joined = passages.join(articles, articles.c.id == passages.c.source)
        query = sql.select(articles.c.key, passages.c.ordinal, passages.c.vector).select_from(joined)
        batches = [None] if keys is None else in_batches(keys, AT_ONCE)
        for some in batches if self.exists() else ():
            with self.reading() as connection:
                limited = query if some is None else query.where(articles.c.key.in_(some))
                for rows in connection.execution_options(yield_per=5000).execute(limited).partitions():
                    yield [(row.key, row.ordinal, row.vector) for row in rows]

    def passage_ids(self) -> frozenset[str]:
        """The ids of all passages."""
        return frozenset(row.id for row in self.all(sql.select(passages.c.id)))

    def size(self) -> int:
        """How many passages there are."""
        return int(self.one(sql.select(sql.func.count()).select_from(passages)) or 0)

    def changed(self, since: int) -> list[str]:
        """The keys of reports that were put, set or removed after a change."""
        query = sql.select(changes.c.key).where(changes.c.number > since).order_by(changes.c.number)
        return [row.key for row in self.all(query)]

    def keys(self) -> list[str]:
        """The keys of all reports."""
        return [row.key for row in self.all(sql.select(articles.c.key).order_by(articles.c.key))]

    def kept(self, keys: Iterable[str]) -> Iterator[Kept]:
        """What indexes hold of reports; those without passages, or not there any more, are left out."""
        for some in in_batches(list(keys), 100):
            # The text with the first passage alone: with each, a long report would be read once for every passage.
            query = _whole_passages(passages.c.vector, with_text=passages.c.ordinal == 0).where(
                articles.c.key.in_(some)
            )
            ordered = query.order_by(articles.c.key, passages.c.ordinal)
            for key, grouped in groupby(self.all(ordered), lambda row: str(row.key)):
                rows = list(grouped)
                source, text = source_of(rows[0]._mapping), rows[0].text
                its = tuple(_passage(row, source, text) for row in rows)
                yield Kept(key, source, its, matrix_of([row.vector for row in rows]))

    def marks(self) -> tuple[list[str], list[Marks]]:
        """The ids of all reports, and what each is listed under to find its copies."""
        rows = self.all(sql.select(signatures.c.source, signatures.c.marks))
        return [row.source for row in rows], [marks_of(row.marks) for row in rows]

    def signatures(self, ids: Sequence[str]) -> dict[str, Signature]:
        """The signatures of reports; those that are not there are left out."""
        query = sql.select(signatures.c.source, signatures.c.whole)
        batches = in_batches(ids, AT_ONCE)
        rows = (row for some in batches for row in self.all(query.where(signatures.c.source.in_(some))))
        return {row.source: signature_of(row.whole) for row in rows}

    def files(self) -> dict[str, str]:
        """The digest under which each file was last read, by its path."""
        return {row.path: row.digest for row in self.all(sql.select(files))}

    def texts_by_file(self) -> dict[str, dict[str, str]]:
        """The reports that came from each file: ids with the digests of their current texts."""
        query = sql.select(articles.c.file, articles.c.id, articles.c.digest).order_by(articles.c.file, articles.c.id)
        grouped = groupby(self.all(query), lambda row: str(row.file))
        return {file: {row.id: row.digest for row in its} for file, its in grouped}

    def failures(self) -> tuple[tuple[str, str], ...]:
        """Files that could not be read when last tried, and why."""
        return tuple((row.path, row.why) for row in self.all(sql.select(failures).order_by(failures.c.path)))

    # writing: by whoever holds the lock

    def prepare(self, marks: Mapping[str, str]) -> None:
        """Makes the record, or brings its schema up to date. `marks` is what it keeps of itself besides."""
        with self.writing() as connection:
            bring_up_to_date(connection, marks)

    def put(self, filed: Sequence[Filed], origins: Mapping[str, str] = NO_MOVES) -> None:
        """Writes reports in one transaction, in place of what was there of them, and moves others to new origins."""
        with self.writing() as connection:
            put(connection, filed)
            regroup(connection, origins)
            number_changes(connection, [*(one.article.source.id for one in filed), *origins])

    def set(self, source: Source) -> bool:
        """New metadata of a report; False where it is not known."""
        with self.writing() as connection:
            query = articles.update().where(articles.c.id == source.id)
            if not connection.execute(query.values(**columns_of(source))).rowcount:
                return False
            number_changes(connection, [source.id])
            return True

    def remove(self, id: str, origins: Mapping[str, str] = NO_MOVES) -> bool:
        """Deletes a report and its texts, and what is known of its file if nothing else came from it.

        In the same transaction moves others to new origins.
        """
        with self.writing() as connection:
            file = connection.scalar(sql.select(articles.c.file).where(articles.c.id == id))
            if file is None:
                return False
            connection.execute(articles.delete().where(articles.c.id == id))
            if connection.scalar(sql.select(articles.c.id).where(articles.c.file == file).limit(1)) is None:
                connection.execute(files.delete().where(files.c.path == file))
                connection.execute(failures.delete().where(failures.c.path == file))
            regroup(connection, origins)
            number = number_changes(connection, [*origins, id])
            put_row(connection, meta, "name", name="purged", value=str(number))
            return True

    def was_read(self, path: str, digest: str) -> None:
        """Remembers under which digest a file was read."""
        with self.writing() as connection:
            put_row(connection, files, "path", path=path, digest=digest)
            connection.execute(failures.delete().where(failures.c.path == path))

    def forget_file(self, path: str) -> None:
        """Forgets that a file was read."""
        with self.writing() as connection:
            connection.execute(files.delete().where(files.c.path == path))
            connection.execute(failures.delete().where(failures.c.path == path))

    def failed(self, why: Mapping[str, str]) -> None:
        """Remembers which files could not be read, and why."""
        kept = {_UNKEPT.sub("\ufffd", path): _UNKEPT.sub("\ufffd", reason) for path, reason in why.items()}
        with self.writing() as connection:
            for some in in_batches(list(kept), AT_ONCE):
                connection.execute(failures.delete().where(failures.c.path.in_(some)))
                connection.execute(failures.insert(), [{"path": path, "why": kept[path]} for path in some])

    def note(self, name: str, value: str) -> None:
        """Keeps something that the record says of itself."""
        with self.writing() as connection:
            put_row(connection, meta, "name", name=name, value=value)


def _whole_passages(*more: sql.Column[Any], with_text: sql.ColumnElement[bool] | None = None) -> sql.Select[Any]:
    """Passages with their reports, and with the texts of all or some of them.

    In one statement, so that they fit together while others write.
    """
    columns = (passages.c.id.label("passage"), passages.c.start, passages.c.end, texts.c.text)
    current = sql.and_(texts.c.source == articles.c.id, texts.c.digest == articles.c.digest)
    reports = passages.join(articles, articles.c.id == passages.c.source)
    joined = reports.outerjoin(texts, current if with_text is None else sql.and_(current, with_text))
    return sql.select(*columns, *more, articles.c.key, *(articles.c[name] for name in SOURCE)).select_from(joined)


def _passage(row: Any, source: Source, text: str) -> Passage:
    return Passage(row.passage, source, text[row.start : row.end], row.start, row.end)
