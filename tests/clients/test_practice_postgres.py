"""Kept practice in a real PostgreSQL: the same contract as in SQLite."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[practice]'")

from practice_contract import CONTRACT, Hall, make_practice

from checker.store.practice import codes

from .conftest import start, stop


@pytest.fixture(scope="module")
def practice(tmp_path_factory, checker):
    return make_practice(tmp_path_factory.mktemp("lexicons"), checker)


@pytest.mark.parametrize("holds", CONTRACT, ids=lambda each: each.__name__)
def test_contract(postgres, practice, monkeypatch, holds):
    monkeypatch.setitem(codes.HARDNESS, "n", 2)
    hall = Hall(postgres, practice)
    holds(hall)
    hall.engine.dispose()


def test_the_service_keeps_answers_there(postgres, tmp_path):
    first = start(tmp_path, YANJIAN_STORE=postgres)
    ask(first, "trainer/set-up", {"name": "王老师", "code": "trainer-code"}, jar := {})
    made = ask(first, "trainer/classes", {"name": "一班"}, jar)
    ask(first, "sign-in", {"class_code": made["code"], "name": "李明", "code": "own-code"}, jar)
    attempt = ask(first, "attempts", {"scenario": "arrival-lost-card"}, jar)["attempt"]
    ask(first, f"attempts/{attempt}/answers", {"number": 0, "text": "您好，请坐。"}, jar)
    first.process.kill()
    first.process.wait()
    second = start(tmp_path, YANJIAN_STORE=postgres)
    try:
        view = ask(second, "attempts", {"scenario": "arrival-lost-card"}, jar)
        assert (view["attempt"], view["number"]) == (attempt, 1)
        assert "您好，请坐。" in [turn["text"] for turn in view["transcript"]]
    finally:
        stop(second)


def ask(server, path, body, jar):
    """The service's answer; cookies go into the jar."""
    headers = {
        "Content-Type": "application/json",
        "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
    }
    request = Request(f"{server.url}/v1/practice/{path}", json.dumps(body).encode(), headers)  # noqa: S310
    with urlopen(request, timeout=60) as response:  # noqa: S310
        for header in response.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            jar[name] = value
        return json.load(response)
