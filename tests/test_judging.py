"""Each judgement by itself: what it lets go, and what it must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker import Checker, Conversation, Turn
from checker.judging.context import Context
from checker.judging.mention import negated, quoted, read_aloud, reported
from checker.judging.repair import repaired, repaired_later
from checker.judging.ruling import LONG_LETTER, READ_LETTER, Shares, rule_hit, rule_wording
from checker.judging.sense import (
    conditional,
    enquiry,
    other_subject,
    questioned,
    rule_fact,
    self_reproach,
    to_colleague,
)
from checker.judging.verdict import Verdict, judge
from checker.matching.detection import Wording
from checker.matching.hit import Hit
from checker.matching.pieces import READ_WHOLE
from checker.model import Channel
from checker.text import normalise
from checker.training.examples import LONG

JUDGEMENTS = {
    quoted: [
        ("一句“不知道”就让您白跑，是我们不对。", "不知道", True),
        ('您说"不归我管"这种话，我们核实。', "不归我管", True),
        ("这个“补贴”我不知道。", "不知道", False),
    ],
    reported: [
        ("他们说不归他们管，我帮您问问。", "不归他们管", True),
        ("刚才那位同事告诉您办不了，对吧？", "办不了", True),
        ("我跟您说，不知道就是不知道。", "不知道", False),
    ],
    read_aloud: [
        ("这一栏填不清楚就行。", "不清楚", True),
        ("通知上写着不能办的有三种。", "不能办", True),
        ("我上面不清楚。", "不清楚", False),
    ],
    negated: [
        ("我们绝不会说不归我管。", "不归我管", True),
        ("窗口不许对群众说不知道。", "不知道", True),
        ("这个我们不归我管。", "不归我管", False),
    ],
    other_subject: [
        ("您不清楚的地方尽管问。", "不清楚", True),
        ("老人不知道怎么认证，您帮他点一下。", "不知道", True),
        ("我不清楚。", "不清楚", False),
        ("房东一直不给您开收据是吧？", "不给您开", True),
        ("卖家未什么不给您换呢", "不给您换", True),
        ("我们就是不给您开。", "不给您开", False),
    ],
    enquiry: [
        ("不知道您带身份证了吗？", "不知道", True),
        ("不知道你们单位交没交", "不知道", True),
        ("不知道，问别人去。", "不知道", False),
    ],
    questioned: [
        ("您看这样不行吗？", "不行", True),
        ("您问归不归我管？", "归我管", True),
        ("不行，重填。", "不行", False),
    ],
    conditional: [
        ("要是网上办不了，您就来窗口。", "办不了", True),
        ("办不了的话打我电话。", "办不了", True),
        ("这个办不了。", "办不了", False),
    ],
    rule_fact: [
        ("取暖费不归社保管，一分不收您的。", "不归社保管", True),
        ("这事不归社保管，你走吧。", "不归社保管", False),
    ],
    self_reproach: [("是我没说清楚。", "没说清楚", True), ("你没说清楚。", "没说清楚", False)],
    to_colleague: [("小李，你知道不知道墨盒在哪？", "不知道", True), ("大姐，我不知道。", "不知道", False)],
}
CASES = [(judgement, *case) for judgement, cases in JUDGEMENTS.items() for case in cases]


def context_of(checker: Checker, text: str, words: str, *, later: tuple[Turn, ...] = (), rule: str = "not-my-duty"):
    entry = checker.lexicon.find(rule)
    assert entry is not None
    start = text.index(words)
    hit = Hit(entry, "phrase", 0, start, start + len(words), "exact", 1.0)
    return Context(hit, normalise(text), (Turn(text, "clerk"), *later), 0)


@pytest.mark.parametrize(
    ("judgement", "text", "words", "lets_go"), CASES, ids=[f"{c[0].__name__}-{c[1]}" for c in CASES]
)
def test_judgement(checker: Checker, judgement, text: str, words: str, lets_go: bool):
    assert bool(judgement(context_of(checker, text, words))) is lets_go


REPAIRS = [
    ("这个不归我管，您到二楼5号窗口找医保科。", True),
    ("这个不归我管，您打0000-1234567问残联。", True),
    ("这个不归我管，我帮您问清楚再给您回电话。", True),
    ("这个不归我管，找有关部门去。", False),
    ("这个不归我管，你自己上网查。", False),
    ("这个不归我管。", False),
]


@pytest.mark.parametrize(("text", "mends"), REPAIRS)
def test_repair_within_the_utterance(checker: Checker, text: str, mends: bool):
    assert bool(repaired(context_of(checker, text, "不归我管"))) is mends


@pytest.mark.parametrize(
    ("later", "mends"),
    [
        ("您到3号窗口，王科长在那儿。", True),
        ("我帮您查一下电话。", True),
        ("刚才帮您问过科长了，二楼可以办。", True),
        ("找有关部门。", False),
        ("我刚才跟您说了，问别人去。", False),
        ("就这样。", False),
    ],
)
def test_repair_in_a_later_turn_within_first_asked_duty(checker: Checker, later: str, mends: bool):
    turns = (Turn("那我找谁？", "citizen"), Turn("嗯。", "clerk"), Turn("说啊", "citizen"), Turn(later, "clerk"))
    assert bool(repaired_later(context_of(checker, "不归我管。", "不归我管", later=turns))) is mends


def test_a_refusal_is_repaired_by_how_it_can_be_done(checker: Checker):
    asked = Turn("那今天能领吗？", "citizen")
    for answer, mends in (
        ("需要等公示完了以后，您再带身份证来领。", True),
        ("没法领。", False),
    ):
        context = context_of(checker, "不可以", "不可以", later=(asked, Turn(answer, "clerk")), rule="no")
        assert bool(repaired_later(context)) is mends


def test_an_insult_is_never_repaired(checker: Checker):
    context = context_of(checker, "刁民，您到3号窗口找王科长。", "刁民", rule="unruly-mob")
    assert judge(context).status == "violation"


def test_quoting_excuses_even_an_insult(checker: Checker):
    assert judge(context_of(checker, "“刁民”这种话不该说。", "刁民", rule="unruly-mob")).status is None


RULINGS = [
    ("violation", Shares(0.1, 0.1, 0.8), "violation"),
    ("violation", Shares(0.2, 0.7, 0.1), "mitigated"),
    ("violation", Shares(0.6, 0.3, 0.1), "mitigated"),
    ("violation", Shares(0.6, 0.1, 0.3), "violation"),
    ("violation", Shares(0.91, 0.04, 0.05), "mitigated"),
    ("violation", Shares(0.97, 0.02, 0.01), None),
    ("violation", Shares(0.8, 0.0, 0.2), "violation"),
    ("mitigated", Shares(0.1, 0.2, 0.7), "violation"),
    ("mitigated", Shares(0.8, 0.2, 0.0), None),
    ("mitigated", Shares(0.3, 0.7, 0.0), "mitigated"),
]


@pytest.mark.parametrize(("before", "shares", "after"), RULINGS)
def test_lexicon_and_detector_correct_each_other(checker: Checker, before, shares: Shares, after):
    hit = context_of(checker, "不归我管", "不归我管").hit
    ruled = rule_hit(hit, Verdict(before, ()), shares, beside=30)
    assert ruled.status == after
    assert "统计判断" in ruled.trail[0]


@pytest.mark.parametrize("before", ["violation", "mitigated"])
def test_what_an_agency_forbids_is_not_let_go_by_what_the_detector_learnt(checker: Checker, before):
    hit = context_of(checker, "不归我管", "不归我管").hit
    own = hit._replace(entry=replace(hit.entry, own=True))
    shares = Shares(0.97, 0.02, 0.01)
    assert rule_hit(hit, Verdict(before, ()), shares, beside=30).status is None
    assert rule_hit(own, Verdict(before, ()), shares, beside=30).status == before


@pytest.mark.parametrize(
    ("rule", "clean", "own", "beside", "status"),
    [
        ("do-not-hang-around", 0.95, False, 30, "suspected"),
        ("do-not-hang-around", 0.85, False, 30, "violation"),
        ("do-not-hang-around", 0.95, True, 30, "violation"),
        ("do-not-hang-around", 0.95, False, 300, "violation"),
        ("unruly-mob", 0.99, False, 30, "violation"),
    ],
)
def test_blunt_words_that_look_harmless_where_they_stand_are_for_a_person_to_look_at(
    checker: Checker, rule: str, clean: float, own: bool, beside: int, status: str
):
    hit = context_of(checker, "别堵在门口", "别堵在门口", rule=rule).hit
    hit = hit._replace(entry=replace(hit.entry, own=own))
    shares = Shares(clean, 0.0, 1 - clean)
    assert rule_hit(hit, Verdict("violation", ()), shares, beside=beside).status == status


def test_the_detector_learns_from_turns_at_fault_of_up_to_the_length_that_asks_for_more():
    assert LONG_LETTER == LONG


def test_without_a_detector_the_verdict_stands(checker: Checker):
    hit = context_of(checker, "不归我管", "不归我管").hit
    assert rule_hit(hit, Verdict("violation", ("a",)), None, beside=30) == Verdict("violation", ("a",))


def test_what_stands_alone_is_not_repaired(checker: Checker):
    hit = context_of(checker, "不归我管", "不归我管").hit
    assert rule_hit(hit, Verdict("violation", ()), Shares(0.1, 0.6, 0.3), beside=3).status == "violation"


@pytest.mark.parametrize(
    ("shares", "doubted"),
    [(Shares(0.1, 0.6, 0.3), False), (Shares(0.9, 0.02, 0.08), True), (Shares(0.3, 0.1, 0.6), False)],
)
def test_what_the_detector_makes_advice_of_is_repaired_or_doubted(checker: Checker, shares: Shares, doubted: bool):
    hit = context_of(checker, "不归我管", "不归我管").hit
    assert rule_hit(hit, Verdict("violation", ()), shares, beside=30).doubted is doubted


@pytest.mark.parametrize(
    ("beside", "status"), [(8, "violation"), (9, "mitigated"), (90, "mitigated"), (91, "violation")]
)
def test_a_repair_needs_words_and_must_not_be_lost_among_them(checker: Checker, beside: int, status: str):
    hit = context_of(checker, "不归我管", "不归我管").hit
    assert rule_hit(hit, Verdict("violation", ()), Shares(0.1, 0.6, 0.3), beside=beside).status == status


@pytest.mark.parametrize(
    ("text", "shares", "advice"),
    [
        ("请问您办什么？不行。您的身份证在这里。", (0.9, 0.02, 0.08), "，放在这里不一定是问题，换个说法更好"),
        ("英文我也不清楚，用中文填就行，我把样表发给您。", (0.02, 0.95, 0.03), "，已经补救，换个说法更好"),
        ("这个不归我们管，您到二楼5号窗口找医保科。", (0.02, 0.95, 0.03), "，已经补救，换个说法更好"),
    ],
)
def test_what_only_the_detector_doubts_is_not_called_repaired(
    checker: Checker, text: str, shares: tuple[float, float, float], advice: str, monkeypatch
):
    monkeypatch.setattr(Wording, "shares", lambda *_: shares)
    report = checker.check(Conversation((Turn(text, "clerk"),), channel="window"))
    (finding,) = (each for each in report.findings if each.kind == "forbidden")
    assert finding.status == "mitigated" and finding.message.endswith(advice)


def test_letters_that_the_network_must_surely_read_are_read_whole():
    assert READ_LETTER <= READ_WHOLE


@pytest.mark.parametrize(
    ("channel", "violation", "length", "clause", "read", "turns", "status"),
    [
        ("window", 0.9, 20, -1.0, 0.0, 1, "violation"),
        ("window", 0.2, 20, 1.0, 0.0, 1, None),
        ("window", 0.55, 20, 1.0, 0.0, 2, "violation"),
        ("window", 0.55, 20, 1.0, 0.0, 3, "suspected"),
        ("reply", 0.9, 300, -1.0, 0.0, 1, None),
        ("reply", 0.9, 300, 2.5, 0.0, 1, "violation"),
        ("reply", 0.9, 300, 1.5, 0.0, 1, None),
        ("reply", 0.9, 160, 1.5, 0.0, 1, "violation"),
        ("reply", 0.55, 20, 2.0, 0.0, 1, "suspected"),
        ("reply", 0.6, 20, 0.5, 0.0, 1, "violation"),
        ("reply", 0.79, 20, 0.4, 0.0, 1, "suspected"),
        ("reply", 0.8, 20, 0.4, 0.0, 1, "violation"),
        ("chat", 0.45, 20, 1.0, 0.0, 1, "violation"),
        ("reply", 0.87, 20, 2.0, 0.0, 1, "violation"),
        ("reply", 0.87, 300, 2.5, 0.0, 1, "suspected"),
        ("window", 0.7, 300, 2.5, 0.0, 1, "suspected"),
        ("reply", 0.9, 20, -2.0, 0.0, 1, "suspected"),
        ("reply", 0.8, 400, -0.5, 0.8, 1, "violation"),
        ("reply", 0.79, 400, -0.5, 0.99, 1, None),
        ("reply", 0.99, 400, -0.5, 0.79, 1, None),
        ("reply", 0.99, 401, -0.5, 0.99, 1, None),
        ("reply", 0.99, 400, -1.5, 0.99, 1, "suspected"),
        ("reply", 0.85, 400, 2.5, 0.99, 1, "violation"),
        ("chat", 0.8, 91, -0.5, 0.8, 1, "violation"),
        ("chat", 0.8, 91, 2.5, 0.0, 1, "suspected"),
        ("window", 0.45, 20, 1.0, 0.99, 1, None),
        ("chat", 0.9, 20, -2.0, 0.0, 1, "violation"),
        ("chat", 0.9, 20, -2.0, 0.0, 3, "suspected"),
        ("chat", 0.45, 20, 0.0, 0.0, 3, "violation"),
        ("chat", 0.44, 20, 0.0, 0.0, 1, None),
    ],
)
def test_how_probable_a_fault_must_be(
    checker: Checker, channel: Channel, violation: float, length: int, clause: float, read: float, turns: int, status
):
    shares = Shares(1 - violation, 0.0, violation)
    found = rule_wording(shares, checker.profile(None), channel, length=length, clause=clause, read=read, turns=turns)
    assert found == status


def test_what_the_network_reads_of_a_turn_is_heard_of_that_turn(checker: Checker, monkeypatch: pytest.MonkeyPatch):
    heard: list[float] = []
    monkeypatch.setattr("checker.rules.forbidden.rule_wording", lambda *_, read, **__: heard.append(read))
    said = ("磨蹭半天了，后头人都不办了？", "您稍等，我看一下。", "这么大的人了，字都写不齐。")
    talks = [Conversation((Turn("在吗", "citizen"), Turn(text, "clerk"))) for text in said]
    list(checker.check_many(talks))
    together = heard.copy()
    heard.clear()
    for one in talks:
        checker.check(one)
    assert heard == pytest.approx(together)
    assert len(heard) == 2 and 0 < heard[0] != heard[1] > 0


def test_explain_tells_the_trail_of_what_was_let_go(checker: Checker):
    conversation = Conversation((Turn("“不知道”这种话不能说。", "clerk"),))
    explained = next(checker.explain_many([conversation]))
    assert explained.let_go
    assert any("引述" in step for gone in explained.let_go for step in gone.trail)
