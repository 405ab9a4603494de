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
from checker.matching.pieces import Pieces
from checker.matching.products import product
from checker.matching.syllables import syllable_numbers

Floats = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint16]

AT_ONCE = 512
"""So many pieces are read at once: what that takes in memory is bounded."""
BEFORE = 40
"""So many characters of the end of the turn before are read."""
DILATIONS = (1, 2, 4)
"""How far each layer looks to both sides, after a first one that looks one place far."""
CEILING = 8.0
"""What a layer is given counts for no more than this."""
UNKNOWN = 1
"""The number of a character that is not in the vocabulary; 0 is no character."""
PREFIX = "network_"
_GAP = max(DILATIONS)
"""So many empty places part the pieces, so that no layer sees from one into the next."""
_LEVELS = 255
"""What a layer is given is a whole number up to this, and its weights are whole numbers of eight bits: their sums stay below 2**24
and are exact in single precision, whatever adds them up. All else is in double precision, so that a turn by itself and among others
is read alike to some thirteen digits.
"""
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spelled:
    """Pieces of text one after the other, none of them empty.

    `codes` has a character at each place or 0, `places` are where one stands, and `first` says which of those is each piece's
    first.
    """

    codes: Codes
    places: Offsets
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
        whose = pieces.whose
        spans = starts[turns][whose] + pieces.first, starts[turns][whose] + pieces.last
        asked, channels = previous[whose], channels[whose]
        before = starts[asked], np.where(asked >= 0, ends[asked], starts[asked])
        parts = (slice(at, at + AT_ONCE) for at in range(0, len(whose), AT_ONCE))
        shares = np.vstack(
            [self._shares(grams.codes, *(each[part] for each in (*spans, *before, channels))) for part in parts]
        )
        gravest: Floats = shares[np.lexsort((shares[:, -1], whose))[np.bincount(whose).cumsum() - 1]]
        return gravest

    def _shares(
        self, codes: Codes, starts: Offsets, ends: Offsets, begin: Offsets, end: Offsets, channels: Offsets
    ) -> Floats:
        """The same of pieces of the codes, and of what stands before them between `begin` and `end`."""
        weights = self._weights
        own = self._pooled(_spelled(codes, starts, ends))
        before = np.zeros((len(starts), len(weights["before_bias"])))
        answering = np.flatnonzero(end > begin)
        if len(answering):
            first, last = begin[answering], end[answering]
            piece = _spelled(codes, np.maximum(first, last - BEFORE), last)
            before[answering] = np.maximum.reduceat(self._first_layer(piece, "before"), piece.first)
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
        own and to that on its left. Shape (3, rows, dimensions).
        """
        return {
            name: np.stack([self._points @ part for part in np.split(self._weights[name], 3)]).astype(np.float32)
            for name in ("first", "before")
        }

    def _first_layer(self, piece: Spelled, name: str) -> Singles:
        """What the first layer of this name makes of each character, shape (characters, dimensions)."""
        left, own, right = self._seen[name]
        rows, places = self._rows[piece.codes], piece.places
        bias = self._stored[f"{name}_bias"].astype(np.float32)
        layer: Singles = np.maximum(left[rows[places - 1]] + own[rows[places]] + right[rows[places + 1]] + bias, 0)
        return layer

    def _pooled(self, piece: Spelled) -> Floats:
        """What is strongest in each piece, what is average, and what the attentions pick out, shape (pieces, features)."""
        places, first = piece.places, piece.first
        single = self._first_layer(piece, "first")
        given = np.zeros((len(piece.codes), single.shape[1]), dtype=np.float32)
        for dilation, (weights, worth, bias) in zip(DILATIONS, self._layers, strict=True):
            given[places] = np.minimum(np.rint(single * np.float32(_LEVELS / CEILING)), _LEVELS)
            around = np.hstack([given[places + shift] for shift in (-dilation, 0, dilation)])
            single += np.maximum(product(around, weights) * worth + bias, 0)
        read = single.astype(np.float64)
        counts = np.diff(first, append=len(read))
        mean = np.add.reduceat(read, first) / counts[:, None]
        heed = product(read, self._weights["attention"])
        heed = np.exp(heed - np.maximum.reduceat(heed, first).repeat(counts, axis=0))
        heed /= np.add.reduceat(heed, first).repeat(counts, axis=0)
        picked = [np.add.reduceat(read * some[:, None], first) for some in heed.T]
        return np.hstack((np.maximum.reduceat(read, first), mean, *picked))


def _spelled(codes: Codes, starts: Offsets, ends: Offsets) -> Spelled:
    """The pieces between these places of the codes of n-grams, parted so that no layer sees from one into the next."""
    lengths = ends - starts
    first = lengths.cumsum() - lengths
    within = np.arange(lengths.sum()) - first.repeat(lengths)
    places = within + (first + _GAP * np.arange(1, len(starts) + 1)).repeat(lengths)
    spread = np.zeros(int(places[-1]) + 1 + _GAP, dtype=np.uint16)
    spread[places] = codes[within + starts.repeat(lengths)]
    return Spelled(spread, places, first)


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
