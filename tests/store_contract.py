"""What holds for the store in either database; run by tests/test_store.py and tests/clients/test_store_postgres.py."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pkgutil import iter_modules

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

import checker.store
from checker.errors import CheckerError
from checker.store.base import Base
from checker.store.engine import open_store, reading, writing
from checker.store.review import ClerkLink


def _load_tables():
    for module in iter_modules(checker.store.__path__):
        import_module(f"checker.store.{module.name}")


def models_and_migrations_agree(url):
    _load_tables()
    engine = open_store(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def opening_again_changes_nothing(url):
    for _ in range(2):
        engine = open_store(url)
        with engine.connect() as connection:
            assert len(connection.execute(text("SELECT version_num FROM alembic_version")).all()) == 1
        engine.dispose()


def _open(url):
    open_store(url).dispose()


def many_processes_open_at_once(url):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_open, args=(url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    engine = open_store(url)
    assert "review_finding" in inspect(engine).get_table_names()
    engine.dispose()


def a_newer_schema_is_refused(url):
    engine = open_store(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    engine.dispose()
    with pytest.raises(CheckerError, match="更新版本"):
        open_store(url)


def times_keep_their_zone(url):
    engine = open_store(url)
    at = datetime(2026, 11, 21, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    with writing(engine) as session:
        session.add(ClerkLink(unit="一", clerk="甲", code_sha256="0" * 64, who="乙", at=at))
    with reading(engine) as session:
        found = session.scalars(select(ClerkLink)).one().at
    assert found == at and found.tzinfo == UTC
    engine.dispose()


def an_exception_rolls_back(url):
    engine = open_store(url)
    with pytest.raises(KeyError), writing(engine) as session:
        session.add(ClerkLink(unit="一", clerk="甲", code_sha256="0" * 64, who="乙"))
        session.flush()
        raise KeyError
    with reading(engine) as session:
        assert session.scalars(select(ClerkLink)).all() == []
    engine.dispose()


CONTRACT = [models_and_migrations_agree, opening_again_changes_nothing, many_processes_open_at_once,
            a_newer_schema_is_refused, times_keep_their_zone, an_exception_rolls_back]  # fmt: skip
