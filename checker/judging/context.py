"""What a judgement sees of a hit: its clause, its sentence, its utterance, and the turns around it."""

from __future__ import annotations

from collections.abc import Sequence

from checker.deferred import deferred
from checker.matching.hit import Hit
from checker.model import Turn
from checker.text import Text

REACH = 300
"""How far a judgement looks on either side of a hit, in characters: the cost of a turn grows with its hits, no faster."""
_SENTENCE_END = deferred(r"[。？！；]")
_CLAUSE_END = deferred(r"[。？！；，]")


class Context:
    """One hit and its surroundings. Offsets are those of the turn as given; all strings are folded, and but for `left` and
    `right` without blanks.

    * `words`: the hit itself;
    * `left`, `right`: the utterance before it and behind it, within reach;
    * `before`, `clause_before`: the sentence, and the clause, up to it;
    * `after`: the utterance behind it, sentence ends and all;
    * `clause_after`: the clause behind it, its final mark with it.

    Nearly all of it is asked for of every hit, so that it is made at once.
    """

    __slots__ = ("after", "before", "clause_after", "clause_before", "hit", "left", "right", "text", "turn", "turns", "words")  # fmt: skip

    def __init__(self, hit: Hit, text: Text, turns: Sequence[Turn], turn: int) -> None:
        folded, start, end = text.folded, hit.start, hit.end
        self.hit, self.text, self.turns, self.turn = hit, text, turns, turn
        self.words = folded[start:end].replace(" ", "")
        self.left = folded[max(0, start - REACH) : start]
        self.right = folded[end : end + REACH]
        sentence = _SENTENCE_END.split(self.left)[-1]
        self.before = sentence.replace(" ", "")
        self.clause_before = _CLAUSE_END.split(sentence)[-1].replace(" ", "")
        self.after = self.right.replace(" ", "")
        mark = _CLAUSE_END.search(self.after)
        self.clause_after = self.after[: mark.end()] if mark else self.after
