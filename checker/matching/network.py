"""A convolutional network that reads turns: what a wording means though nobody has put it so before.

The detector's linear model knows n-grams; what it has not seen it cannot weigh. Here each character is a point among others,
beside its syllable (Bengio et al. 2003, "A neural probabilistic language model"); layers of dilated convolutions read what stands
around it (Kim 2014, "Convolutional neural networks for sentence classification"); and what is strongest in a turn, what is
average, and what a few attentions pick out of it is judged together with the end of the citizen's turn before. It reads only
turns that the linear model does not hold for harmless: that costs far less than reading all. Trained by `yanjian train`
(checker.training.network).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.ngrams import Grams
from checker.matching.pieces import Pieces, read_at_once, runs_of
from checker.matching.products import product
from checker.matching.syllables import syllable_numbers

Floats = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint16]
Spans = tuple[Offsets, Offsets]

BEFORE = 40
"""So many characters of the end of the turn before are read."""
DILATIONS = (1, 2, 4)
"""How far each layer looks to both sides, after a first one that looks one place far."""
SEEN = 1 + sum(DILATIONS)
"""So far around a place is seen what is made of it."""
CEILING = 8.0
"""What a layer is given counts for no more than this."""
UNKNOWN = 1
"""The number of a character that is not in the vocabulary; 0 is no character."""
PREFIX = "network_"
_HIGHEST = 300.0
"""The logits of the attentions count for no more, and below zero for no less, so that their powers can be added."""
_GAP = max(DILATIONS)
"""So many empty places part texts, so that no layer sees from one into the next."""
_LEVELS = 255
"""What a layer is given is a whole number up to this, and its weights are whole numbers of eight bits: their sums stay below 2**24
and are exact in single precision, whatever adds them up. All else is in double precision, so that a turn by itself and among others
is read alike to some thirteen digits.
"""
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spelled:
    """Texts one after the other, none of them empty.

    `codes` has a character at each place or 0, `places` are where one stands, `empty` the others, and `first` those where a text begins.
    """

    codes: Codes
    places: Offsets
    empty: Offsets
    first: Offsets


class Network:
    """The trained weights."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._stored = {name.removeprefix(PREFIX): some for name, some in arrays.items() if name.startswith(PREFIX)}

    def read(self, grams: Grams, turns: Offsets, pieces: Pieces, previous: Offsets, channels: Offsets) -> Floats:
        """The logarithms of the shares of clean, mitigated and violation in the gravest piece of each turn, shape (turns, 3).

        `turns` are the numbers of turns among the texts of the n-grams, none of them empty, `pieces` theirs, one at least of each;
        `previous` the number of the citizen's turn before each or -1, `channels` the number of its channel.
        """
        starts, ends = characters_of(grams)
        before = starts[previous], np.where(previous >= 0, ends[previous], starts[previous])
        spans = starts[turns], ends[turns]
        shares = np.vstack(
            [
                self._shares(grams.codes, spans, some, *(each[some.whose] for each in (*before, channels)))
                for some in read_at_once(pieces)
            ]
        )
        whose = pieces.whose
        gravest: Floats = shares[np.lexsort((shares[:, -1], whose))[np.bincount(whose).cumsum() - 1]]
        return gravest

    def _shares(
        self, codes: Codes, spans: Spans, pieces: Pieces, begin: Offsets, end: Offsets, channels: Offsets
    ) -> Floats:
        """The same of some pieces of turns, and of what stands before each between `begin` and `end`; `spans` are those of the turns."""
        weights = self._weights
        own = self._pooled(codes, spans, pieces)
        before = np.zeros((len(own), len(weights["before_bias"])))
        answering = np.flatnonzero(end > begin)
        if len(answering):
            first, last = begin[answering], end[answering]
            spelled = _spelled(codes, np.maximum(first, last - BEFORE), last)
            read = self._first_layer(spelled.codes, "before")[spelled.places]
            before[answering] = np.maximum.reduceat(read, spelled.places.searchsorted(spelled.first))
        pooled = np.hstack((own, before, weights["channels"][channels]))
        hidden = np.maximum(product(pooled, weights["hidden"]) + weights["hidden_bias"], 0.0)
        return log_shares(product(hidden, weights["out"]) + weights["out_bias"])

    @cached_property
    def _weights(self) -> dict[str, Floats]:
        """What is stored in half precision, that is, all but the layers and the vocabulary, in double precision."""
        return {name: some.astype(np.float64) for name, some in self._stored.items() if some.dtype == np.float16}

    @cached_property
    def _layers(self) -> list[tuple[Singles, Singles, Singles]]:
        """The weights of each layer as whole numbers, what one of them is worth, and the bias."""
        worth = self._stored["layers_scale"] * np.float32(CEILING / _LEVELS)
        bias = self._stored["layers_bias"].astype(np.float32)
        return list(zip(self._stored["layers"].astype(np.float32), worth, bias, strict=True))

    @cached_property
    def _rows(self) -> Offsets:
        """Code → its row among the points: none, the characters of the vocabulary, then all others by their syllables."""
        vocabulary = self._stored["vocabulary"]
        rows = syllable_numbers() + len(vocabulary) + 1
        rows[vocabulary] = np.arange(len(vocabulary)) + 1
        rows[0] = 0
        return rows

    @cached_property
    def _points(self) -> Floats:
        """Each row as a character beside its syllable, zeros for none. Shape (rows, dimensions)."""
        vocabulary, syllables = self._stored["vocabulary"], self._weights["syllables"]
        characters = self._weights["characters"]
        known = np.hstack((characters[UNKNOWN + 1 :], syllables[syllable_numbers()[vocabulary]]))
        unknown = np.hstack((np.tile(characters[UNKNOWN], (len(syllables), 1)), syllables))
        return np.vstack((np.zeros(known.shape[1]), known, unknown))

    @cached_property
    def _seen(self) -> dict[str, Singles]:
        """What each row adds, in the first layer of the turns and in that of the turns before, to the place on its right, to its
        own and to that on its left. Shape (rows, 3 × dimensions).
        """
        return {
            name: np.hstack([self._points @ part for part in np.split(self._weights[name], 3)]).astype(np.float32)
            for name in ("first", "before")
        }

    def _first_layer(self, codes: Codes, name: str) -> Singles:
        """What the first layer of this name makes of each of the codes, shape (codes, dimensions); of the first and the last nothing."""
        bias = self._stored[f"{name}_bias"].astype(np.float32)
        seen = self._seen[name].take(self._rows[codes], axis=0).reshape(len(codes), 3, -1)
        layer: Singles = np.zeros((len(codes), len(bias)), dtype=np.float32)
        np.add(seen[:-2, 0], seen[1:-1, 1], out=layer[1:-1])
        layer[1:-1] += seen[2:, 2]
        layer[1:-1] += bias
        return np.maximum(layer, 0, out=layer)

    def _pooled(self, codes: Codes, spans: Spans, pieces: Pieces) -> Floats:
        """What is strongest in each piece, what is average, and what the attentions pick out, shape (pieces, features)."""
        starts, ends = spans
        runs = runs_of(pieces, ends - starts, SEEN)
        begin = starts[runs.whose]
        spelled = _spelled(codes, begin + runs.first, begin + runs.last)
        single = self._first_layer(spelled.codes, "first")
        given = np.empty_like(single)
        for dilation, (weights, worth, bias) in zip(DILATIONS, self._layers, strict=True):
            np.multiply(single, np.float32(_LEVELS / CEILING), out=given)
            np.minimum(np.rint(given, out=given), _LEVELS, out=given)
            given[spelled.empty] = 0
            around = np.concatenate((given[: -2 * dilation], given[dilation:-dilation], given[2 * dilation :]), axis=1)
            layer = product(around, weights)
            layer *= worth
            layer += bias
            single[dilation:-dilation] += np.maximum(layer, 0, out=layer)
        first = spelled.first[runs.of_piece] + pieces.first - runs.first[runs.of_piece]
        return self._gathered(single, first, first + pieces.last - pieces.first)

    def _gathered(self, single: Singles, first: Offsets, last: Offsets) -> Floats:
        """What is strongest between each first and last place, what is average, and what the attentions pick out.

        Shape (pieces, features).
        """
        attention = self._weights["attention"]
        width, heeds = attention.shape
        read, heed = np.ones((len(single), width + 1)), np.ones((len(single), heeds + 1))
        read[:, :width] = single
        asked = product(read[:, :width], attention)
        np.exp(asked.clip(-_HIGHEST, _HIGHEST), out=heed[:, 1:])
        strongest = np.empty((len(first), width), dtype=np.float32)
        summed = np.empty((len(first), heeds + 1, width + 1))
        for number, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            single[begin:end].max(axis=0, out=strongest[number])
            np.matmul(heed[begin:end].T, read[begin:end], out=summed[number])
        means = summed[..., :-1] / summed[..., -1:]
        return np.hstack((strongest, means.reshape(len(first), -1)))


def _spelled(codes: Codes, starts: Offsets, ends: Offsets) -> Spelled:
    """The texts between these places of the codes of n-grams, parted so that no layer sees from one into the next."""
    lengths = ends - starts
    before = lengths.cumsum() - lengths
    first = before + _GAP * np.arange(1, len(starts) + 1)
    within = np.arange(lengths.sum())
    places = within + (first - before).repeat(lengths)
    spread = np.zeros(int(places[-1]) + 1 + _GAP, dtype=np.uint16)
    spread[places] = codes[within + (starts - before).repeat(lengths)]
    gaps = np.append(first - _GAP, len(spread) - _GAP)
    return Spelled(spread, places, (gaps[:, None] + np.arange(_GAP)).ravel(), first)


def characters_of(grams: Grams) -> tuple[Offsets, Offsets]:
    """Where the characters of each text of the n-grams begin and end among their codes. Shape (texts,)."""
    starts, ends = grams.characters.turn_places()
    return starts + 1, ends


def character_numbers(vocabulary: npt.NDArray[np.uint16]) -> Offsets:
    """Code → the number of its character, those of the vocabulary after UNKNOWN. Shape (65536,)."""
    numbers = np.full(0x10000, UNKNOWN, dtype=np.int64)
    numbers[vocabulary] = np.arange(len(vocabulary)) + UNKNOWN + 1
    return numbers


def log_shares(logits: Floats) -> Floats:
    """Logits as logarithms of shares of one, over the last axis."""
    highest = logits.max(axis=-1, keepdims=True)
    shares: Floats = logits - highest - np.log(np.exp(logits - highest).sum(axis=-1, keepdims=True))
    return shares
