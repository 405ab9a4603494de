"""The results of a scan as the review needs them: in blocks, with the role of every turn; and the fingerprints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from checker.fingerprint import fingerprints
from checker.reports.results import Result, read_results

STORE = "review.db"
"""The review store within a scan's output folder."""
BLOCK = 500
"""How many conversations are read, and stored, at once."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """One conversation of a scan with its findings, and its turns with their roles."""

    result: Result
    findings: list[Mapping[str, Any]]
    turns: list[dict[str, Any]]


def scanned(output: Path) -> Iterator[list[Scanned]]:
    """The conversations of a scan in blocks, in order; memory is bounded by the block. Raises CheckerError."""
    results = read_results(output)
    while block := list(islice(results, BLOCK)):
        yield [Scanned(result, list(result.report["findings"]), _turns(result)) for result in block]


def fingerprints_of(block: Sequence[Scanned]) -> list[list[str]]:
    """The fingerprints of all findings, conversation by conversation."""
    marks = fingerprints(_places(block), [turn["text"] for each in block for turn in each.turns])
    return [list(islice(marks, len(each.findings))) for each in block]


def _places(block: Sequence[Scanned]) -> Iterator[tuple[str, int, str]]:
    """Rule, number of the turn within the block, and span of every finding."""
    offset = 0
    for each in block:
        for finding in each.findings:
            yield finding["rule"], offset + finding["turn"], finding["text"]
        offset += len(each.turns)


def _turns(result: Result) -> list[dict[str, Any]]:
    turns = result.conversation["turns"]
    inferred = result.report.get("roles", {}).get("by_turn") or [turn.get("role") for turn in turns]
    return [
        {"role": role or "other", "text": turn["text"], "speaker": turn.get("speaker") or ""}
        for turn, role in zip(turns, inferred, strict=True)
    ]
