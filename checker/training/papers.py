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
from checker.matching.heads import Floats
from checker.rules.notice import papers_said
from checker.rules.notice.ruled import Ruled
from checker.training.corpus import read_items
from checker.training.fitting import SEED, Arrays

STRENGTH = 0.05
"""Inverse strength of regularisation of features brought to one scale, chosen by cross-validation over files."""
_LEAST = 1e-6
"""What differs by less differs by rounding alone."""
Item = dict[str, Any]


def fit_papers(paths: Sequence[Path], checker: Checker) -> Arrays:
    """The arrays of the guides in these label files; none where no paper was left out, or none told."""
    rows = list(papers_of(paths, checker))
    left_out = np.concatenate([row[1] for row in rows] or [np.zeros(0, dtype=np.bool_)])
    return fit_shares(np.concatenate([row[0] for row in rows]), left_out) if 0 < left_out.sum() < len(left_out) else {}


def papers_of(paths: Sequence[Path], checker: Checker) -> Iterator[tuple[Floats, npt.NDArray[np.bool_], Item]]:
    """Of each notice with a guide the features of its papers, which were left out, and its labels; without the papers said to
    be needless, of which the rules decide.
    """
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
        weighed = np.array([not each.denied for each in around.ruled])
        left_out = np.array([each.name in item["missing_materials"] for each in around.ruled])
        yield around.features()[weighed], left_out[weighed], item


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
