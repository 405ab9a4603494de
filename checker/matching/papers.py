"""Which papers of a service guide a clerk left out: the word of the rules, weighed with how much of each paper was said and where,
and with what a network makes of the words.

A linear model over FEATURES beside the network. They hold for an agency's own guides: none is about a certain paper, and what papers
are called is weighed by the parts of their names. Trained by `yanjian train` (checker.training.papers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.aliases import Aliases
from checker.matching.heads import Floats
from checker.matching.paper_network import PaperNetwork, Sight
from checker.matching.word_classes import WordClasses

FEATURES = (
    "ruled_missing", "ruled_missing_unraised", "told_where_asked", "told_beside", "told_near_waiving",
    "conditional", "case_came_up",
    "letters_said", "own_letters_said", "no_own_letters", "name_said", "short_form_said", "head_unsaid",
    "best_where_asked", "best_beside", "best_taken", "unclaimed_heads",
    "alias",
)  # fmt: skip
"""What is heard of a paper: what the rules say of it, whether it is due, how much of it is said, in what surroundings, and whether
words that are asked for and tell no other paper are what people call it.
"""
TOLD_FEATURES = (
    "sounds_like", "sounds_more_like_another", "place_shared", "word_shared", "word_length", "phrase_length",
    "said_told", "said_held", "said_exempt", "said_waived", "said_named", "named_everywhere",
)  # fmt: skip
"""What is heard of the place where the rules found a paper told: how much the word there sounds like it, whether another paper was found
by it too, and what is said of it there (checker.matching.mentions).
"""
READ = 0.5
"""How much the network counts beside the linear model, chosen on files held out."""
SETTLED = 3.0
"""Where the linear model speaks with so much for a paper having been told, as a logit, the network is not asked: of the 6,369 papers of
tests/corpus/tuning, which neither has learnt from, three in five, none of which both together would have held for left out.
"""


class Papers:
    """The trained weights; `aliases` know what papers are called."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], classes: WordClasses) -> None:
        self.aliases = Aliases(arrays, classes)
        self._weights: Floats = arrays["papers"].astype(np.float64)
        self._bias = float(arrays["papers_bias"][0])
        self._network = PaperNetwork(arrays)

    def shares(self, features: Floats, sight: Callable[[Sequence[int]], Sight]) -> list[float]:
        """How likely it is that each paper was left out, from 0 to 1. `features` has a row for each paper, of FEATURES and then of
        TOLD_FEATURES; `sight` tells what the network reads of papers, by their rows.
        """
        logits = features @ self._weights + self._bias
        doubtful = np.flatnonzero(logits > -SETTLED)
        if len(doubtful):
            read = self._network.read(sight(doubtful.tolist()), features[doubtful])
            logits[doubtful] = READ * read + (1 - READ) * logits[doubtful]
        return _shares(logits)

    def read_shares(self, features: Floats, sight: Sight) -> list[float]:
        """The same by the network alone: the linear model has not learnt from papers said to be needless."""
        return _shares(self._network.read(sight, features))


def _shares(logits: Floats) -> list[float]:
    shares: list[float] = (1 / (1 + np.exp(-logits))).tolist()
    return shares
