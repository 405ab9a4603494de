"""The pieces in which the network reads a turn, and those of a long turn that it need not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int64]

LONGEST, STEP = 96, 48
"""Turns of more characters, blanks left out, are read in pieces of so many, of which each begins so far after the one before: a clause
of up to 48 characters stands whole in one of them. The layers see a little beyond a piece, though they have learnt from
pieces by themselves: on tests/corpus/tuning that is as good. The gravest piece counts; what repairs a taboo may stand in another, which the
linear model alone hears.
"""
MOST = 8
"""Of a turn of more pieces, that is, of more than 432 characters, only the first is read and those in the middle of which one of its so
many gravest clauses stands. Turns at fault that are this long have not been labelled; reading all of one may take seconds.
"""
READ_WHOLE = LONGEST + (MOST - 1) * STEP
"""Turns of no more characters are read whole."""
AT_ONCE = 4096
"""About so many characters are read at once: what that takes in memory is bounded, and stays near the processor."""
BESIDES = 16
"""A piece takes besides about what so many characters take."""


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


class Runs(NamedTuple):
    """What pieces that touch or overlap make up together, with what stands around them: the place of its turn, where it begins and ends
    there, and of each piece the number of its run.
    """

    whose: Offsets
    first: Offsets
    last: Offsets
    of_piece: Offsets


def runs_of(pieces: Pieces, lengths: Offsets, around: int) -> Runs:
    """The runs of pieces of turns of these lengths, in order: what several pieces share is read once. `around` a piece is read so much
    besides, so that what is made of it does not depend on the others.
    """
    first = np.maximum(pieces.first - around, 0)
    last = np.minimum(pieces.last + around, lengths[pieces.whose])
    begins = np.ones(len(first), dtype=np.bool_)
    begins[1:] = (pieces.whose[1:] != pieces.whose[:-1]) | (first[1:] > last[:-1])
    begin = begins.nonzero()[0]
    end = np.append(begin[1:], len(begins)) - 1
    return Runs(pieces.whose[begin], first[begin], last[end], begins.cumsum() - 1)


def read_at_once(pieces: Pieces) -> Iterator[Pieces]:
    """The pieces of some turns at a time, those of one turn together."""
    ends = np.bincount(pieces.whose).cumsum()
    shares = (pieces.last - pieces.first + BESIDES).cumsum()[ends - 1] // AT_ONCE
    bounds = [0, *ends[:-1][shares[1:] > shares[:-1]].tolist(), len(pieces.whose)]
    return (Pieces(*(each[begin:end] for each in pieces)) for begin, end in pairwise(bounds))
