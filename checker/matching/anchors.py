"""From the anchors of templates to the places where a template may stand: one automaton pass over a batch.

What a place lacks of the letters that the template needs beside its anchor can be seen for all places at once, so that
only likely ones are looked at singly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from checker.lexicon.templates import Template
from checker.matching.automaton import Automaton
from checker.matching.letters import ANY, Letters
from checker.text import Batch

Offsets = npt.NDArray[np.int64]


class Places(NamedTuple):
    """Where templates may stand, in order of the turns: the template's number, the turn, and the span of its anchor in the
    batch's normal form. All of shape (places,).
    """

    templates: Offsets
    turns: Offsets
    starts: Offsets
    ends: Offsets


class Anchors:
    """The anchors of some templates; built once, shared by all checks."""

    def __init__(self, templates: Sequence[Template]) -> None:
        by_anchor: dict[str, list[int]] = defaultdict(list)
        for number, template in enumerate(templates):
            for anchor in template.anchors:
                by_anchor[anchor].append(number)
        self._automaton = Automaton([anchor.encode("utf-16-le") for anchor in by_anchor])
        self._templates = np.array(list(chain.from_iterable(by_anchor.values())), dtype=np.int64)
        """The templates of all anchors, those of one together."""
        self._counts = np.array(list(map(len, by_anchor.values())), dtype=np.int64)
        self._last = self._counts.cumsum()
        self._all = templates

    def find(self, batch: Batch) -> Places:
        """Every template whose anchor stands in a turn."""
        anchors, starts, ends = self._automaton.find(batch.normal).T
        counts = self._counts[anchors]
        which = np.arange(len(anchors)).repeat(counts)
        templates = self._templates[np.arange(len(which)) + (self._last[anchors] - counts.cumsum())[which]]
        return Places(templates, batch.turn_of(starts)[which], starts[which], ends[which])

    def find_likely(self, batch: Batch) -> Places:
        """Those whose other letters are said in the turn as well; worth it where there are many places in many turns."""
        places = self.find(batch)
        said = self._letters.said(batch.normal, batch.normal_starts[:-1])
        lacking = np.zeros(len(places.templates), dtype=np.bool_)
        for letters in self._needed:
            lacking |= said[places.turns, letters[places.templates]] == 0
        likely = (~lacking).nonzero()[0]
        return Places(*(column[likely] for column in places))

    @cached_property
    def complete(self) -> npt.NDArray[np.bool_]:
        """Which templates are all anchor."""
        return np.array([template.complete for template in self._all], dtype=np.bool_)

    @cached_property
    def _letters(self) -> Letters:
        return Letters.of(letters for template in self._all for letters in template.beginnings)

    @cached_property
    def _needed(self) -> Offsets:
        """The numbers of the sets of letters that each template needs beside its anchor. Shape (most needs, templates)."""
        needs = [[self._letters.numbers[letters] for letters in template.beginnings] for template in self._all]
        width = max(map(len, needs), default=0)
        return np.array([[*some, *[ANY] * (width - len(some))] for some in needs], dtype=np.int64).T.copy()
