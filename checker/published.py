"""How many of the forbidden phrases that other agencies have published are found, said alone and inside a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.engine import Checker
from checker.model import Conversation, Report, Turn
from checker.sources.decoding import decode

FRAMES = (
    "{}",
    "{}。",
    "您好，{}。",
    "这个月的单子我看过了，{}。",
    "跟您说了，{}，您听明白没有。",
    "{}，单子先放这儿。",
    "嗯，{}，下一位。",
    "您这个情况我看了一下，{}，您看行不行。",
    "请问您办什么？{}。您的身份证在这里。",
)
"""Sentences in which nothing is at fault but the phrase; the first is the phrase alone."""
_COMMENT, _FORBIDDEN, _POLITE = "#", "F", "P"
_STOPS = "。！？!?"


@dataclass(frozen=True, slots=True)
class Found:
    """Of all phrases in a frame, how many were found at all, and how many as a violation."""

    frame: str
    phrases: int
    found: int
    violations: int


def phrases_of(path: Path) -> Iterator[str]:
    """The forbidden phrases of a list: one a line, or after `F`, a tab; what a further tab parts from it says when it is said."""
    for line in decode(path.read_bytes()).splitlines():
        first, _, rest = line.partition("\t")
        if not first.strip() or first.startswith(_COMMENT) or first == _POLITE:
            continue
        said = rest.partition("\t")[0] if first == _FORBIDDEN else first
        yield said.strip().rstrip(_STOPS)


def recall(checker: Checker, phrases: Iterable[str]) -> list[Found]:
    """What is found of the different phrases in each of FRAMES, said by a clerk at a window."""
    different = list(dict.fromkeys(phrases))
    return [_in_frame(checker, different, frame) for frame in FRAMES]


def _in_frame(checker: Checker, phrases: Sequence[str], frame: str) -> Found:
    said = [Conversation((Turn(frame.format(phrase), "clerk"),)) for phrase in phrases]
    statuses = [_statuses(report) for report in checker.check_many(said)]
    return Found(frame, len(phrases), sum(map(bool, statuses)), sum("violation" in each for each in statuses))


def _statuses(report: Report) -> set[str]:
    return {finding.status for finding in report.findings if finding.kind == "forbidden"}
