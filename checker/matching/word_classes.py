"""Words as classes: 带, 捎 and 交 are one token, 楼 and 室 another, so that what was learnt of one is known of its like.

The words of lexicons/word_classes.toml, longest first from the left, in one automaton pass; what stands in none of them
stays as characters. No segmentation: the words are those of counters and hotlines, and each class holds what may stand in
the place of one another there. The vocabulary is part of the trained file, as its weights mean nothing without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, MatchKind

from checker.matching.ngrams import Grams, Tokens
from checker.text import Batch

FIRST_CODE = 0xE000
"""The code of the first class: here no character of a text stands (Unicode's private use area, blanks when folded)."""
ORDERS = 3
"""N-grams of more words are not looked at."""
Codes = npt.NDArray[np.uint16]


class WordClasses:
    """The vocabulary: words, and the code of each, which all words of a class share."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._words = arrays["words"]
        self._codes: Codes = arrays["word_codes"]

    def tokens(self, grams: Grams) -> Tokens:
        """The turns of these n-grams as tokens."""
        return Tokens(self._heard(grams.codes[: grams.syllables_from]), ORDERS)

    def codes_of(self, names: Sequence[str]) -> list[Codes]:
        """Each of some names as the codes of its words, and of the characters that are in none."""
        grams = Grams(Batch(names))
        heard = self._heard(grams.codes[: grams.syllables_from])
        ends = (heard == heard[0]).nonzero()[0]
        return [heard[start + 1 : end] for start, end in pairwise(ends.tolist())]

    def _heard(self, codes: Codes) -> Codes:
        """Codes of characters with each word as the one code of its class."""
        found = self._automaton.find_matches_as_indexes(codes.astype("<u2").tobytes().decode("utf-16-le"))
        if not found:
            return codes
        numbers = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        words, starts, ends = numbers.reshape(-1, 3).T
        within = np.zeros(len(codes) + 1, dtype=np.int8)  # +1 after the first character of a word, -1 at its end
        within[starts + 1] += 1
        within[ends] -= 1
        heard = codes.copy()
        heard[starts] = self._codes[words]
        kept: Codes = heard[within[:-1].cumsum() == 0]
        return kept

    @cached_property
    def _automaton(self) -> AhoCorasick:
        words = self._words.tobytes().decode().split("\n")
        return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)
