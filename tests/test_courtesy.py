"""Polite expressions that are due and missing, filled in with what is at hand; plain talk is no fault."""

from __future__ import annotations

import pytest

from checker import Conversation, Turn


def found(checker, *texts, channel="window", unit=None):
    turns = tuple(Turn(t.removeprefix("民："), "citizen" if t.startswith("民：") else "clerk") for t in texts)
    report = checker.check(Conversation(turns, channel=channel, unit=unit))
    return [finding for finding in report.findings if finding.kind == "courtesy"]


DUE = [
    ("window", ["您好。", "民：来了", "材料拿来。", "民：给"], "asking_papers", "请出示您的"),
    (
        "phone",
        ["您好，社保局。", "民：我找一下王科长", "他不在，下乡了。", "民：哦"],
        "phone_person_absent",
        "王科长不在",
    ),
    ("phone", ["您好，社保局。", "民：你们那个水费怎么交", "打错了。"], "phone_wrong_number", "这里是社保局"),
    ("window", ["您好，请坐。", "民：我赶火车，能不能先给我办", "前面还有三位。"], "queue_jumping", "请自觉排队"),
    ("window", ["您好，请坐。", "民：上次你们把我的名字打错了", "我看看，改好了。"], "own_error", "对不起"),
]


@pytest.mark.parametrize(("channel", "texts", "situation", "suggested"), DUE)
def test_the_expected_expression_is_offered(ruling, channel, texts, situation, suggested):
    (finding,) = found(ruling, *texts, channel=channel)
    assert finding.category == situation
    assert any(suggested in suggestion for suggestion in finding.suggestions)


def test_what_the_protocol_already_says_is_not_said_twice(checker):
    turns = ["您好，请坐。", "民：我都等了两个小时了", "还没到号呢。"]
    assert found(checker, *turns) == []


def test_the_unit_given_stands_in_the_suggestion(checker):
    (finding,) = found(checker, "您好。", "民：水费怎么交", "打错了。", channel="phone", unit="东山县社保局")
    assert any("东山县社保局" in suggestion for suggestion in finding.suggestions)


PLAIN = [
    ["要得，身份证给我，再要一张一寸的照片。"],
    ["户口本带了没？"],
    ["你好，材料给我看一下。"],
    ["填错了，没事，我给您拿张新的，照着这张写。"],
    ["我去问一下，你先坐哈。"],
    ["嗯，行，就这个。"],
    ["好，给您改。", "民：上次把我的名字打错了", "我看看，马上给您改过来，对不住啊。"],
    ["好的。", "民：我都等了两个小时了", "实在抱歉，前面还有一位就到您了。"],
]


@pytest.mark.parametrize("texts", PLAIN)
def test_plain_and_friendly_talk_is_no_fault(checker, texts):
    assert found(checker, "您好，请坐。", "民：补卡", *texts) == []


def test_bare_no_against_please(checker):
    texts = ["不行。这个不能办，那个也不能办，不给你开，不要站在这儿。"] * 4
    assert [f.category for f in found(checker, *texts) if f.rule == "courtesy/balance"] == ["balance"]


def test_please_makes_up_for_no(checker):
    texts = ["您好，这个不用带，请您放心，您不符合的那一条请看这里。"] * 4
    assert not [f for f in found(checker, *texts) if f.rule == "courtesy/balance"]
