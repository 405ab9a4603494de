"""The JSON contract, field by field, for `check --format json` and `scan`."""

from __future__ import annotations

import json

import pytest

from checker import Checker, conversation_from
from checker.cli.app import build
from checker.model import CATEGORIES, CHANNELS, SEVERITIES
from checker.reports.json import to_dict, to_json

CONVERSATION = {
    "id": "c-1",
    "channel": "phone",
    "profile": "qidong",
    "case": "case-9",
    "clerk": "A07",
    "unit": "某县医保局",
    "time": "2026-11-21T09:30:00+08:00",
    "queue": 12,
    "turns": [
        {"role": "clerk", "text": "您好，请稍等，我帮您查询一下。", "start": 0.5, "end": 2},
        {"role": "citizen", "text": "我想办社保卡补领，要带什么材料？", "start": 3, "end": 6.1},
        {"role": "clerk", "text": "這事不歸我管，问别人去。"},
        {"role": "clerk", "text": "这个不归我们管，您到二楼5号窗口找医保科。再见，请慢走。"},
    ],
}
FINDING = {
    "rule": str,
    "kind": str,
    "category": str,
    "severity": str,
    "status": str,
    "turn": int,
    "start": int,
    "end": int,
    "text": str,
    "how": str,
    "confidence": (int, float),
    "message": str,
    "suggestions": list,
    "basis": list,
}
REPORT = {
    "id": str,
    "channel": str,
    "profile": str,
    "score": (int, float),
    "grade": str,
    "findings": list,
    "notice": (dict, type(None)),
    "protocol": dict,
    "courtesy": dict,
}


def _assert_fields(value, fields):
    for name, kind in fields.items():
        assert isinstance(value[name], kind), name


def _assert_report(report, turns):
    _assert_fields(report, REPORT)
    assert report["channel"] in CHANNELS
    assert report["grade"] in ("pass", *SEVERITIES)
    assert report["score"] == pytest.approx(100 + sum(item["points"] for item in report["account"]))
    for finding in report["findings"]:
        _assert_finding(finding, turns)
    for point in report["protocol"].values():
        assert point["status"] in ("met", "missed", "na")
        assert point["turn"] is None or 0 <= point["turn"] < len(turns)
    _assert_fields(report["courtesy"], {"hits": int, "please_per_100": (int, float), "bare_no_per_100": (int, float)})
    for element in (report["notice"] or {"elements": {}})["elements"].values():
        assert element["status"] in ("told", "partial", "missing", "wrong")
        assert all(turns[e["turn"]]["text"][e["start"] : e["end"]] == e["text"] for e in element["evidence"])
        assert all(isinstance(material, str) for material in element["missing"])


def _assert_finding(finding, turns):
    _assert_fields(finding, FINDING)
    assert finding["kind"] in ("forbidden", "courtesy", "protocol", "notice")
    assert finding["kind"] != "forbidden" or finding["category"] in CATEGORIES
    assert finding["rule"].split("/")[0] == finding["kind"]
    assert finding["severity"] in SEVERITIES
    assert finding["status"] in ("violation", "mitigated", "suspected")
    assert finding["how"] in ("exact", "template", "homophone", "noise", "fuzzy", "model")
    assert 0 <= finding["confidence"] <= 1
    assert turns[finding["turn"]]["text"][finding["start"] : finding["end"]] == finding["text"]
    assert finding["message"]
    assert all(isinstance(suggestion, str) and suggestion for suggestion in finding["suggestions"])
    assert finding["basis"]
    for basis in finding["basis"]:
        _assert_fields(basis, {"document": str, "clause": str})


def test_the_report_of_the_library(checker: Checker):
    report = to_dict(checker.check(conversation_from(CONVERSATION)))
    _assert_report(report, CONVERSATION["turns"])
    assert (report["id"], report["channel"], report["profile"]) == ("c-1", "phone", "qidong")
    assert report["metadata"] == {key: CONVERSATION[key] for key in ("case", "clerk", "unit", "time", "queue")}
    taboos = {finding["turn"]: finding["status"] for finding in report["findings"] if finding["kind"] == "forbidden"}
    assert taboos == {2: "violation", 3: "mitigated"}
    assert report["courtesy"]["hits"] >= 3
    assert {"greeting", "self_introduction", "farewell", "please_wait", "thanks_response"} <= set(report["protocol"])


def test_json_is_the_same_report(checker: Checker):
    report = checker.check(conversation_from(CONVERSATION))
    assert (
        json.loads(to_json(report))
        == json.loads(to_json(report, indent=True))
        == json.loads(json.dumps(to_dict(report)))
    )


def test_every_clause_cited_is_a_known_one(checker: Checker):
    report = checker.check(conversation_from(CONVERSATION))
    known = {(document, clause) for document, clauses in checker.lexicon.clauses.items() for clause in clauses}
    assert {(basis.document, basis.clause) for finding in report.findings for basis in finding.basis} <= known


def test_check_and_scan_print_the_same_contract(tmp_path, checker: Checker):
    from typer.testing import CliRunner

    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_text(json.dumps(CONVERSATION, ensure_ascii=False) + "\n", encoding="utf-8")
    printed = CliRunner().invoke(build(), ["check", str(file), "--format", "json"])
    scanned = CliRunner().invoke(build(), ["scan", str(file), "-o", str(out)])
    assert (printed.exit_code, scanned.exit_code) == (1, 0)
    expected = json.loads(to_json(checker.check(conversation_from(CONVERSATION))))
    assert json.loads(printed.stdout) == expected
    assert json.loads(out.read_text(encoding="utf-8")) == expected


def test_a_batch_is_the_same_as_one_by_one(checker: Checker):
    conversations = [conversation_from({"text": text}) for text in ("不归我管。", "您好，请坐。", "", "不知道。")] * 3
    assert list(checker.check_many(conversations)) == [checker.check(conversation) for conversation in conversations]


def test_suspicions_and_advice_cost_nothing(checker: Checker):
    report = checker.check(conversation_from(CONVERSATION))
    assert all(finding.points == 0 for finding in report.findings if finding.status != "violation")
    assert sum(finding.points for finding in report.findings) <= 0
