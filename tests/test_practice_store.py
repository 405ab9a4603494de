"""Kept practice in SQLite, and the schedule by itself."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[practice]'")

from practice_contract import CONTRACT, Hall, make_practice

from checker.store.practice import codes


@pytest.fixture(autouse=True)
def easy_codes(monkeypatch):
    monkeypatch.setitem(codes.HARDNESS, "n", 2)


@pytest.fixture(scope="module")
def practice(tmp_path_factory, checker):
    return make_practice(tmp_path_factory.mktemp("lexicons"), checker)


@pytest.mark.parametrize("holds", CONTRACT, ids=lambda each: each.__name__)
def test_contract(tmp_path, practice, holds):
    hall = Hall(tmp_path / "practice.db", practice)
    holds(hall)
    hall.engine.dispose()
