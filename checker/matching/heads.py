"""Linear heads over hashed n-grams of characters and of word classes: what a piece of text is, told by its words and by the end of
what came before.

A row of their table holds the weights of all heads, for the piece itself and for the piece after it, as whole words, so that
few looks fetch them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.ngrams import Grams, Rows, TurnPlaces
from checker.matching.sums import Sums, running_sums, span_means
from checker.matching.word_classes import WordClasses

Floats = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.int64]

HEAD_BITS = 16
"""The n-grams of the detector, folded to a smaller table."""
HEAD_ROWS = 1 << HEAD_BITS
"""So many rows has the table of the characters, and after it that of the word classes."""
HEAD_ORDERS = 3
"""N-grams of more characters are not looked at."""
HEARD, HEARD_WORDS = 40, 25
"""How much of what came before is heard: its end, in characters and in words."""
NEVER = -6.0
"""The score of what cannot be."""
_COLUMNS = 56
_COUNT = _COLUMNS - 1
"""The column that counts n-grams."""


@dataclass(frozen=True)
class Heard:
    """One view of the texts, as the heads hear it: the rows of their table at each place, the places of the texts, and how
    much of the end of each counts for what comes after it.
    """

    rows: Rows
    places: TurnPlaces
    end: int


def views_of(grams: Grams, classes: WordClasses) -> tuple[Heard, Heard]:
    """The texts of these n-grams as characters, and as word classes."""
    tokens = classes.tokens(grams)
    return (
        Heard(head_rows(grams), grams.characters, HEARD),
        Heard(_folded(tokens.rows) + np.uint32(HEAD_ROWS) * (tokens.rows > 0), tokens.places, HEARD_WORDS),
    )


class Heads:
    """The trained weights of some heads. Sums are over n-grams, divided by the root of their number."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], name: str, classes: WordClasses) -> None:
        self._classes = classes
        self._bias: npt.NDArray[np.float32] = arrays[f"{name}_bias"]
        self._table = _joined(arrays[name])
        self._own_scale, self._before_scale = np.split(arrays[f"{name}_scale"], 2)

    def weigh(self, grams: Grams, own: Offsets, before: Offsets) -> Floats:
        """The logits of every head, shape (pieces, heads).

        `own` are the numbers of the pieces among the texts of the n-grams, `before` those of what came before each, or -1.
        """
        count = len(self._bias)
        following = np.flatnonzero(before >= 0)
        logits: Floats = np.tile(self._bias.astype(np.float64), (len(own), 1))
        for view in views_of(grams, self._classes):
            sums = _sums(self._table, view.rows)
            starts, ends = view.places.turn_places()
            logits += span_means(sums, count, _COUNT, starts[own], ends[own]) * self._own_scale
            first, last = view.places.last_places(view.end)
            heard = before[following]
            means = span_means(sums, 2 * count, _COUNT, first[heard], last[heard])
            logits[following] += means[:, count:] * self._before_scale
        return logits


def head_rows(grams: Grams) -> Rows:
    """The rows of a heads' table that begin at each place of the characters, 0 where none does."""
    return _folded(grams.rows[:HEAD_ORDERS, : grams.syllables_from])


def _folded(rows: Rows) -> Rows:
    """Rows of n-grams as rows of the smaller table."""
    return rows & np.uint32(HEAD_ROWS - 1)


def _joined(weights: npt.NDArray[np.int8]) -> npt.NDArray[np.int64]:
    """The weights of a row as whole words; every row but that of no n-gram counts as one."""
    table = np.zeros((len(weights), _COLUMNS), dtype=np.int8)
    table[:, : weights.shape[1]] = weights
    table[1:, _COUNT] = 1
    return table.view(np.int64)


def _sums(table: npt.NDArray[np.int64], rows: Rows) -> Sums:
    """Running sums of the weights of the rows, _COLUMNS of them."""
    total = table.take(rows[0], axis=0).view(np.int8).astype(np.int16)
    for some in rows[1:]:
        total += table.take(some, axis=0).view(np.int8)
    return running_sums(total)
