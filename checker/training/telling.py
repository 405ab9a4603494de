"""Labelled evidence of notices → the arrays of checker.matching.telling.

The `evidence` of a labelled notice, alone or within a dialogue, are, for each element, the numbers of the clerk's sentences in
which it is `told`, and of those that stand in its place and are too `vague`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.engine import Checker
from checker.evaluation import input_of
from checker.matching.heads import Floats
from checker.matching.telling import ELEMENTS, HEADS, PARTS, STATUSES, element_features, grams_of, sentences
from checker.matching.word_classes import WordClasses
from checker.model import Report
from checker.training.corpus import read_items
from checker.training.fitting import Arrays
from checker.training.heads import Pieces, fit_choice, fit_heads, folds_of, head_features, held_out
from checker.training.vocabulary import vocabulary

STATUS_C = 0.3
"""Inverse strength of regularisation, chosen on files held out."""
Item = dict[str, Any]


def fit_telling(paths: Sequence[Path], checker: Checker) -> Arrays:
    """The arrays of the evidence in these label files; none where they have none. `checker` rules without it."""
    items = [item for item in read_items(paths) if "evidence" in item]
    if not items:
        return {}
    conversations = [input_of(item) for item in items]
    told = [sentences(conversation) for conversation in conversations]
    counts = np.array([len(some) for some in told])
    every = [sentence for some in told for sentence in some]
    own = np.arange(len(every))
    pieces = Pieces(
        head_features(grams_of(every), WordClasses(vocabulary()), own, own + len(every)),
        np.concatenate([_targets(item, count) for item, count in zip(items, counts, strict=True)]),
        np.ones((len(every), len(HEADS)), dtype=np.bool_),
        folds_of([item["file"] for item in items]).repeat(counts),
    )
    scores = np.split(held_out(pieces), counts.cumsum()[:-1])
    reports = list(checker.check_many(conversations))
    heads, _ = fit_heads(pieces, "telling")
    return {**heads, **_fit_statuses(items, scores, reports)}


def labels_of(item: Item) -> dict[str, str]:
    """The statuses of a labelled notice's elements."""
    labels: dict[str, str] = item["notice"]["elements"] if "notice" in item else item["elements"]
    return labels


def _targets(item: Item, count: int) -> npt.NDArray[np.bool_]:
    """What each sentence is, shape (sentences, HEADS)."""
    targets = np.zeros((count, len(HEADS)), dtype=np.bool_)
    for element, places in item["evidence"].items():
        for part in PARTS:
            if element in ELEMENTS and places.get(part):
                targets[places[part], HEADS.index((element, part))] = True
    return targets


def _fit_statuses(items: Sequence[Item], scores: Sequence[Floats], reports: Sequence[Report]) -> Arrays:
    """A model for each element over its statuses."""
    fitted = []
    for number, element in enumerate(ELEMENTS):
        rows = list(_rows(number, element, items, scores, reports))
        features = np.array([row for row, _ in rows])
        targets = [target for _, target in rows]
        fitted.append(fit_choice(features, targets, len(STATUSES), strength=STATUS_C) if rows else _obedient(number))
    weights, bias = (np.array(part, dtype=np.float32) for part in zip(*fitted, strict=True))
    return {"elements": weights, "elements_bias": bias}


def _obedient(number: int) -> tuple[Floats, Floats]:
    """The model of an element that was never labelled: what the rules made of it."""
    nothing = np.zeros((2, len(HEADS)))
    plain = element_features(number, nothing, STATUSES[0], 0)
    return np.array([element_features(number, nothing, status, 0) - plain for status in STATUSES]), np.zeros(
        len(STATUSES)
    )


def _rows(
    number: int, element: str, items: Sequence[Item], scores: Sequence[Floats], reports: Sequence[Report]
) -> Iterator[tuple[Floats, int]]:
    """The features and the status of one element in every notice that has it, where the rules took it for a notice."""
    for item, weighed, report in zip(items, scores, reports, strict=True):
        status = labels_of(item).get(element)
        ruled = report.notice.elements.get(element) if report.notice else None
        if status and ruled:
            yield element_features(number, weighed, ruled.status, len(ruled.missing)), STATUSES.index(status)
