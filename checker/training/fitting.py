"""Features → the detector's arrays: clauses first, then utterances with what held-out clauses said of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from checker.matching.detector import CLASSES, CLAUSE_CLASSES, clause_features
from checker.matching.ngrams import BUCKETS
from checker.model import CATEGORIES
from checker.training.corpus import Example
from checker.training.features import Features, category_features

SEED = 7
FOLDS = 3
UTTERANCE_C, CLAUSE_C, CATEGORY_C = 15.0, 4.0, 30.0
"""Inverse strengths of regularisation, chosen by cross-validation over files."""
Arrays = dict[str, npt.NDArray[Any]]


def fit(examples: Sequence[Example], features: Features, *, corpus: str) -> Arrays:
    """The arrays of a detector trained on the examples; the same for the same examples."""
    usable = features.clause_target >= 0
    clause_model = _model(CLAUSE_C).fit(features.clauses[usable], features.clause_target[usable])
    held_out = _held_out_clauses(features, usable)
    dense = np.hstack([
        clause_features(held_out, features.clause_owner, len(examples)), features.lexicon, features.channels
    ])  # fmt: skip
    model = _model(UTTERANCE_C).fit(
        sparse.hstack([features.utterances, sparse.csr_matrix(dense)]).tocsr(), features.targets
    )
    weights = np.vstack([estimator.coef_[0] for estimator in model.estimators_]).T
    clause_weights = np.vstack([estimator.coef_[0] for estimator in clause_model.estimators_[1:]]).T
    categories = _fit_categories(examples)
    return {
        **_quantised("characters", np.hstack([weights[:BUCKETS], clause_weights[:BUCKETS]]) * 1.5),
        **_quantised("syllables", np.hstack([weights[BUCKETS : 2 * BUCKETS], clause_weights[BUCKETS:]])),
        **_quantised("before", weights[2 * BUCKETS : 3 * BUCKETS] * 0.4),
        "dense": weights[3 * BUCKETS :].astype(np.float32),
        "bias": np.array([estimator.intercept_[0] for estimator in model.estimators_], dtype=np.float32),
        "clause_bias": np.array(
            [estimator.intercept_[0] for estimator in clause_model.estimators_[1:]], dtype=np.float32
        ),
        **categories,
        "examples": _bytes([[e.category, e.span or e.text, e.text] for e in examples if e.label == "violation"]),
        "about": _bytes(
            {"corpus": corpus, "examples": len(examples), "classes": CLASSES, "categories": list(CATEGORIES)}
        ),
    }


def write(arrays: Arrays, path: Path) -> None:
    """Write the arrays as plain npz, the same bytes for the same arrays; a reader never sees half a file."""
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    unfinished.replace(path)


def _model(strength: float) -> OneVsRestClassifier:
    estimator = LogisticRegression(C=strength, solver="liblinear", dual=True, max_iter=80, tol=1e-3, random_state=SEED)
    return OneVsRestClassifier(estimator)


def _held_out_clauses(features: Features, usable: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """The clause scores of every example by a model that has not seen its group of neighbours."""
    names = np.unique(features.groups)
    fold_of = dict(zip(names, np.random.default_rng(SEED).integers(0, FOLDS, len(names)), strict=True))
    folds = np.array([fold_of[group] for group in features.groups])[features.clause_owner]
    scores = np.zeros((len(folds), len(CLAUSE_CLASSES)))
    for fold in range(FOLDS):
        inside, outside = folds == fold, (folds != fold) & usable
        model = _model(CLAUSE_C).fit(features.clauses[outside], features.clause_target[outside])
        scores[inside] = model.decision_function(features.clauses[inside])[:, 1:]
    return scores


def _fit_categories(examples: Sequence[Example]) -> Arrays:
    faults = [example for example in examples if example.category]
    matrix = category_features([example.span or example.text for example in faults])
    names = list(CATEGORIES)
    targets = np.array([names.index(example.category) for example in faults])
    model = _model(CATEGORY_C).fit(matrix, targets)
    weights = np.vstack([estimator.coef_[0] for estimator in model.estimators_]).T
    bias = np.array([estimator.intercept_[0] for estimator in model.estimators_], dtype=np.float32)
    return {**_quantised("category", weights), "category_bias": bias}


def _quantised(name: str, weights: npt.NDArray[np.float64]) -> Arrays:
    """Weights as bytes, with the scale of each column; bucket 0 stands for no n-gram and weighs nothing."""
    weights[0] = 0.0
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return {name: np.rint(weights / scale).astype(np.int8), f"{name}_scale": scale.astype(np.float32)}


def _bytes(value: object) -> npt.NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), dtype=np.uint8)
