"""Folders as `yanjian scan` writes them, for the tests of its reports: of the corpus, and large ones made up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from checker import Checker, conversation_from

ROOT = Path(__file__).parent.parent
SOURCES = [*sorted((ROOT / "samples").glob("*.json")), *sorted((ROOT / "tests" / "corpus").glob("dialogues-*.jsonl"))]
KEPT = 1200
"""So many conversations of the corpus, however large it grows."""
CLERKS = ["工号017", "工号102", "林知远", "周素云", "石一鸣"]
UNITS = ["社保窗口", "医保窗口"]
REFUSED = [
    {"file": "坏.csv", "line": 3, "field": "role", "message": "找不到说话人一列", "advice": "请用 --map 说明"},
    {"file": "空.txt", "line": 1, "field": "", "message": "文件是空的", "advice": "请检查导出是否成功"},
]
MANIFEST = {"version": "0.1.0", "inputs": ["录音"], "settings": {"mask": True}, "state": "complete", "counts": {}}


def corpus() -> list[dict[str, Any]]:
    """The samples and labelled dialogues, with clerks, units and times made up."""
    values = [json.loads(line) for line in islice((line for path in SOURCES for line in _records(path)), KEPT)]
    kept = ("id", "channel", "profile", "turns", "text", "matter")
    return [_staffed({key: value[key] for key in kept if key in value}, index) for index, value in enumerate(values)]


def _records(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return text.splitlines() if path.suffix == ".jsonl" else [text]


def _staffed(value: dict[str, Any], index: int) -> dict[str, Any]:
    """Three clerks with many conversations, two with few; four weeks; every seventh conversation without a time."""
    clerk = CLERKS[index % 3] if index % 50 else CLERKS[3 + index // 50 % 2]
    day, hour = index % 28 + 1, 8 + index % 9
    time = {} if index % 7 == 0 else {"time": f"2026-09-{day:02}T{hour:02}:15:00+08:00"}
    return {**value, "clerk": clerk, "unit": UNITS[CLERKS.index(clerk) % 2], **time}


def write_scan(
    out: Path,
    results: Iterable[Mapping[str, Any]],
    refused: Iterable[Mapping[str, Any]] = (),
    manifest: Mapping[str, Any] = MANIFEST,
) -> Path:
    """The three files that reports are made from."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "results.jsonl").open("wb") as file:
        file.writelines(_line(result) for result in results)
    with (out / "refused.jsonl").open("wb") as file:
        file.writelines(orjson.dumps(each) + b"\n" for each in refused)
    (out / "scan.json").write_bytes(orjson.dumps(manifest))
    return out


def _line(result: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(result) + b"\n"
    except TypeError:  # a lone surrogate
        return json.dumps(result).encode() + b"\n"


def checked(
    checker: Checker, values: Iterable[Mapping[str, Any]], file: str = "录音/九月.jsonl"
) -> Iterable[dict[str, Any]]:
    """Conversations with their reports, as the lines of results.jsonl."""
    values = list(values)
    reports = checker.check_many(conversation_from(value) for value in values)
    for number, (value, report) in enumerate(zip(values, reports, strict=True), start=1):
        yield result_of(value, orjson.loads(orjson.dumps(report)), file, number)


def result_of(value: Mapping[str, Any], report: Mapping[str, Any], file: str, line: int) -> dict[str, Any]:
    turns = value.get("turns") or [{"role": "clerk", "text": value["text"]}]
    key = hashlib.sha256(f"{file}:{line}".encode()).hexdigest()[:16]
    conversation = {key: each for key, each in value.items() if key != "text"} | {"turns": turns}
    return {"key": key, "file": file, "line": line, "conversation": conversation, "report": report}


def made_up(conversations: int, findings: int) -> Iterable[dict[str, Any]]:
    """Many results without a checker: every conversation holds so many findings, one of them severe in every hundredth."""
    for index in range(conversations):
        turns = [
            {"role": ("citizen", "clerk")[turn % 2], "text": f"第{index}段第{turn}句，这事不归我管。"}
            for turn in range(2 * findings)
        ]
        found = [_finding(turns, 2 * turn + 1, severe=index % 100 == 0 and turn == 0) for turn in range(findings)]
        value = {
            "id": f"c{index:06}", "channel": "phone", "turns": turns, "clerk": f"工号{index % 50:03}", "unit": f"{index % 5 + 1}号窗口",
            "time": f"2026-{index % 6 + 1:02}-{index % 28 + 1:02} {8 + index % 10:02}:30",
        }  # fmt: skip
        yield result_of(value, _report(value, found), "大.jsonl", index + 1)


def _finding(turns: list[dict[str, str]], turn: int, *, severe: bool) -> dict[str, Any]:
    text = turns[turn]["text"]
    start = text.index("不归我管")
    category = "insult" if severe else ("shirking", "impatience", "refusal")[turn % 3]
    return {
        "rule": f"forbidden/{category}/made-up", "kind": "forbidden", "category": category,
        "severity": "severe" if severe else "moderate", "status": "violation", "turn": turn, "start": 0, "end": start + 4,
        "text": text[: start + 4], "how": "exact", "confidence": 1.0, "message": f"{category}：没有说明该找谁",
        "suggestions": ["我带您过去。"], "basis": [{"document": "bianmin", "clause": "第一篇(三)5"}], "points": -5.0, "trail": [],
    }  # fmt: skip


def _report(value: Mapping[str, Any], findings: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": value["id"], "channel": value["channel"], "profile": "default", "score": 50.0, "grade": "severe",
        "findings": findings, "notice": None, "protocol": {"greeting": {"status": "missed", "turn": 1}},
        "courtesy": {}, "roles": {"by_turn": [turn["role"] for turn in value["turns"]]}, "notes": [],
    }  # fmt: skip
