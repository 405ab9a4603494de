"""What a judgement sees of a hit: its clause, its sentence, its utterance, and the turns around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.deferred import deferred
from checker.matching.hit import Hit
from checker.model import Turn
from checker.text import Text

REACH = 300
"""How far a judgement looks on either side of a hit, in characters: the cost of a turn grows with its hits, no faster."""
_SENTENCE_END = deferred(r"[。？！；]")
_CLAUSE_END = deferred(r"[。？！；，]")


@dataclass(frozen=True)
class Context:
    """One hit and its surroundings. Offsets are those of the turn as given; all strings are folded."""

    hit: Hit
    text: Text
    turns: Sequence[Turn]
    turn: int

    @cached_property
    def words(self) -> str:
        """The hit itself, without blanks."""
        return self.text.folded[self.hit.start : self.hit.end].replace(" ", "")

    @cached_property
    def left(self) -> str:
        """The utterance before the hit, within reach, blanks kept."""
        return self.text.folded[max(0, self.hit.start - REACH) : self.hit.start]

    @cached_property
    def right(self) -> str:
        """The utterance behind the hit, within reach, blanks kept."""
        return self.text.folded[self.hit.end : self.hit.end + REACH]

    @cached_property
    def before(self) -> str:
        """The sentence up to the hit."""
        return _SENTENCE_END.split(self.left)[-1].replace(" ", "")

    @cached_property
    def clause_before(self) -> str:
        """The clause up to the hit."""
        return _CLAUSE_END.split(self.left)[-1].replace(" ", "")

    @cached_property
    def after(self) -> str:
        """The utterance behind the hit, sentence ends and all."""
        return self.right.replace(" ", "")

    @cached_property
    def clause_after(self) -> str:
        """The clause behind the hit, its final mark with it."""
        match = _CLAUSE_END.search(self.after)
        return self.after[: match.end()] if match else self.after

    @cached_property
    def sentence_after(self) -> str:
        """The sentence behind the hit, its final mark with it."""
        match = _SENTENCE_END.search(self.after)
        return self.after[: match.end()] if match else self.after

    @property
    def role(self) -> str | None:
        """Who speaks."""
        return self.turns[self.turn].role
