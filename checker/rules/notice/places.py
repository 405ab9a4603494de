"""What is heard of the place where the rules found a paper told: does it sound like the paper, is it another's too, what is said there?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from checker.matching.aliases import Aliases
from checker.matching.heads import Floats
from checker.matching.mentions import SAID, Mention, Mentions, mention
from checker.matching.papers import TOLD_FEATURES
from checker.rules.notice.acquitting import word_of
from checker.rules.notice.surroundings import Surroundings

Place = tuple[int, int]

_OCCURRENCES = 6
"""So many places where the same word stands are heard."""
_WORD = 2
"""A shorter word may stand anywhere."""
_LONG_WORD, _LONG_PHRASE = 10, 30
"""Longer ones count as so long."""


def told_features(around: Surroundings, aliases: Aliases, mentions: Mentions | None) -> Floats:
    """TOLD_FEATURES of every paper, shape (papers, TOLD_FEATURES): zeros for one that the rules do not find told, and of what is
    said of it where `mentions` is None.
    """
    rows = np.zeros((len(around.ruled), len(TOLD_FEATURES)))
    for index, told in _Telling(around, aliases, mentions).features().items():
        rows[index] = [told.get(name, 0.0) for name in TOLD_FEATURES]
    return rows


@dataclass(frozen=True)
class _Telling:
    """The papers that the rules find told; each is known by its index in the guide."""

    around: Surroundings
    aliases: Aliases
    mentions: Mentions | None

    def features(self) -> Mapping[int, Mapping[str, float]]:
        said = self._said()
        return {index: {**self._where(index), **said.get(index, {})} for index in self._words}

    @cached_property
    def _places(self) -> Mapping[int, Place]:
        return {index: each.place for index, each in enumerate(self.around.ruled) if each.place and not each.missing}

    @cached_property
    def _words(self) -> Mapping[int, Place]:
        """Where the word for each paper stands."""
        names, documents = [each.name for each in self.around.ruled], self.around.documents
        return {
            index: word_of(names[index], self.around.text, place, documents) for index, place in self._places.items()
        }

    @cached_property
    def _likenesses(self) -> Mapping[int, Floats]:
        """How much the word for each paper sounds like each of the guide."""
        papers = range(len(self.around.ruled))
        heard = self.around.sounds_like(self.aliases, papers, list(self._words.values()))
        return dict(zip(self._words, heard.T, strict=True))

    def _where(self, index: int) -> Mapping[str, float]:
        """How the place fits the paper, and whether another is told there."""
        (start, end), (first, last) = self._words[index], self._places[index]
        heard = self._likenesses[index]
        others = [
            number for number, place in self._places.items() if number != index and place[0] < last and first < place[1]
        ]
        return {
            "sounds_like": heard[index],
            "sounds_more_like_another": np.delete(heard, index).max(initial=-1) - heard[index],
            "place_shared": bool(others),
            "word_shared": any(self._words[number] == (start, end) for number in others),
            "word_length": min((end - start) / _LONG_WORD, 1),
            "phrase_length": min((last - first) / _LONG_PHRASE, 1),
        }

    def _said(self) -> Mapping[int, Mapping[str, float]]:
        """What is said of each paper where it is told, and whether it is only named wherever its word stands."""
        if self.mentions is None or not self._words:
            return {}
        mentions = [self._mentions(word) for word in self._words.values()]
        shares = self.mentions.shares([each for some in mentions for each in some])
        shares /= shares.sum(axis=1, keepdims=True)
        parts = np.split(shares, np.cumsum([len(some) for some in mentions])[:-1])
        return {
            index: {
                **{f"said_{said}": share for said, share in zip(SAID, some[0].tolist(), strict=True)},
                "named_everywhere": some[:, SAID.index("named")].min(),
            }
            for index, some in zip(self._words, parts, strict=True)
        }

    def _mentions(self, word: Place) -> Sequence[Mention]:
        """What stands around a word, there and wherever else it stands."""
        places, words = [word], self.around.text[slice(*word)]
        if len(words) >= _WORD:
            found = (each.span() for each in re.finditer(re.escape(words), self.around.masked))
            places += [place for place in found if place[0] != word[0]]
        return [mention(self.around.talk.text, *place) for place in places[:_OCCURRENCES]]
