"""From the anchors of templates to the places where a template may stand: one automaton pass over a batch.

What a place lacks of the letters that the template needs beside its anchor is seen for all places at once, so that only
likely ones are looked at singly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from checker.lexicon.templates import Template
from checker.matching.automaton import Automaton
from checker.matching.letters import Letters
from checker.text import Batch

Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """Where templates may stand, in order of the turns: the template's number, the turn, and the span of its anchor in the
    batch's normal form. `sure` where the anchor is the whole template. All of shape (places,).
    """

    templates: Offsets
    turns: Offsets
    starts: Offsets
    ends: Offsets
    sure: npt.NDArray[np.bool_]


class Anchors:
    """The anchors of some templates; built once, shared by all checks."""

    def __init__(self, templates: Sequence[Template]) -> None:
        by_anchor: dict[str, list[int]] = defaultdict(list)
        for number, template in enumerate(templates):
            for anchor in template.anchors:
                by_anchor[anchor].append(number)
        self._automaton = Automaton([anchor.encode("utf-16-le") for anchor in by_anchor])
        self._templates = _Lists.of(by_anchor.values())
        self._letters = Letters.of(letters for template in templates for letters in template.beginnings)
        numbers = self._letters.numbers
        self._needed = _Lists.of([numbers[letters] for letters in template.beginnings] for template in templates)
        self._complete = np.array([template.complete for template in templates], dtype=np.bool_)

    def find(self, batch: Batch) -> Places:
        """The templates whose anchor stands in a turn together with all that they need besides."""
        anchors, starts, ends = self._automaton.find(batch.normal).T
        templates, times = self._templates.of_each(anchors)
        turns = batch.turn_of(starts).repeat(times)
        letters, needs = self._needed.of_each(templates)
        said = self._letters.said(batch.normal, batch.normal_starts[:-1])
        likely = np.ones(len(templates), dtype=np.bool_)
        likely[np.arange(len(templates)).repeat(needs)[said[turns.repeat(needs), letters] == 0]] = False
        kept = likely.nonzero()[0]
        templates = templates[kept]
        return Places(
            templates, turns[kept], starts.repeat(times)[kept], ends.repeat(times)[kept], self._complete[templates]
        )


@dataclass(frozen=True, slots=True)
class _Lists:
    """Many lists of numbers, one after the other."""

    numbers: Offsets
    first: Offsets
    counts: Offsets

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> _Lists:
        lists = list(lists)
        counts = np.array(list(map(len, lists)), dtype=np.int64)
        return cls(np.array(list(chain.from_iterable(lists)), dtype=np.int64), counts.cumsum() - counts, counts)

    def of_each(self, which: Offsets) -> tuple[Offsets, Offsets]:
        """The numbers of the lists asked for, joined, and how many are of each."""
        counts = self.counts[which]
        return self.numbers[
            np.arange(counts.sum()) + (self.first[which] + counts - counts.cumsum()).repeat(counts)
        ], counts
