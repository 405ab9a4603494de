"""Moments of a conversation: the turns that make a point of the protocol due, and those that fulfil or break it.

A linear model over hashed n-grams of characters, of each turn and of the end of the turn before; and a second one, over the
strongest moments of a conversation and what the rules made of it, that says of each point whether it was met, missed or not
called for. What a refusal, a reproach or a promise sounds like, no list of cues can hold. Trained by `yanjian train`
(checker.training.moments), read without pickle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.ngrams import Grams
from checker.model import PointStatus

Floats = npt.NDArray[np.float64]

POINTS = ("answered", "please_wait", "apology", "referral", "reason", "time_commitment", "no_argument")
"""The points that are weighed; the others are plain enough for rules."""
PARTS = ("due", "met", "missed")
"""What a turn may be to a point: it makes it due, it fulfils it, it breaks it."""
HEADS = tuple((point, part) for point in POINTS for part in PARTS)
OUTCOMES: tuple[PointStatus, ...] = ("met", "missed", "na")
MOMENT_BITS = 16
"""The n-grams of the detector, folded to a smaller table."""
MOMENT_ORDERS = 3
"""N-grams of more characters are not looked at."""
HEARD = 40
"""How much of the turn before is heard: its end."""
NEVER = -6.0
"""The score of a moment that a turn cannot be: no citizen fulfils a point."""
_LONG = 24
"""Conversations of more turns count as so long: longer than anything that is labelled."""


_COLUMNS = 48
"""The weights of a row, of its own turn's moments and of those of the turn after it, as whole words; the rest is empty."""
_COUNT = _COLUMNS - 1
"""The column that counts n-grams."""
_BY_CLERK = np.array([number for number, (_, part) in enumerate(HEADS) if part != "due"])
_PLACE_OF = {status: place for place, status in enumerate(OUTCOMES)}


class Moments:
    """The trained weights. Sums are over n-grams, divided by the root of their number."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._table = _joined(arrays["moments"])
        self._own_scale, self._before_scale = np.split(arrays["moments_scale"], 2)
        self._clerk: npt.NDArray[np.float32] = arrays["moments_clerk"]
        self._bias: npt.NDArray[np.float32] = arrays["moments_bias"]
        self._outcome_weights: Floats = arrays["outcomes"].reshape(len(POINTS) * len(OUTCOMES), -1).astype(np.float64)
        self._outcome_bias: Floats = arrays["outcomes_bias"].astype(np.float64)

    def weigh(self, grams: Grams, clerk: npt.NDArray[np.bool_], following: npt.NDArray[np.bool_]) -> Floats:
        """How much speaks for each moment in each turn, as logits of shape (turns, HEADS).

        `clerk` are the clerk's turns, `following` those that have a turn before them in their conversation.
        """
        count = len(HEADS)
        sums = _running_sums(self._table, moment_rows(grams))
        logits: Floats = _mean(sums, *grams.characters.turn_places())[:, :count] * self._own_scale + self._bias
        heard = _mean(sums, *grams.characters.last_places(HEARD))[:, count : 2 * count] * self._before_scale
        logits[following] += heard[np.flatnonzero(following) - 1]
        logits += clerk[:, None] * self._clerk
        logits[np.ix_(~clerk, _BY_CLERK)] = NEVER
        return logits

    def outcomes(self, moments: Floats, ruled: Sequence[PointStatus]) -> Floats:
        """The shares of OUTCOMES for each of POINTS, shape (POINTS, OUTCOMES).

        `moments` are those of the turns of one conversation, `ruled` what the rules made of every point of the protocol.
        """
        weighed = self._outcome_weights @ outcome_features(moments, ruled)
        shares = np.exp(weighed.reshape(self._outcome_bias.shape) + self._outcome_bias)
        result: Floats = shares / shares.sum(axis=1, keepdims=True)
        return result


def moment_rows(grams: Grams) -> npt.NDArray[np.uint32]:
    """The rows of the moments' table that begin at each place of the characters, 0 where none does."""
    return grams.rows[:MOMENT_ORDERS, : grams.syllables_from] & np.uint32((1 << MOMENT_BITS) - 1)


def outcome_features(moments: Floats, ruled: Sequence[PointStatus]) -> Floats:
    """What decides the points of one conversation: its strongest moments, the rules' outcomes, its length."""
    count, kinds = len(HEADS), len(OUTCOMES)
    features = np.zeros(count + kinds * len(ruled) + 1)
    features[:count] = moments.max(axis=0) / 3
    features[[count + kinds * number + _PLACE_OF[status] for number, status in enumerate(ruled)]] = 1.0
    features[-1] = min(len(moments), _LONG) / _LONG
    return features


def _joined(weights: npt.NDArray[np.int8]) -> npt.NDArray[np.int64]:
    """The weights of a row as whole words, so that few looks fetch them; every row but that of no n-gram counts as one."""
    table = np.zeros((len(weights), _COLUMNS), dtype=np.int8)
    table[:, : weights.shape[1]] = weights
    table[1:, _COUNT] = 1
    return table.view(np.int64)


def _running_sums(table: npt.NDArray[np.int64], rows: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
    """Sums of weights over the places before each place. Shape (places + 1, _COLUMNS), exact."""
    sums = np.zeros((rows.shape[1] + 1, _COLUMNS), dtype=np.int32)
    total = table.take(rows[0], axis=0).view(np.int8).astype(np.int16)
    for some in rows[1:]:
        total += table.take(some, axis=0).view(np.int8)
    np.cumsum(total, axis=0, dtype=np.int32, out=sums[1:])
    return sums


def _mean(sums: npt.NDArray[np.int32], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Floats:
    """Sums of weights over [start, end), divided by the root of the number of n-grams."""
    total = sums.take(ends, axis=0) - sums.take(starts, axis=0)
    result: Floats = total / np.sqrt(np.maximum(total[:, _COUNT:], 1))
    return result
