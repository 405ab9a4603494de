"""What must hold of every report, over every labelled conversation of the corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker import Checker
from checker.evaluation import input_of

FILES = sorted((Path(__file__).parent / "corpus").glob("**/*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_spans_speakers_and_account_hold(checker: Checker, path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    conversations = [input_of(json.loads(line)) for line in lines[:150]]
    for conversation, report in zip(conversations, checker.check_many(conversations), strict=True):
        for finding in report.findings:
            turn = conversation.turns[finding.turn]
            assert turn.role == "clerk", finding.rule
            assert turn.text[finding.start : finding.end] == finding.text
        assert report.score == pytest.approx(100 + sum(item.points for item in report.account))
        by_finding = sum(item.points for item in report.account if item.finding is not None)
        assert sum(finding.points for finding in report.findings) == pytest.approx(by_finding)
