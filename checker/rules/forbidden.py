"""Forbidden expressions (服务忌语): every hit in a clerk's turn, selected and judged (norm N2)."""

from __future__ import annotations

from dataclasses import dataclass

from checker.judging import Context, judge
from checker.matching.hit import Hit
from checker.matching.selection import select
from checker.model import CATEGORIES, Finding
from checker.rules.scene import Scene


@dataclass(frozen=True, slots=True)
class LetGo:
    """A hit that came to nothing, and after which judgements; for `--explain`."""

    rule: str
    turn: int
    start: int
    end: int
    text: str
    trail: tuple[str, ...]


def forbidden(scene: Scene) -> tuple[list[Finding], list[LetGo]]:
    """Findings in order of the conversation, and the hits that were let go."""
    findings: list[Finding] = []
    let_go: list[LetGo] = []
    turns = scene.conversation.turns
    for turn, hits in sorted(scene.hits.items()):
        if turns[turn].role != "clerk":
            continue
        kept, dropped = select(hits)
        for drop in dropped:
            let_go.append(_let_go(drop.hit, turn, turns[turn].text, (drop.reason,)))
        for hit in kept:
            verdict = judge(Context(hit, scene.text(turn), turns, turn))
            if verdict.status is None:
                let_go.append(_let_go(hit, turn, turns[turn].text, verdict.trail))
            else:
                findings.append(_finding(hit, turn, turns[turn].text, verdict.status, verdict.trail))
    return findings, let_go


def _let_go(hit: Hit, turn: int, text: str, trail: tuple[str, ...]) -> LetGo:
    return LetGo(hit.entry.rule, turn, hit.start, hit.end, text[hit.start : hit.end], trail)


def _finding(hit: Hit, turn: int, text: str, status: str, trail: tuple[str, ...]) -> Finding:
    entry = hit.entry
    advice = "，已经补救，换个说法更好" if status == "mitigated" else ""
    return Finding(
        rule=entry.rule,
        kind="forbidden",
        category=entry.group,
        severity=entry.severity,
        status=status,  # type: ignore[arg-type]
        turn=turn,
        start=hit.start,
        end=hit.end,
        text=text[hit.start : hit.end],
        how=hit.how,
        confidence=hit.confidence,
        message=f"{CATEGORIES.get(entry.group, entry.group)}：{entry.why}{advice}",
        suggestions=tuple(entry.say_instead),
        basis=entry.citations,
        trail=trail,
    )
