"""Labelled pieces of text → the arrays of checker.matching.heads: a logistic regression for each head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from checker.matching.heads import HEAD_ROWS, NEVER, Floats, Heard, Offsets, views_of
from checker.matching.ngrams import Grams
from checker.matching.word_classes import WordClasses
from checker.training.features import gram_counts
from checker.training.fitting import SEED, Arrays, quantised
from checker.training.processes import side_by_side

FOLDS = 5
STRENGTH = 4.0
"""Inverse strength of regularisation, chosen by cross-validation over files."""
BEFORE_WEIGHT = 0.4
"""How much what came before counts beside the piece's own words."""
ROWS = 2 * HEAD_ROWS
"""Of characters, and of word classes."""
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pieces:
    """Pieces of text: their features, what each is, what each may be (shapes (pieces, heads)), and their folds."""

    features: sparse.csr_matrix
    targets: Flags
    possible: Flags
    fold: Offsets


def folds_of(files: Sequence[str]) -> Offsets:
    """The fold of each item: files stay together."""
    numbers = {name: number for number, name in enumerate(sorted(set(files)))}
    return np.array([numbers[file] % FOLDS for file in files])


def head_features(grams: Grams, classes: WordClasses, own: Offsets, before: Offsets) -> sparse.csr_matrix:
    """The n-grams of pieces, and of the end of what came before each (-1 for nothing), numbered among the texts.

    Shape (pieces, 2 * ROWS).
    """
    words, ends = (sum(some) for some in zip(*(_counts(view) for view in views_of(grams, classes)), strict=True))
    heard = sparse.diags((before >= 0) * BEFORE_WEIGHT) @ ends[np.maximum(before, 0)]
    return sparse.hstack([words[own], heard]).tocsr()


def _counts(view: Heard) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """The n-grams of each text, and those of its end."""
    places = view.places
    return tuple(gram_counts(view.rows, *some, ROWS) for some in (places.turn_places(), places.last_places(view.end)))


def held_out(pieces: Pieces) -> Floats:
    """The logits of every piece by models that have not seen its file, shape (pieces, heads)."""
    scores: Floats = np.full(pieces.targets.shape, NEVER)
    for fold in range(FOLDS):
        for head, model in enumerate(_models(pieces, pieces.fold != fold)):
            inside = (pieces.fold == fold) & pieces.possible[:, head]
            if model and inside.any():
                scores[inside, head] = pieces.features[inside] @ model.weights + model.bias
    return scores


def fit_heads(pieces: Pieces, name: str) -> tuple[Arrays, Floats]:
    """The arrays of all heads, and the weights of the features beyond the n-grams, shape (features, heads)."""
    count = pieces.targets.shape[1]
    weights, bias = np.zeros((pieces.features.shape[1], count)), np.full(count, NEVER)
    for head, model in enumerate(_models(pieces, np.ones(len(pieces.fold), dtype=np.bool_))):
        if model:
            weights[:, head], bias[head] = model.weights, model.bias
    own, before, rest = np.split(weights, [ROWS, 2 * ROWS])
    table = quantised(name, np.hstack([own, before * BEFORE_WEIGHT]))
    return {**table, f"{name}_bias": bias.astype(np.float32)}, rest


@dataclass(frozen=True, slots=True)
class _Head:
    """Weights of the features, shape (features,)."""

    weights: Floats
    bias: float


def _models(pieces: Pieces, among: Flags) -> list[_Head | None]:
    """The models of all heads."""
    return side_by_side(_head, [(pieces, head, among) for head in range(pieces.targets.shape[1])])


def _head(pieces: Pieces, head: int, among: Flags) -> _Head | None:
    """The model of one head; None where it never occurs."""
    among = among & pieces.possible[:, head]
    wanted = pieces.targets[among, head]
    if not wanted.any():
        return None
    features = pieces.features[among]
    contrast = contrast_of(features > 0, wanted)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, max_iter=1500, tol=3e-3, random_state=SEED)
    model.fit(features @ sparse.diags(contrast), wanted)
    return _Head(model.coef_[0] * contrast, float(model.intercept_[0]))


def contrast_of(present: sparse.csr_matrix, wanted: Flags) -> Floats:
    """How far apart each feature holds the pieces: the root of its log-count ratio. Shape (features,).

    The model is fitted to features scaled by it, so that what is as frequent on both sides has to earn its weight (Wang and
    Manning 2012, "Baselines and bigrams", with the whole ratio; the root did better by cross-validation over files).
    """
    inside, outside = (np.asarray(present[some].sum(axis=0)).ravel() + 1.0 for some in (wanted, ~wanted))
    ratio = np.log(inside / (wanted.sum() + 2)) - np.log(outside / ((~wanted).sum() + 2))
    contrast: Floats = np.sqrt(np.abs(ratio))
    return contrast


def fit_choice(features: Floats, targets: Sequence[int], choices: int, *, strength: float) -> tuple[Floats, Floats]:
    """A multinomial model: weights of shape (choices, features) and biases; what never occurs is never chosen."""
    weights, bias = np.zeros((choices, features.shape[1])), np.full(choices, -1e3)
    known = np.unique(targets)
    bias[known] = 0.0
    if len(known) > 1:
        model = LogisticRegression(C=strength, max_iter=3000, random_state=SEED).fit(features, targets)
        decided = known if len(known) > 2 else known[1:]  # of two, the first is what the other is not
        weights[decided], bias[decided] = model.coef_, model.intercept_
    return weights.round(4), bias.round(4)
