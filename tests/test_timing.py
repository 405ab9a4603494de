"""Timestamps: rings, silence, cutting in, speed. Nothing of it without them."""

from __future__ import annotations

import pytest

from checker import Conversation, Turn

OPEN = Turn("您好，东山县社保局，请讲。", "clerk", start=0.0, end=3.0)
ASK = Turn("我想问一下社保卡怎么补。", "citizen", start=3.5, end=8.0)


def rules(checker, *turns, metadata=None):
    talk = Conversation(turns, channel="phone", metadata=metadata or {})
    return [f.category for f in checker.check(talk).findings if f.rule.startswith("protocol/")]


def reply(text: str, start: float, end: float) -> Turn:
    return Turn(text, "clerk", start=start, end=end)


@pytest.mark.parametrize(
    ("metadata", "found"),
    [({"rings": 4}, 1), ({"rings": 3}, 0), ({"ring_seconds": 18.5}, 1), ({"ring_seconds": 9}, 0), ({}, 0),
     ({"rings": "五"}, 0), ({"rings": True}, 0), ({"rings": 5, "ring_seconds": 30}, 1)],
)  # fmt: skip
def test_answered_within_three_rings(checker, metadata, found):
    assert rules(checker, OPEN, ASK, metadata=metadata).count("slow_pickup") == found


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ([OPEN, ASK, reply("带身份证来一楼就能补。", 9.0, 12.0)], 0),
        ([OPEN, ASK, reply("带身份证来一楼就能补。", 40.0, 43.0)], 1),
        ([OPEN, ASK, reply("请稍等，我查一下。", 9.0, 11.0), reply("查到了，能补。", 60.0, 62.0)], 0),
        ([OPEN, ASK, reply("我看一下。", 9.0, 10.0), Turn("喂，还在吗？", "citizen", start=45.0, end=46.0)], 1),
        ([OPEN, ASK, reply("带身份证。", 9.0, 10.0), Turn("好，我记一下。", "citizen", start=45.0, end=46.0)], 0),
    ],
)
def test_silence_without_asking_to_wait(checker, turns, found):
    assert rules(checker, *turns).count("silence") == found


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("您带身份证来就行。", 5.0, 1),
        ("您带身份证来就行。", 7.5, 0),
        ("嗯嗯。", 5.0, 0),
        ("您带身份证来就行。", 3.0, 0),
    ],
)
def test_cutting_in(checker, text, start, found):
    assert rules(checker, OPEN, ASK, reply(text, start, start + 4)).count("cutting_in") == found


@pytest.mark.parametrize(("seconds", "found"), [(6.0, 1), (20.0, 0), (2.0, 0)])
def test_speaking_rate(checker, seconds, found):
    text = "您带身份证到一楼三号窗口填一张申请表，当场就能拿到新卡，旧卡自动作废，不用另外交钱。" * 2
    assert rules(checker, OPEN, ASK, reply(text, 9.0, 9.0 + seconds)).count("speaking_rate") == found


def test_nothing_without_timestamps(checker):
    turns = [Turn(turn.text, turn.role) for turn in (OPEN, ASK, reply("带身份证来。", 99.0, 100.0))]
    assert not {"slow_pickup", "silence", "cutting_in", "speaking_rate"} & set(rules(checker, *turns))
