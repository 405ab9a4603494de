"""Labelled moments of dialogues → the arrays of checker.matching.moments.

The `moments` of a labelled dialogue are, for each point of the protocol that is called for, the turns that make it `due` and
the clerk's turns `by` which it was met or missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from checker.engine import Checker
from checker.matching.heads import Floats
from checker.matching.moments import HEADS, OUTCOMES, POINTS, courses, ruled_columns
from checker.matching.ngrams import Grams
from checker.matching.word_classes import WordClasses
from checker.model import Conversation, PointStatus
from checker.sources.conversation import conversation_from
from checker.text import Batch
from checker.training.corpus import read_items
from checker.training.fitting import Arrays
from checker.training.heads import Pieces, fit_choice, fit_heads, folds_of, head_features, held_out
from checker.training.vocabulary import vocabulary

OPENING = "self_introduction"
"""The point whose moment needs no label: the clerk's first turn."""
OUTCOME_C = 0.05
"""Inverse strength of regularisation, chosen by cross-validation over files."""
CLERK_WEIGHT = 0.3
"""How much it counts who speaks."""
_DUE = np.array([part == "due" for _, part in HEADS])


def fit_moments(paths: Sequence[Path], checker: Checker) -> Arrays:
    """The arrays of the moments in these label files; none where they have none. `checker` rules without moments."""
    items = [item for item in read_items(paths) if "moments" in item]
    if not items:
        return {}
    conversations = [conversation_from({"channel": item["channel"], "turns": item["turns"]}) for item in items]
    turns = _turns(items, conversations)
    ruled = [[point.status for point in report.protocol.values()] for report in checker.check_many(conversations)]
    counts = np.array([len(conversation.turns) for conversation in conversations])
    features = np.hstack((courses(held_out(turns), counts), _ruled_features(ruled)))
    heads, speaker = fit_heads(turns, "moments")
    return {**heads, "moments_clerk": (speaker[0] * CLERK_WEIGHT).astype(np.float32), **_fit_outcomes(features, items)}


def _turns(items: Sequence[dict[str, Any]], conversations: Sequence[Conversation]) -> Pieces:
    counts = np.array([len(conversation.turns) for conversation in conversations])
    turns = [turn for conversation in conversations for turn in conversation.turns]
    clerk = np.array([turn.role == "clerk" for turn in turns])
    numbers = np.arange(len(turns))
    before = numbers - 1
    before[counts.cumsum() - counts] = -1
    words = head_features(Grams(Batch([turn.text for turn in turns])), WordClasses(vocabulary()), numbers, before)
    return Pieces(
        sparse.hstack([words, sparse.csr_matrix(clerk[:, None] * CLERK_WEIGHT)]).tocsr(),
        np.concatenate([_targets(item) for item in items]),
        clerk[:, None] | _DUE,
        folds_of([item["file"] for item in items]).repeat(counts),
    )


def _targets(item: dict[str, Any]) -> npt.NDArray[np.bool_]:
    """What each turn of a dialogue is, shape (turns, HEADS)."""
    targets = np.zeros((len(item["turns"]), len(HEADS)), dtype=np.bool_)
    moments = {**item["moments"], **_opening(item)}
    for point in POINTS:
        some = moments.get(point, {"due": [], "by": []})
        targets[some["due"], HEADS.index((point, "due"))] = True
        if some["by"]:
            targets[some["by"], HEADS.index((point, item["protocol"][point]))] = True
    return targets


def _opening(item: dict[str, Any]) -> dict[str, dict[str, list[int]]]:
    """The moment of the clerk's first turn, where one is called for."""
    if item["protocol"][OPENING] == "na":
        return {}
    first = [number for number, turn in enumerate(item["turns"]) if turn["role"] == "clerk"][:1]
    return {OPENING: {"due": first, "by": first}}


def _ruled_features(ruled: Sequence[Sequence[PointStatus]]) -> Floats:
    """What the rules made of the points of each dialogue, shape (dialogues, points * OUTCOMES)."""
    features = np.zeros((len(ruled), len(ruled[0]) * len(OUTCOMES)))
    for row, statuses in zip(features, ruled, strict=True):
        row[ruled_columns(statuses)] = 1.0
    return features


def _fit_outcomes(features: Floats, items: Sequence[dict[str, Any]]) -> Arrays:
    """A model for each point over the outcomes."""
    targets = [[OUTCOMES.index(item["protocol"][point]) for item in items] for point in POINTS]
    fitted = [fit_choice(features, some, len(OUTCOMES), strength=OUTCOME_C) for some in targets]
    weights, bias = (np.array(part, dtype=np.float32) for part in zip(*fitted, strict=True))
    return {"outcomes": weights, "outcomes_bias": bias}
