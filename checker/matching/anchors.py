"""From the anchors of templates to the places where a template may stand: one automaton pass over a batch.

What a place lacks of the letters that the template needs beside its anchor is seen for all places at once, so that only
likely ones are looked at singly. Expanding the templates is what costs at the start: what comes of it is kept between runs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from checker.cache import Arrays, kept
from checker.lexicon.templates import Template
from checker.matching.automaton import Automaton
from checker.matching.letters import Letters
from checker.text import Batch

Offsets = npt.NDArray[np.int64]

WORTH_KEEPING = 200
"""Fewer templates, as of one entry on trial, are expanded as quickly as they are read."""


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
    """The anchors of some templates, which count by number; built once, shared by all checks."""

    def __init__(self, arrays: Arrays) -> None:
        text = arrays["text"].tobytes()
        self.automaton = Automaton([text[start:end] for start, end in pairwise(arrays["bounds"].tolist())])
        self._templates = _Lists(arrays["templates"], arrays["owning"])
        self._needed = _Lists(arrays["needed"], arrays["needing"])
        self._sets = arrays["sets"].tobytes().decode()
        self._complete: npt.NDArray[np.bool_] = arrays["complete"]

    def templates_of(self, anchor: int) -> list[int]:
        """The numbers of the templates that an anchor stands for, in order."""
        found: list[int] = self._templates.of_each(np.array([anchor]))[0].tolist()
        return found

    def find(self, batch: Batch) -> Places:
        """The templates whose anchor stands in a turn together with all that they need besides."""
        anchors, starts, ends = self.automaton.find(batch.normal).T
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

    @cached_property
    def _letters(self) -> Letters:
        return Letters.of(map(frozenset, self._sets.split()))


def anchors_of(part: str, sources: Sequence[str], template_of: Callable[[str], Template | None]) -> Anchors:
    """The anchors of the templates that `template_of` makes of each source, if any; `part` names them in the cache."""

    def make() -> Arrays:
        return _arrays(list(map(template_of, sources)))

    return Anchors(make() if len(sources) < WORTH_KEEPING else kept(part, json.dumps(sources).encode, make))


def _arrays(templates: Sequence[Template | None]) -> Arrays:
    """What `Anchors` is made of: all anchors as UTF-16LE and where each begins; the templates of each; the sets of letters
    that templates need, and which of them each needs; whether the anchors are all of it.
    """
    owners: dict[str, list[int]] = defaultdict(list)
    for number, template in enumerate(templates):
        for anchor in template.anchors if template else ():
            owners[anchor].append(number)
    patterns = [anchor.encode("utf-16-le") for anchor in owners]
    beginnings = [template.beginnings if template else () for template in templates]
    sets = {some: number for number, some in enumerate(dict.fromkeys(chain.from_iterable(beginnings)))}
    return {
        "text": np.frombuffer(b"".join(patterns), dtype=np.uint8),
        "bounds": np.cumsum([0, *map(len, patterns)]),
        "templates": _joined(owners.values()),
        "owning": _lengths(owners.values()),
        "sets": np.frombuffer(" ".join("".join(sorted(some)) for some in sets).encode(), dtype=np.uint8),
        "needed": _joined([sets[some] for some in needed] for needed in beginnings),
        "needing": _lengths(beginnings),
        "complete": np.array([template is not None and template.complete for template in templates], dtype=np.bool_),
    }


def _joined(lists: Iterable[Sequence[int]]) -> Offsets:
    return np.fromiter(chain.from_iterable(lists), dtype=np.int64)


def _lengths(lists: Iterable[Sequence[object]]) -> Offsets:
    return np.fromiter(map(len, lists), dtype=np.int64)


class _Lists:
    """Many lists of numbers, one after the other, and the length of each."""

    def __init__(self, numbers: Offsets, counts: Offsets) -> None:
        self._numbers, self._counts, self._first = numbers, counts, counts.cumsum() - counts

    def of_each(self, which: Offsets) -> tuple[Offsets, Offsets]:
        """The numbers of the lists asked for, joined, and how many are of each."""
        counts = self._counts[which]
        places = np.arange(counts.sum()) + (self._first[which] + counts - counts.cumsum()).repeat(counts)
        return self._numbers[places], counts
