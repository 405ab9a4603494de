"""The papers of a guide in what the clerk told: as the rules find them, and of those left out, as the detector weighs them.

The detector acquits and never accuses: to blame a clerk for a paper that was told, or that nobody needs, is worse than to miss one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from checker.matching.mentions import Mentions
from checker.matching.papers import Papers
from checker.model import Matter
from checker.rules.notice.acquitting import acquitted
from checker.rules.notice.documents import Documents
from checker.rules.notice.due import came_up, condition, exempting, fetched
from checker.rules.notice.in_hand import in_hand
from checker.rules.notice.needless import only_if
from checker.rules.notice.pointed import pointed
from checker.rules.notice.ruled import Ruled
from checker.rules.notice.surroundings import Surroundings
from checker.rules.notice.talk import Talk
from checker.rules.notice.told import Told
from checker.rules.notice.unasked import without_unasked
from checker.rules.overruling import MAJORITY


@dataclass(frozen=True, slots=True)
class Against:
    """What a guide's papers are held against the talk with; `model` and `mentions` are None where the detector is switched off."""

    documents: Documents
    model: Papers | None = None
    mentions: Mentions | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The papers of a guide in the end, and the judgements they went through where the detector saw any otherwise."""

    papers: Sequence[Ruled]
    trail: tuple[str, ...] = ()


def listed(talk: Talk, text: str, matter: Matter, against: Against, *, none: bool = False) -> Listed:
    """Each paper of a guide: told, needless, not due, or left out; of those not mentioned the rules decide where `none` is said to be
    needed, or no paper was told.
    """
    around = surroundings(talk, text, matter, against.documents)
    papers, reasons = acquitted(around, against.mentions)
    shown = [_shown("单位已有、会代办或本人不需要的可能", reasons)] if reasons else []
    doubted = [number for number, each in enumerate(papers) if each.missing and not each.denied]
    if against.model and doubted and not none and any(each.place for each in around.ruled):
        shares = against.model.shares(around.features(against.model.aliases))
        told = {number: shares[number] for number in doubted if shares[number] < MAJORITY}
        papers = [replace(each, missing=each.missing and number not in told) for number, each in enumerate(papers)]
        left_out = {papers[number].name: share for number, share in told.items()}
        shown += [_shown("没有告知的可能", left_out)] if told else []
    missing = "、".join(each.name for each in around.ruled if each.missing)
    return Listed(papers, (f"规则：没有告知 {missing}", *shown) if shown else ())


def surroundings(talk: Talk, text: str, matter: Matter, documents: Documents) -> Surroundings:
    """The papers of a guide as the rules find them, amid what was said."""
    heard = documents.heard(matter.materials, text) if talk.phone else text
    found = documents.compare(matter.materials, heard, matter.other_names, matter.name)
    found = pointed(found, talk, matter, documents)
    ruled = [_ruled(_held(each, talk), talk, matter, documents) for each in found]
    return Surroundings(ruled, talk, without_unasked(heard), matter, documents)


def _shown(of_what: str, shares: Mapping[str, float]) -> str:
    """The shares by which the detector acquits."""
    each = "，".join(f"{name} {share:.0%}" for name, share in shares.items())
    return f"统计判断：{of_what} {each}"


def _held(told: Told, talk: Talk) -> Told:
    """A material needless because the office has it already is told: there is nothing left to bring."""
    held = told.denied is not None and in_hand(talk.text, *told.denied)
    return Told(told.name, told.denied) if held else told


def _ruled(told: Told, talk: Talk, matter: Matter, documents: Documents) -> Ruled:
    if not _wanted(told, talk, matter, documents):
        return Ruled(told.name, None if told.denied else told.place)
    return Ruled(told.name, told.place, told.denied, missing=bool(told.denied) or not told.place)


def _wanted(told: Told, talk: Talk, matter: Matter, documents: Documents) -> bool:
    """Whether a material counts: always, or where it was told or the case it is for came up (委托他人代办)."""
    if fetched(told.name):
        return bool(told.place)
    if told.denied and exempting(told.name):
        return False
    when = matter.only_when.get(told.name) or condition(told.name)
    if not when or (told.place and not told.denied):
        return True
    heard = "" if told.denied else talk.text
    limited = told.denied is not None and only_if(talk.text, told.denied)
    return not limited and came_up(when, "。".join((heard, *talk.asked)), matter.name, documents.cases, told=len(heard))
