"""The papers of a guide in what the clerk told: as the rules find them, and as the detector weighs them.

Of papers said to be needless the words around them decide, unless the network that reads all of the talk is sure that nothing is left out.
One that the rules find told counts as left out where the detector holds that likelier than not; one that they do not find, as told where
the detector is surer of it. Those not due are left to the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checker.matching.aliases import Aliases
from checker.matching.heads import Floats
from checker.matching.mentions import Mentions
from checker.matching.papers import Papers
from checker.model import Matter
from checker.rules.notice.acquitting import acquitted
from checker.rules.notice.documents import Documents
from checker.rules.notice.due import came_up, condition, exempting, fetched
from checker.rules.notice.in_hand import in_hand
from checker.rules.notice.marks import sight
from checker.rules.notice.needless import only_if
from checker.rules.notice.places import told_features
from checker.rules.notice.pointed import pointed
from checker.rules.notice.ruled import Ruled
from checker.rules.notice.surroundings import Surroundings
from checker.rules.notice.talk import Talk
from checker.rules.notice.told import Told
from checker.rules.notice.unasked import without_unasked
from checker.rules.overruling import MAJORITY

BESIDES = 0.35
"""Below this probability of having been left out a paper that the rules do not find is told in other words. Words that could be any
paper (本子都带上) leave more; chosen on 440 short lists that the detector had not learnt from.
"""
NEEDLESS = 0.1
"""The same by the network alone of a paper said to be needless. In the notices of tests/corpus/tuning, which it had not learnt from, that
frees three of eight that were not left out, and none of four that were.
"""


@dataclass(frozen=True, slots=True)
class Against:
    """What a guide's papers are held against the talk with; `model` and `mentions` are None where the detector is switched off."""

    documents: Documents
    model: Papers | None = None
    mentions: Mentions | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The papers of a guide in the end, and the judgements they went through where the detector saw any otherwise; `confidence` is its
    share where it alone finds papers left out, `told_besides` whether it holds any for told that the rules do not.
    """

    papers: Sequence[Ruled]
    trail: tuple[str, ...] = ()
    confidence: float | None = None
    told_besides: bool = False


def listed(talk: Talk, text: str, matter: Matter, against: Against, *, none: bool = False) -> Listed:
    """Each paper of a guide: told, needless, not due, or left out; the rules alone decide where `none` is said to be needed."""
    around = surroundings(talk, text, matter, against.documents)
    papers, reasons = acquitted(around, against.mentions)
    shares = _weighed(around, papers, against.model, against.mentions) if against.model and not none else {}
    otherwise = {number: share for number, share in shares.items() if _differs(share, papers[number])}
    papers = [_otherwise(each) if number in otherwise else each for number, each in enumerate(papers)]
    left_out = [number for number, each in enumerate(papers) if each.missing]
    alone = left_out and all(number in otherwise for number in left_out)
    return Listed(
        papers,
        _trail(around, reasons, otherwise),
        confidence=max(otherwise[number] for number in left_out) if alone else None,
        told_besides=not otherwise.keys() <= set(left_out),
    )


def _otherwise(paper: Ruled) -> Ruled:
    """A paper as the detector sees it where it differs from the rules."""
    return paper.with_reason() if paper.denied else replace(paper, missing=not paper.missing)


def _differs(share: float, paper: Ruled) -> bool:
    """Whether the detector sees a paper otherwise than the rules, that find it left out or not."""
    if not paper.missing:
        return share >= MAJORITY
    return share < (NEEDLESS if paper.denied else BESIDES)


def _trail(around: Surroundings, reasons: Mapping[str, float], otherwise: Mapping[int, float]) -> tuple[str, ...]:
    """The judgements that the papers went through; none where the detector sees all as the rules do."""
    left_out = {around.ruled[number].name: share for number, share in otherwise.items()}
    shown = {"单位已有、会代办或本人不需要的可能": reasons, "没有告知的可能": left_out}
    trail = [_shown(of_what, shares) for of_what, shares in shown.items() if shares]
    missing = "、".join(each.name for each in around.ruled if each.missing) or "无"
    return (f"规则：没有告知 {missing}", *trail) if trail else ()


def _weighed(
    around: Surroundings, papers: Sequence[Ruled], model: Papers, mentions: Mentions | None
) -> Mapping[int, float]:
    """How likely it is that a paper was left out, of each that is due and of each that is needless for no reason, by its index."""
    due = [number for number, each in enumerate(around.ruled) if not each.denied and (each.place or each.missing)]
    needless = [number for number, each in enumerate(papers) if each.denied and each.missing]
    if not due and not needless:
        return {}
    features = features_of(around, model.aliases, mentions)
    shares = model.shares(features[due], lambda rows: sight(around, model.aliases, [due[row] for row in rows]))
    found = dict(zip(due, shares, strict=True))
    if needless:
        read = model.read_shares(features[needless], sight(around, model.aliases, needless))
        found |= zip(needless, read, strict=True)
    return found


def features_of(around: Surroundings, aliases: Aliases, mentions: Mentions | None) -> Floats:
    """What the detector hears of each paper beside what its network reads."""
    return np.hstack((around.features(aliases), told_features(around, aliases, mentions)))


def surroundings(talk: Talk, text: str, matter: Matter, documents: Documents) -> Surroundings:
    """The papers of a guide as the rules find them, amid what was said."""
    heard = documents.heard(matter.materials, text) if talk.phone else text
    found = documents.compare(matter.materials, heard, matter.other_names, matter.name)
    found = pointed(found, talk, matter, documents)
    ruled = [_ruled(_held(each, talk), talk, matter, documents) for each in found]
    return Surroundings(ruled, talk, without_unasked(heard), matter, documents)


def _shown(of_what: str, shares: Mapping[str, float]) -> str:
    """The shares by which the detector decides otherwise."""
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
