"""Linear heads over hashed n-grams of characters and of word classes: what a piece of text is, told by its words and by the end of
what came before.

A row of their table holds the weights of all heads, for the piece itself and for the piece after it, as whole words, so that
few looks fetch them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.ngrams import Grams, Rows, TurnPlaces
from checker.matching.sums import Sums
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
_AT_ONCE = 8192
"""Texts of about so many places are summed up at once: what that takes stays near the processor."""


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
            whole, end = _sums(self._table, view)
            logits += _means(whole[own], slice(count)) * self._own_scale
            logits[following] += _means(end[before[following]], slice(count, 2 * count)) * self._before_scale
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


def _sums(table: npt.NDArray[np.int64], view: Heard) -> tuple[Sums, Sums]:
    """The weights of the rows of each text summed up, and of those of its end; exact. Shape (texts, _COLUMNS) each."""
    starts, ends = view.places.turn_places()
    tails, _ = view.places.last_places(view.end)
    summed = np.empty((len(starts), 2, _COLUMNS), dtype=np.int32)
    bounds = np.flatnonzero(np.diff(starts // _AT_ONCE, prepend=-1)).tolist()
    for low, high in pairwise([*bounds, len(starts)]):
        weights = _weights(table, view.rows[:, starts[low] : ends[high - 1]])
        parts = np.stack((starts[low:high], tails[low:high]), axis=1).ravel() - starts[low]
        summed[low:high] = np.add.reduceat(weights, parts, axis=0, dtype=np.int32).reshape(-1, 2, _COLUMNS)
    summed[starts == tails, 0] = 0  # all of a short text is its end
    return summed.sum(axis=1, dtype=np.int32), summed[:, 1]


def _weights(table: npt.NDArray[np.int64], rows: Rows) -> npt.NDArray[np.int16]:
    """The weights of the rows at each place, of all orders together. Shape (places, _COLUMNS)."""
    total: npt.NDArray[np.int16] = table.take(rows[0], axis=0).view(np.int8).astype(np.int16)
    for some in rows[1:]:
        total += table.take(some, axis=0).view(np.int8)
    return total


def _means(sums: Sums, columns: slice) -> Floats:
    """Sums of some columns, divided by the root of how many n-grams there are."""
    means: Floats = sums[:, columns] / np.sqrt(np.maximum(sums[:, _COUNT, None], 1))
    return means
