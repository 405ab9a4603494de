"""Whether a conversation calls for a notice: by all that each side said, by what the citizen said first, and by the rules.

A linear model over hashed n-grams of characters and word classes, heard with the sum of the rules' signals. Trained by `yanjian train`
(checker.training.calling).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.heads import Floats, views_of
from checker.matching.ngrams import Grams
from checker.matching.word_classes import WordClasses
from checker.text import Batch

VIEWS = ("citizen", "clerk", "first")
"""What is heard of a conversation: all that each side said, and the citizen's first words."""
_LEAST, _MOST = -12.0, 18.0
"""Signals that sum to less or more count as so much."""
_LONG = 24
"""Conversations of more turns count as so long."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """A conversation as it is weighed: the VIEWS of it, how many turns it has, what the rules' signals begin with and sum to."""

    views: tuple[str, str, str]
    turns: int
    begin: float
    signals: float


class Calling:
    """The trained weights. Sums are over n-grams, divided by the root of their number."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], classes: WordClasses) -> None:
        self._classes = classes
        self._table: npt.NDArray[np.int8] = arrays["calling"]
        self._scale: npt.NDArray[np.float32] = arrays["calling_scale"]
        self._ruled: npt.NDArray[np.float32] = arrays["calling_ruled"]
        self._bias = float(arrays["calling_bias"][0])

    def share(self, talk: Consulted) -> float:
        """How likely it is that the conversation calls for a notice, from 0 to 1."""
        logit = self._bias + float(ruled_features(talk) @ self._ruled)
        for heard in views_of(grams_of([talk]), self._classes):
            for view, (start, end) in enumerate(zip(*heard.places.turn_places(), strict=True)):
                found = heard.rows[:, start:end]
                found = found[found > 0]
                weighed = int(self._table[found, view].sum(dtype=np.int64)) * float(self._scale[view])
                logit += weighed / max(1.0, float(np.sqrt(len(found))))
        return float(1 / (1 + np.exp(-logit)))


def grams_of(talks: list[Consulted]) -> Grams:
    """The n-grams of the views of conversations, one after the other."""
    return Grams(Batch([view for talk in talks for view in talk.views]))


def ruled_features(talk: Consulted) -> Floats:
    """What the rules make of a conversation, scaled to the size of the n-grams."""
    signals = min(max(talk.signals, _LEAST), _MOST)
    return np.array([signals / 6, talk.begin / 5, min(talk.turns, _LONG) / _LONG]) * 0.3
