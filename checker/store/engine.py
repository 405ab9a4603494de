"""Opening the store: SQLite by a path, PostgreSQL by a URL, the schema brought up to date on the way."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from checker.errors import CheckerError, Problem
from checker.store.migrating import NewerSchemaError, migrate

BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another to finish."""
_AGAIN = 0.01
"""Seconds until what was refused at once is tried again."""
_KIND = 0xFF
"""The part of SQLite's error codes that says what kind of error it is."""
POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
WRITES = "yanjian_writes"
"""The execution option of a transaction that is going to write."""


def open_store(url: str | Path) -> Engine:
    """An engine for the store, with all migrations applied; two processes may open the same store at once.

    `url` is a path, `sqlite:///PATH` or `postgresql://user@host/name`. Raises CheckerError where it cannot be opened
    or was made by a newer version. The caller disposes of the engine.
    """
    address = _address(url)
    engine = create_engine(address, pool_pre_ping=True, hide_parameters=True, json_serializer=_json)
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    try:
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            migrate(connection)
    except NewerSchemaError as error:
        engine.dispose()
        advice = "请升级：pip install --upgrade yanjian"
        raise _problem(address, "这个数据库是更新版本的言检建的", advice) from error
    except DBAPIError as error:
        engine.dispose()
        advice = "请检查路径或地址、权限、磁盘空间，以及数据库是否在运行"
        raise _problem(address, f"打不开数据库：{_reason(error)}", advice) from error
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that reads; in SQLite it waits for no writer."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that writes: committed at the end, rolled back on an exception. In SQLite it takes the lock at once."""
    with Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as session, session.begin():
        yield session


def _address(url: str | Path) -> URL:
    if isinstance(url, Path) or "://" not in url:
        return URL.create("sqlite", database=str(url))
    try:
        address = make_url(url)
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise CheckerError(_unknown()) from error
    if address.drivername in POSTGRESQL:
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        raise CheckerError(_unknown())
    return address


def _unknown() -> Problem:
    return Problem("不认识的数据库地址", "写文件路径，或 postgresql://用户:密码@主机/库名")


def _problem(address: URL, message: str, advice: str) -> CheckerError:
    return CheckerError(Problem(message, advice, address.render_as_string(hide_password=True)))


def _reason(error: DBAPIError) -> str:
    """The driver's own first line; the statement and its values are left out."""
    return str(error.orig).strip().partition("\n")[0]


def _json(value: object) -> str:
    """JSON with its characters as they are, so that it can be searched."""
    return json.dumps(value, ensure_ascii=False)


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """Write-ahead log, enforced foreign keys, patience; and transactions begun by us rather than by the driver."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").close()
    _write_ahead(connection)
    connection.execute("PRAGMA foreign_keys = ON").close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep a write-ahead log. Of several that begin one for a new file at the same time SQLite refuses some at once, whatever their
    patience; they try again.
    """
    patience = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            return connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _KIND != sqlite3.SQLITE_BUSY or monotonic() > patience:
                raise
        sleep(_AGAIN)


def _begin(connection: Connection) -> None:
    """A writer locks at the beginning: one that began by reading could be refused later, and lose its work."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
