"""Examples → sparse and dense features, by the code that the detector itself runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from checker.engine import Checker
from checker.judging import appraise
from checker.matching.detection import previous_citizen_turns
from checker.matching.detector import CATEGORY_BITS, LEXICON_FEATURES, category_buckets, channel_features
from checker.matching.ngrams import BUCKETS, LAST, Segments, Stream, segments, streams
from checker.model import CHANNELS
from checker.text import Batch
from checker.training.corpus import Example

Floats = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.int64]

CHARACTERS_WEIGHT, BEFORE_WEIGHT = 1.5, 0.4
"""How much the characters of an utterance, and those of the turn before it, count beside its syllables."""


@dataclass
class Features:
    """All features of a list of examples. Rows are examples, for `clauses` segments."""

    utterances: sparse.csr_matrix
    clauses: sparse.csr_matrix
    clause_owner: Offsets
    clause_target: Offsets
    lexicon: Floats
    channels: Floats
    targets: Offsets
    groups: npt.NDArray[np.str_]

    def rows(self, kept: Sequence[int]) -> Features:
        """The features of some of the examples, in the given order."""
        number = np.full(len(self.targets), -1, dtype=np.int64)
        number[list(kept)] = np.arange(len(kept))
        owner = number[self.clause_owner]
        inside = owner >= 0
        return Features(
            self.utterances[kept],
            self.clauses[inside],
            owner[inside],
            self.clause_target[inside],
            self.lexicon[kept],
            self.channels[kept],
            self.targets[kept],
            self.groups[kept],
        )


def features_of(examples: Sequence[Example], checker: Checker) -> Features:
    """The features of all examples; the lexicon's part by a checker without detector."""
    conversations = [example.conversation for example in examples]
    counts = np.array([len(conversation.turns) for conversation in conversations])
    batch = Batch([turn.text for conversation in conversations for turn in conversation.turns])
    own = np.cumsum(counts) - 1
    roles = [turn.role for conversation in conversations for turn in conversation.turns]
    previous = previous_citizen_turns(roles, counts)[own]
    parts = segments(batch)
    owner = np.full(len(batch), -1, dtype=np.int64)
    owner[own] = np.arange(len(own))
    kept = owner[parts.turn] >= 0
    parts = Segments(parts.turn[kept], parts.start[kept], parts.end[kept])
    utterances, clauses = [], []
    for stream in streams(batch):
        starts, ends = stream.turn_places()
        utterances.append(_counts(stream, starts[own], ends[own]))
        clauses.append(_counts(stream, *stream.places_of(parts.start, parts.end)))
        if stream.name == "characters":
            short = Stream(stream.name, (1, 2), stream.codes, stream.origin)
            with_before = np.maximum(previous, 0)
            first, last = short.last_places(LAST)
            matrix = _counts(short, first[with_before], last[with_before])
            before = sparse.diags((previous >= 0).astype(float)) @ matrix
    channels = np.array([CHANNELS.index(conversation.channel) for conversation in conversations])
    return Features(
        utterances=sparse.hstack([utterances[0] * CHARACTERS_WEIGHT, utterances[1], before * BEFORE_WEIGHT]).tocsr(),
        clauses=sparse.hstack([clauses[0] * CHARACTERS_WEIGHT, clauses[1]]).tocsr(),
        clause_owner=owner[parts.turn],
        clause_target=_clause_targets(examples, parts, owner, batch),
        lexicon=_lexicon_features(examples, checker),
        channels=channel_features(channels, previous),
        targets=np.array([example.target for example in examples]),
        groups=np.array([example.group for example in examples]),
    )


def _counts(stream: Stream, starts: Offsets, ends: Offsets) -> sparse.csr_matrix:
    """Counts of buckets over spans of places, divided by the root of their number. Shape (spans, BUCKETS)."""
    lengths = ends - starts
    rows = np.repeat(np.arange(len(starts)), lengths)
    places = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(starts, lengths)
    chosen_rows, chosen = [], []
    for buckets in stream.buckets():
        values = buckets[places]
        chosen_rows.append(rows[values > 0])
        chosen.append(values[values > 0])
    row, column = np.concatenate(chosen_rows), np.concatenate(chosen)
    matrix = sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=(len(starts), BUCKETS))
    total = np.maximum(np.bincount(row, minlength=len(starts)), 1)
    return sparse.diags(1 / np.sqrt(total)) @ matrix


def category_features(spans: Sequence[str]) -> sparse.csr_matrix:
    """Features of the category table, a row a span."""
    rows, columns, values = [], [], []
    for number, span in enumerate(spans):
        buckets = np.concatenate(category_buckets(streams(Batch([span]))[0]))
        rows.append(np.full(len(buckets), number))
        columns.append(buckets)
        values.append(np.full(len(buckets), 1 / np.sqrt(max(1, len(buckets)))))
    data = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_matrix(data, shape=(len(spans), 1 << CATEGORY_BITS))


def _clause_targets(examples: Sequence[Example], parts: Segments, owner: Offsets, batch: Batch) -> Offsets:
    """0 harmless, 1 a taboo that is repaired, 2 a fault, -1 where a clause only touches the span and cannot be said."""
    targets = np.zeros(len(parts.turn), dtype=np.int64)
    for number, (turn, start, end) in enumerate(zip(parts.turn, parts.start, parts.end, strict=True)):
        example = examples[owner[turn]]
        if example.label == "clean":
            continue
        first = example.text.find(example.span) if example.span else 0
        last = first + len(example.span) if example.span else len(example.text)
        low, high = int(start - batch.starts[turn]), int(end - batch.starts[turn])
        shared = min(high, last) - max(low, first)
        if shared > 0:
            whole = shared >= min(0.6 * (high - low), 0.8 * (last - first))
            targets[number] = example.target if whole and example.span else -1
    return targets


def _lexicon_features(examples: Sequence[Example], checker: Checker) -> Floats:
    rows = np.zeros((len(examples), len(LEXICON_FEATURES)))
    for number, (scene, _) in enumerate(checker.scenes([example.conversation for example in examples])):
        turn = len(scene.conversation.turns) - 1
        hits = scene.hits.get(turn, ())
        if any(hit.entry.kind == "forbidden" for hit in hits):
            found = appraise(hits, scene.text(turn), scene.conversation.turns, turn).features()
            rows[number] = [found[name] for name in LEXICON_FEATURES]
    return rows
