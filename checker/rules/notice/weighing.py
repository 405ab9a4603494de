"""The elements of a notice, weighed by the detector: what the rules made of them is heard, not obeyed.

What stands against a service guide is left to the comparison with it: a statement that differs, and papers item by item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from checker.matching.heads import Floats
from checker.matching.telling import ELEMENTS, HEADS, STATUSES, Sentence, sentences
from checker.model import Element, Evidence
from checker.rules.overruling import GRAVER, MAJORITY, Grounds
from checker.rules.scene import Scene

EVIDENCE_MAX = 6
"""So many spans are kept for one element."""

_NEEDED = {("told", "partial"): MAJORITY, ("told", "missing"): MAJORITY, ("partial", "missing"): GRAVER}
"""How sure the detector must be where it is harder on the clerk than the rules."""
_NAMES = {"told": "已告知", "partial": "没有说清", "missing": "没有告知", "wrong": "与指南不符"}


@dataclass(frozen=True, slots=True)
class Weighed:
    """The elements, and the grounds of those that the detector sees otherwise than the rules."""

    elements: dict[str, Element]
    grounds: Mapping[str, Grounds]


def weighed(scene: Scene, ruled: Mapping[str, Element]) -> Weighed:
    """The elements after the detector was heard; those of the rules where it is switched off."""
    telling = scene.wording.detector.telling if scene.wording else None
    open_to = [name for name in ruled if name in ELEMENTS and not _settled_by_guide(scene, name, ruled[name])]
    told = sentences(scene.conversation) if telling and open_to else []
    if telling is None or not told:
        return Weighed(dict(ruled), {})
    elements, grounds = dict(ruled), {}
    weights = telling.weigh(told)
    for name in open_to:
        was = ruled[name].status
        shares = telling.statuses(name, weights, was, len(ruled[name].missing))
        status = STATUSES[int(shares.argmax())]
        if status not in (was, "wrong") and shares.max() >= _NEEDED.get((was, status), 0.0):
            elements[name] = Element(status, _evidence(name, status, told, weights))
            shown = dict(zip(map(_NAMES.__getitem__, STATUSES), shares.tolist(), strict=True))
            grounds[name] = Grounds(_NAMES[was], _NAMES[status], shown)
    return Weighed(elements, grounds)


def _settled_by_guide(scene: Scene, name: str, element: Element) -> bool:
    """Whether an element was settled by a service guide."""
    matter = scene.conversation.matter
    return element.status == "wrong" or (name == "materials" and matter is not None and bool(matter.materials))


def _evidence(name: str, status: str, told: list[Sentence], weights: Floats) -> tuple[Evidence, ...]:
    """The sentences that speak for a status, at least the strongest, in order; none for what is missing."""
    if status == "missing":
        return ()
    column = weights[:, HEADS.index((name, "told" if status == "told" else "vague"))]
    strong = np.flatnonzero(column > 0)[:EVIDENCE_MAX]
    chosen = strong if len(strong) else [int(column.argmax())]
    chosen_sentences = (told[number] for number in chosen)
    return tuple(Evidence(each.turn, each.start, each.end, each.text) for each in chosen_sentences)
