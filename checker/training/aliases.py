"""Labelled names of papers → the arrays of checker.matching.aliases: which words name which paper?

A labelled paper has the `paper` as service guides call it and the `names` that people have for it; a labelled mention has one of
them. Against each stand the names of other papers of the same file, one of which is most like it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from checker.matching.aliases import ALIAS_ROWS, SHARES, crossed, ending, shares, spelled
from checker.matching.heads import Floats
from checker.matching.word_classes import WordClasses
from checker.training.corpus import read_items
from checker.training.fitting import SEED, Arrays, quantised
from checker.training.vocabulary import vocabulary

STRENGTH = 0.1
"""Inverse strength of regularisation, chosen by cross-validation over papers."""
OTHERS, LIKELY = 4, 60
"""So many other papers stand against each name, and the one most like it of so many more."""
Pair = tuple[str, str]


def fit_aliases(paths: Sequence[Path]) -> Arrays:
    """The arrays of the names in these label files; where they have none, nothing is like anything."""
    pairs, right = [], []
    for paper, name, others in _named(read_items(paths)):
        pairs += [(paper, name), *((other, name) for other in others)]
        right += [True, *(False for _ in others)]
    if not pairs:
        return _arrays(np.zeros(ALIAS_ROWS + SHARES), 0.0)
    features = _features(pairs)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, max_iter=300, tol=1e-2, random_state=SEED)
    model.fit(features, right)
    return _arrays(model.coef_[0], float(model.intercept_[0]))


def _arrays(weights: Floats, bias: float) -> Arrays:
    pairwise, shared = np.split(weights, [ALIAS_ROWS])
    return {
        **quantised("aliases", pairwise[:, None].copy()),
        "aliases_shares": shared.astype(np.float32),
        "aliases_bias": np.array([bias], dtype=np.float32),
    }


def _named(items: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str, list[str]]]:
    """Each paper with one of its names, and other papers of the same file."""
    names: dict[str, list[Pair]] = defaultdict(list)
    for item in items:
        if "names" in item:
            names[item["file"]] += [(item["paper"], name) for name in item["names"]]
        elif "said" in item:
            names[item["file"]].append((item["paper"], item["text"][slice(*item["span"])]))
    random = Random(SEED)  # noqa: S311  (a choice of examples, no secret)
    for pairs in names.values():
        papers = sorted({paper for paper, _ in pairs})
        for paper, name in pairs:
            others = [other for other in random.sample(papers, min(OTHERS, len(papers))) if other != paper]
            likely = [other for other in random.sample(papers, min(LIKELY, len(papers))) if other != paper]
            alike = max(likely, key=lambda other: len(set(other) & set(paper)), default=None)
            yield paper, name, [*others, *([alike] if alike else [])]


def _features(pairs: Sequence[Pair]) -> sparse.csr_matrix:
    """The rows of the table, and what the names share. Shape (pairs, ALIAS_ROWS + SHARES)."""
    classes = WordClasses(vocabulary())
    words = sorted({word for pair in pairs for word in pair})
    known = {word: spelled([word], classes) for word in words}
    rows, shared = [], []
    for paper, name in pairs:
        called, said = known[paper], known[name]
        rows.append(np.append(crossed(called.codes, said.codes).ravel(), ending(called.last, said.last)))
        both = np.isin(said.letters, called.letters).sum(keepdims=True)
        shared.append(shares(both, called.counts, said.counts))
    ends = np.cumsum([0, *map(len, rows)])
    ones = np.ones(ends[-1], dtype=np.float32)
    pairwise = sparse.csr_matrix((ones, np.concatenate(rows), ends), shape=(len(pairs), ALIAS_ROWS))
    return sparse.hstack([pairwise, sparse.csr_matrix(np.vstack(shared))]).tocsr()
