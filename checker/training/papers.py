"""Labelled notices with a service guide → the arrays of checker.matching.papers: which papers did the clerk leave out?

The rules are made with the labelled notices before them, and would be believed too much if they were heard on those. So a
notice may carry as `ruled` what the rules made of each paper of its guide, in order, when they had not yet been held against
it: `["told", start, end]` in the clerk's words, `["needless", start, end]`, `["missing"]`, or `["not due"]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from checker.engine import Checker
from checker.evaluation import input_of
from checker.matching.aliases import Aliases
from checker.matching.heads import Floats
from checker.matching.word_classes import WordClasses
from checker.rules.notice import papers_said
from checker.rules.notice.ruled import Ruled
from checker.rules.notice.surroundings import Surroundings
from checker.training.aliases import fit_aliases
from checker.training.corpus import read_items
from checker.training.fitting import SEED, Arrays
from checker.training.vocabulary import vocabulary

STRENGTH = 0.05
"""Inverse strength of regularisation of features brought to one scale, chosen by cross-validation over files."""
_LEAST = 1e-6
"""What differs by less differs by rounding alone."""
Item = dict[str, Any]


def fit_papers(paths: Sequence[Path], checker: Checker) -> Arrays:
    """The arrays of the guides in these label files; none where no paper was left out, or none told. Without the papers said to be
    needless, of which the words around them decide. What papers are called is learnt from the names in these files.
    """
    named = fit_aliases(paths)
    aliases = Aliases(named, WordClasses(vocabulary()))
    rows = [weighed(aliases, *each) for each in papers_of(paths, checker)]
    left_out = np.concatenate([row[1] for row in rows] or [np.zeros(0, dtype=np.bool_)])
    if not 0 < left_out.sum() < len(left_out):
        return {}
    return {**named, **fit_shares(np.concatenate([row[0] for row in rows]), left_out)}


def weighed(aliases: Aliases, around: Surroundings, item: Item) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The features of the papers of a labelled notice that are not said to be needless, and which of them were left out."""
    chosen = np.array([not each.denied for each in around.ruled])
    left_out = np.array([each.name in item["missing_materials"] for each in around.ruled])
    return around.features(aliases)[chosen], left_out[chosen]


def papers_of(paths: Sequence[Path], checker: Checker) -> Iterator[tuple[Surroundings, Item]]:
    """Each labelled notice with a guide, with what the rules make of its papers."""
    items = [
        item for item in read_items(paths) if item.get("matter", {}).get("materials") and "missing_materials" in item
    ]
    scenes = checker.scenes([input_of(item) for item in items])
    for item, (scene, _) in zip(items, scenes, strict=True):
        matter = scene.conversation.matter
        if matter is None or "materials" not in item["elements"]:
            continue
        around = papers_said(scene, checker.notices, matter)
        if "ruled" in item:
            ruled = [_ruled(name, *told) for name, told in zip(matter.materials, item["ruled"], strict=True)]
            around = replace(around, ruled=ruled)
        yield around, item


def fit_shares(features: Floats, left_out: npt.NDArray[np.bool_]) -> Arrays:
    """A logistic regression; features are brought to one scale for it, and back; one that never differs says nothing."""
    spread = features.std(axis=0)
    scale = np.where(spread > _LEAST, spread, np.inf)
    model = LogisticRegression(C=STRENGTH, max_iter=3000, random_state=SEED).fit(features / scale, left_out)
    return {
        "papers": (model.coef_[0] / scale).round(4).astype(np.float32),
        "papers_bias": model.intercept_.astype(np.float32),
    }


def _ruled(name: str, status: str, start: int = 0, end: int = 0) -> Ruled:
    place = (start, end)
    match status:
        case "told":
            return Ruled(name, place)
        case "needless":
            return Ruled(name, denied=place, missing=True)
        case _:
            return Ruled(name, missing=status == "missing")
