"""Every point of the score is accounted for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker import Checker, Conversation, Turn, conversation_from

LINES = (Path(__file__).parent / "corpus" / "dialogues-i.jsonl").read_text(encoding="utf-8").splitlines()


def test_the_account_adds_up(checker: Checker):
    for item in map(json.loads, LINES):
        report = checker.check(conversation_from({"channel": item["channel"], "turns": item["turns"]}))
        assert report.score == pytest.approx(100 + sum(item.points for item in report.account))
        assert 0 <= report.score <= 100
        for line in report.account:
            assert line.finding is None or report.findings[line.finding].points == line.points


GRADES = [
    (["您好，请坐。"], "pass"),
    (["不知道。"], "minor"),
    (["不归我管，问别人去。"], "moderate"),
    (["刁民！"], "severe"),
]


@pytest.mark.parametrize(("texts", "grade"), GRADES)
def test_the_grade_is_that_of_the_gravest_words(checker: Checker, texts, grade):
    assert checker.check(Conversation(tuple(Turn(text, "clerk") for text in texts))).grade == grade


def test_worse_words_never_score_better(checker: Checker):
    scores = [checker.check(Conversation((Turn(text, "clerk"),))).score for text in ("请坐。", "不知道。", "刁民！")]
    assert scores == sorted(scores, reverse=True)


def test_politeness_never_pays_for_more_than_was_lost(checker: Checker):
    assert checker.check(Conversation((Turn("您好，请坐，谢谢，对不起，请稍等，再见。", "clerk"),))).score == 100
