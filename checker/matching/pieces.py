"""The pieces in which the network reads a turn, and those of a long turn that it need not read."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int64]

LONGEST, STEP = 96, 48
"""Turns of more characters, blanks left out, are read in pieces of so many, of which each begins so far after the one before: a clause
of up to 48 characters stands whole in one of them. The gravest piece counts; what repairs a taboo may stand in another, which the linear
model alone hears.
"""
MOST = 8
"""Of a turn of more pieces, that is, of more than 432 characters, only the first is read and those in the middle of which one of its so
many gravest clauses stands. Turns at fault that are this long have not been labelled; reading all of one may take seconds.
"""
READ_WHOLE = LONGEST + (MOST - 1) * STEP
"""Turns of no more characters are read whole."""


class Pieces(NamedTuple):
    """Pieces of turns: the place of its turn among those given, ascending, and where it begins and ends there, in characters."""

    whose: Offsets
    first: Offsets
    last: Offsets


def pieces_of(lengths: Offsets) -> Pieces:
    """The pieces of turns of these lengths, one at least of each, in order."""
    beyond = np.maximum(lengths - LONGEST, 0)
    counts = 1 - -beyond // STEP
    whose = np.arange(len(lengths)).repeat(counts)
    within = np.arange(len(whose)) - (counts.cumsum() - counts)[whose]
    first = np.minimum(within * STEP, beyond[whose])
    return Pieces(whose, first, np.minimum(first + LONGEST, lengths[whose]))


def read_pieces(lengths: Offsets, gravest: Callable[[int], Offsets]) -> Pieces:
    """Those of them that are read. `gravest` tells of a turn, by its place among those given, in which characters its gravest clauses
    have their middle; only long turns are asked about.
    """
    pieces = pieces_of(lengths)
    kept = np.ones(len(pieces.whose), dtype=np.bool_)
    for turn in np.flatnonzero(lengths > READ_WHOLE).tolist():
        low, high = pieces.whose.searchsorted((turn, turn + 1))
        nearest = np.clip((gravest(turn) - LONGEST // 2 + STEP // 2) // STEP, 0, high - low - 1)
        kept[low + 1 : high] = False
        kept[low + nearest] = True
    return Pieces(*(each[kept] for each in pieces))
