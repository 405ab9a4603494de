"""The cues of the protocol in the turns of one conversation: one automaton pass, then spans by turn and list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.lexicon.cues import CueLists
from checker.lexicon.templates import Template, parse
from checker.matching.automaton import Automaton
from checker.text import Batch

WINDOW = 60
"""How far a template may reach on either side of its anchor, in characters."""
Span = tuple[int, int]


@dataclass(frozen=True)
class CueMatcher:
    """Finds the cues of all lists; the automaton is built when it is first needed."""

    lists: CueLists

    def find(self, batch: Batch, first: int, count: int) -> CueHits:
        """The cues in `count` texts of the batch from the `first` on."""
        return CueHits(self, batch, first, count)

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
class CueHits:
    """The cues of one conversation, looked for when first asked for. Spans count in the normal form of a turn."""

    matcher: CueMatcher
    batch: Batch
    first: int
    count: int

    def spans(self, turn: int, name: str, unless: Sequence[str] = ()) -> list[Span]:
        """Where the cues of a list stand in a turn, in order, but for those that touch a cue of the `unless` lists."""
        here = self._by_turn[turn]
        found = here.get(name, [])
        harmless = [span for other in unless for span in here.get(other, ())]
        return [span for span in found if not any(_touch(span, other) for other in harmless)] if harmless else found

    def names(self, turn: int, prefix: str) -> Mapping[str, list[Span]]:
        """The lists of one file of which cues stand in a turn, with their spans."""
        return {name: spans for name, spans in self._by_turn[turn].items() if name.startswith(prefix)}

    @cached_property
    def _by_turn(self) -> list[dict[str, list[Span]]]:
        targets, automaton = self.matcher.targets
        starts = self.batch.normal_starts[self.first : self.first + self.count + 1]
        low, high = int(starts[0]), int(starts[-1])
        matches = automaton.find(self.batch.normal[low:high])
        turns = self.batch.turn_of(matches[:, 1] + low) - self.first
        words = [self.batch.text(self.first + turn).normal for turn in range(self.count)]
        found: list[dict[str, set[Span]]] = [defaultdict(set) for _ in range(self.count)]
        for (anchor, start, end), turn in zip(matches.tolist(), turns.tolist(), strict=True):
            offset = int(starts[turn]) - low
            for name, template in targets[anchor]:
                span = _whole(template, words[turn], start - offset, end - offset)
                if span is not None:
                    found[turn][name].add(span)
        return [{name: sorted(spans) for name, spans in here.items()} for here in found]


def _whole(template: Template, words: str, start: int, end: int) -> Span | None:
    """The span of the whole template around its anchor."""
    if template.complete:
        return start, end
    for match in template.expression.finditer(words, max(0, start - WINDOW), end + WINDOW):
        if match.start() <= start and end <= match.end():
            return match.span()
    return None


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
