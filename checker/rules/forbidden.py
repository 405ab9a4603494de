"""Forbidden expressions (服务忌语): the lexicon's hits, judged, and what the detector finds beside them (norm N2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checker.judging import Appraisal, Shares, appraise, rule_hit, rule_wording
from checker.judging.ruling import MANY
from checker.judging.verdict import Verdict
from checker.lexicon.categories import Category
from checker.matching.hit import Hit
from checker.model import CATEGORIES, Evidence, Finding, Status
from checker.rules.scene import Scene

LONE = "整段对话没有一处十分确定，请人看一看"
REPAIRED_ADVICE, DOUBTED_ADVICE = "，已经补救，换个说法更好", "，放在这里不一定是问题，换个说法更好"
MOSTLY, SURE = 0.5, 0.75
"""A clause that is an expression of the norms is no fault by the detector alone, whatever it resembles; one of which so much is
(您的材料还缺少××) is one only from this probability on."""


@dataclass(frozen=True, slots=True)
class LetGo:
    """A hit that came to nothing, and after which judgements; for `--explain`."""

    rule: str
    turn: int
    start: int
    end: int
    text: str
    trail: tuple[str, ...]


def forbidden(scene: Scene, categories: Mapping[str, Category]) -> tuple[list[Finding], list[LetGo]]:
    """Findings in order of the conversation, and the hits that were let go."""
    findings: list[Finding] = []
    let_go: list[LetGo] = []
    turns = scene.conversation.turns
    notable = scene.wording.notable if scene.wording else frozenset()
    for turn in sorted({*scene.hits, *notable}):
        if turns[turn].role != "clerk":
            continue
        hits = scene.hits.get(turn, ())
        if turn not in notable and all(hit.entry.kind != "forbidden" for hit in hits):
            continue
        appraisal = appraise(hits, scene.text(turn), turns, turn, polite=len(scene.courteous(turn)))
        shares = _shares(scene, turn, appraisal)
        some, gone = _by_lexicon(appraisal, shares, turn, turns[turn].text)
        if not any(finding.status == "violation" for finding in some) and shares is not None:
            wording = _by_wording(scene, turn, shares, categories)
            some = _merged(some, wording)
        findings += some
        let_go += gone
    return (_doubted(findings) if _one_of_many(findings, scene) else findings), let_go


def _one_of_many(findings: list[Finding], scene: Scene) -> bool:
    """Whether nothing in a conversation of several clerk turns is certain: among many, one will always look bad."""
    if not findings or len(scene.clerk_turns) < MANY:
        return False
    faults = [finding for finding in findings if finding.status == "violation"]
    listed = {finding.turn for finding in findings if finding.how != "model"}
    once = scene.profile.promote[scene.conversation.channel].once
    certain = any(finding.turn in listed or finding.confidence >= once for finding in faults)
    return bool(faults) and not certain


def _doubted(findings: list[Finding]) -> list[Finding]:
    """The findings with every violation for a person to look at."""
    return [
        replace(finding, status="suspected", trail=(*finding.trail, LONE)) if finding.status == "violation" else finding
        for finding in findings
    ]


def _shares(scene: Scene, turn: int, appraisal: Appraisal) -> Shares | None:
    return Shares(*scene.wording.shares(turn, appraisal.features())) if scene.wording else None


def _by_lexicon(appraisal: Appraisal, shares: Shares | None, turn: int, text: str) -> tuple[list[Finding], list[LetGo]]:
    findings: list[Finding] = []
    let_go = [_let_go(drop.hit, turn, text, (drop.reason,)) for drop in appraisal.dropped]
    for hit, verdict in appraisal.judged:
        ruled = rule_hit(hit, verdict, shares, beside=len(text) - (hit.end - hit.start))
        if ruled.status is None:
            let_go.append(_let_go(hit, turn, text, ruled.trail))
        else:
            findings.append(_finding(hit, turn, text, ruled))
    return findings, let_go


def _let_go(hit: Hit, turn: int, text: str, trail: tuple[str, ...]) -> LetGo:
    return LetGo(hit.entry.rule, turn, hit.start, hit.end, text[hit.start : hit.end], trail)


def _finding(hit: Hit, turn: int, text: str, verdict: Verdict) -> Finding:
    entry = hit.entry
    status: Status = verdict.status or "suspected"
    advice = DOUBTED_ADVICE if verdict.doubted else REPAIRED_ADVICE
    return Finding(
        rule=entry.rule,
        kind="forbidden",
        category=entry.group,
        severity=entry.severity,
        status=status,
        turn=turn,
        start=hit.start,
        end=hit.end,
        text=text[hit.start : hit.end],
        how=hit.how,
        confidence=hit.confidence,
        message=f"{CATEGORIES[entry.group]}：{entry.why}{advice if status == 'mitigated' else ''}",
        suggestions=tuple(entry.say_instead),
        basis=entry.citations,
        trail=verdict.trail,
    )


def _by_wording(scene: Scene, turn: int, shares: Shares, categories: Mapping[str, Category]) -> Finding | None:
    """What the detector alone finds in a turn: the clause that weighed most, its category, the nearest labelled example."""
    if scene.wording is None:
        return None
    status = rule_wording(
        shares,
        scene.profile,
        scene.conversation.channel,
        length=len(scene.conversation.turns[turn].text),
        clause=scene.wording.weight(turn),
        read=scene.wording.read(turn),
        turns=len(scene.clerk_turns),
    )
    if status is None:
        return None
    span = scene.wording.clause(turn, repaired=status == "mitigated")
    covered = _polite(scene, turn, span)
    if covered == 1 or (covered >= MOSTLY and shares.violation < SURE):
        return None
    name, certainty = scene.wording.detector.category(span.text)
    category = categories[name]
    example = scene.wording.detector.nearest(span.text, name)
    return Finding(
        rule=f"forbidden/{name}/wording",
        kind="forbidden",
        category=name,
        severity=category.severity,
        status=status,
        turn=turn,
        start=span.start,
        end=span.end,
        text=span.text,
        how="model",
        confidence=round(shares.mitigated if status == "mitigated" else shares.violation, 2),
        message=f"{CATEGORIES[name]}：{category.why}{REPAIRED_ADVICE if status == 'mitigated' else ''}",
        suggestions=tuple(category.say_instead),
        basis=category.citations,
        trail=(f"统计判断：{shares}", f"类别：{CATEGORIES[name]} {certainty:.0%}", f"最像的例子：{example}"),
    )


def _polite(scene: Scene, turn: int, span: Evidence) -> float:
    """How much of a clause is expressions that the norms themselves prescribe, from 0 to 1."""
    covered = {
        place
        for hit in scene.hits.get(turn, ())
        if hit.entry.kind == "courtesy" and hit.use == "phrase"
        for place in range(max(hit.start, span.start), min(hit.end, span.end))
    }
    return len(covered) / max(1, span.end - span.start)


def _merged(findings: list[Finding], wording: Finding | None) -> list[Finding]:
    """The lexicon's findings, and the detector's where it says more than they do."""
    if wording is None or (findings and wording.status != "violation"):
        return findings
    kept = [finding for finding in findings if not finding.overlaps(wording)]
    return sorted([*kept, wording], key=_place)


def _place(finding: Finding) -> int:
    return finding.start
