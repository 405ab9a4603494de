"""The sample conversations give the reports that stand beside them. `pytest --update-golden` renews these."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker import Checker
from checker.reports.json import to_json
from checker.sources import read_path

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(SAMPLES.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden_report(path: Path, checker: Checker, request: pytest.FixtureRequest):
    reports = [checker.check(record.conversation) for record in read_path(path)]
    got = [json.loads(to_json(report)) for report in reports]
    golden = SAMPLES / "reports" / path.name
    if request.config.getoption("update_golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(got, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert got == json.loads(golden.read_text(encoding="utf-8"))


def test_there_are_enough_samples_of_every_channel():
    conversations = [record.conversation for path in FILES for record in read_path(path)]
    assert len(conversations) >= 12
    assert {conversation.channel for conversation in conversations} == {"window", "phone", "chat", "reply"}


def test_no_golden_report_without_its_sample():
    assert {path.name for path in (SAMPLES / "reports").glob("*.json")} == {path.name for path in FILES}
