"""Moments of a conversation: the turns that make a point of the protocol due, and those that fulfil or break it.

Heads over the words of each turn and of the turn before; and a second model, over the strongest moments of a conversation and
what the rules made of it, that says of each point whether it was met, missed or not called for. What a refusal, a reproach or
a promise sounds like, no list of cues can hold. Trained by `yanjian train` (checker.training.moments).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.heads import NEVER, Floats, Heads
from checker.matching.ngrams import Grams
from checker.model import PointStatus

POINTS = ("answered", "please_wait", "apology", "referral", "reason", "time_commitment", "no_argument")
"""The points that are weighed; the others are plain enough for rules."""
PARTS = ("due", "met", "missed")
"""What a turn may be to a point: it makes it due, it fulfils it, it breaks it."""
HEADS = tuple((point, part) for point in POINTS for part in PARTS)
OUTCOMES: tuple[PointStatus, ...] = ("met", "missed", "na")
_LONG = 24
"""Conversations of more turns count as so long: longer than anything that is labelled."""
_BY_CLERK = np.array([number for number, (_, part) in enumerate(HEADS) if part != "due"])
_PLACE_OF = {status: place for place, status in enumerate(OUTCOMES)}


class Moments:
    """The trained weights."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._heads = Heads(arrays, "moments")
        self._clerk: npt.NDArray[np.float32] = arrays["moments_clerk"]
        self._weights: Floats = arrays["outcomes"].reshape(len(POINTS) * len(OUTCOMES), -1).astype(np.float64)
        self._bias: Floats = arrays["outcomes_bias"].astype(np.float64)

    def weigh(self, grams: Grams, clerk: npt.NDArray[np.bool_], following: npt.NDArray[np.bool_]) -> Floats:
        """How much speaks for each moment in each turn, as logits of shape (turns, HEADS).

        `clerk` are the clerk's turns, `following` those that have a turn before them in their conversation.
        """
        turns = np.arange(len(clerk))
        logits = self._heads.weigh(grams, turns, np.where(following, turns - 1, -1))
        logits += clerk[:, None] * self._clerk
        logits[np.ix_(~clerk, _BY_CLERK)] = NEVER  # no citizen fulfils a point
        return logits

    def outcomes(self, moments: Floats, ruled: Sequence[PointStatus]) -> Floats:
        """The shares of OUTCOMES for each of POINTS, shape (POINTS, OUTCOMES).

        `moments` are those of the turns of one conversation, `ruled` what the rules made of every point of the protocol.
        """
        weighed = self._weights @ outcome_features(moments, ruled)
        shares = np.exp(weighed.reshape(self._bias.shape) + self._bias)
        result: Floats = shares / shares.sum(axis=1, keepdims=True)
        return result


def outcome_features(moments: Floats, ruled: Sequence[PointStatus]) -> Floats:
    """What decides the points of one conversation: its strongest moments, the rules' outcomes, its length."""
    count, kinds = len(HEADS), len(OUTCOMES)
    features = np.zeros(count + kinds * len(ruled) + 1)
    features[:count] = moments.max(axis=0) / 3
    features[[count + kinds * number + _PLACE_OF[status] for number, status in enumerate(ruled)]] = 1.0
    features[-1] = min(len(moments), _LONG) / _LONG
    return features
