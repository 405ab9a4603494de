"""The pieces in which the network reads a turn, and those of a long turn that it need not read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
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


class Pieces(NamedTuple):
    """Pieces of turns: the number of the turn each is of, and where it begins and ends there."""

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


def long_turns(lengths: Offsets) -> Offsets:
    """The numbers of the turns that are not read whole."""
    return np.flatnonzero(lengths > LONGEST + (MOST - 1) * STEP)


def gravest(weights: Floats) -> Offsets:
    """The numbers of the MOST clauses of a turn that weigh most as faults."""
    return (-weights).argsort(kind="stable")[:MOST]


def around(pieces: Pieces, turns: Offsets, middles: Offsets) -> Pieces:
    """Without the pieces of these turns in the middle of which none of these places stands; `turns` has the number of the turn of each
    place, and `middles` where it stands there.
    """
    counts = np.bincount(pieces.whose)
    kept = ~np.isin(pieces.whose, turns)
    nearest = np.clip((middles - LONGEST // 2 + STEP // 2) // STEP, 0, counts[turns] - 1)
    kept[(counts.cumsum() - counts)[turns] + nearest] = True
    return Pieces(*(each[kept] for each in pieces))
