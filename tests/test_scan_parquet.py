"""The flat tables of a scan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyarrow import parquet

from checker import Checker, CheckerError
from checker.fingerprint import fingerprint
from checker.reports import parquet as tables
from checker.scan import Settings, run, scan, scanning

VALUES = [
    {"id": 7, "unit": "1号窗口", "clerk": "林知远", "time": "2026-09-01", "profile": "qidong", "case": "甲",
     "turns": [{"role": "citizen", "text": "我想办社保卡，要带什么材料？"},
               {"role": "clerk", "text": "不归我管，问别人去，打13800138000。"}]},
    {"text": "您好，请坐。"},
    {"text": "不知道\ud800。"},
]  # fmt: skip


@pytest.fixture
def out(tmp_path: Path, monkeypatch, checker: Checker) -> Path:
    monkeypatch.setattr(scanning, "Checker", lambda _: checker)
    monkeypatch.setattr(run, "write_reports", lambda _: [])
    given = tmp_path / "in.jsonl"
    given.write_text("\n".join(map(json.dumps, VALUES)), encoding="utf-8")
    scan([given], tmp_path / "out", Settings(), tell=lambda _: None)
    tables.write_parquet(tmp_path / "out")
    return tmp_path / "out"


def rows(path: Path) -> list[dict]:
    return parquet.read_table(path).to_pylist()


def test_a_row_a_conversation(out):
    first, second, third = rows(out / "conversations.parquet")
    results = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["key"] for row in (first, second, third)] == [result["key"] for result in results]
    assert (first["id"], first["unit"], first["clerk"], first["case"]) == ("7", "1号窗口", "林知远", "甲")
    assert (first["turns"], first["clerk_turns"], second["turns"], second["unit"]) == (2, 1, 1, None)
    assert first["score"] == results[0]["report"]["score"] and first["violations"] >= 1
    assert dict(first["protocol"]) == {name: each["status"] for name, each in results[0]["report"]["protocol"].items()}
    assert dict(first["notice"]).keys() == results[0]["report"]["notice"]["elements"].keys()


def test_a_row_a_finding(out):
    found = rows(out / "findings.parquet")
    results = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(found) == sum(len(result["report"]["findings"]) for result in results)
    first = next(row for row in found if row["category"] == "shirking")
    text = "不归我管，问别人去，打138****8000。"
    assert first["context"] == text and text[first["start"] : first["end"]] == first["text"]
    assert first["fingerprint"] == fingerprint(first["rule"], text, first["text"])
    assert first["basis"] and first["suggestions"] and "\ufffd" in found[-1]["context"]


def test_the_same_results_give_the_same_bytes(out, monkeypatch):
    before = (out / "findings.parquet").read_bytes()
    tables.write_parquet(out)
    assert (out / "findings.parquet").read_bytes() == before
    monkeypatch.setattr(tables, "ROWS", 1)
    tables.write_parquet(out)
    assert parquet.ParquetFile(out / "conversations.parquet").num_row_groups == len(VALUES)


def test_without_the_package_the_reason_is_told(out, monkeypatch):
    monkeypatch.setattr(tables, "find_spec", lambda _: None)
    with pytest.raises(CheckerError, match=r"pip install 'yanjian\[scan\]'"):
        tables.write_parquet(out)
