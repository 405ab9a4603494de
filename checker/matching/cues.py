"""The cues of the protocol: one automaton pass over a batch, then spans by turn and list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.lexicon.cues import CueLists
from checker.lexicon.templates import Template, parse
from checker.matching.automaton import Automaton
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
    def targets(self) -> tuple[list[list[tuple[str, Template]]], Automaton]:
        """The lists and templates that each anchor stands for, and the automaton of the anchors."""
        by_anchor: dict[str, list[tuple[str, Template]]] = defaultdict(list)
        for name, sources in self.lists.items():
            for template in map(parse, dict.fromkeys(sources)):
                for anchor in template.anchors:
                    by_anchor[anchor].append((name, template))
        return list(by_anchor.values()), Automaton([anchor.encode("utf-16-le") for anchor in by_anchor])


@dataclass(frozen=True)
class BatchCues:
    """The cues of a batch: one automaton pass over all of it, spans a turn when that turn is asked for."""

    matcher: CueMatcher
    batch: Batch

    def of(self, first: int) -> CueHits:
        """The cues of the conversation whose first turn is this one of the batch."""
        return CueHits(self, first)

    def in_turn(self, turn: int) -> dict[str, list[Span]]:
        """The spans of each list of which a cue stands in a turn of the batch, in order."""
        found = self._found.get(turn)
        if found is None:
            found = self._found[turn] = self._look(turn)
        return found

    @cached_property
    def _found(self) -> dict[int, dict[str, list[Span]]]:
        return {}

    @cached_property
    def _anchors(self) -> tuple[list[list[int]], list[int]]:
        """The anchors with their offsets, and where those of each turn begin among them."""
        matches = self.matcher.targets[1].find(self.batch.normal)
        turns = self.batch.turn_of(matches[:, 1])
        matches[:, 1:] -= self.batch.normal_starts[turns][:, None]
        return matches.tolist(), turns.searchsorted(range(len(self.batch) + 1)).tolist()

    def _look(self, turn: int) -> dict[str, list[Span]]:
        targets = self.matcher.targets[0]
        anchors, bounds = self._anchors
        words = self.batch.text(turn).normal
        found: dict[str, set[Span]] = defaultdict(set)
        for anchor, start, end in anchors[bounds[turn] : bounds[turn + 1]]:
            for name, template in targets[anchor]:
                span = template.around(words, start, end)
                if span is not None:
                    found[name].add(span)
        return {name: sorted(spans) for name, spans in found.items()}


@dataclass(frozen=True)
class CueHits:
    """The cues of one conversation. Spans count in the normal form of a turn."""

    cues: BatchCues
    first: int

    def spans(self, turn: int, name: str, unless: Sequence[str] = ()) -> Sequence[Span]:
        """Where the cues of a list stand in a turn, in order, but for those that touch a cue of the `unless` lists."""
        here = self.cues.in_turn(self.first + turn)
        found = here.get(name, ())
        if not found or not unless:
            return found
        harmless = [span for other in unless for span in here.get(other, ())]
        return [span for span in found if not any(_touch(span, other) for other in harmless)]

    def names(self, turn: int, prefix: str) -> Mapping[str, list[Span]]:
        """The lists of one file of which cues stand in a turn, with their spans."""
        here = self.cues.in_turn(self.first + turn)
        return {name: spans for name, spans in here.items() if name.startswith(prefix)}


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
