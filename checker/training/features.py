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
from checker.matching.detector import CATEGORY_BITS, LEXICON_FEATURES, category_rows, channel_features
from checker.matching.ngrams import BUCKETS, LAST, ROWS, SHORT, Grams, Rows, Segments, segments
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
    grams = Grams(batch)
    rows = grams.rows
    weighted = sparse.diags(np.repeat([CHARACTERS_WEIGHT, 1.0], BUCKETS))
    utterances, clauses = sparse.csr_matrix((len(own), ROWS)), sparse.csr_matrix((len(parts.turn), ROWS))
    for view in grams.views:
        starts, ends = view.turn_places()
        utterances += gram_counts(rows, starts[own], ends[own])
        clauses += gram_counts(rows, *view.places_of(parts.start, parts.end))
    heard = np.maximum(previous, 0)
    first, last = grams.characters.last_places(LAST)
    before = sparse.diags((previous >= 0).astype(float)) @ gram_counts(rows[:SHORT], first[heard], last[heard])
    channels = np.array([CHANNELS.index(conversation.channel) for conversation in conversations])
    return Features(
        utterances=sparse.hstack([utterances @ weighted, before[:, :BUCKETS] * BEFORE_WEIGHT]).tocsr(),
        clauses=(clauses @ weighted).tocsr(),
        clause_owner=owner[parts.turn],
        clause_target=_clause_targets(examples, parts, owner, batch),
        lexicon=_lexicon_features(examples, checker),
        channels=channel_features(channels, previous),
        targets=np.array([example.target for example in examples]),
        groups=np.array([example.group for example in examples]),
    )


def gram_counts(rows: Rows, starts: Offsets, ends: Offsets, width: int = ROWS) -> sparse.csr_matrix:
    """Counts of rows over spans of places, divided by the root of their number. Shape (spans, width)."""
    lengths = ends - starts
    spans = np.repeat(np.arange(len(starts)), lengths)
    places = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(starts, lengths)
    chosen_spans, chosen = [], []
    for some in rows:
        values = some[places]
        chosen_spans.append(spans[values > 0])
        chosen.append(values[values > 0])
    span, column = np.concatenate(chosen_spans), np.concatenate(chosen)
    matrix = sparse.csr_matrix((np.ones(len(span)), (span, column)), shape=(len(starts), width))
    total = np.maximum(np.bincount(span, minlength=len(starts)), 1)
    return sparse.diags(1 / np.sqrt(total)) @ matrix


def category_features(spans: Sequence[str]) -> sparse.csr_matrix:
    """Features of the category table, a row a span."""
    rows, columns, values = [], [], []
    for number, span in enumerate(spans):
        found = category_rows(span)
        rows.append(np.full(len(found), number))
        columns.append(found)
        values.append(np.full(len(found), 1 / np.sqrt(max(1, len(found)))))
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
            polite = len(scene.courteous(turn))
            found = appraise(hits, scene.text(turn), scene.conversation.turns, turn, polite=polite).features()
            rows[number] = [found[name] for name in LEXICON_FEATURES]
    return rows
