"""A convolutional network that reads a clerk's words with one paper of a guide in mind: will the citizen bring it?

The rules find where a paper is named; whether it is asked for there, or only stands there (合格证上的车架号, 公示七天, 开业后挂在墙上),
and whether quite other words ask for it, takes the sense of what stands around. Each character is a point, beside marks of
what the rules and the names of papers make of its place, and how like it is to the characters of the paper's name; layers of
dilated convolutions read it (Kim 2014, "Convolutional neural networks for sentence classification"). Trained by
`yanjian train` (checker.training.paper_network).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.heads import Floats
from checker.matching.network import character_numbers
from checker.matching.products import product

MARKS = (
    "letter", "own_letter", "told", "needless", "another", "alias", "alias_of_another", "asked", "citizen",
)  # fmt: skip
"""What is marked at each place: a letter of what tells the paper, one that only it has; where the rules found the paper told, or said
to be needless, or another paper; how much the words there sound like it, and like another (0 to 2); whether they ask for papers;
and whether they are the citizen's.
"""
LONGEST = 480
"""So many places are read."""
NAME = 24
"""So many characters of a paper's name are."""
DILATIONS = (1, 2, 4, 8)
"""How far each layer looks to both sides, after a first one that looks one place far."""
LIKENESSES = 4
"""So many ways there are in which a character may be like one of the name."""
MOST = 4.0
"""What is heard beside the words counts for no more than so many standard deviations."""
PREFIX = "paper_network_"
_LAST = 0xFFFF
"""Characters beyond it count as it, which no text has."""
Singles = npt.NDArray[np.float32]
_AT_ONCE = 16
"""So many papers are read at a time, which keeps memory small."""
_NEVER = np.float32(-1e4)
"""The likeness to what is no character."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is read for each paper of a guide: the names of the papers, words of one length for each, and marks of shape
    (papers, places, MARKS).
    """

    names: Sequence[str]
    words: Sequence[str]
    marks: Singles

    def of(self, papers: Sequence[int]) -> Sight:
        """What is read for some of the papers."""
        return Sight(
            [self.names[paper] for paper in papers], [self.words[paper] for paper in papers], self.marks[papers]
        )


class PaperNetwork:
    """The trained weights."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._stored = {name.removeprefix(PREFIX): some for name, some in arrays.items() if name.startswith(PREFIX)}

    def read(self, sight: Sight, features: Floats) -> Floats:
        """How much speaks for each paper having been left out, as logits; `features` are those of checker.matching.papers."""
        papers = range(len(sight.names))
        some = (papers[start : start + _AT_ONCE] for start in papers[::_AT_ONCE])
        return np.concatenate([self._logits(sight.of(few), features[few]) for few in some])

    def _logits(self, sight: Sight, features: Floats) -> Floats:
        weights = self._weights
        heard = np.clip((features - weights["mean"]) / weights["scale"], -MOST, MOST)
        names = self._points(sight.names)
        name = names.sum(axis=1) / np.maximum(_lengths(sight.names), 1)
        pooled = np.concatenate((self._pooled(sight, names), heard, name), axis=1)
        hidden = np.maximum(product(pooled, weights["hidden"]) + weights["hidden_bias"], 0)
        logits: Floats = hidden @ weights["out"] + heard @ weights["beside"] + weights["out_bias"]
        return logits[:, 0]

    def _pooled(self, sight: Sight, names: Singles) -> Singles:
        """What the layers make of the words: what is strongest, what is average, what the attentions pick out, what stands where the
        paper is told. Shape (papers, features).
        """
        weights, characters = self._weights, self._points(sight.words)
        likeness = self._likeness(characters, names, sight.names)
        given = np.concatenate((characters, sight.marks, likeness), axis=2)
        read = _layer(given, 1, weights["first"], weights["first_bias"])
        for dilation, layer, bias in zip(DILATIONS, weights["layers"], weights["layers_bias"], strict=True):
            read += _layer(read, dilation, layer, bias)
        scores = product(read, weights["attention"])
        heed = np.exp(scores - scores.max(axis=1, keepdims=True))
        picked = np.einsum("pla,plw->paw", heed / heed.sum(axis=1, keepdims=True), read).reshape(len(read), -1)
        told = sight.marks[..., MARKS.index("told"), None]
        there = (read * told).sum(axis=1) / np.maximum(told.sum(axis=1), 1)
        return np.concatenate((read.max(axis=1), read.mean(axis=1), picked, there), axis=1)

    @cached_property
    def _weights(self) -> dict[str, Singles]:
        return {name: some.astype(np.float32) for name, some in self._stored.items() if name != "vocabulary"}

    @cached_property
    def _numbers(self) -> npt.NDArray[np.int64]:
        return character_numbers(self._stored["vocabulary"])

    def _points(self, texts: Sequence[str]) -> Singles:
        """The characters of some texts as points, zeros (the first row) behind the shorter ones. Shape (texts, places, dimensions)."""
        points: Singles = self._weights["characters"][numbered(texts, self._numbers)]
        return points

    def _likeness(self, characters: Singles, names: Singles, texts: Sequence[str]) -> Singles:
        """How like each character is to the one of the paper's name that is most like it, from -1 to 1."""
        asked = product(characters, self._weights["asking"]).reshape(*characters.shape[:2], LIKENESSES, -1)
        given = product(names, self._weights["given"]).reshape(*names.shape[:2], LIKENESSES, -1)
        alike = np.einsum("plhd,pnhd->plnh", asked, given, optimize=True) / np.float32(np.sqrt(asked.shape[-1]))
        beyond = np.arange(names.shape[1]) >= _lengths(texts)
        likeness: Singles = np.tanh((alike + beyond[:, None, :, None] * _NEVER).max(axis=2))
        return likeness


def numbered(texts: Sequence[str], numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The number of each character of some texts, 0 behind the shorter ones. Shape (texts, places), one at least."""
    rows = np.zeros((len(texts), max(1, *map(len, texts))), dtype=np.int64)
    for row, text in zip(rows, texts, strict=True):
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        row[: len(text)] = numbers[np.minimum(codes, _LAST)]
    return rows


def _lengths(texts: Sequence[str]) -> Singles:
    return np.array([[len(text)] for text in texts], dtype=np.float32)


def _layer(values: Singles, dilation: int, weights: Singles, bias: Singles) -> Singles:
    """A convolution over each place and those so far to its left and right."""
    length = values.shape[1]
    empty = np.zeros_like(values[:, : min(dilation, length)])
    left = np.concatenate((empty, values[:, : length - dilation]), axis=1)[:, :length]
    right = np.concatenate((values[:, dilation:], empty), axis=1)[:, :length]
    layer: Singles = np.maximum(product(np.concatenate((left, values, right), axis=2), weights) + bias, 0)
    return layer
