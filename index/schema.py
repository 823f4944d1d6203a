"""The record's tables, and how a record of an earlier schema is brought up to date."""

import uuid
from collections.abc import Callable, Mapping

import sqlalchemy as sql
from sqlalchemy import JSON, Column, Connection, Date, ForeignKey, Integer, LargeBinary, String, Table, Text

from index.signatures import Signature, listed_under, marks_bytes, signature, signature_bytes

SIGNED_AT_ONCE = 200  # reports

tables = sql.MetaData()
meta = Table("meta", tables, Column("name", String, primary_key=True), Column("value", String, nullable=False))
articles = Table(
    "articles",
    tables,
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
texts = Table(
    "texts",
    tables,
    Column("source", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", String, primary_key=True),
    Column("text", Text, nullable=False),
)
signatures = Table(  # of current texts; whoever changes how they are made adds a step that makes all anew
    "signatures",
    tables,
    Column("source", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("marks", LargeBinary, nullable=False),  # what it is listed under: the rest is read of few
    Column("whole", LargeBinary, nullable=False),
)
passages = Table(
    "passages",
    tables,
    Column("id", String, primary_key=True),
    Column("source", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # little-endian float32
    sql.UniqueConstraint("source", "ordinal"),
)
files = Table("files", tables, Column("path", Text, primary_key=True), Column("digest", String, nullable=False))
failures = Table("failures", tables, Column("path", Text, primary_key=True), Column("why", Text, nullable=False))
changes = Table(
    "changes",
    tables,
    Column("key", String, primary_key=True),  # a removed report leaves its key here, which does not tell its id
    Column("number", Integer, nullable=False, index=True),
)


def _keep_signatures(connection: Connection) -> None:
    signatures.create(connection)
    sign_all(connection)


# Each step takes a record from one version of the schema to the next; the first of them from version 1.
STEPS: tuple[Callable[[Connection], None], ...] = (_keep_signatures,)


def newest() -> int:
    """The version of the schema that this Dateline keeps records in."""
    return 1 + len(STEPS)


def version_of(connection: Connection) -> int:
    """A record's version of the schema; 0 where there is none, or one that was not wholly made."""
    if not sql.inspect(connection).has_table(meta.name):
        return 0
    return int(connection.scalar(sql.select(meta.c.value).where(meta.c.name == "schema")) or 0)


def bring_up_to_date(connection: Connection, marks: Mapping[str, str]) -> None:
    """Makes the tables, with `marks` as what the record keeps of itself besides; or takes the steps that it lacks."""
    version = version_of(connection)
    if version >= newest():
        return
    if version == 0:
        tables.create_all(connection)
        for name, value in {**marks, "record": uuid.uuid4().hex, "change": "0", "purged": "0"}.items():
            put_row(connection, meta, "name", name=name, value=value)
    else:
        for step in STEPS[version - 1 :]:
            step(connection)
    put_row(connection, meta, "name", name="schema", value=str(newest()))


def sign_all(connection: Connection) -> None:
    """Keeps the signature of each report, made from its current text."""
    connection.execute(signatures.delete())
    current = sql.and_(texts.c.source == articles.c.id, texts.c.digest == articles.c.digest)
    query = sql.select(articles.c.id, texts.c.text).join(texts, current).order_by(articles.c.id).limit(SIGNED_AT_ONCE)
    last = ""
    while rows := connection.execute(query.where(articles.c.id > last)).all():
        connection.execute(signatures.insert(), [signature_row(row.id, row.text) for row in rows])
        last = rows[-1].id


def signature_row(source: str, text: str, known: Signature | None = None) -> dict[str, str | bytes]:
    """A report's row of `signatures`; its signature is made where it is not known."""
    its = known or signature(text)
    return {"source": source, "marks": marks_bytes(listed_under(its)), "whole": signature_bytes(its)}


def put_row(connection: Connection, table: Table, by: str, **row: object) -> None:
    """Updates a row or inserts it: what every database understands."""
    if not connection.execute(table.update().where(table.c[by] == row[by]).values(**row)).rowcount:
        connection.execute(table.insert().values(**row))
