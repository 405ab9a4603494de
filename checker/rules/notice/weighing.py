"""The elements of a notice, weighed by the detector: what the rules made of them is heard, not obeyed.

What stands against a service guide is left to the comparison with it: a statement that differs, and papers item by item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from checker.matching.heads import Floats
from checker.matching.telling import ELEMENTS, HEADS, STATUSES, Sentence, sentences
from checker.model import Element, Evidence, Finding
from checker.rules.scene import Scene

EVIDENCE_MAX = 6
"""So many spans are kept for one element."""


MAJORITY = 0.5
"""What the rules see told is found wanting only from this share on: no clerk is accused on the toss of a coin."""
_NAMES = {"told": "已告知", "partial": "没有说清", "missing": "没有告知", "wrong": "与指南不符"}


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why an element has another status than the rules gave it: theirs, and its shares."""

    ruled: str
    status: str
    shares: Floats

    def on(self, finding: Finding) -> Finding:
        """The finding with its confidence and the judgements it went through."""
        shown = "，".join(f"{_NAMES[status]} {share:.0%}" for status, share in zip(STATUSES, self.shares, strict=True))
        confidence = round(float(self.shares[STATUSES.index(self.status)]), 2)
        trail = (f"规则：{_NAMES[self.ruled]}", f"统计判断：{shown}")
        return replace(finding, how="model", confidence=confidence, trail=trail)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The elements, and the grounds of those that the detector sees otherwise than the rules."""

    elements: dict[str, Element]
    grounds: Mapping[str, Grounds]


def weighed(scene: Scene, ruled: Mapping[str, Element]) -> Weighed:
    """The elements after the detector was heard; those of the rules where it is switched off."""
    telling = scene.wording.detector.telling if scene.wording else None
    open_to = [name for name in ruled if name in ELEMENTS and not _compared(scene, name, ruled[name])]
    told = sentences(scene.conversation) if telling and open_to else []
    if telling is None or not told:
        return Weighed(dict(ruled), {})
    elements, grounds = dict(ruled), {}
    weights = telling.weigh(told)
    for name in open_to:
        was = ruled[name].status
        shares = telling.statuses(name, weights, was, len(ruled[name].missing))
        status = STATUSES[int(shares.argmax())]
        if status not in (was, "wrong") and (was != "told" or shares.max() >= MAJORITY):
            elements[name] = Element(status, _evidence(scene, name, status, told, weights))
            grounds[name] = Grounds(was, status, shares)
    return Weighed(elements, grounds)


def _compared(scene: Scene, name: str, element: Element) -> bool:
    """Whether an element was settled by a service guide."""
    matter = scene.conversation.matter
    return element.status == "wrong" or (name == "materials" and matter is not None and bool(matter.materials))


def _evidence(scene: Scene, name: str, status: str, told: list[Sentence], weights: Floats) -> tuple[Evidence, ...]:
    """The sentences that speak for a status, at least the strongest, in order; none for what is missing."""
    if status == "missing":
        return ()
    column = weights[:, HEADS.index((name, "told" if status == "told" else "vague"))]
    strong = np.flatnonzero(column > 0)[:EVIDENCE_MAX]
    chosen = strong if len(strong) else [int(column.argmax())]
    return tuple(_span(scene, told[number]) for number in chosen)


def _span(scene: Scene, sentence: Sentence) -> Evidence:
    text = scene.conversation.turns[sentence.turn].text
    return Evidence(sentence.turn, sentence.start, sentence.end, text[sentence.start : sentence.end])
