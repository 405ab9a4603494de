"""What must hold of every report, over every labelled conversation of the corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from labelled_files import talk_files

from checker import Checker
from checker.evaluation import input_of
from checker.judging.ruling import MANY
from checker.model import Finding, Report
from checker.rules.forbidden import LONE


@pytest.mark.parametrize("path", talk_files(), ids=lambda path: path.stem)
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


def test_a_long_conversation_is_at_fault_only_where_something_is_certain(checker: Checker):
    paths = [path for path in talk_files() if path.stem.startswith("dialogues")]
    conversations = [input_of(json.loads(line)) for path in paths for line in path.read_text("utf-8").splitlines()]
    doubted = 0
    for conversation, report in zip(conversations, checker.check_many(conversations), strict=True):
        if sum(turn.role == "clerk" for turn in conversation.turns) < MANY:
            continue
        lone = any(LONE in finding.trail for finding in report.findings)
        doubted += lone
        assert not lone or not _faults(report)
        once = checker.profile(None).promote[conversation.channel].once
        assert not _faults(report) or _certain(report, once), conversation.id
    assert doubted


def _faults(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind == "forbidden" and finding.status == "violation"]


def _certain(report: Report, once: float) -> bool:
    listed = {finding.turn for finding in report.findings if finding.kind == "forbidden" and finding.how != "model"}
    return any(finding.turn in listed or finding.confidence >= once for finding in _faults(report))
