"""Labelled dialogues → the arrays of checker.matching.calling: does a conversation call for a notice?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from checker.engine import Checker
from checker.matching.calling import VIEWS, grams_of, ruled_features
from checker.matching.heads import views_of
from checker.matching.word_classes import WordClasses
from checker.rules.notice.calling import consulted
from checker.sources.conversation import conversation_from
from checker.training.corpus import read_items
from checker.training.features import gram_counts
from checker.training.fitting import SEED, Arrays, quantised
from checker.training.heads import ROWS, contrast_of
from checker.training.vocabulary import vocabulary

STRENGTH = 30.0
"""Inverse strength of regularisation, chosen by cross-validation over files."""
FIRST_WEIGHT = 0.7
"""How much the citizen's first words count beside all the rest."""
REFUSAL = "bianmin_refusal"
"""The notice of a refusal is called for by the refusal: of that the rules decide."""


def fit_calling(paths: Sequence[Path], checker: Checker) -> Arrays:
    """The arrays of the dialogues in these label files; none where they do not differ. `checker` rules without them."""
    items = [item for item in read_items(paths) if "turns" in item and "notice" in item]
    items = [item for item in items if not item["notice"] or item["notice"]["profile"] != REFUSAL]
    wanted = np.array([bool(item["notice"]) for item in items])
    if len(np.unique(wanted)) < 2:
        return {}
    conversations = [
        conversation_from({"channel": item["channel"], "turns": item["turns"], "profile": "wenshang"}) for item in items
    ]
    talks = [consulted(scene, checker.notices.signals) for scene, _ in checker.scenes(conversations)]
    grams = grams_of(talks)
    both = views_of(grams, WordClasses(vocabulary()))
    counts = sum(gram_counts(heard.rows, *heard.places.turn_places(), ROWS) for heard in both)
    weight = (1.0, 1.0, FIRST_WEIGHT)
    views = [counts[number :: len(VIEWS)] * weight[number] for number in range(len(VIEWS))]
    words, ruled = sparse.hstack(views).tocsr(), np.array([ruled_features(talk) for talk in talks])
    contrast = contrast_of(words > 0, wanted)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=2000, random_state=SEED)
    model.fit(sparse.hstack([words @ sparse.diags(contrast), sparse.csr_matrix(ruled)]).tocsr(), wanted)
    *columns, rest = np.split(model.coef_[0], [ROWS * (number + 1) for number in range(len(VIEWS))])
    contrasts = np.split(contrast, len(VIEWS))
    table = np.stack([some * far * times for some, far, times in zip(columns, contrasts, weight, strict=True)], axis=1)
    return {
        **quantised("calling", table),
        "calling_ruled": rest.astype(np.float32),
        "calling_bias": model.intercept_.astype(np.float32),
    }
