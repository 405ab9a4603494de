"""From the anchors of templates to the places where a template may stand: one automaton pass over a batch.

Whether a character may stand beside the anchor that does, and what the text lacks of the letters that the template needs
besides, can be seen for all places at once, so that only likely ones are looked at singly. Expanding the templates is what
costs at the start, and is kept between runs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from checker.cache import Arrays, kept
from checker.lexicon.templates import Template
from checker.matching.automaton import Automaton
from checker.matching.letters import ANY, Letters
from checker.text import Batch

Offsets = npt.NDArray[np.int64]

_BEFORE, _AFTER = range(2)
"""The sides of an anchor."""
_SIDES, _CODES = 2, 0x10000
WORTH_KEEPING = 200
"""Fewer templates, as of one entry on trial, are expanded as quickly as they are read."""


class Places(NamedTuple):
    """Where templates may stand, in order of the turns: the template's number, the turn, and the span of its anchor in the
    batch's normal form. All of shape (places,).
    """

    templates: Offsets
    turns: Offsets
    starts: Offsets
    ends: Offsets


class Anchors:
    """The anchors of some templates, which count by number; built once, shared by all checks."""

    def __init__(self, arrays: Arrays) -> None:
        text = arrays["text"].tobytes()
        self.automaton = Automaton([text[start:end] for start, end in pairwise(arrays["bounds"].tolist())])
        self._templates: Offsets = arrays["templates"]
        self._counts: Offsets = arrays["counts"]
        self._last = self._counts.cumsum()
        self._sets = arrays["sets"].tobytes()
        self._needed: Offsets = arrays["needed"]
        self._edges: Offsets = arrays["edges"]
        self._open: npt.NDArray[np.bool_] = arrays["open"]
        self.complete: npt.NDArray[np.bool_] = arrays["complete"]
        """Which templates are all anchor."""

    def templates_of(self, anchor: int) -> list[int]:
        """The numbers of the templates that an anchor stands for, in order."""
        last = self._last[anchor]
        found: list[int] = self._templates[last - self._counts[anchor] : last].tolist()
        return found

    def find(self, batch: Batch) -> Places:
        """Every template whose anchor stands in a turn, between characters that may stand beside it."""
        anchors, starts, ends = self.automaton.find(batch.normal).T
        counts = self._counts[anchors]
        which = np.arange(len(anchors)).repeat(counts)
        templates = self._templates[np.arange(len(which)) + (self._last[anchors] - counts.cumsum())[which]]
        fitting = (self._fit(_BEFORE, templates, batch.normal[starts - 1][which])
                   & self._fit(_AFTER, templates, batch.normal[ends][which])).nonzero()[0]  # fmt: skip
        which = which[fitting]
        return Places(templates[fitting], batch.turn_of(starts)[which], starts[which], ends[which])

    def _fit(self, side: int, templates: Offsets, codes: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
        """Whether each of some characters may stand on a side of the anchor of each of some templates."""
        if not len(self._edges):
            return np.ones(len(templates), dtype=np.bool_)
        keys = (templates * _SIDES + side) * _CODES + codes
        place = self._edges.searchsorted(keys)
        place[place == len(self._edges)] = 0
        fit: npt.NDArray[np.bool_] = self._open[side, templates] | (self._edges[place] == keys)
        return fit

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
    def _letters(self) -> Letters:
        return Letters.of(map(frozenset, self._sets.decode().split()))


def anchors_of(part: str, sources: Sequence[str], template_of: Callable[[str], Template | None]) -> Anchors:
    """The anchors of the templates that `template_of` makes of each source, if any; `part` names them in the cache."""

    def make() -> Arrays:
        return _arrays(list(map(template_of, sources)))

    return Anchors(make() if len(sources) < WORTH_KEEPING else kept(part, json.dumps(sources).encode, make))


def _arrays(templates: Sequence[Template | None]) -> Arrays:
    """What `Anchors` is made of: the anchors as UTF-16LE and where each begins; the templates of all anchors, those of one
    together, and how many they are; the sets of letters that templates need, and the numbers of those that each needs,
    of shape (most needs, templates); whether the anchors are all of a template. The characters that may stand beside the
    anchors as ascending numbers, and on which sides any may, of shape (sides, templates).
    """
    by_anchor: dict[str, list[int]] = defaultdict(list)
    for number, template in enumerate(templates):
        for anchor in template.anchors if template else ():
            by_anchor[anchor].append(number)
    patterns = [anchor.encode("utf-16-le") for anchor in by_anchor]
    beginnings = [template.beginnings if template else () for template in templates]
    letters = Letters.of(chain.from_iterable(beginnings))
    needs = [[letters.numbers[some] for some in needed] for needed in beginnings]
    width = max(map(len, needs), default=0)
    edges = [template.edges if template else (None, None) for template in templates]
    beside = [
        (number * _SIDES + side) * _CODES + ord(character)
        for number, sides in enumerate(edges)
        for side, characters in enumerate(sides)
        for character in characters or ()
    ]
    return {
        "text": np.frombuffer(b"".join(patterns), dtype=np.uint8),
        "bounds": np.cumsum([0, *map(len, patterns)]),
        "templates": np.fromiter(chain.from_iterable(by_anchor.values()), dtype=np.int64),
        "counts": np.fromiter(map(len, by_anchor.values()), dtype=np.int64),
        "sets": np.frombuffer(" ".join("".join(sorted(some)) for some in letters.numbers).encode(), dtype=np.uint8),
        "needed": np.array([[*some, *[ANY] * (width - len(some))] for some in needs], dtype=np.int64).T.copy(),
        "complete": np.array([template is not None and template.complete for template in templates], dtype=np.bool_),
        "edges": np.array(sorted(beside), dtype=np.int64),
        "open": np.array([[sides[side] is None for sides in edges] for side in (_BEFORE, _AFTER)], dtype=np.bool_),
    }
