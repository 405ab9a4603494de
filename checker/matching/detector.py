"""The statistical detector: what no phrase list can hold.

A linear model over hashed n-grams of characters and syllables, of the utterance, of its clauses and of the turn before.
First each clause is weighed (does a taboo, or a fault, stand in it?), then the utterance as a whole, together with what
the clauses and the lexicon said of it. Trained by `yanjian train` (checker.training), read without pickle.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.ngrams import LAST, Segments, Stream, segments, streams
from checker.text import Batch

Floats = npt.NDArray[np.float32]

PATH = Path(__file__).resolve().parent.parent / "data" / "detector.npz"
CLASSES = ("clean", "mitigated", "violation")
CLAUSE_FEATURES = (
    "first_mitigated", "first_violation", "second_mitigated", "second_violation", "clauses",
    "first_mitigated_of_many", "first_violation_of_many",
)  # fmt: skip
LEXICON_FEATURES = (
    "violation", "blunt", "mitigated", "mentioned", "other_sense", "longer_wording", "confidence", "resembling", "polite",
)  # fmt: skip
CHANNEL_FEATURES = ("window", "phone", "chat", "reply", "nothing_before")
CLAUSES_COUNTED = 60
"""More clauses count as so many: letters are longer than anything that is labelled."""
FLOOR = -6.0
"""The clause score where an utterance has no first or no second clause."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What the detector makes of a batch before the lexicon is heard.

    `logits` has a row for each turn and a column for each of CLASSES; `fault` is the segment with the gravest clause of
    each turn, or -1.
    """

    logits: npt.NDArray[np.float64]
    segments: Segments
    fault: npt.NDArray[np.int64]
    taboo: npt.NDArray[np.int64]
    clause_logits: npt.NDArray[np.float64]


class Detector:
    """The trained weights. Sums are over n-grams, divided by the root of their number."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self.about: dict[str, Any] = json.loads(arrays["about"].tobytes().decode())
        self._tables = {
            name: arrays[name].astype(np.float32) * arrays[f"{name}_scale"]
            for name in ("characters", "syllables", "before")
        }
        self._dense: Floats = arrays["dense"]
        self._bias: Floats = arrays["bias"]
        self._clause_bias: Floats = arrays["clause_bias"]
        self._category_table: npt.NDArray[np.int8] = arrays["category"]
        self._category_scale: Floats = arrays["category_scale"]
        self._category_bias: Floats = arrays["category_bias"]
        self._examples_raw: bytes = arrays["examples"].tobytes()

    @classmethod
    def load(cls, path: Path = PATH) -> Detector:
        """The detector of a file written by `yanjian train`; plain arrays, no pickle."""
        with np.load(path, allow_pickle=False) as data:
            return cls({name: data[name] for name in data.files})

    @cached_property
    def examples(self) -> list[tuple[str, str, str]]:
        """The labelled violations it was trained on: category, span at fault, whole utterance."""
        return [(category, span, text) for category, span, text in json.loads(self._examples_raw)]

    def score(self, batch: Batch, previous: npt.NDArray[np.int64], channels: npt.NDArray[np.int64]) -> Scored:
        """Weigh all turns. `previous` is the number of the citizen's turn before each turn or -1, `channels` the number of its channel."""
        parts = segments(batch)
        utterance, clauses = np.zeros((len(batch), 3)), np.zeros((len(parts.turn), 2))
        before = np.zeros((len(batch), 3))
        for stream in streams(batch):
            summed, counted = _cumulated(stream, self._tables[stream.name])
            utterance += _mean(summed[:, :3], counted, *stream.turn_places())
            clauses += _mean(summed[:, 3:], counted, *stream.places_of(parts.start, parts.end))
            if stream.name == "characters":
                short = Stream(stream.name, (1, 2), stream.codes, stream.origin)
                summed, counted = _cumulated(short, self._tables["before"])
                before = _mean(summed, counted, *short.last_places(LAST))
        clauses += self._clause_bias
        logits = utterance + self._bias + np.where((previous >= 0)[:, None], before[previous], 0.0)
        features = clause_features(clauses, parts.turn, len(batch))
        logits += features @ self._dense[: len(CLAUSE_FEATURES)]
        logits += channel_features(channels, previous) @ self._dense[-len(CHANNEL_FEATURES) :]
        fault = _strongest(clauses[:, 1], parts.turn, len(batch))
        taboo = _strongest(clauses[:, 0], parts.turn, len(batch))
        return Scored(logits, parts, fault, taboo, clauses)

    def with_lexicon(self, logits: npt.NDArray[np.float64], features: Mapping[str, float]) -> npt.NDArray[np.float64]:
        """The logits of one turn with what the lexicon says of it."""
        first = len(CLAUSE_FEATURES)
        for number, name in enumerate(LEXICON_FEATURES):
            value = features.get(name, 0.0)
            if value:
                logits = logits + value * self._dense[first + number]
        return logits

    def category(self, words: str) -> tuple[str, float]:
        """The category of words at fault, and its share among all categories."""
        stream = streams(Batch([words]))[0]
        buckets = np.concatenate(list(category_buckets(stream)))
        weights = self._category_table[buckets].astype(np.float32) * self._category_scale
        scores = weights.sum(axis=0) / max(1.0, np.sqrt(len(buckets))) + self._category_bias
        shares = np.exp(scores - scores.max())
        best = int(shares.argmax())
        return self.about["categories"][best], float(shares[best] / shares.sum())

    def nearest(self, words: str, category: str) -> str:
        """The labelled example of a category that is most like the words."""
        from rapidfuzz import fuzz, process

        examples = [span for name, span, _ in self.examples if name == category]
        found = process.extractOne(words, examples, scorer=fuzz.ratio)
        return found[0] if found else ""


CATEGORY_BITS = 15


def category_buckets(stream: Stream) -> list[npt.NDArray[np.uint32]]:
    """The buckets of the category table: n-grams up to two, folded to a smaller table."""
    short = Stream(stream.name, (1, 2), stream.codes, stream.origin)
    return [bucket[bucket > 0] & np.uint32((1 << CATEGORY_BITS) - 1) for bucket in short.buckets()]


def probabilities(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """One-versus-rest logits to shares of one, over the last axis."""
    shares = 1.0 / (1.0 + np.exp(-np.clip(logits, -50.0, 50.0)))
    result: npt.NDArray[np.float64] = shares / shares.sum(axis=-1, keepdims=True)
    return result


def clause_features(
    clauses: npt.NDArray[np.float64], turn: npt.NDArray[np.int64], turns: int
) -> npt.NDArray[np.float64]:
    """CLAUSE_FEATURES of every turn, shape (turns, 7); scaled to the size of the other features."""
    features = np.zeros((turns, len(CLAUSE_FEATURES)))
    for column in (0, 1):
        order = np.lexsort((clauses[:, column], turn))
        ends = np.searchsorted(turn[order], np.arange(turns), side="right")
        counts = np.diff(ends, prepend=0)
        padded = np.append(clauses[order, column], FLOOR)
        features[:, column] = padded[np.where(counts > 0, ends - 1, -1)]
        features[:, 2 + column] = padded[np.where(counts > 1, ends - 2, -1)]
    features[:, 4] = np.log1p(np.minimum(counts, CLAUSES_COUNTED))
    features[:, 5:] = features[:, :2] * features[:, 4:5] / 2
    return features * 0.3


def channel_features(channels: npt.NDArray[np.int64], previous: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """CHANNEL_FEATURES of every turn, shape (turns, 5)."""
    features = np.zeros((len(channels), len(CHANNEL_FEATURES)))
    features[np.arange(len(channels)), channels] = 0.1
    features[:, 4] = (previous < 0) * 0.1
    return features


def _cumulated(stream: Stream, table: Floats) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Running sums over the places of a stream: of the weights of all n-grams, and of their number."""
    weights = np.zeros((len(stream.codes), table.shape[1]), dtype=np.float32)
    counts = np.zeros(len(stream.codes), dtype=np.int64)
    for buckets in stream.buckets():
        weights += table[buckets]
        counts += buckets > 0
    summed = np.zeros((len(weights) + 1, table.shape[1]))
    np.cumsum(weights, axis=0, dtype=np.float64, out=summed[1:])
    return summed, np.concatenate(([0], np.cumsum(counts)))


def _mean(
    summed: npt.NDArray[np.float64],
    counted: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """Sums over [start, end), divided by the root of the number of n-grams."""
    count = np.maximum(counted[ends] - counted[starts], 1)
    result: npt.NDArray[np.float64] = (summed[ends] - summed[starts]) / np.sqrt(count)[:, None]
    return result


def _strongest(values: npt.NDArray[np.float64], turn: npt.NDArray[np.int64], turns: int) -> npt.NDArray[np.int64]:
    """The segment of the greatest value of every turn, -1 where a turn has none."""
    best = np.full(turns, -1, dtype=np.int64)
    order = np.argsort(values, kind="stable")
    best[turn[order]] = order
    return best
