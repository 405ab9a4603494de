"""Labelled moments of dialogues → the arrays of checker.matching.moments.

The `moments` of a labelled dialogue are, for each point of the protocol that is called for, the turns that make it `due` and
the clerk's turns `by` which it was met or missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from checker.engine import Checker
from checker.matching.moments import (
    HEADS,
    HEARD,
    MOMENT_BITS,
    NEVER,
    OUTCOMES,
    POINTS,
    Floats,
    moment_rows,
    outcome_features,
)  # fmt: skip
from checker.matching.ngrams import Grams
from checker.model import Conversation
from checker.sources.conversation import conversation_from
from checker.text import Batch
from checker.training.corpus import read_items
from checker.training.fitting import SEED, Arrays, quantised

FOLDS = 5
MOMENT_C, OUTCOME_C = 12.0, 0.1
"""Inverse strengths of regularisation, chosen by cross-validation over files."""
BEFORE_WEIGHT, CLERK_WEIGHT = 0.4, 0.3
"""How much the turn before, and who speaks, count beside the turn's own words."""
DECIMALS = 4
BUCKETS = 1 << MOMENT_BITS
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Turns:
    """All turns of the dialogues: their features, and what each is to the points. Rows are turns."""

    features: sparse.csr_matrix
    clerk: npt.NDArray[np.bool_]
    targets: npt.NDArray[np.bool_]
    dialogue: Offsets
    fold: Offsets


def fit_moments(paths: Sequence[Path], checker: Checker) -> Arrays:
    """The arrays of the moments in these label files; none where they have none. `checker` rules without moments."""
    items = [item for item in read_items(paths) if "moments" in item]
    if not items:
        return {}
    conversations = [conversation_from({"channel": item["channel"], "turns": item["turns"]}) for item in items]
    turns = _turns(items, conversations)
    ruled = [[point.status for point in report.protocol.values()] for report in checker.check_many(conversations)]
    starts = np.flatnonzero(np.diff(turns.dialogue, prepend=-1))
    scores = np.split(_held_out(turns), starts[1:])
    features = np.array([outcome_features(*pair) for pair in zip(scores, ruled, strict=True)])
    return {**_fit_heads(turns), **_fit_outcomes(features, items)}


def _turns(items: Sequence[dict[str, Any]], conversations: Sequence[Conversation]) -> Turns:
    clerk = np.array([turn.role == "clerk" for conversation in conversations for turn in conversation.turns])
    counts = np.array([len(conversation.turns) for conversation in conversations])
    files = {name: number for number, name in enumerate(sorted({item["file"] for item in items}))}
    fold = np.array([files[item["file"]] % FOLDS for item in items])
    return Turns(
        _features([turn.text for conversation in conversations for turn in conversation.turns], counts, clerk),
        clerk,
        np.concatenate([_targets(item) for item in items]),
        np.arange(len(items)).repeat(counts),
        fold.repeat(counts),
    )


def _targets(item: dict[str, Any]) -> npt.NDArray[np.bool_]:
    """What each turn of a dialogue is, shape (turns, HEADS)."""
    targets = np.zeros((len(item["turns"]), len(HEADS)), dtype=np.bool_)
    for point in POINTS:
        some = item["moments"].get(point, {"due": [], "by": []})
        targets[some["due"], HEADS.index((point, "due"))] = True
        if some["by"]:
            targets[some["by"], HEADS.index((point, item["protocol"][point]))] = True
    return targets


def _features(texts: Sequence[str], counts: Offsets, clerk: npt.NDArray[np.bool_]) -> sparse.csr_matrix:
    """Own n-grams, those of the end of the turn before, and who speaks."""
    grams = Grams(Batch(texts))
    rows = moment_rows(grams)
    own = _counts(rows, *grams.characters.turn_places())
    ends = _counts(rows, *grams.characters.last_places(HEARD))
    before = sparse.vstack([sparse.csr_matrix((1, BUCKETS)), ends[:-1]]).tocsr()
    following = np.ones(len(texts))
    following[counts.cumsum() - counts] = 0.0
    speaker = sparse.csr_matrix(clerk[:, None] * CLERK_WEIGHT)
    return sparse.hstack([own, sparse.diags(following * BEFORE_WEIGHT) @ before, speaker]).tocsr()


def _counts(rows: npt.NDArray[np.uint32], starts: Offsets, ends: Offsets) -> sparse.csr_matrix:
    """Counts of rows over spans of places, divided by the root of their number."""
    chosen = [(span, rows[:, start:end].ravel()) for span, (start, end) in enumerate(zip(starts, ends, strict=True))]
    columns = np.concatenate([some for _, some in chosen]).astype(np.int64)
    spans = np.repeat([span for span, _ in chosen], [len(some) for _, some in chosen])
    kept = columns > 0
    total = np.maximum(np.bincount(spans[kept], minlength=len(starts)), 1)
    matrix = sparse.csr_matrix((np.ones(kept.sum()), (spans[kept], columns[kept])), shape=(len(starts), BUCKETS))
    return sparse.diags(1 / np.sqrt(total)) @ matrix


def _head(turns: Turns, head: int, among: npt.NDArray[np.bool_]) -> LogisticRegression | None:
    """The model of one moment; None where it never occurs."""
    among = among & (turns.clerk | (HEADS[head][1] == "due"))
    wanted = turns.targets[among, head]
    if not wanted.any():
        return None
    model = LogisticRegression(C=MOMENT_C, solver="liblinear", tol=1e-3, random_state=SEED)
    return model.fit(turns.features[among], wanted)


def _held_out(turns: Turns) -> Floats:
    """The logits of every turn by models that have not seen its file, shape (turns, HEADS)."""
    scores = np.full(turns.targets.shape, NEVER)
    for fold in range(FOLDS):
        for head, (_, part) in enumerate(HEADS):
            model = _head(turns, head, turns.fold != fold)
            inside = (turns.fold == fold) & (turns.clerk | (part == "due"))
            if model and inside.any():
                scores[inside, head] = model.decision_function(turns.features[inside])
    return scores


def _fit_heads(turns: Turns) -> Arrays:
    weights, bias = np.zeros((turns.features.shape[1], len(HEADS))), np.full(len(HEADS), NEVER)
    for head in range(len(HEADS)):
        model = _head(turns, head, np.ones(len(turns.clerk), dtype=np.bool_))
        if model:
            weights[:, head], bias[head] = model.coef_[0], model.intercept_[0]
    own, before, speaker = np.split(weights, [BUCKETS, 2 * BUCKETS])
    return {
        **quantised("moments", np.hstack([own, before * BEFORE_WEIGHT])),
        "moments_clerk": (speaker[0] * CLERK_WEIGHT).astype(np.float32),
        "moments_bias": bias.astype(np.float32),
    }


def _fit_outcomes(features: Floats, items: Sequence[dict[str, Any]]) -> Arrays:
    """A multinomial model for each point; a status that never occurs is never chosen."""
    weights = np.zeros((len(POINTS), len(OUTCOMES), features.shape[1]))
    bias = np.full((len(POINTS), len(OUTCOMES)), -1e3)
    for number, point in enumerate(POINTS):
        targets = np.array([OUTCOMES.index(item["protocol"][point]) for item in items])
        known = np.unique(targets)
        bias[number, known] = 0.0
        if len(known) > 1:
            model = LogisticRegression(C=OUTCOME_C, max_iter=2000, random_state=SEED).fit(features, targets)
            decided = known if len(known) > 2 else known[1:]  # of two, the first is what the other is not
            weights[number, decided], bias[number, decided] = model.coef_, model.intercept_
    rounded = {"outcomes": weights.round(DECIMALS), "outcomes_bias": bias.round(DECIMALS)}
    return {name: values.astype(np.float32) for name, values in rounded.items()}
