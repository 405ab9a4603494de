"""Who is the clerk: names of roles in every form, and roles inferred from what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker import Checker, conversation_from
from checker.speakers import resolve

CORPUS = Path(__file__).parent / "corpus"
DIALOGUES = [
    json.loads(line)
    for path in sorted(CORPUS.rglob("dialogues-*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
CLERK, CITIZEN = "您好，这里是医保中心，工号017，请问有什么可以帮您？", "我想问一下报销要带什么材料？"

NAMINGS = [
    ("clerk", "citizen"),
    ("坐席", "客户"),
    ("座席", "客户"),
    ("工作人员", "群众"),
    ("工作人员", "服务对象"),
    ("客服", "用户"),
    ("客服001", "客户"),
    ("坐席1（张某）", "来电人"),
    ("窗口人员", "办事群众"),
    ("Agent", "Customer"),
    ("AGENT", "caller"),
    ("说话人1", "说话人2"),
    ("说话人 2", "说话人 1"),
    ("speaker_0", "speaker_1"),
    ("Speaker 1", "Speaker 2"),
    ("A", "B"),
    ("B", "A"),
    ("甲", "乙"),
    ("声道0", "声道1"),
    ("0", "1"),
    (0, 1),
    (1, 0),
    ("发言人一", "发言人二"),
]


@pytest.mark.parametrize("field", ["role", "speaker"])
@pytest.mark.parametrize(("clerk", "citizen"), NAMINGS)
def test_namings_are_understood(clerk, citizen, field):
    turns = [
        {field: clerk, "text": CLERK},
        {field: citizen, "text": CITIZEN},
        {field: clerk, "text": "请您带上身份证。"},
    ]
    conversation, roles = resolve(conversation_from({"turns": turns}))
    assert [turn.role for turn in conversation.turns] == ["clerk", "citizen", "clerk"]
    assert roles.source in ({"given"} if (clerk, field) == ("clerk", "role") else {"mapped", "inferred"})


@pytest.mark.parametrize("field", ["channel", "channel_id"])
def test_channel_numbers_tell_speakers_apart(field):
    turns = [{field: 0, "text": CLERK}, {field: 1, "text": CITIZEN}, {field: 0, "text": "请您带上身份证。"}]
    conversation, roles = resolve(conversation_from({"turns": turns}))
    assert [turn.role for turn in conversation.turns] == ["clerk", "citizen", "clerk"]
    assert roles.source == "inferred"


def test_turns_without_any_label_alternate():
    turns = [{"text": CLERK}, {"text": CITIZEN}, {"text": "请您带上身份证。"}]
    conversation, roles = resolve(conversation_from({"turns": turns}))
    assert [turn.role for turn in conversation.turns] == ["clerk", "citizen", "clerk"]
    assert roles.source == "inferred"


def test_one_known_role_settles_the_other():
    turns = [{"speaker": "坐席", "text": "喂。"}, {"speaker": "138****0000", "text": "您好请问"}]
    conversation, _ = resolve(conversation_from({"turns": turns}))
    assert [turn.role for turn in conversation.turns] == ["clerk", "citizen"]


def test_others_are_neither():
    turns = [{"role": "系统", "text": "欢迎致电"}, {"role": "坐席", "text": CLERK}, {"role": "客户", "text": CITIZEN}]
    conversation, _ = resolve(conversation_from({"turns": turns}))
    assert [turn.role for turn in conversation.turns] == ["other", "clerk", "citizen"]


def test_the_report_says_that_roles_were_inferred(checker: Checker):
    turns = [
        {"speaker": "说话人1", "text": CITIZEN},
        {"speaker": "说话人2", "text": "您好，请您带上身份证，不归我管。"},
    ]
    report = checker.check(conversation_from({"turns": turns}))
    assert report.roles["source"] == "inferred"
    assert report.roles["mapped"] == {"说话人1": "citizen", "说话人2": "clerk"}
    assert report.roles["by_turn"] == ["citizen", "clerk"]
    assert any("推断" in note for note in report.notes)
    assert {finding.turn for finding in report.findings if finding.kind == "forbidden"} == {1}


def test_the_citizens_taboo_is_no_fault_when_roles_are_inferred(checker: Checker):
    turns = [{"speaker": "B", "text": CLERK}, {"speaker": "A", "text": "我不知道，你们不归我管，我想投诉。"}]
    report = checker.check(conversation_from({"turns": turns}))
    assert not [finding for finding in report.findings if finding.kind == "forbidden"]


@pytest.mark.parametrize("labels", [("说话人1", "说话人2"), ("B", "A"), ("1", "0")])
def test_inference_is_right_on_labelled_dialogues(labels):
    right = sum(_inferred_roles(item, labels) == [turn["role"] for turn in item["turns"]] for item in DIALOGUES)
    assert right / len(DIALOGUES) >= 0.95


def _inferred_roles(item, labels):
    names: dict[str, str] = {}
    for turn in item["turns"]:
        names.setdefault(turn["role"], labels[len(names)] if len(names) < len(labels) else "旁人")
    turns = [{"speaker": names[turn["role"]], "text": turn["text"]} for turn in item["turns"]]
    conversation, _ = resolve(conversation_from({"turns": turns}))
    return [turn.role for turn in conversation.turns]


def test_a_rude_clerk_is_known_for_one():
    turns = [
        {"speaker": "说话人1", "text": "下一个，办什么的，快点说。"},
        {"speaker": "说话人2", "text": "你好，我想查一下我妈的养老金，这个月怎么没到账？"},
        {"speaker": "说话人1", "text": "那查不了，后边排着那么多人呢。"},
        {"speaker": "说话人2", "text": "那你给说说，可能是什么原因？"},
        {"speaker": "说话人1", "text": "不知道，不清楚，问别人去。"},
        {"speaker": "说话人2", "text": "我等了一个半钟头，你就这么打发我？"},
    ]
    _, roles = resolve(conversation_from({"turns": turns}))
    assert (roles.mapped, roles.sure) == ({"说话人1": "clerk", "说话人2": "citizen"}, True)
