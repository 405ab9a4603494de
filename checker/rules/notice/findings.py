"""Findings for elements of a notice that are missing, partial or wrong."""

from __future__ import annotations

from dataclasses import replace

from checker.model import Citation, Element, Evidence, Finding, Severity, Status
from checker.rules.notice.cues import Cues
from checker.rules.notice.guide import Compared
from checker.rules.scene import Scene

_CONFIDENCE = {"missing": 0.9, "partial": 0.8, "wrong": 0.9}
_SAID = {"missing": "没有告知", "partial": "没有说清", "wrong": "与办事指南不符"}


def finding(scene: Scene, element: str, outcome: Element, compared: Compared, cues: Cues, due: int) -> Finding:
    """What is wrong with one element, where it was told or due, and what to say."""
    found = at(
        outcome.evidence[0] if outcome.evidence else _whole(scene, due),
        rule=f"notice/{scene.profile.name}/{element}",
        category=element,
        confidence=round(compared.confidence, 2) if compared.confidence else _CONFIDENCE[outcome.status],
        message=_message(cues.title, outcome, compared),
        suggestion=_suggestion(scene, element, outcome, compared, cues),
        basis=tuple(Citation(basis.document, basis.clause) for basis in scene.profile.clauses),
    )
    return replace(found, how="model", trail=compared.trail) if compared.trail else found


def at(
    place: Evidence,
    *,
    rule: str,
    category: str,
    confidence: float,
    message: str,
    suggestion: str,
    basis: tuple[Citation, ...],
    severity: Severity = "minor",
    status: Status = "violation",
) -> Finding:
    """A finding about the notice where the evidence stands; one that is only suspected rests on a likeness."""
    return Finding(
        rule=rule,
        kind="notice",
        category=category,
        severity=severity,
        status=status,
        turn=place.turn,
        start=place.start,
        end=place.end,
        text=place.text,
        how="exact" if status == "violation" else "fuzzy",
        confidence=confidence,
        message=message,
        suggestions=(suggestion,),
        basis=basis,
    )


def _whole(scene: Scene, turn: int) -> Evidence:
    text = scene.conversation.turns[turn].text
    return Evidence(turn, 0, len(text), text)


def _message(title: str, outcome: Element, compared: Compared) -> str:
    parts = [f"一次性告知：{title}{_SAID[outcome.status]}"]
    if compared.guide:
        parts.append(f"指南是：{compared.guide}")
    if outcome.missing:
        parts.append(f"没有告知：{'、'.join(outcome.missing)}")
    return "；".join(parts)


def _suggestion(scene: Scene, element: str, outcome: Element, compared: Compared, cues: Cues) -> str:
    """The guide's own words where there is one, else the pattern of the element."""
    matter = scene.conversation.matter
    known = getattr(matter, element, "") if matter else ""
    if element == "materials" and outcome.missing:
        return f"还需要准备：{'、'.join(outcome.missing)}。"
    if isinstance(known, str) and known:
        return f"{cues.title}：{known.rstrip('。')}。"
    return cues.say
