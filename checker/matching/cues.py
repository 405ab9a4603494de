"""The cues of the protocol: one automaton pass over a batch, then spans by list and turn of each conversation.

Rules ask for many lists in every turn, and most of them are not there: which lists may stand in which turns of a
conversation is arranged once, and only where one may, and a rule asks, is it looked whether a whole template holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from checker.lexicon.cues import CueLists
from checker.lexicon.templates import Template, parse
from checker.matching.anchors import Anchors, anchors_of
from checker.matching.lazily import Lazily
from checker.text import Batch

Span = tuple[int, int]


@dataclass(frozen=True)
class CueMatcher:
    """Finds the cues of all lists; the automaton is built when it is first needed."""

    lists: CueLists

    def find(self, batch: Batch) -> BatchCues:
        """The cues in all texts of a batch, looked for when first asked for."""
        return BatchCues(self, batch)

    @cached_property
    def names(self) -> Sequence[str]:
        """The names of the lists."""
        return list(self.lists)

    @cached_property
    def sources(self) -> Sequence[str]:
        """The templates of all lists as written, list by list."""
        return [source for sources in self.lists.values() for source in dict.fromkeys(sources)]

    @cached_property
    def templates(self) -> Mapping[int, Template]:
        """The templates by number; one is read when it is first looked at."""
        return Lazily(lambda number: parse(self.sources[number]))

    @cached_property
    def anchors(self) -> Anchors:
        """The anchors of the templates."""
        return anchors_of("cueanchors", self.sources, parse)

    @cached_property
    def list_of(self) -> npt.NDArray[np.int64]:
        """The number of the list of each template."""
        counts = [len(set(sources)) for sources in self.lists.values()]
        return np.arange(len(counts)).repeat(counts)


@dataclass(frozen=True, slots=True)
class Likely:
    """Where templates may stand in a batch, in order of turn and list: `places` are rows of the template's number, -1 where
    the anchor is all of it, and the span of the anchor. They stay an array, for most are never looked at.

    Those of one list in one turn are a group: `names`, `turns`, and in `first` where the places of each group begin.
    """

    places: npt.NDArray[np.int64]
    names: Sequence[str]
    turns: Sequence[int]
    first: Sequence[int]


@dataclass(frozen=True)
class BatchCues:
    """The cues of a batch: one automaton pass over all of it."""

    matcher: CueMatcher
    batch: Batch

    def of(self, offset: int, count: int) -> CueHits:
        """The cues of the conversation of so many turns whose first turn is this one of the batch."""
        return CueHits(self, offset, count)

    @cached_property
    def likely(self) -> Likely:
        """The places at which templates may stand, arranged."""
        places, names = self.matcher.anchors.find_likely(self.batch), self.matcher.names
        keys = places.turns * len(names) + self.matcher.list_of[places.templates]
        order = keys.argsort(kind="stable")
        keys = keys[order]
        first = np.append(True, keys[1:] != keys[:-1]).nonzero()[0] if len(keys) else keys
        templates = np.where(self.matcher.anchors.complete[places.templates], -1, places.templates)
        return Likely(
            np.stack((templates, places.starts, places.ends), axis=1)[order],
            [names[number] for number in (keys[first] % len(names)).tolist()],
            (keys[first] // len(names)).tolist(),
            [*first.tolist(), len(keys)],
        )

    def look(self, group: int) -> list[Span]:
        """The spans of the templates that hold at the places of a group, in order."""
        templates, likely, words = self.matcher.templates, self.likely, self.batch.normal_text
        first = self.batch.normal_bounds[likely.turns[group]]
        found: set[Span] = set()
        for template, start, end in likely.places[likely.first[group] : likely.first[group + 1]].tolist():
            span = (start, end) if template < 0 else templates[template].around(words, start, end)
            if span is not None:
                found.add((span[0] - first, span[1] - first))
        return sorted(found)


@dataclass(frozen=True)
class CueHits:
    """The cues of one conversation. Spans count in the normal form of a turn."""

    cues: BatchCues
    offset: int
    count: int

    def spans(self, turn: int, name: str, unless: Sequence[str] = ()) -> Sequence[Span]:
        """Where the cues of a list stand in a turn, in order, but for those that touch a cue of the `unless` lists."""
        there = self._lists.get(name)
        if there is None or turn not in there:
            return ()
        found = there[turn]
        if isinstance(found, int):
            found = there[turn] = self.cues.look(found)
        if not found or not unless:
            return found
        harmless = [span for other in unless for span in self.spans(turn, other)]
        if not harmless:
            return found
        return [span for span in found if not any(_touch(span, other) for other in harmless)]

    def having(self, turns: Sequence[int], name: str, unless: Sequence[str] = ()) -> list[int]:
        """Those of the turns in which a cue of a list stands that touches none of the `unless` lists."""
        there = self._lists.get(name)
        if there is None:
            return []
        return [turn for turn in turns if turn in there and self.spans(turn, name, unless)]

    def first(self, turns: Sequence[int], name: str, unless: Sequence[str] = ()) -> int | None:
        """The first of the turns in which a cue of a list stands that touches none of the `unless` lists."""
        there = self._lists.get(name)
        if there is None:
            return None
        return next((turn for turn in turns if turn in there and self.spans(turn, name, unless)), None)

    def names(self, turn: int, prefix: str) -> Mapping[str, Sequence[Span]]:
        """The lists of one file of which cues stand in a turn, with their spans."""
        return {name: spans for name in self._files[prefix] if (spans := self.spans(turn, name))}

    @cached_property
    def _lists(self) -> Mapping[str, dict[int, int | list[Span]]]:
        """The lists of which a cue may stand in the conversation, by turn: the group, and once looked at the spans."""
        likely, offset = self.cues.likely, self.offset
        low, high = bisect_left(likely.turns, offset), bisect_left(likely.turns, offset + self.count)
        found: dict[str, dict[int, int | list[Span]]] = {}
        for group, name, turn in zip(range(low, high), likely.names[low:high], likely.turns[low:high], strict=True):
            found.setdefault(name, {})[turn - offset] = group
        return found

    @cached_property
    def _files(self) -> Mapping[str, Sequence[str]]:
        """The names of those lists by file, as `file.`."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._lists:
            found[name.partition(".")[0] + "."].append(name)
        return found


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
