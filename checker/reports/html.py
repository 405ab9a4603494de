"""One HTML file of a scan that opens without a network: what stands out, plots, findings, conversations with their marks.

The numbers and texts are embedded as compressed blocks; the page's own script (`web/`) unpacks and draws them. Texts of
conversations stand in blocks of their own, unpacked when one is opened.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import sys
from array import array
from collections.abc import Mapping
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import orjson

from checker.reports.columns import Columns, outcomes_of, titles_of
from checker.reports.gravest import Gravest, rank
from checker.reports.highlights import highlights
from checker.reports.names import ROLE_NAMES
from checker.reports.results import Result, read_manifest, read_refused, read_results, whole
from checker.reports.statistics import Statistics

FILE = "report.html"
TEXT_LIMIT = 100_000_000
"""Bytes of conversations that one page holds; of a larger scan those with the gravest findings."""
BLOCK = 300_000
"""Bytes of conversations that are unpacked together."""
REFUSED_SHOWN = 1000
WEB = Path(__file__).parent / "web"
SCRIPTS = ("data", "filters", "figures", "plots", "panels", "list", "conversation", "page")


def write_html(out: Path) -> None:
    """Write `report.html` into the folder of a scan. Raises CheckerError where its results are not whole."""
    manifest = read_manifest(out)
    columns, statistics, gravest = Columns(titles_of(manifest)), Statistics(), Gravest()
    for result in read_results(out):
        columns.add(result)
        statistics.add(result)
        _weigh(gravest, result)
    kept = gravest.kept(TEXT_LIMIT)
    before, after = _page()
    with whole(out / FILE) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        file.write(before)
        words, blocks = _write_texts(file, out, kept)
        for name, column in {**columns.numbers, "block": blocks}.items():
            _write_block(file, f"column-{name}", _little(column))
        summary = _summary(out, columns, statistics) | {"manifest": manifest, "left_out": kept.count(0)}
        for name, value in {"ids": columns.ids, "words": words, "tables": columns.tables() | summary}.items():
            _write_block(file, name, _json(value))
        file.write(after)


def _weigh(gravest: Gravest, result: Result) -> None:
    size = sum(len(turn["text"].encode("utf-8", "replace")) for turn in result.conversation["turns"])
    gravest.add(size, max(map(rank, result.report["findings"]), default=0))


def _write_texts(file: TextIO, out: Path, kept: bytearray) -> tuple[list[str], array[int]]:
    """Write the conversations in blocks. Returns every finding's own words, and how many conversations each block holds."""
    words: list[str] = []
    counts = array("I")
    block: list[bytes] = []
    size = 0
    for result, wanted in zip(read_results(out), kept, strict=True):
        words += [finding["text"] if wanted else "" for finding in result.report["findings"]]
        block.append(_text(result) if wanted else b"null")
        size += len(block[-1])
        if size >= BLOCK:
            _write_conversations(file, counts, block)
            size = 0
    if block:
        _write_conversations(file, counts, block)
    return words, counts


def _write_conversations(file: TextIO, counts: array[int], block: list[bytes]) -> None:
    _write_block(file, f"block-{len(counts)}", b"[" + b",".join(block) + b"]")
    counts.append(len(block))
    block.clear()


def _text(result: Result) -> bytes:
    """Turns, places of findings, places of outcomes, remarks, profile, key: what is shown of one conversation."""
    report = result.report
    roles = report["roles"].get("by_turn") or [turn.get("role") for turn in result.conversation["turns"]]
    turns = [
        [role if role in ROLE_NAMES else None, turn.get("speaker") or ROLE_NAMES.get(role, "未知"), turn["text"]]
        for role, turn in zip(roles, result.conversation["turns"], strict=True)
    ]
    marks = [[finding["turn"], finding["start"], finding["end"]] for finding in report["findings"]]
    places = [_place(outcome) for _, _, outcome in outcomes_of(report)]
    return _json([turns, marks, places, report["notes"], report["profile"], result.key])


def _place(outcome: Mapping[str, Any]) -> list[Any]:
    """Where an outcome shows: its turns; and the papers that were not told."""
    turn = outcome.get("turn")
    turns = [turn] if turn is not None else sorted({each["turn"] for each in outcome.get("evidence", ())})
    return [turns, outcome.get("missing", [])]


def _summary(out: Path, columns: Columns, statistics: Statistics) -> dict[str, Any]:
    """What the page says above its plots, and what could not be read."""
    refused = read_refused(out)
    shown = list(islice(refused, REFUSED_SHOWN))
    count = len(shown) + sum(1 for _ in refused)
    sentences = highlights(statistics, count)
    return {
        "highlights": [[sentence.text, columns.numbered(sentence.behind)] for sentence in sentences],
        "refused": shown,
        "refused_count": count,
    }


def _page() -> tuple[str, str]:
    """The page before and after its data. Nothing but its own script and style may run in it."""
    style = (WEB / "report.css").read_text(encoding="utf-8")
    script = "".join((WEB / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = (WEB / "report.html").read_text(encoding="utf-8")
    before, _, after = page.partition("<!--data-->")
    before = before.replace("<!--policy-->", escape(policy)).replace("/*style*/", style)
    return before, after.replace("/*script*/", script)


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _write_block(file: TextIO, name: str, data: bytes) -> None:
    """A compressed block. Base64 holds no character that could end the element."""
    packed = base64.b64encode(gzip.compress(data, 6, mtime=0)).decode()
    file.write(f'<script type="text/plain" id="{name}">{packed}</script>\n')


def _json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # a lone surrogate
        return json.dumps(value).encode()


def _little(column: array[int]) -> bytes:
    """Numbers as the page reads them: the lowest byte first."""
    if sys.byteorder == "big":
        column = array(column.typecode, column)
        column.byteswap()
    return column.tobytes()
