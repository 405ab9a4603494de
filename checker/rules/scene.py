"""One conversation with all that was found in it: what every rule looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from checker.lexicon import Lexicon, Profile
from checker.matching.detection import Wording
from checker.matching.hit import Hit
from checker.matching.selection import courteous
from checker.model import Conversation
from checker.text import Batch, Text


@dataclass
class Scene:
    """A conversation whose roles are resolved. `hits` are by turn of the conversation."""

    conversation: Conversation
    profile: Profile
    lexicon: Lexicon
    batch: Batch
    offset: int
    hits: Mapping[int, Sequence[Hit]]
    wording: Wording | None = None
    notes: tuple[str, ...] = ()
    _courteous: dict[int, list[Hit]] = field(default_factory=dict)

    def text(self, turn: int) -> Text:
        """The forms of a turn's text."""
        return self.batch.text(self.offset + turn)

    def words(self, turn: int) -> str:
        """A turn's text in normal form."""
        return self.batch.normal_of(self.offset + turn)

    def folded(self, turn: int) -> str:
        """A turn's text in folded form."""
        return self.batch.folded_of(self.offset + turn)

    def courteous(self, turn: int) -> list[Hit]:
        """The polite expressions of a turn, chosen once."""
        found = self._courteous.get(turn)
        if found is None:
            found = self._courteous[turn] = courteous(self.hits.get(turn, ()))
        return found

    def turns_of(self, role: str) -> list[int]:
        """The turns of one role, in order."""
        return [index for index, turn in enumerate(self.conversation.turns) if turn.role == role]

    @cached_property
    def citizen_turns(self) -> list[int]:
        """The citizen's turns, in order."""
        return self.turns_of("citizen")

    @cached_property
    def clerk_turns(self) -> list[int]:
        """The clerk's turns that say anything, in order."""
        return [turn for turn in self.turns_of("clerk") if self.conversation.turns[turn].text.strip()]

    def citizen_turns_before(self, turn: int) -> list[int]:
        """The citizen's turns between the clerk's previous turn and this one, in order."""
        found: list[int] = []
        for index in range(turn - 1, -1, -1):
            role = self.conversation.turns[index].role
            if role == "clerk":
                break
            if role == "citizen":
                found.append(index)
        return found[::-1]

    def next_clerk_turn(self, turn: int) -> int | None:
        """The first turn of the clerk after the given one."""
        return next((index for index in self.clerk_turns if index > turn), None)

    def answering_turn(self, turn: int) -> int:
        """The clerk's turn that answers, or should, what is said in the given turn; the clerk's last where none follows."""
        following = self.next_clerk_turn(turn)
        return self.clerk_turns[-1] if following is None else following

    def situations(self, turn: int) -> set[str]:
        """The situations whose polite expressions stand in a turn."""
        hits = self.hits.get(turn, ())
        return {hit.entry.group for hit in hits if hit.use == "phrase" and hit.entry.kind == "courtesy"}
