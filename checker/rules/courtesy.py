"""Polite expressions (文明用语): those used, those due and missing, the balance of 请/您 and 不 (N1, N16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.deferred import deferred
from checker.lexicon import Entry
from checker.matching.cues import CueHits
from checker.matching.hit import Hit
from checker.model import Citation, Courtesy, Expression, Finding
from checker.rules.fillings import filled
from checker.rules.scene import Scene
from checker.tables import TURN_END

_PLEASE = deferred(r"请(?!假|示|教|客|帖|柬|愿|战|功)")
_NO = deferred(
    r"不(?!客气|用|必|好意思|要紧|着急|久|仅|但|过|同|动产|锈钢|错|断|管您|论|如|知道您|是您|收费|收钱|花钱|满|少|超过|高于|低于|多)"
)
CURT = 10
"""A turn of more characters explains itself: plain talk, no fault."""
QUESTION_IS_FINE = frozenset({"asking_papers", "form_wrong", "papers_missing", "papers_not_acceptable"})
"""Situations in which a plain question (户口本带了没？) is no fault."""
SHOWING = ("when", "asked")
"""The uses of hits in which a situation shows."""
SAME_FAULT = {
    "arrival": {"greeting"},
    "phone_opening": {"greeting", "self_introduction"},
    "please_wait": {"please_wait"},
    "called_away": {"please_wait"},
    "cannot_finish_now": {"time_commitment", "vague_time"},
    "long_wait": {"apology"},
    "cannot_meet": {"apology", "reason"},
    "dissatisfied": {"apology", "no_argument"},
    "phone_other_window": {"referral"},
    "wrong_window": {"referral"},
    "thanked": {"thanks_response"},
    "done": {"farewell"},
}
"""Situation → protocol rules that speak of the same fault."""


@dataclass(frozen=True, slots=True)
class Due:
    """A situation that shows in a clerk's turn, and the words in which it shows (the turn as given)."""

    entry: Entry
    turn: int
    start: int
    end: int
    how: str
    person: str = ""


def courtesy(scene: Scene, cues: CueHits) -> tuple[Courtesy, list[Finding]]:
    """The account of the clerk's politeness, and the expressions that were due and are missing."""
    expressions = [
        expression for turn in scene.clerk_turns if turn in scene.hits for expression in _expressions(scene, turn)
    ]
    words = TURN_END.join(map(scene.words, scene.clerk_turns))
    characters = len(words) - words.count(TURN_END)
    per_100 = 100 / characters if characters else 0.0
    please = round((len(_PLEASE.findall(words)) + words.count("您")) * per_100, 2)
    bare_no = round(len(_NO.findall(words)) * per_100, 2)
    findings = [_missing(scene, due) for turn in _candidates(scene) for due in _dues(scene, turn, cues)]
    findings += _unbalanced(scene, characters, please, bare_no)
    return Courtesy(len(expressions), please, bare_no, tuple(expressions)), findings


def apart_from(findings: list[Finding], others: list[Finding]) -> list[Finding]:
    """The courtesy findings that say something new: none beside a taboo, or a protocol finding of the same fault."""
    return [finding for finding in findings if not any(_same_fault(finding, other) for other in others)]


def _same_fault(finding: Finding, other: Finding) -> bool:
    if other.kind == "forbidden":
        return finding.category != "balance" and finding.overlaps(other)
    return finding.turn == other.turn and other.category in SAME_FAULT.get(finding.category, ())


def _expressions(scene: Scene, turn: int) -> Iterator[Expression]:
    text = scene.conversation.turns[turn].text
    for hit in scene.courteous(turn):
        span = text[hit.start : hit.end]
        yield Expression(hit.entry.rule, hit.entry.group, turn, hit.start, hit.end, span, hit.entry.citations)


def _candidates(scene: Scene) -> list[int]:
    """The clerk's turns in which, or just before which, a situation may show; on the telephone a person may be sought."""
    if scene.conversation.channel == "phone":
        return scene.clerk_turns
    showing = {turn for turn, hits in scene.hits.items() for hit in hits if hit.use in SHOWING}
    near = {turn for shown in showing for turn in (shown, scene.next_clerk_turn(shown))}
    return [turn for turn in scene.clerk_turns if turn in near] if near else []


def _dues(scene: Scene, turn: int, cues: CueHits) -> list[Due]:
    """Situations that show here and are met with no polite word at all; one a situation."""
    if len(scene.words(turn).replace("。", "")) > CURT or scene.situations(turn):
        return []
    found: dict[str, Due] = {}
    for due in [*_shown_by_clerk(scene, turn), *_shown_by_citizen(scene, turn, cues)]:
        if due.person or due.entry.group not in found:  # who was sought fills the expression in
            found[due.entry.group] = due
    return list(found.values()) if found and not cues.spans(turn, "situations.polite") else []


def _shown_by_clerk(scene: Scene, turn: int) -> Iterator[Due]:
    """The clerk's own words show it: 填错了，重写."""
    phone = scene.conversation.channel == "phone"
    for hit in scene.hits.get(turn, ()):
        group = hit.entry.group
        if hit.use != "when" or (group.startswith("phone_") and not phone):
            continue
        if not (group in QUESTION_IS_FINE and _asked(scene, hit)):
            yield Due(hit.entry, turn, hit.start, hit.end, hit.how)


def _asked(scene: Scene, hit: Hit) -> bool:
    after = scene.text(hit.turn - scene.offset).folded[hit.end :].lstrip(" 啊呀呢吗么")
    return after.startswith("？")


def _shown_by_citizen(scene: Scene, turn: int, cues: CueHits) -> Iterator[Due]:
    """The citizen's words before show it, and the clerk's reply has no polite word: 我要投诉。——随便。"""
    phone = scene.conversation.channel == "phone"
    for index in scene.citizen_turns_before(turn):
        for hit in scene.hits.get(index, ()):
            if hit.use == "asked" and (phone or not hit.entry.group.startswith("phone_")):
                yield Due(hit.entry, turn, 0, len(scene.conversation.turns[turn].text), "template")
    yield from _person_absent(scene, turn, cues)


def _person_absent(scene: Scene, turn: int, cues: CueHits) -> Iterator[Due]:
    """The citizen asks for a person on the telephone, who is not there: 小周不在."""
    if scene.conversation.channel != "phone":
        return
    before = [index for index in scene.citizen_turns if index < turn]
    sought = [(index, span) for index in before[-2:] for span in cues.spans(index, "situations.person_sought")]
    absent = cues.spans(turn, "situations.absent") if sought else []
    entry = scene.lexicon.find("courtesy/phone_person_absent/not-in-any-message") if absent else None
    if entry is not None:
        index, (first, last) = sought[-1]
        origin = scene.text(turn).origin
        start, end = origin[absent[0][0]], origin[absent[0][1] - 1] + 1
        yield Due(entry, turn, start, end, "template", person=scene.words(index)[first:last])


def _missing(scene: Scene, due: Due) -> Finding:
    text = scene.conversation.turns[due.turn].text
    entry = due.entry
    return Finding(
        rule=f"courtesy/{entry.group}/missing", kind="courtesy", category=entry.group, severity=entry.severity,
        status="violation", turn=due.turn, start=due.start, end=due.end, text=text[due.start : due.end],
        how="exact" if due.how == "exact" else "template", confidence=0.9,
        message=f"这时应当用文明用语：{entry.why}",
        suggestions=tuple(filled(expression, scene, due.turn, due.person) for expression in entry.say_instead),
        basis=tuple(dict.fromkeys((*entry.citations, Citation("yakeshi", "五")))),
    )  # fmt: skip


def _unbalanced(scene: Scene, characters: int, please: float, bare_no: float) -> Iterator[Finding]:
    """多说“请”字、少说“不”字: bare 不 is frequent and 请/您 rare; the finding stands on the first bare 不."""
    limits = scene.profile.balance
    if characters < limits.characters or bare_no <= limits.bare_no or please >= limits.please:
        return
    for turn in scene.clerk_turns:
        match = _NO.search(scene.words(turn))
        if match is None:
            continue
        start = scene.text(turn).origin[match.start()]
        yield Finding(
            rule="courtesy/balance", kind="courtesy", category="balance", severity="minor", status="violation",
            turn=turn, start=start, end=start + 1, text=scene.conversation.turns[turn].text[start : start + 1],
            how="exact", confidence=0.9,
            message=f"每百字有 {bare_no} 个“不”，“请”“您”只有 {please} 个，应当多说“请”字、少说“不”字",
            suggestions=("请您……", "您可以……"), basis=(Citation("yakeshi", "五"),),
        )  # fmt: skip
        return
