"""Features → the detector's arrays: clauses first, then utterances with what held-out clauses said of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from checker.matching.detector import CLASSES, clause_views
from checker.matching.ngrams import BUCKETS
from checker.model import CATEGORIES
from checker.training.corpus import Example
from checker.training.features import BEFORE_WEIGHT, CHARACTERS_WEIGHT, Features, category_features
from checker.training.processes import side_by_side
from checker.training.vocabulary import vocabulary

SEED = 7
FOLDS = 3
UTTERANCE_C, CLAUSE_C, CATEGORY_C = 15.0, 4.0, 30.0
"""Inverse strengths of regularisation, chosen by cross-validation over files."""
CLAUSE_NUMBERS = (1, 2)
"""The targets of a clause that are weighed: a repaired taboo, a fault."""
ALWAYS = 20.0
Arrays = dict[str, npt.NDArray[Any]]


def fit(examples: Sequence[Example], features: Features, *, corpus: str) -> Arrays:
    """The arrays of a detector trained on the examples; the same for the same examples."""
    usable = features.clause_target >= 0
    clauses = _one_versus_rest(features.clauses[usable], features.clause_target[usable], CLAUSE_NUMBERS, CLAUSE_C)
    held_out = _held_out_clauses(features, usable)
    dense = np.hstack(
        [clause_views(held_out, features.clause_owner, len(examples))[0], features.lexicon, features.channels]
    )
    everything = sparse.hstack([features.utterances, sparse.csr_matrix(dense)]).tocsr()
    whole = _one_versus_rest(everything, features.targets, range(len(CLASSES)), UTTERANCE_C)
    characters, syllables, before, rest = np.split(whole.weights, [BUCKETS, 2 * BUCKETS, 3 * BUCKETS])
    clause_characters, clause_syllables = np.split(clauses.weights, 2)
    faults = {(e.category, e.span or e.text): e.text for e in reversed(examples) if e.label == "violation"}
    about = {"corpus": corpus, "examples": len(examples), "classes": CLASSES, "categories": list(CATEGORIES)}
    return {
        **quantised("characters", np.hstack([characters, clause_characters]) * CHARACTERS_WEIGHT),
        **quantised("syllables", np.hstack([syllables, clause_syllables])),
        **quantised("before", before * BEFORE_WEIGHT),
        "dense": rest.astype(np.float32),
        "bias": whole.bias,
        "clause_bias": clauses.bias,
        **_fit_categories(examples),
        **vocabulary(),
        "examples": _bytes([[category, span, text] for (category, span), text in reversed(faults.items())]),
        "about": _bytes(about),
    }


def write(arrays: Arrays, path: Path) -> None:
    """Write the arrays as plain npz, the same bytes for the same arrays; a reader never sees half a file."""
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    unfinished.replace(path)


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights with a column for each class, and a bias for each."""

    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float32]


def _one_versus_rest(
    matrix: sparse.csr_matrix, targets: npt.NDArray[np.int64], classes: Iterable[int], strength: float
) -> Linear:
    """A logistic regression for each class against all others, fitted side by side; a class without examples is never chosen."""
    fitted = side_by_side(_one_class, [(matrix, targets == number, strength) for number in classes])
    columns, bias = zip(*fitted, strict=True)
    return Linear(np.vstack(columns).T, np.array(bias, dtype=np.float32))


def _one_class(
    matrix: sparse.csr_matrix, wanted: npt.NDArray[np.bool_], strength: float
) -> tuple[npt.NDArray[np.float64], float]:
    """The weights and the bias of one class."""
    if not wanted.any() or wanted.all():
        return np.zeros(matrix.shape[1]), ALWAYS if wanted.any() else -ALWAYS
    model = LogisticRegression(C=strength, solver="liblinear", dual=True, max_iter=1500, tol=3e-3, random_state=SEED)
    model.fit(matrix, wanted)
    return model.coef_[0], float(model.intercept_[0])


def _held_out_clauses(features: Features, usable: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """The clause scores of every example by a model that has not seen its group of neighbours."""
    names = np.random.default_rng(SEED).permutation(np.unique(features.groups))
    fold_of = {name: number % FOLDS for number, name in enumerate(names)}
    folds = np.array([fold_of[group] for group in features.groups])[features.clause_owner]
    scores = np.zeros((len(folds), len(CLAUSE_NUMBERS)))
    for fold in range(FOLDS):
        inside, outside = folds == fold, (folds != fold) & usable
        model = _one_versus_rest(features.clauses[outside], features.clause_target[outside], CLAUSE_NUMBERS, CLAUSE_C)
        scores[inside] = features.clauses[inside] @ model.weights + model.bias
    return scores


def _fit_categories(examples: Sequence[Example]) -> Arrays:
    faults = [example for example in examples if example.category]
    matrix = category_features([example.span or example.text for example in faults])
    names = list(CATEGORIES)
    targets = np.array([names.index(example.category) for example in faults])
    model = _one_versus_rest(matrix, targets, range(len(names)), CATEGORY_C)
    return {**quantised("category", model.weights), "category_bias": model.bias}


def quantised(name: str, weights: npt.NDArray[np.float64]) -> Arrays:
    """Weights as bytes, with the scale of each column; bucket 0 stands for no n-gram and weighs nothing."""
    weights[0] = 0.0
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return {name: np.rint(weights / scale).astype(np.int8), f"{name}_scale": scale.astype(np.float32)}


def _bytes(value: object) -> npt.NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), dtype=np.uint8)
