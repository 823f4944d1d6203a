"""What changes in the record, many reports in a few statements: one at a time each costs as much as all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sql
from sqlalchemy import Column, Connection, Table

from index.filing import Filed, bytes_of, columns_of, digest_of, in_batches, key_of
from index.schema import articles, changes, failures, files, meta, passages, put_row, signature_row, signatures, texts

AT_ONCE = 500  # values in one IN (...): databases limit them


def put(connection: Connection, filed: Sequence[Filed]) -> None:
    """Writes reports in place of what was there of them. Of two with one id, the later counts."""
    by_id = {one.article.source.id: one for one in filed}
    known = {row.id for row in _rows(connection, articles.c.id, by_id)}
    rows = [_article_row(one) for one in by_id.values()]
    # Not deleted and inserted: that would take the earlier texts with it.
    _update(connection, articles, "id", [row for row in rows if row["id"] in known])
    _insert(connection, articles, [row for row in rows if row["id"] not in known])
    _put_texts(connection, {row["id"]: row["digest"] for row in rows}, by_id, known)
    for table in (signatures, passages):
        _delete(connection, table.c.source, known)
    _insert(connection, signatures, [signature_row(id, one.article.text, one.signature) for id, one in by_id.items()])
    _insert(connection, passages, [row for one in by_id.values() for row in _passage_rows(one)])
    read = {one.path: one.digest for one in filed}
    for table in (files, failures):
        _delete(connection, table.c.path, read)
    _insert(connection, files, [{"path": path, "digest": digest} for path, digest in read.items() if digest])


def regroup(connection: Connection, origins: Mapping[str, str]) -> None:
    """Moves reports into other groups of copies."""
    _update(connection, articles, "id", [{"id": id, "origin": origin} for id, origin in origins.items()])


def number_changes(connection: Connection, ids: Iterable[str]) -> int:
    """Gives each of some reports the number of a new change; the last number."""
    number = int(connection.scalar(sql.select(meta.c.value).where(meta.c.name == "change")) or 0)
    numbers = {key_of(id): at for at, id in enumerate(dict.fromkeys(ids), start=number + 1)}
    _delete(connection, changes.c.key, numbers)
    _insert(connection, changes, [{"key": key, "number": at} for key, at in numbers.items()])
    number += len(numbers)
    put_row(connection, meta, "name", name="change", value=str(number))
    return number


def _article_row(one: Filed) -> dict[str, Any]:
    source = one.article.source
    return {
        **columns_of(source),
        "key": key_of(source.id),
        "removed": list(one.article.removed),
        "digest": digest_of(one.article.text),
        "file": one.path,
        "passages": len(one.passages),
    }


def _passage_rows(one: Filed) -> list[dict[str, Any]]:
    source = one.article.source.id
    return [
        {"id": p.id, "source": source, "ordinal": i, "start": p.start, "end": p.end, "vector": bytes_of(vector)}
        for i, (p, vector) in enumerate(zip(one.passages, one.vectors, strict=True))
    ]


def _put_texts(connection: Connection, digests: Mapping[str, str], by_id: Mapping[str, Filed], known: set[str]) -> None:
    there = {
        (row.source, row.digest)
        for some in in_batches(list(known), AT_ONCE)
        for row in connection.execute(sql.select(texts.c.source, texts.c.digest).where(texts.c.source.in_(some)))
    }
    rows = [
        {"source": id, "digest": digest, "text": by_id[id].article.text}
        for id, digest in digests.items()
        if (id, digest) not in there
    ]
    _insert(connection, texts, rows)


def _rows(connection: Connection, column: Column[Any], values: Iterable[str]) -> Iterable[Any]:
    for some in in_batches(list(values), AT_ONCE):
        yield from connection.execute(sql.select(column).where(column.in_(some)))


def _delete(connection: Connection, column: Column[Any], values: Iterable[str]) -> None:
    for some in in_batches(list(values), AT_ONCE):
        connection.execute(column.table.delete().where(column.in_(some)))


def _update(connection: Connection, table: Table, by: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        new: dict[str, Any] = {name: sql.bindparam(f"new_{name}") for name in rows[0] if name != by}
        statement = table.update().where(table.c[by] == sql.bindparam(f"new_{by}")).values(new)
        connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
