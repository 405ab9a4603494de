"""The store and the review in PostgreSQL: the same contracts as in SQLite, on a real server."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[store]'")

import review_contract
import store_contract


@pytest.mark.parametrize("holds", store_contract.CONTRACT, ids=lambda each: each.__name__)
def test_the_store(postgres, holds):
    holds(postgres)


@pytest.mark.parametrize("holds", review_contract.CONTRACT, ids=lambda each: each.__name__)
def test_the_review(postgres, checker, tmp_path, holds):
    holds(postgres, checker, tmp_path / "OUT")
