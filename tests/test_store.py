"""The store in SQLite: schema, several processes, times, what is refused."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[store]'")

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from store_contract import CONTRACT

from checker.errors import CheckerError
from checker.store.base import now
from checker.store.engine import _set_up, open_store, writing
from checker.store.review import Change, ClerkLink


@pytest.mark.parametrize("holds", CONTRACT, ids=lambda each: each.__name__)
def test_contract(tmp_path, holds):
    folder = tmp_path / "100% 数据"
    folder.mkdir()
    holds(folder / "store.db")


@pytest.fixture
def engine(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield engine
    engine.dispose()


def test_sqlite_settings(engine):
    with engine.connect() as connection:
        pragmas = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")]
    assert pragmas == ["wal", 1]


def test_foreign_keys_are_enforced(engine):
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(Change(finding_id=7, version=1, who="甲", role="inspector", action="confirm", state="confirmed"))


def test_a_time_without_a_zone_is_refused(engine):
    with pytest.raises(Exception, match="without a zone"), writing(engine) as session:
        session.add(ClerkLink(unit="一", clerk="甲", code_sha256="0", who="乙", at=now().replace(tzinfo=None)))


REFUSED = ["mysql://root:secret@localhost/x", "nonsense://x", "postgresql+nothing://x", "http://[::1"]


@pytest.mark.parametrize("url", REFUSED)
def test_unknown_addresses(url):
    with pytest.raises(CheckerError, match="不认识的数据库地址"):
        open_store(url)


def test_what_is_no_database(tmp_path):
    (tmp_path / "a.db").write_text("这不是数据库" * 100, encoding="utf-8")
    for path in (tmp_path / "a.db", tmp_path / "none" / "b.db"):
        with pytest.raises(CheckerError, match="打不开数据库"):
            open_store(path)


def test_passwords_are_not_shown():
    with pytest.raises(CheckerError) as error:
        open_store("postgresql://someone:hunter2@127.0.0.1:1/none")
    assert "hunter2" not in str(error.value) and "打不开数据库" in str(error.value)


def test_a_new_file_opened_by_many_at_once_refuses_none(tmp_path):
    def opened(path: Path, together: Barrier) -> None:
        with closing(sqlite3.connect(path)) as connection:
            together.wait()
            _set_up(connection, None)

    with ThreadPoolExecutor(6) as threads:
        for number in range(60):
            together = Barrier(6)
            for one in [threads.submit(opened, tmp_path / f"{number}.db", together) for _ in range(6)]:
                one.result()
