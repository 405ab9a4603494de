"""The cues of the protocol: one automaton pass over a batch, then spans by turn and list.

Rules ask for many lists in every turn, and most of them are not there: which anchors of a list stand in a turn is
arranged once for the batch, and only where some do, and a rule asks, is it looked whether a whole template holds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from checker.cache import Arrays, kept
from checker.lexicon.cues import CueLists
from checker.lexicon.templates import Template, parse
from checker.matching.anchors import anchors
from checker.matching.automaton import Automaton
from checker.matching.lazily import Lazily
from checker.matching.letters import Bits, Letters
from checker.text import Batch

Span = tuple[int, int]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Targets:
    """What the anchors stand for: rows first[a] to first[a + 1] of `lists` (their numbers) and `templates` for anchor `a`.

    `needed` holds for each row what must stand in a turn besides the anchor, as `Letters` tells it.
    """

    automaton: Automaton
    first: Offsets
    lists: Offsets
    templates: Mapping[int, Template]
    letters: Letters
    needed: Bits


@dataclass(frozen=True)
class CueMatcher:
    """Finds the cues of all lists; the automaton is built when it is first needed."""

    lists: CueLists

    def find(self, batch: Batch) -> BatchCues:
        """The cues in all texts of a batch, looked for when first asked for."""
        return BatchCues(self, batch)

    @cached_property
    def targets(self) -> Targets:
        """The automaton of the anchors, and the lists and templates that each stands for."""
        cues = [(number, cue) for number, some in enumerate(self.lists.values()) for cue in dict.fromkeys(some)]
        sources = [source for _, source in cues]
        found = anchors("cueanchors", sources, _expanded)
        letters, needed = _needs(sources)
        return Targets(
            found.automaton,
            found.first,
            np.array([number for number, _ in cues], dtype=np.int64)[found.owners],
            Lazily(lambda row: parse(sources[found.owners[row]])),
            letters,
            needed[found.owners],
        )


def _expanded(source: str) -> tuple[str, ...]:
    return parse(source).anchors


def _needs(sources: Sequence[str]) -> tuple[Letters, Bits]:
    """The letters that some template needs besides its anchor, and for each template those it needs."""
    found = kept("cueneeds", json.dumps(sources).encode, lambda: _needed(list(map(parse, sources))))
    sets = found["sets"].tobytes().decode().split()
    return Letters.of(map(frozenset, sets)), found["needed"]


def _needed(templates: Sequence[Template]) -> Arrays:
    letters = Letters.of(beginnings for template in templates for beginnings in template.beginnings)
    needed = [letters.all_of(template.beginnings) for template in templates]
    return {
        "sets": np.frombuffer(" ".join("".join(sorted(some)) for some in letters.numbers).encode(), dtype=np.uint8),
        "needed": np.array(needed, dtype=np.uint64).reshape(-1, letters.table.shape[1]),
    }


@dataclass(slots=True)
class ListHits:
    """The anchors of one list in a batch, by turn as a range of the batch's anchors; and the spans looked for so far."""

    anchors: dict[int, Span]
    found: dict[int, list[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors found in a batch, those of one list and turn together: the target's row and the span of each."""

    rows: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True)
class BatchCues:
    """The cues of a batch: one automaton pass over all of it, spans of a list in a turn when they are asked for."""

    matcher: CueMatcher
    batch: Batch

    def of(self, first: int) -> CueHits:
        """The cues of the conversation whose first turn is this one of the batch."""
        return CueHits(self, first)

    @cached_property
    def lists(self) -> Mapping[str, ListHits]:
        """The lists of which anchors stand anywhere in the batch."""
        return self._arranged[0]

    @cached_property
    def files(self) -> Mapping[str, Sequence[str]]:
        """The names of those lists by file, as `file.`."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.lists:
            found[name.partition(".")[0] + "."].append(name)
        return found

    def look(self, turn: int, hits: ListHits) -> list[Span]:
        """The spans of the templates of a list that hold around its anchors in a turn of the batch, in order."""
        words, first = self.batch.normal_text, self.batch.normal_bounds[turn]
        templates, anchors = self.matcher.targets.templates, self._arranged[1]
        found: set[Span] = set()
        for place in range(*hits.anchors[turn]):
            span = templates[anchors.rows[place]].around(words, anchors.starts[place], anchors.ends[place])
            if span is not None:
                found.add((span[0] - first, span[1] - first))
        hits.found[turn] = sorted(found)
        return hits.found[turn]

    @cached_property
    def _arranged(self) -> tuple[dict[str, ListHits], Anchors]:
        rows, turns, starts, ends = self._possible()
        numbers = self.matcher.targets.lists[rows]
        order = (numbers * len(self.batch) + turns).argsort(kind="stable")
        numbers, turns = numbers[order], turns[order]
        begins = np.ones(len(order), dtype=np.bool_)
        begins[1:] = (numbers[1:] != numbers[:-1]) | (turns[1:] != turns[:-1])
        first = begins.nonzero()[0]
        bounds = first.tolist()
        anchors = list(zip(turns[first].tolist(), pairwise([*bounds, len(order)]), strict=True))
        lists = numbers[first].searchsorted(np.arange(len(self.matcher.lists) + 1)).tolist()
        hits = {
            name: ListHits(dict(anchors[low:high]))
            for name, low, high in zip(self.matcher.lists, lists, lists[1:], strict=False)
            if low < high
        }
        return hits, Anchors(rows[order].tolist(), starts[order].tolist(), ends[order].tolist())

    def _possible(self) -> tuple[Offsets, Offsets, Offsets, Offsets]:
        """The targets of the anchors found, where all that they need stands in the turn: row, turn, start and end of each."""
        targets = self.matcher.targets
        anchors, starts, ends = targets.automaton.find(self.batch.normal).T
        times = targets.first[anchors + 1] - targets.first[anchors]
        rows = np.arange(times.sum()) + (targets.first[anchors] + times - times.cumsum()).repeat(times)
        turns = self.batch.turn_of(starts).repeat(times)
        needed = targets.needed[rows]
        said = targets.letters.said(self.batch.normal, self.batch.normal_starts[:-1])
        possible = ((said[turns] & needed) == needed).all(axis=1).nonzero()[0]
        return rows[possible], turns[possible], starts.repeat(times)[possible], ends.repeat(times)[possible]


@dataclass(frozen=True)
class CueHits:
    """The cues of one conversation. Spans count in the normal form of a turn."""

    cues: BatchCues
    first: int

    def spans(self, turn: int, name: str, unless: Sequence[str] = ()) -> Sequence[Span]:
        """Where the cues of a list stand in a turn, in order, but for those that touch a cue of the `unless` lists."""
        hits, here = self.cues.lists.get(name), self.first + turn
        if hits is None or here not in hits.anchors:
            return ()
        found = hits.found.get(here)
        if found is None:
            found = self.cues.look(here, hits)
        if not found or not unless:
            return found
        harmless = [span for other in unless for span in self.spans(turn, other)]
        if not harmless:
            return found
        return [span for span in found if not any(_touch(span, other) for other in harmless)]

    def having(self, turns: Sequence[int], name: str, unless: Sequence[str] = ()) -> Iterator[int]:
        """Those of the turns in which a cue of a list stands that touches none of the `unless` lists."""
        hits, first = self.cues.lists.get(name), self.first
        if hits is not None:
            for turn in turns:
                if first + turn in hits.anchors and self.spans(turn, name, unless):
                    yield turn

    def names(self, turn: int, prefix: str) -> Mapping[str, Sequence[Span]]:
        """The lists of one file of which cues stand in a turn, with their spans."""
        lists, here = self.cues.lists, self.first + turn
        some = [name for name in self.cues.files.get(prefix, ()) if here in lists[name].anchors]
        return {name: spans for name in some if (spans := self.spans(turn, name))}


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
