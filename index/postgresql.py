"""A record on PostgreSQL: how its server is spoken to, and the lock of whoever writes."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from socket import gethostname

import sqlalchemy as sql
from sqlalchemy import Connection

from index.errors import SettingsError, StoreLocked

WRITER = 0x0DA7E11E  # the advisory lock of whoever writes
LOCKED = "55P03"  # PostgreSQL's code for a lock that was waited for in vain
STOPPED = "57"  # the class of its codes for a server that ends

# How it is spoken to, unless DATELINE_DATABASE says otherwise: in UTF-8 whatever the database's own encoding, and
# giving up on a server that says nothing. Seconds; the last in milliseconds.
SPEAKING: Mapping[str, str | int] = {
    "client_encoding": "utf8",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# The server, too, has to notice within a minute that a machine is gone: the lock of its writer must not stay. And
# within moments that a writer was killed, which is waited for.
CLAIMING = """
    SELECT set_config('application_name', :name, false), set_config('tcp_keepalives_idle', '30', false),
        set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false),
        set_config('lock_timeout', '2s', true)
"""
HOLDER = """
    SELECT application_name, to_char(backend_start, 'YYYY-MM-DD HH24:MI TZ') AS since FROM pg_stat_activity
    JOIN pg_locks USING (pid) JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND granted AND objid = :lock AND pg_database.datname = current_database()
"""


def engine_at(address: str) -> sql.Engine:
    """What makes connections to a database, and makes those again that a restart has cut. Raises SettingsError."""
    try:
        url = sql.make_url(address)
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        if url.drivername != "postgresql+psycopg":
            raise SettingsError("DATELINE_DATABASE must be of the form postgresql+psycopg://user@host/name.")
        if "@" in f"{url.host}{url.database}":  # part of a password, which would be shown with the host
            raise SettingsError("DATELINE_DATABASE holds an @ too many. In a password, write it as %40.")
        speaking = {name: value for name, value in SPEAKING.items() if name not in url.query}
        return sql.create_engine(url, pool_pre_ping=True, connect_args=speaking)
    except ImportError as error:
        raise SettingsError(
            f"DATELINE_DATABASE needs a package that is missing: {error.name}. Install it: pip install "
            "'dateline[postgres]'."
        ) from error
    except (sql.exc.ArgumentError, ValueError) as error:
        raise SettingsError("DATELINE_DATABASE is not the address of a database.") from error


def shown(url: sql.URL) -> str:
    """An address without what may hold a secret: the password, and whatever else was set in it."""
    return url.set(query={})._replace(password=None).render_as_string()


@contextmanager
def claim(connection: Connection) -> Iterator[None]:
    """Holds the writer's lock of a database in a session, with which it goes.

    Raises StoreLocked, naming the process that holds it and its machine, as far as PostgreSQL lets us know.
    """
    connection.execute(sql.text(CLAIMING), {"name": f"process {os.getpid()} on {gethostname()}"[:63]})
    try:
        connection.execute(sql.select(sql.func.pg_advisory_lock(WRITER)))
    except sql.exc.OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != LOCKED:
            raise
        connection.rollback()
        raise StoreLocked(
            f"{_holder(connection)} is writing to {shown(connection.engine.url)}. Wait until it has ended, or stop it."
        ) from None
    connection.commit()
    try:
        yield
    finally:
        with suppress(sql.exc.SQLAlchemyError):  # a session that is lost has lost its lock too
            connection.execute(sql.select(sql.func.pg_advisory_unlock(WRITER)))
            connection.commit()


def _holder(connection: Connection) -> str:
    row = connection.execute(sql.text(HOLDER), {"lock": WRITER}).first()
    if row is None or not row.application_name:
        return "Another process, perhaps on another machine,"
    return f"{str(row.application_name).capitalize()} (since {row.since})"
