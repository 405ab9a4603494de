"""/v1/live: a conversation turn by turn."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")

from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import hash_of
from api.settings import ApiKey, Settings

TURNS = [
    {"role": "citizen", "text": "社保卡丢了，怎么补办，要带什么材料？", "start": 0.0, "end": 3.0},
    {"role": "clerk", "text": "您好😀，请您带身份证原件来补办。", "start": 3.5, "end": 6.0},
    {"role": "citizen", "text": "那要到哪里办，归你管吗？"},
    {"role": "clerk", "text": "不归我管，问别人去。"},
]


@pytest.fixture(scope="module")
def client(checker):
    with TestClient(create_app(Settings(reload_seconds=0, max_characters=300), checker=checker)) as client:
        yield client


def talk(client, *messages):
    with client.websocket_connect("/v1/live") as socket:
        answers = []
        for message in messages:
            socket.send_text(message if isinstance(message, str) else json.dumps(message))
            answers.append(json.loads(socket.receive_text()))
        return answers


def test_every_turn_is_answered_with_what_is_at_fault_and_what_remains(client):
    start = {"start": {"channel": "window", "profile": "qidong"}}
    started, first, second, third, fourth, ended = talk(client, start, *TURNS, {"end": True})
    assert started == {"start": True, "channel": "window", "profile": "qidong"}
    assert [answer["turn"] for answer in (first, second, third, fourth)] == [0, 1, 2, 3]
    assert {"政策依据", "受理部门", "办理时限"} <= set(second["remaining"])
    assert second["message"] == "还没有告知：" + "、".join(second["remaining"])
    faults = [finding["text"] for finding in fourth["findings"]]
    assert "不归我管" in faults
    assert ended["report"]["decision"] in ("revise", "block")
    assert ended["report"]["notice"]


def test_no_farewell_is_missed_before_the_end(client):
    answers = talk(client, *TURNS[:2])
    assert not any(finding["category"] == "farewell" for answer in answers for finding in answer["findings"])


def test_bad_messages_are_told_and_the_talk_goes_on(client):
    bad = ["{", "[]", {"text": 3}, {"role": "clerk"}, {"start": {"profile": "none"}}, {"start": 3}]
    *answers, last = talk(client, *bad, TURNS[3])
    assert all(answer["error"] and answer["advice"] for answer in answers)
    assert last["turn"] == 0
    assert last["findings"]


def test_a_talk_has_its_limit(client):
    long = {"role": "clerk", "text": "好" * 200}
    first, second, ended = talk(client, long, long, {"end": True})
    assert first["turn"] == 0
    assert "太长" in second["error"]
    assert ended["report"]["findings"] is not None


def test_an_end_without_a_word(client):
    assert talk(client, {"end": True}) == [{"end": True, "report": None}]


def test_turns_are_counted(checker):
    with TestClient(create_app(Settings(requests_per_minute=2, reload_seconds=0), checker=checker)) as client:
        first, second = talk(client, *TURNS[2:])
        assert first["turn"] == 0
        assert "频繁" in second["error"]


def test_keys_open_the_socket(checker):
    key = ApiKey(name="a", sha256=hash_of("k"))
    with TestClient(create_app(Settings(keys=(key,), reload_seconds=0), checker=checker)) as client:
        with client.websocket_connect("/v1/live") as socket:
            assert "密钥" in json.loads(socket.receive_text())["error"]
        with client.websocket_connect("/v1/live?key=k") as socket:
            socket.send_text(json.dumps(TURNS[3]))
            assert json.loads(socket.receive_text())["findings"]
