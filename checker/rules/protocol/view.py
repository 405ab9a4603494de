"""What the protocol points look at: the turns in normal form, the cues found in them, and where the clerk was rude."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar

from checker.matching.cues import CueHits, Span
from checker.model import Finding, Point
from checker.rules.scene import Scene

NA = Point("na")
EDGES = "。啊呀的了呢哦"
"""What may stand around a bare 不行."""

PARTICLES = str.maketrans("", "", "。呀您你我就了吧嘛啊呗的啥干么呢那这个哈喽底")
"""Characters that say nothing by themselves."""

FoundT = TypeVar("FoundT")


@dataclass(frozen=True)
class View:
    """A conversation with its cues. `taboos` are the forbidden findings that count, by turn; `known` is what was found out
    with `once`.
    """

    scene: Scene
    cues: CueHits
    taboos: Mapping[int, Sequence[Finding]] = field(default_factory=dict)
    known: dict[Callable[[View], object], Any] = field(default_factory=dict)
    _replies: dict[int, list[int]] = field(default_factory=dict)

    @property
    def channel(self) -> str:
        """window, phone, chat or reply."""
        return self.scene.conversation.channel

    @cached_property
    def clerk_turns(self) -> list[int]:
        """The clerk's turns that say anything, in order."""
        return self.scene.clerk_turns

    @cached_property
    def citizen_turns(self) -> list[int]:
        """The citizen's turns, in order."""
        return self.scene.citizen_turns

    @cached_property
    def answers(self) -> list[int]:
        """The clerk's turns after the citizen's first words, in order."""
        first = self.citizen_turns[:1]
        return [turn for turn in self.clerk_turns if first and turn > first[0]]

    def words(self, turn: int) -> str:
        """A turn's text in normal form."""
        return self.scene.words(turn)

    def given(self, turn: int) -> str:
        """A turn's text as given."""
        return self.scene.conversation.turns[turn].text

    def spans(self, turn: int, cue: str, *unless: str) -> Sequence[Span]:
        """Where the cues of a list stand in a turn's normal form, unless they touch a harmless longer wording."""
        return self.cues.spans(turn, cue, unless)

    def having(self, turns: Sequence[int], cue: str, *unless: str) -> list[int]:
        """Those of the turns in which a cue stands."""
        return self.cues.having(turns, cue, unless)

    def has(self, turn: int, cue: str, *unless: str) -> bool:
        """Whether a cue stands in a turn."""
        return bool(self.cues.spans(turn, cue, unless))

    def whole(self, turn: int, cue: str) -> bool:
        """Whether a turn is one cue of the list and nothing else but particles."""
        spans = self.spans(turn, cue)
        if not spans:
            return False
        words = self.words(turn)
        return (len(words) - len(words.lstrip(EDGES)), len(words.rstrip(EDGES))) in spans

    def first(self, turns: Sequence[int], cue: str, *unless: str) -> int | None:
        """The first of the turns in which a cue stands."""
        return self.cues.first(turns, cue, unless)

    def as_given(self, turn: int, span: Span | None = None) -> Span:
        """Where a span of the normal form stands in the turn as given; the whole turn without one."""
        if span is None:
            return 0, len(self.scene.conversation.turns[turn].text)
        origin = self.scene.text(turn).origin
        return origin[span[0]], origin[span[1] - 1] + 1

    def replies(self, turn: int) -> list[int]:
        """The clerk's turns that answer a citizen's turn: the next ones, up to the citizen's next words."""
        found = self._replies.get(turn)
        if found is None:
            found = self._replies[turn] = self._next_replies(turn)
        return found

    def _next_replies(self, turn: int) -> list[int]:
        roles = self.scene.conversation.turns
        found: list[int] = []
        for index in range(turn + 1, len(roles)):
            if roles[index].role == "clerk" and roles[index].text.strip():
                found.append(index)
            elif found and roles[index].role == "citizen":
                break
        return found

    def rest(self, turn: int, *lists: str) -> str:
        """A turn's normal form without the cues of some lists, and without particles."""
        spans = [span for name in lists for span in self.spans(turn, name)]
        kept = (c for i, c in enumerate(self.words(turn)) if not any(start <= i < end for start, end in spans))
        return "".join(kept).translate(PARTICLES)

    def rude(self, turn: int, categories: frozenset[str] | None = None) -> bool:
        """Whether a forbidden expression counts in a turn (of one of the categories)."""
        some = self.taboos.get(turn)
        return some is not None and any(categories is None or finding.category in categories for finding in some)


def once(find_out: Callable[[View], FoundT]) -> Callable[[View], FoundT]:
    """Something about a conversation that several points ask for: found out when it is first asked for, then known."""

    @wraps(find_out)
    def known(view: View) -> FoundT:
        if find_out not in view.known:
            view.known[find_out] = find_out(view)
        found: FoundT = view.known[find_out]
        return found

    return known


def status(met: bool, turn: int) -> Point:
    """Met or missed, decided by a turn."""
    return Point("met" if met else "missed", turn)
