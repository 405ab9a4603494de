"""The same request again: answered from memory, and never with an answer that is another's, or an old lexicon's."""

from __future__ import annotations

import asyncio
import gc
import time

import pytest

pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")

from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import hash_of
from api.remembered import Answer, Remembered
from api.settings import ApiKey, Settings
from checker import Checker

TEXT = "这事不归我管，问别人去。"


@pytest.fixture
def served(checker):
    """A client of a service, and the texts that were really checked."""

    def start(**settings):
        client = TestClient(create_app(Settings(**{"reload_seconds": 0, **settings}), checker=checker))
        service, worked = client.app.state.service, []
        real = service.check

        async def counted(by, conversation):
            worked.append(conversation.turns[-1].text)
            return await real(by, conversation)

        service.check = counted
        return client, worked

    return start


def check(client, **sent):
    return client.post("/v1/check", json={"text": TEXT, "channel": "reply", **sent})


def test_the_same_request_is_checked_once_and_counted_each_time(served):
    client, worked = served()
    with client:
        answers = [check(client).content for _ in range(3)]
        page = client.get("/metrics").text
    assert worked == [TEXT]
    assert len(set(answers)) == 1
    assert 'yanjian_checked_total{decision="revise"} 3.0' in page


@pytest.mark.parametrize(
    "other", [{"text": TEXT + "好"}, {"channel": "chat"}, {"profile": "qidong"}, {"suppress": ["x"]}, {"id": "7"}]
)
def test_another_request_is_another_answer(served, other):
    client, worked = served()
    with client:
        check(client)
        check(client, **other)
    assert len(worked) == 2


def test_suppression_changes_the_answer(served):
    client, _ = served()
    with client:
        keys = [finding["key"] for finding in check(client).json()["findings"]]
        assert check(client, suppress=keys).json()["decision"] == "send"
        assert check(client).json()["decision"] != "send"


def test_editors_are_answered_from_memory_by_what_they_ask(served):
    client, worked = served()
    with client:
        plain, again = (client.post("/v2/check", data={"text": TEXT, "language": "zh-CN"}) for _ in range(2))
        picky = client.post("/v2/check", data={"text": TEXT, "language": "zh-CN", "level": "picky"})
        by_address = client.post("/v2/check?level=picky", data={"text": TEXT, "language": "zh-CN"})
    assert plain.content == again.content
    assert [each.status_code for each in (plain, picky, by_address)] == [200, 200, 200]
    assert len(worked) == 3


def test_what_one_key_asked_is_not_told_to_another(served):
    keys = tuple(ApiKey(name=name, sha256=hash_of(name)) for name in ("window", "phone"))
    client, worked = served(keys=keys)
    with client:
        for name in ("window", "phone", "window"):
            assert client.post("/v1/check", json={"text": TEXT}, headers={"X-API-Key": name}).status_code == 200
        assert client.post("/v1/check", json={"text": TEXT}, headers={"X-API-Key": "wrong"}).status_code == 401
    assert len(worked) == 2


def test_another_lexicon_answers_anew(served, checker):
    client, worked = served()
    with client:
        check(client)
        client.app.state.service.lexicons.checker = Checker(lexicon=checker.lexicon)
        check(client)
        check(client)
    assert len(worked) == 2


def test_errors_are_told_each_time(served):
    client, _ = served()
    with client:
        assert [check(client, profile="none").status_code for _ in range(2)] == [422, 422]


def test_nothing_is_remembered_where_that_is_asked_for(served):
    client, worked = served(remember_seconds=0)
    with client:
        check(client)
        check(client)
    assert len(worked) == 2


def test_what_is_remembered_is_forgotten_in_time(served):
    client, worked = served(remember_seconds=0.05)
    with client:
        check(client)
        time.sleep(0.3)
        check(client)
    assert len(worked) == 2


def test_answers_go_though_nobody_asks_again(checker):
    def kept() -> int:
        return sum(isinstance(each, Answer) for each in gc.get_objects())

    async def asked() -> tuple[int, int]:
        remembered = Remembered(0.05)

        async def work() -> Answer:
            return Answer(b"x" * 100)

        before = kept()
        for number in range(3):
            await remembered.answer(checker, (b"%d" % number,), work)
        during = kept() - before
        await asyncio.sleep(0.3)
        return during, kept() - before

    assert asyncio.run(asked()) == (3, 0)
