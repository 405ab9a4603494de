"""What a clerk's words say of a paper: to be brought, held by the office, not asked of this citizen, waived, or named only.

Heads over the words before and after it in its sentence, which know no paper by its name, so that they hold for an agency's own
guides. Trained by `yanjian train` (checker.training.mentions).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from checker.deferred import deferred
from checker.matching.heads import Floats, Heads
from checker.matching.ngrams import Grams
from checker.matching.word_classes import WordClasses
from checker.text import Batch

SAID = ("told", "held", "exempt", "waived", "named")
"""The paper is to be brought; the office has it, gets it or makes it; it is not asked of this citizen; it is said to be needless all
the same; it is named, but nobody learns that it is wanted.
"""
_NEEDLESS = slice(SAID.index("held"), SAID.index("waived") + 1)
"""What may be meant by a paper that is said to be needless; the last of them without a reason."""
_BEFORE, _AFTER = 30, 34
"""So many characters around a paper are heard, within its sentence."""
_STOP = deferred(r"[。！？；;\n\x00]")


class Mention(NamedTuple):
    """The words before and after a paper in its sentence."""

    before: str
    after: str


def mention(text: str, start: int, end: int) -> Mention:
    """The surroundings of a paper named at [start, end) of a text."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    return Mention(_STOP.split(before)[-1], _STOP.split(after)[0])


class Mentions:
    """The trained weights."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], classes: WordClasses) -> None:
        self._heads = Heads(arrays, "mentions", classes)

    def reasons(self, mentions: Sequence[Mention]) -> list[float]:
        """How likely it is that each paper, said to be needless, is so with reason, from 0 to 1."""
        shares = self.shares(mentions)[:, _NEEDLESS]
        found: list[float] = (1 - shares[:, -1] / shares.sum(axis=1)).tolist()
        return found

    def shares(self, mentions: Sequence[Mention]) -> Floats:
        """How likely it is that each of SAID is said of each paper, from 0 to 1 each; shape (mentions, SAID)."""
        numbers = np.arange(len(mentions))
        shares: Floats = 1 / (1 + np.exp(-self._heads.weigh(grams_of(mentions), numbers, numbers + len(mentions))))
        return shares


def grams_of(mentions: Sequence[Mention]) -> Grams:
    """The n-grams of what stands after each paper, and then of what stands before each."""
    return Grams(Batch([*(each.after for each in mentions), *(each.before for each in mentions)]))
