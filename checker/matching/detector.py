"""The statistical detector: what no phrase list can hold.

A linear model over hashed n-grams of characters and syllables, of the utterance, of its clauses and of the turn before.
First each clause is weighed (does a taboo, or a fault, stand in it?), then the utterance as a whole, together with what
the clauses and the lexicon said of it. What it does not hold for harmless a convolutional network reads
besides (checker.matching.network), and what counts is what both agree on. Trained by `yanjian train` (checker.training), read
without pickle.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.matching.calling import Calling
from checker.matching.mentions import Mentions
from checker.matching.moments import Moments
from checker.matching.network import Network, characters_of
from checker.matching.ngrams import BUCKETS, LAST, ROWS, SHORT, Grams, segments, short_rows
from checker.matching.papers import Papers
from checker.matching.pieces import MOST, read_pieces
from checker.matching.scored import Reading, Scored
from checker.matching.sums import Sums, running_sums, span_means
from checker.matching.telling import Telling
from checker.matching.word_classes import WordClasses
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
CLAUSES_REMEMBERED = 256
"""The nearest example of so many is kept, the last ones."""
CLAUSES_COUNTED = 60
"""More clauses count as so many: letters are longer than anything that is labelled."""
UTTERANCE, CLAUSE, BEFORE = slice(0, 3), slice(3, 5), slice(5, 8)
"""The columns of the joined table: weights of the utterance's classes, of a clause's, of the turn before."""
OWN = COUNT = CLAUSE.stop
"""How many columns are about an utterance itself; in the running sums the number of n-grams follows them."""
BEFORE_SUMS, BEFORE_COUNT = slice(COUNT + 1, COUNT + 5), 3
"""What of the running sums is about the turn before: its weights, and then the number of n-grams up to SHORT."""
NOTABLE = 0.2
"""Turns with a smaller probability of a fault or of a repaired taboo are not looked at unless the lexicon found something."""
DOUBTFUL = 0.1
"""Turns of which the linear model gives less to either are not read by the network unless the lexicon found something."""
NETWORK_WEIGHT = 0.5
"""How much the network counts beside the linear model, chosen on tests/corpus/tuning, which neither was trained on."""
WORDS_WEIGHT = 1 - NETWORK_WEIGHT
FLOOR = -6.0
"""The clause score where an utterance has no first or no second clause."""


class Detector:
    """The trained weights. Sums are over n-grams, divided by the root of their number.

    `network`, `moments`, `telling`, `calling`, `papers` and `mentions` are None where they were not trained, or nothing it was
    trained on had any.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self.about: dict[str, Any] = json.loads(arrays["about"].tobytes().decode())
        self._table, self._scales = _joined(arrays)
        self._dense: Floats = arrays["dense"]
        first = len(CLAUSE_FEATURES)
        self._lexicon_weights: dict[str, list[float]] = dict(
            zip(LEXICON_FEATURES, self._dense[first : first + len(LEXICON_FEATURES)].tolist(), strict=True)
        )
        self._bias: Floats = arrays["bias"]
        self._clause_bias: Floats = arrays["clause_bias"]
        self._category_table: npt.NDArray[np.int8] = arrays["category"]
        self._category_scale: Floats = arrays["category_scale"]
        self._category_bias: Floats = arrays["category_bias"]
        self._examples_raw: bytes = arrays["examples"].tobytes()
        classes = WordClasses(arrays)
        self.network = Network(arrays) if "network_out" in arrays else None
        self.moments = Moments(arrays, classes) if "moments" in arrays else None
        self.telling = Telling(arrays, classes) if "telling" in arrays else None
        self.calling = Calling(arrays, classes) if "calling" in arrays else None
        self.papers = Papers(arrays, classes) if "papers" in arrays else None
        self.mentions = Mentions(arrays, classes) if "mentions" in arrays else None

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
        parts, grams = segments(batch), Grams(batch)
        answering = (previous >= 0).nonzero()[0]
        sums = _sums(grams, self._table, heard=len(answering) > 0)
        logits, clauses = np.zeros((len(batch), 3)), np.zeros((len(parts.turn), 2))
        logits += self._bias
        clauses += self._clause_bias
        for view, scale in zip(grams.views, self._scales, strict=True):
            starts, ends = view.turn_places()
            low, high = view.places_of(parts.start, parts.end)
            means = span_means(sums, OWN, COUNT, np.concatenate((starts, low)), np.concatenate((ends, high)))
            means *= scale[:OWN]
            logits += means[: len(batch), UTTERANCE]
            clauses += means[len(batch) :, CLAUSE]
        if len(answering):
            starts, ends = grams.characters.last_places(LAST)
            heard = previous[answering]
            means = span_means(sums[BEFORE_SUMS], BEFORE_COUNT, BEFORE_COUNT, starts[heard], ends[heard])
            logits[answering] += means * self._scales[0][BEFORE]
        features, taboo, fault = clause_views(clauses, parts.turn, len(batch))
        logits += features @ self._dense[: len(CLAUSE_FEATURES)]
        logits += channel_features(channels, previous) @ self._dense[-len(CHANNEL_FEATURES) :]
        return Scored(
            logits, parts, fault, taboo, clauses, grams, previous, channels, Reading.none(len(batch), len(CLASSES))
        )

    def read(self, scored: Scored, turns: npt.NDArray[np.int64]) -> None:
        """Let the network read some turns, of those that it has not read and that are not empty."""
        if self.network is None:
            return
        starts, ends = characters_of(scored.grams)
        turns = turns[(ends[turns] > starts[turns]) & ~scored.reading.done[turns]]
        if len(turns):
            starts, ends = starts[turns], ends[turns]
            pieces = read_pieces(ends - starts, lambda turn: scored.gravest_places(turns[turn], MOST) - starts[turn])
            previous, channels = scored.previous[turns], scored.channels[turns]
            scored.reading.shares[turns] = self.network.read(scored.grams, turns, pieces, previous, channels)
            scored.reading.done[turns] = True

    def notable(self, scored: Scored, among: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """The turns among these that are worth a look before the lexicon is heard; the network reads those in doubt."""
        shares = probabilities(scored.logits)
        doubtful = (shares[:, 1:].max(axis=1) >= DOUBTFUL) & among
        self.read(scored, doubtful.nonzero()[0])
        heard = doubtful & scored.reading.done
        together = shares[heard] ** WORDS_WEIGHT * np.exp(NETWORK_WEIGHT * scored.reading.shares[heard])
        shares[heard] = together / together.sum(axis=1, keepdims=True)
        found: npt.NDArray[np.int64] = (doubtful & (shares[:, 1:].max(axis=1) >= NOTABLE)).nonzero()[0]
        return found

    def shares(self, scored: Scored, turn: int, features: Mapping[str, float]) -> list[float]:
        """The probability of each of CLASSES for one turn, with what the lexicon says of it: what the linear model and the
        network agree on, as the weighted geometric mean of their shares. In plain numbers: for three of them arrays cost more than they
        save.
        """
        clean, mitigated, violation = scored.logits[turn].tolist()
        for name, weights in self._lexicon_weights.items():
            value = features[name]
            if value:
                clean += value * weights[0]
                mitigated += value * weights[1]
                violation += value * weights[2]
        shares = [1 / (1 + exp(-min(max(each, -50.0), 50.0))) for each in (clean, mitigated, violation)]
        if not scored.reading.done[turn]:
            self.read(scored, np.array([turn]))
        if scored.reading.done[turn]:
            read = scored.reading.shares[turn].tolist()
            shares = [
                share**WORDS_WEIGHT * exp(NETWORK_WEIGHT * other) for share, other in zip(shares, read, strict=True)
            ]
        whole = sum(shares)
        return [share / whole for share in shares]

    def category(self, words: str) -> tuple[str, float]:
        """The category of words at fault, and its share among all categories."""
        rows = category_rows(words)
        weights = self._category_table[rows].astype(np.float32) * self._category_scale
        scores = weights.sum(axis=0) / max(1.0, np.sqrt(len(rows))) + self._category_bias
        shares = np.exp(scores - scores.max())
        best = int(shares.argmax())
        return self.about["categories"][best], float(shares[best] / shares.sum())

    @cached_property
    def nearest(self) -> Callable[[str, str], str]:
        """Gives the labelled example that is most like some words, of their category. That of the last clauses is remembered: a
        draft is checked again and again while it is written.
        """
        return lru_cache(maxsize=CLAUSES_REMEMBERED)(self._nearest)

    def _nearest(self, words: str, category: str) -> str:
        from rapidfuzz import fuzz, process

        found = process.extractOne(words, self._spans_by_category.get(category, []), scorer=fuzz.ratio)
        return found[0] if found else ""

    @cached_property
    def _spans_by_category(self) -> dict[str, list[str]]:
        spans: dict[str, list[str]] = {}
        for category, span, _ in self.examples:
            spans.setdefault(category, []).append(span)
        return spans


CATEGORY_BITS = 15
_START, _BOTH = np.zeros(1, dtype=np.int64), np.arange(2)


def category_rows(words: str) -> npt.NDArray[np.uint32]:
    """The rows of the category table: n-grams of characters up to SHORT, folded to a smaller table."""
    return short_rows(words) & np.uint32((1 << CATEGORY_BITS) - 1)


def probabilities(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """One-versus-rest logits to shares of one, over the last axis."""
    shares = 1.0 / (1.0 + np.exp(-logits.clip(-50.0, 50.0)))
    result: npt.NDArray[np.float64] = shares / shares.sum(axis=-1, keepdims=True)
    return result


def clause_views(
    clauses: npt.NDArray[np.float64], turn: npt.NDArray[np.int64], turns: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """CLAUSE_FEATURES of every turn, shape (turns, 7), scaled to the size of the other features; and the number of the
    segment that weighs most as a repaired taboo, and as a fault, -1 where a turn has none. `turn` ascends.
    """
    strongest = np.full((turns, 2), -1, dtype=np.int64)
    features = np.zeros((turns, len(CLAUSE_FEATURES)))
    features[:, :4] = FLOOR
    if len(turn):
        first = np.concatenate((_START, (turn[1:] != turn[:-1]).nonzero()[0] + 1))
        filled, counts = turn[first], np.concatenate((first[1:], [len(turn)])) - first
        greatest = np.maximum.reduceat(clauses, first)
        place = np.where(clauses == greatest.repeat(counts, axis=0), np.arange(len(turn))[:, None], -1)
        strongest[filled] = best = np.maximum.reduceat(place, first)
        others = clauses.copy()
        others[best, _BOTH] = -np.inf
        features[filled, :2] = greatest
        features[filled, 2:4] = np.where(counts[:, None] > 1, np.maximum.reduceat(others, first), FLOOR)
        features[filled, 4] = np.log1p(np.minimum(counts, CLAUSES_COUNTED))
    features[:, 5:] = features[:, :2] * features[:, 4:5] / 2
    return features * 0.3, strongest[:, 0], strongest[:, 1]


def channel_features(channels: npt.NDArray[np.int64], previous: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """CHANNEL_FEATURES of every turn, shape (turns, 5)."""
    features = np.zeros((len(channels), len(CHANNEL_FEATURES)))
    features[np.arange(len(channels)), channels] = 0.1
    features[:, 4] = (previous < 0) * 0.1
    return features


def _joined(arrays: Mapping[str, npt.NDArray[Any]]) -> tuple[npt.NDArray[np.int64], list[Floats]]:
    """All weights of a row as eight bytes in one word, so that one look fetches them; and the scale of each column."""
    table = np.zeros((ROWS, 8), dtype=np.int8)
    table[:BUCKETS, :5], table[:BUCKETS, BEFORE], table[BUCKETS:, :5] = (
        arrays["characters"],
        arrays["before"],
        arrays["syllables"],
    )
    scales = [
        np.concatenate([arrays["characters_scale"], arrays["before_scale"]]),
        np.concatenate([arrays["syllables_scale"], arrays["before_scale"]]),
    ]
    return table.view(np.int64).ravel(), scales


def _sums(grams: Grams, table: npt.NDArray[np.int64], *, heard: bool) -> Sums:
    """Running sums of the weights of an utterance and of the number of n-grams; where a turn before is `heard`, of its weights
    and of the number of short n-grams besides.
    """
    packed, counted = table.take(grams.rows), (grams.rows > 0).view(np.int8)
    weights = packed.view(np.int8).astype(np.int16).reshape(*grams.rows.shape, BEFORE.stop)
    own = _over_orders(weights)[:, :OWN]
    if not heard:
        return running_sums(own, _over_orders(counted))
    before = _over_orders(weights[:SHORT])[:, BEFORE]
    return running_sums(own, _over_orders(counted), *before.T, _over_orders(counted[:SHORT]))


def _over_orders(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The sum over the first axis, in the type of the values: far quicker than a sum that widens them."""
    total: npt.NDArray[Any] = values[0] + values[1]
    for more in values[2:]:
        total += more
    return total
