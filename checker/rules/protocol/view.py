"""What the protocol points look at: the turns in normal form, the cues found in them, and where the clerk was rude."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.lexicon.cues import Cues
from checker.model import Finding, Point
from checker.rules.scene import Scene

NA = Point("na")


@dataclass(frozen=True)
class View:
    """A conversation with its cues. `taboos` are the forbidden findings that count, by turn."""

    scene: Scene
    cues: Cues
    taboos: Mapping[int, Sequence[Finding]] = field(default_factory=dict)

    @property
    def channel(self) -> str:
        """window, phone, chat or reply."""
        return self.scene.conversation.channel

    @property
    def clerk_turns(self) -> list[int]:
        """The clerk's turns that say anything, in order."""
        return self.scene.clerk_turns

    @property
    def citizen_turns(self) -> list[int]:
        """The citizen's turns, in order."""
        return self.scene.turns_of("citizen")

    def words(self, turn: int) -> str:
        """A turn's text in normal form."""
        return self.scene.words(turn)

    def find(self, turn: int, cue: str, unless: str | None = None) -> re.Match[str] | None:
        """The first place of a cue in a turn, once the harmless longer wordings are taken out."""
        words = self.words(turn)
        return self.cues.find(cue, self.cues.without(unless, words) if unless else words)

    def has(self, turn: int, cue: str, unless: str | None = None) -> bool:
        """Whether a cue stands in a turn."""
        return self.find(turn, cue, unless) is not None

    def first(self, turns: Sequence[int], cue: str, unless: str | None = None) -> int | None:
        """The first of the turns in which a cue stands."""
        return next((turn for turn in turns if self.has(turn, cue, unless)), None)

    def span(self, turn: int, match: re.Match[str] | None = None) -> tuple[int, int]:
        """Where a match in the normal form stands in the turn as given; the whole turn without a match."""
        if match is None:
            return 0, len(self.scene.conversation.turns[turn].text)
        origin = self.scene.text(turn).origin
        return origin[match.start()], origin[match.end() - 1] + 1

    def replies(self, turn: int) -> list[int]:
        """The clerk's turns that answer a citizen's turn: the next ones, up to the citizen's next words."""
        roles = self.scene.conversation.turns
        found: list[int] = []
        for index in range(turn + 1, len(roles)):
            if roles[index].role == "clerk" and roles[index].text.strip():
                found.append(index)
            elif found and roles[index].role == "citizen":
                break
        return found

    def rude(self, turn: int, categories: frozenset[str] | None = None) -> bool:
        """Whether a forbidden expression counts in a turn (of one of the categories)."""
        some = self.taboos.get(turn, ())
        return any(categories is None or finding.category in categories for finding in some)


def status(met: bool, turn: int) -> Point:
    """Met or missed, decided by a turn."""
    return Point("met" if met else "missed", turn)
