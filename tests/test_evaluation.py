"""The figures of labelled sets, on cases small enough to be counted by hand."""

from __future__ import annotations

import json

import pytest
from labelled_files import CORPUS, talk_files

from checker import Checker, Conversation, Turn
from checker.evaluation import evaluate, input_of, kind_of
from checker.model import Element, Finding, Notice, Point, Report


class Scripted:
    """A checker that answers what it was told."""

    def __init__(self, reports: list[Report]) -> None:
        self._reports = reports

    def check_many(self, conversations):
        list(conversations)
        return iter(self._reports)


def finding(turn=0, start=0, end=4, *, status="violation", category="shirking") -> Finding:
    return Finding(
        "forbidden/x/y", "forbidden", category, "minor", status, turn, start, end, "", "exact", 1.0, "", (), ()
    )


def report(*findings, protocol=None, notice=None) -> Report:
    return Report("", "window", "default", 100.0, "pass", findings, notice, protocol or {}, None)


def utterance(number, label, span="", category="", text="不归我管别问"):
    return {
        "id": str(number),
        "channel": "window",
        "before": [],
        "text": text,
        "label": label,
        "category": category,
        "span": span,
    }


def test_utterances():
    items = [
        utterance(1, "violation", "不归我管", "shirking"),
        utterance(2, "violation", "别问", "shirking"),
        utterance(3, "violation", "别问", "refusal"),
        utterance(4, "clean"),
        utterance(5, "clean"),
        utterance(6, "mitigated", "不归我管", "shirking"),
    ]
    reports = [
        report(finding()),
        report(finding()),  # right category, the span beside it
        report(),
        report(finding()),
        report(finding(status="suspected")),
        report(finding(status="mitigated")),
    ]
    figures = evaluate(items, Scripted(reports))
    assert figures.values["violation precision"] == pytest.approx(2 / 3)
    assert figures.values["violation recall"] == pytest.approx(2 / 3)
    assert figures.values["three-way accuracy"] == pytest.approx(4 / 6)
    assert figures.values["category right, of violations found"] == 1.0
    assert figures.values["span overlaps, of violations found"] == 0.5
    assert len(figures.errors) == 2


def test_only_the_last_turn_counts():
    item = utterance(1, "clean") | {"before": [{"role": "clerk", "text": "不归我管"}]}
    figures = evaluate([item], Scripted([report(finding(turn=0))]))
    assert figures.values["three-way accuracy"] == 1.0


def test_dialogues():
    item = {
        "id": "d", "channel": "phone", "turns": [{"role": "clerk", "text": "不归我管"}] * 4,
        "violations": [{"turn": 0}, {"turn": 1}], "protocol": {"greeting": "met", "farewell": "missed", "reason": "na"},
        "notice": {"profile": "wenshang", "elements": {"materials": "told", "time_limit": "missing"}},
    }  # fmt: skip
    told = Notice("wenshang", {"materials": Element("partial"), "time_limit": Element("partial")})
    seen = report(
        finding(turn=1), finding(turn=2), finding(turn=3, status="mitigated"),
        protocol={"greeting": Point("met", 0), "farewell": Point("met", 3)}, notice=told,
    )  # fmt: skip
    values = evaluate([item], Scripted([seen])).values
    assert (values["violating turns precision"], values["violating turns recall"]) == (0.5, 0.5)
    assert values["protocol points"] == pytest.approx(2 / 3)
    assert values["protocol point missed recall"] == 0.0
    assert values["notice called for or not"] == 1.0
    assert values["notices within dialogues four-way accuracy"] == 0.0
    assert values["notices within dialogues told or not"] == 0.5


def test_notices():
    item = {
        "id": "n", "channel": "window", "profile": "wenshang", "citizen": "要什么材料？", "text": "身份证。\n三天。",
        "elements": {"materials": "partial", "time_limit": "told"}, "missing_materials": ["照片", "户口簿"],
        "matter": {"name": "补卡", "materials": ["身份证", "照片", "户口簿"]},
    }  # fmt: skip
    notice = Notice("wenshang", {"materials": Element("partial", (), ("照片", "钱")), "time_limit": Element("told")})
    values = evaluate([item], Scripted([report(notice=notice)])).values
    assert values["notices four-way accuracy"] == 1.0
    assert (values["material left out precision"], values["material left out recall"]) == (0.5, 0.5)


def test_labels_do_not_reach_the_checker():
    item = utterance(1, "violation", "不归我管", "shirking") | {"note": "x"}
    assert input_of(item) == Conversation((Turn("不归我管别问", "clerk"),), id="1", profile="wenshang")


@pytest.mark.parametrize("path", talk_files(), ids=lambda path: path.stem)
def test_every_labelled_set_is_read(path):
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {kind_of(item) for item in items} == {path.stem.split("-")[0].rstrip("s")}
    assert all(input_of(item).turns for item in items)


def test_figures_do_not_fall(checker: Checker):
    """A floor under the regression corpus; the figures themselves are printed by `yanjian evaluate`."""
    lines = (CORPUS / "dev" / "utterances-a.jsonl").read_text(encoding="utf-8").splitlines()
    values = evaluate([json.loads(line) for line in lines], checker).values
    assert values["violation precision"] >= 0.75
    assert values["violation recall"] >= 0.5
