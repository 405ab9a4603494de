"""All judgements in their order, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from checker.judging.context import Context
from checker.judging.mention import negated, quoted, read_aloud, reported
from checker.judging.repair import repaired, repaired_later
from checker.judging.sense import (
    conditional,
    enquiry,
    other_subject,
    questioned,
    rule_fact,
    self_reproach,
    to_colleague,
)
from checker.model import Status

Judgement = Callable[[Context], str | None]

MENTION: Mapping[str, Judgement] = {
    "引述": quoted,
    "转述": reported,
    "念文件": read_aloud,
    "否定": negated,
}
"""Judgements that every entry is subject to."""
SENSE: Mapping[str, Judgement] = {
    "主语": other_subject,
    "客气询问": enquiry,
    "提问": questioned,
    "条件": conditional,
    "规定": rule_fact,
    "自我检讨": self_reproach,
    "同事之间": to_colleague,
}
"""Judgements that rude entries (`blunt`) are not subject to."""
_MENTION_STEPS = [(name, judgement, f"{name}：不是") for name, judgement in MENTION.items()]
_STEPS = [*_MENTION_STEPS, *((name, judgement, f"{name}：不是") for name, judgement in SENSE.items())]
"""The judgements in order, each with what the trail says where it is silent."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judgements made of a hit: a status, or None where it is let go; `trail` says why, in order."""

    status: Status | None
    trail: tuple[str, ...]
    mention: bool = False
    """Whether it was let go as mentioned, not used."""
    later: bool = False
    """Whether it was repaired in a later turn, of which the detector knows nothing."""
    doubted: bool = False
    """Whether it is advice because the detector doubts the fault, not because it was repaired."""


def judge(context: Context) -> Verdict:
    """The verdict on one hit of a clerk's turn."""
    entry = context.hit.entry
    trail = [f"{context.hit.how}：{entry.rule}"]
    for name, judgement, silent in _MENTION_STEPS if entry.blunt else _STEPS:
        reason = judgement(context)
        if reason:
            return Verdict(None, (*trail, f"{name}：{reason}，不算问题"), mention=name in MENTION)
        trail.append(silent)
    if not entry.repairable:
        return Verdict("violation", (*trail, "补救：这类话不能靠后面的话补救"))
    reason = repaired(context)
    if reason:
        return Verdict("mitigated", (*trail, f"补救：{reason}"))
    reason = repaired_later(context)
    if reason:
        return Verdict("mitigated", (*trail, f"补救：{reason}"), later=True)
    return Verdict("violation", (*trail, "补救：没有"))
