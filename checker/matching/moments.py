"""Moments of a conversation: the turns that make a point of the protocol due, and those that fulfil or break it.

Heads over the words of each turn and of the turn before; and a second model, over the course that the moments of a
conversation take and what the rules made of it, that says of each point whether it was met, missed or not called for. What a
refusal, a reproach or a promise sounds like, no list of cues can hold. Trained by `yanjian train` (checker.training.moments).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.heads import NEVER, Floats, Heads, Offsets
from checker.matching.ngrams import Grams
from checker.matching.word_classes import WordClasses
from checker.model import PointStatus

POINTS = (
    "answered", "please_wait", "apology", "referral", "reason", "time_commitment", "no_argument", "self_introduction",
)  # fmt: skip
"""The points that are weighed; the others are plain enough for rules."""
PARTS = ("due", "met", "missed")
"""What a turn may be to a point: it makes it due, it fulfils it, it breaks it."""
HEADS = tuple((point, part) for point in POINTS for part in PARTS)
OUTCOMES: tuple[PointStatus, ...] = ("met", "missed", "na")
_LONG = 24
"""Conversations of more turns count as so long: longer than anything that is labelled."""
_SOON = 3
"""Within so many turns what is due is answered, or never."""
_SURE = 4.0
"""More speaks no louder."""
_BY_CLERK = np.array([number for number, (_, part) in enumerate(HEADS) if part != "due"])
_PLACE_OF = {status: place for place, status in enumerate(OUTCOMES)}
_COLUMNS = np.arange(len(HEADS))
SEQUENCE = 11 * len(POINTS)
COURSE = 2 * len(HEADS) + SEQUENCE + 1
"""How many features the course of a conversation has."""


class Moments:
    """The trained weights."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], classes: WordClasses) -> None:
        self._heads = Heads(arrays, "moments", classes)
        self._clerk: npt.NDArray[np.float32] = arrays["moments_clerk"]
        weights: Floats = arrays["outcomes"].reshape(len(POINTS) * len(OUTCOMES), -1).astype(np.float64)
        self._course, self._ruled = weights[:, :COURSE].T, weights[:, COURSE:].T
        self._bias: Floats = arrays["outcomes_bias"].astype(np.float64).ravel()

    def weigh(self, grams: Grams, clerk: npt.NDArray[np.bool_], following: npt.NDArray[np.bool_]) -> Floats:
        """How much speaks for each moment in each turn, as logits of shape (turns, HEADS).

        `clerk` are the clerk's turns, `following` those that have a turn before them in their conversation.
        """
        turns = np.arange(len(clerk))
        logits = self._heads.weigh(grams, turns, np.where(following, turns - 1, -1))
        logits += clerk[:, None] * self._clerk
        logits[np.ix_(~clerk, _BY_CLERK)] = NEVER  # no citizen fulfils a point
        return logits

    def leanings(self, moments: Floats, counts: Offsets) -> Floats:
        """What each conversation leans to before the rules are heard, as logits of shape (conversations, POINTS * OUTCOMES).

        `moments` are those of the turns of all conversations, `counts` how many turns each has.
        """
        leanings: Floats = courses(moments, counts) @ self._course + self._bias
        return leanings

    def outcomes(self, leaning: Floats, ruled: Sequence[PointStatus]) -> Floats:
        """The shares of OUTCOMES for each of POINTS, shape (POINTS, OUTCOMES).

        `leaning` is that of one conversation, `ruled` what the rules made of every point of its protocol.
        """
        shares = np.exp(leaning + self._ruled[ruled_columns(ruled)].sum(axis=0)).reshape(len(POINTS), len(OUTCOMES))
        result: Floats = shares / shares.sum(axis=1, keepdims=True)
        return result


def ruled_columns(ruled: Sequence[PointStatus]) -> list[int]:
    """The features that hold where the rules made this of the points of a protocol."""
    return [number * len(OUTCOMES) + _PLACE_OF[status] for number, status in enumerate(ruled)]


def courses(moments: Floats, counts: Offsets) -> Floats:
    """The course that the moments of each conversation take: its strongest and second strongest, how those of a point follow
    one another, and its length. Shape (conversations, COURSE).
    """
    spoken = counts.nonzero()[0]
    owner, first = np.arange(len(spoken)).repeat(counts[spoken]), (counts.cumsum() - counts)[spoken]
    course = np.zeros((len(counts), COURSE))
    strongest, length = np.maximum.reduceat(moments, first), np.minimum(counts[spoken], _LONG) / _LONG
    capped = moments.clip(NEVER, _SURE)
    place = _strongest_turns(capped, owner, first)
    second = capped.copy()
    second[place, _COLUMNS] = NEVER
    sequence = _sequence(_Turns(capped, owner, first), place, counts[spoken])
    course[spoken] = np.hstack((strongest / 2, np.maximum.reduceat(second, first) / 3, sequence / 3, length[:, None]))
    return course


def _strongest_turns(moments: Floats, owner: Offsets, first: Offsets) -> Offsets:
    """The number of the turn in which each moment is strongest, the first of several. Shape (conversations, HEADS)."""
    strongest = np.maximum.reduceat(moments, first)
    numbers = np.where(moments == strongest[owner], np.arange(len(owner))[:, None], len(owner))
    found: Offsets = np.minimum.reduceat(numbers, first)
    return found


@dataclass(frozen=True, slots=True)
class _Turns:
    """The moments of all turns, the number of the conversation of each, and where each conversation begins."""

    moments: Floats
    owner: Offsets
    first: Offsets

    def part(self, part: str) -> Floats:
        """What each turn is to each point, shape (turns, POINTS)."""
        return self.moments[:, PARTS.index(part) :: len(PARTS)]

    def strongest(self, some: Floats) -> Floats:
        """The strongest of each conversation."""
        found: Floats = np.maximum.reduceat(some, self.first)
        return found

    def near(self, part: str, turns: Offsets, back: int, ahead: int) -> Floats:
        """The strongest of each point between so many turns before and after a turn of the point's own."""
        distance = np.arange(len(self.owner))[:, None] - turns[self.owner]
        return self.strongest(np.where((distance >= -back) & (distance <= ahead), self.part(part), NEVER))

    def soon_after(self, part: str) -> Floats:
        """The strongest pair of each point, a due turn and one of this part in it or soon after: the weaker of the two."""
        due, other = self.part("due"), self.part(part)
        pairs = np.minimum(due, other)
        for gap in range(1, min(_SOON + 1, len(due))):
            within = (self.owner[gap:] == self.owner[:-gap])[:, None]
            both = np.where(within, np.minimum(due[:-gap], other[gap:]), NEVER)
            np.maximum(pairs[:-gap], both, out=pairs[:-gap])
        return self.strongest(pairs)


def _sequence(turns: _Turns, place: Offsets, counts: Offsets) -> Floats:
    """How the moments of each point follow one another: is what is due fulfilled or broken soon after, or later on?

    `place` are the turns of the strongest moments, `counts` the turns of each conversation. Shape (conversations, SEQUENCE).
    """
    due, met, missed = (place[:, number :: len(PARTS)] for number in range(len(PARTS)))
    ever = len(turns.owner)
    return np.hstack(
        (
            turns.soon_after("met"),
            turns.soon_after("missed"),
            turns.near("met", due, 0, _SOON),
            turns.near("missed", due, 0, _SOON),
            turns.near("met", due, 0, ever) - turns.near("missed", due, 0, ever),
            turns.near("due", missed, _SOON, 0),
            turns.near("met", missed, 0, ever),
            turns.near("met", missed, 2, 2),
            turns.near("due", met, _SOON, 0),
            turns.near("missed", met, 0, ever),
            3 * (due - turns.first[:, None]) / counts[:, None],
        )
    )
