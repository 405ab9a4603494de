"""Whether some words name a paper of a service guide: 叉车证 is what people call a 特种设备作业人员证, 房东点头的字据 a 产权人同意证明.

A linear model over pairs: a letter or word class of the guide's name with one of the words, hashed; their last letters
together; and how many letters both share. Trained by `yanjian train` (checker.training.aliases).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from checker.matching.heads import Floats
from checker.matching.word_classes import FIRST_CODE, WordClasses

ALIAS_BITS = 17
ALIAS_ROWS = 1 << ALIAS_BITS
SHARED = 5
"""More shared letters count as so many."""
NAMES_REMEMBERED = 4096
"""So many names of papers are kept spelled: those of some hundred guides."""
SHARES = SHARED + 3
"""What two names share: how many letters (0 to SHARED), and that as a share of each name's."""
_ALONE, _ENDS = 1, np.uint32(2 << 30)
"""Stands for the name where a word counts by itself, and marks the last letters."""
_HASH, _SHIFT = np.uint32(0x9E3779B1), np.uint32(32 - ALIAS_BITS)
_WIDE = np.uint32(16)
Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]
Rows = npt.NDArray[np.uint32]


class Spelled(NamedTuple):
    """Names or some words, one after the other: the letters of each, the same with word classes besides, and the last letter of each.

    `of_letter` and `of_code` tell whose each is, in order; `counts` how many letters each has.
    """

    letters: Codes
    of_letter: Offsets
    codes: Codes
    of_code: Offsets
    last: Codes
    counts: Offsets


class Aliases:
    """The trained weights."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], classes: WordClasses) -> None:
        self._classes = classes
        self._table: npt.NDArray[np.int8] = arrays["aliases"][:, 0]
        self._scale = float(arrays["aliases_scale"][0])
        self._shares: Floats = arrays["aliases_shares"].astype(np.float64)
        self._bias = float(arrays["aliases_bias"][0])

    @cached_property
    def _called(self) -> Callable[[str], Spelled]:
        """The spelling of a guide's name of a paper, which is asked for again with every text that is held against the guide."""
        return lru_cache(NAMES_REMEMBERED)(lambda name: spelled([name], self._classes))

    def scores(self, names: Sequence[str], words: Sequence[str]) -> Floats:
        """How much speaks for each name of a paper being meant by each of the words, as logits of shape (names, words)."""
        said = spelled(words, self._classes)
        scores = np.zeros((len(names), len(words)))
        for number, name in enumerate(names):
            called = self._called(name)
            weights = self._table[crossed(called.codes, said.codes)].sum(axis=0, dtype=np.int64)
            ends = self._table[ending(called.last, said.last)]
            shared = (said.letters[:, None] == called.letters).any(axis=1)
            scores[number] = (np.bincount(said.of_code, weights, len(words)) + ends) * self._scale
            counts = np.bincount(said.of_letter, shared, len(words))
            scores[number] += shares(counts, called.counts, said.counts) @ self._shares + self._bias
        return scores


def spelled(names: Sequence[str], classes: WordClasses) -> Spelled:
    """Names or words as they are compared; what stands in one twice counts once."""
    letters = [sorted(set(map(ord, name))) for name in names]
    heard = classes.codes_of(names)
    words = [
        [*some, *sorted({code for code in codes.tolist() if code >= FIRST_CODE})]
        for some, codes in zip(letters, heard, strict=True)
    ]
    numbers, counts = np.arange(len(names)), np.array(list(map(len, letters)), dtype=np.int64)
    return Spelled(
        np.array([letter for some in letters for letter in some], dtype=np.uint32),
        numbers.repeat(counts),
        np.array([code for some in words for code in some], dtype=np.uint32),
        numbers.repeat(list(map(len, words))),
        np.array([ord(name[-1]) if name else 0 for name in names], dtype=np.uint32),
        counts,
    )


def crossed(name: Codes, words: Codes) -> Rows:
    """The rows of each code of a name with each code of some words, and of the words alone. Shape (name + 1, words)."""
    return _rows(np.append(name, np.uint32(_ALONE))[:, None] << _WIDE | words)


def ending(name: Codes, words: Codes) -> Rows:
    """The rows of the last letters of a name and of words."""
    return _rows(name << _WIDE ^ words ^ _ENDS)


def shares(shared: npt.NDArray[Any], of_name: Offsets, of_words: Offsets) -> Floats:
    """What a name and words share, shape (words, SHARES): of how many letters, and how many both have."""
    features = np.zeros((len(shared), SHARES))
    features[np.arange(len(shared)), np.minimum(shared, SHARED).astype(np.int64)] = 1.0
    features[:, -2], features[:, -1] = shared / np.maximum(of_name, 1), shared / np.maximum(of_words, 1)
    return features


def _rows(hashed: Rows) -> Rows:
    rows: Rows = np.maximum(hashed * _HASH >> _SHIFT, np.uint32(1))
    return rows
