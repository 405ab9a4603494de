"""What is known from before: fingerprints, baselines, verdicts, and rejected findings as examples for the lexicon."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[store]'")

from hypothesis import given
from hypothesis import strategies as st
from review_stores import CONVERSATIONS, WANG, desk_of, forbidden, said, scan

from checker import Checker, conversation_from
from checker.errors import CheckerError
from checker.fingerprint import fingerprint, fingerprints
from checker.review import baseline
from checker.review.estimates import Stratum, recall
from checker.review.exporting import (
    CONTRADICTS,
    HELD_ELSEWHERE,
    NO_ENTRY,
    WHOLE_SENTENCE,
    export_pass,
)
from checker.trials import lint_folders

RULE = "forbidden/shirking/not-my-duty"
SAME = [("不归我管，别问", "不归我管"), ("不归我管 , 别问", "不归我管"), ("不歸我管，別問", "不歸我管")]


@pytest.mark.parametrize(("text", "span"), SAME)
def test_spacing_punctuation_and_script_make_no_difference(text, span):
    assert fingerprint(RULE, text, span) == fingerprint(RULE, *SAME[0])


OTHER = [
    (RULE, "不归我管，别来", "不归我管"),
    (RULE, "不归我管，别问", "别问"),
    ("forbidden/x", "不归我管，别问", "不归我管"),
]


@pytest.mark.parametrize("parts", OTHER)
def test_other_words_or_another_rule_do(parts):
    assert fingerprint(*parts) != fingerprint(RULE, *SAME[0])


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_many_at_once_are_as_one_by_one(pairs):
    given = [("r", index, span) for index, (_, span) in enumerate(pairs)]
    expected = [fingerprint("r", text, span) for text, span in pairs]
    assert list(fingerprints(given, [text for text, _ in pairs])) == expected


# baselines


def report_on(checker, value):
    conversation = conversation_from(value)
    return checker.check(conversation), [turn.text for turn in conversation.turns]


def test_only_new_findings_are_left_and_counted(tmp_path, checker):
    known = baseline.known_fingerprints(scan(checker, tmp_path, CONVERSATIONS[:1]))
    profile = checker.profile(None)
    report, texts = report_on(checker, said("这事不归我管，问别人去。滚出去！"))
    shorter = baseline.only_new(report, texts, known, profile)
    assert shorter.findings == report.findings  # other words in the turn: all is new
    report, texts = report_on(checker, CONVERSATIONS[2])
    shorter = baseline.only_new(report, texts, known, profile)
    assert not [each for each in shorter.findings if each.kind == "forbidden"] and shorter.score > report.score
    assert shorter.score == round(100 + sum(item.points for item in shorter.account), 2)
    assert all(
        shorter.findings[item.finding].points == item.points for item in shorter.account if item.finding is not None
    )


def test_what_was_rejected_comes_back_suspected(tmp_path, checker):
    value, profile = said("这事不归我管。"), checker.profile(None)
    out = scan(checker, tmp_path, [value])
    with desk_of(out / "review.db", out) as desk:
        desk.decide(forbidden(desk)[0], "reject", version=0, person=WANG)
    rejected = baseline.rejected_fingerprints(out)
    assert len(rejected) == 1
    report, texts = report_on(checker, value)
    again = baseline.with_verdicts(report, texts, rejected, profile)
    doubted = [each for each in again.findings if each.trail[-1:] == (baseline.REJECTED_BEFORE,)]
    assert [(each.text, each.status, each.points) for each in doubted] == [("不归我管", "suspected", 0.0)]
    assert len(again.findings) == len(report.findings) and again.score > report.score
    assert baseline.with_verdicts(report, texts, frozenset(), profile) is report


def test_what_was_also_confirmed_is_not_taken_as_rejected(tmp_path, checker):
    out = scan(checker, tmp_path)
    with desk_of(out / "review.db", out) as desk:
        first, second = forbidden(desk, "不归我管")
        desk.decide(first, "reject", version=0, person=WANG)
        desk.decide(second, "confirm", version=0, person=WANG)
    assert baseline.rejected_fingerprints(out / "review.db") == frozenset()


def test_the_next_review_shows_the_verdicts_of_the_last(tmp_path, checker):
    first, second = (scan(checker, tmp_path / name) for name in ("first", "second"))
    with desk_of(first / "review.db", first) as desk:
        desk.decide(forbidden(desk, "不归我管")[0], "reject", version=0, person=WANG)
    with desk_of(second / "review.db", second) as desk:
        knowing = replace(desk, known=baseline.verdicts(first))
        assert knowing.case(forbidden(desk, "不归我管")[1], WANG)["earlier"].denied == 1
        assert knowing.case(forbidden(desk, "快走")[0], WANG)["earlier"].denied == 0


def test_where_nothing_was_reviewed(tmp_path):
    with pytest.raises(CheckerError, match="没有核定的记录"):
        baseline.rejected_fingerprints(tmp_path)
    assert list(tmp_path.iterdir()) == []


# estimates


def test_the_interval_of_recall_covers_the_truth():
    """Over many samples of a population that is known; the seeds are fixed."""
    chances = Random(7)  # noqa: S311  (no secret)
    for in_found, in_missed in product((0.5, 0.9), (0.003, 0.05)):
        truth = 400 * in_found / (400 * in_found + 20_000 * in_missed)
        covered = 0
        for _ in range(400):
            found = sum(chances.random() < in_found for _ in range(50))
            missed = sum(chances.random() < in_missed for _ in range(150))
            estimate = recall(Stratum(400, 50, found), Stratum(20_000, 150, missed))
            covered += estimate is None or estimate[1].low <= truth <= estimate[1].high
        assert covered > 0.9 * 400


EDGES = [
    (Stratum(100, 0, 0), Stratum(100, 10, 1), None),
    (Stratum(100, 10, 0), Stratum(100, 10, 0), None),
    (Stratum(100, 10, 0), Stratum(100, 10, 5), 0.0),
    (Stratum(100, 10, 10), Stratum(9000, 10, 0), 1.0),
]


@pytest.mark.parametrize(("found", "missed", "expected"), EDGES)
def test_edges_of_recall(found, missed, expected):
    estimate = recall(found, missed)
    assert (estimate and estimate[0]) == expected
    if estimate:
        assert 0 <= estimate[1].low <= estimate[0] <= estimate[1].high <= 1
    if expected == 1.0:
        assert estimate[1].low < 0.1  # no miss among ten of nine thousand proves little


# examples for the lexicon

REJECTED = "老大爷这事真不归我管。"


@pytest.fixture(scope="module")
def exported(tmp_path_factory, checker):
    folder = tmp_path_factory.mktemp("export")
    values = [
        said(REJECTED),
        said("不归我管。"),
        said("我都说了这事不归我管，问别人去。"),
        said("我都说了这事不归我管，问别人去。", clerk="2"),
        said("这事儿不归我们管，问别人去。"),
    ]
    out = scan(checker, folder / "OUT", values)
    with desk_of(out / "review.db", out) as desk:
        numbers = forbidden(desk)
        for number in numbers:
            case = desk.case(number, WANG)
            action = "confirm" if case["clerk"] == "2" else "reject"
            desk.decide(number, action, version=0, person=WANG)
        other = next(item["id"] for item in desk.page(_protocol(), WANG)["items"])
        desk.decide(other, "reject", version=0, person=WANG)
        yield desk, folder / "本局", export_pass(desk.engine, folder / "本局")


def _protocol():
    from checker.review.listing import Filters

    return Filters(kind="protocol")


def test_the_export_is_a_lexicon_without_faults(exported):
    _, folder, result = exported
    assert result.examples >= 1 and result.files
    assert lint_folders([folder]) == []


def test_with_it_the_finding_is_gone_and_others_stay(exported, checker):
    _, folder, _ = exported
    ours = Checker([folder])
    for text, stays in ((REJECTED, False), ("不归我管，问别人去。", True)):
        rules = {each.rule for each in ours.check(conversation_from({"text": text})).findings}
        assert (RULE in rules) is stays
    assert RULE in {each.rule for each in checker.check(conversation_from({"text": REJECTED})).findings}


def test_what_cannot_be_expressed_is_said(exported):
    _, _, result = exported
    reasons = {each.reason for each in result.left_out}
    assert (
        {WHOLE_SENTENCE, HELD_ELSEWHERE, NO_ENTRY} <= reasons <= {WHOLE_SENTENCE, HELD_ELSEWHERE, NO_ENTRY, CONTRADICTS}
    )


def test_the_export_can_be_repeated_but_overwrites_nobody(exported, tmp_path):
    desk, folder, result = exported
    before = {path: path.read_bytes() for path in result.files}
    assert export_pass(desk.engine, folder).examples == result.examples
    assert {path: path.read_bytes() for path in result.files} == before
    own = tmp_path / "forbidden" / result.files[0].name
    own.parent.mkdir()
    own.write_text('category = "shirking"\n', encoding="utf-8")
    with pytest.raises(CheckerError, match="不是核定导出的"):
        export_pass(desk.engine, tmp_path)
    assert own.read_text(encoding="utf-8") == 'category = "shirking"\n'
