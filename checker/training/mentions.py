"""Labelled mentions of papers → the arrays of checker.matching.mentions: what is said of a paper?

A labelled mention is a sentence with the `span` of the words for a paper, the `paper` as a service guide calls it, and what is
`said` of it, one of SAID. Papers that the clerk of a labelled notice says to be needless are mentions too: waived where they count
as left out, held where they do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from checker.engine import Checker
from checker.matching.mentions import SAID, Mention, grams_of, mention
from checker.matching.word_classes import WordClasses
from checker.rules.notice import said_of
from checker.training.corpus import read_items
from checker.training.fitting import Arrays
from checker.training.heads import Pieces, fit_heads, head_features
from checker.training.papers import papers_of
from checker.training.vocabulary import vocabulary


def fit_mentions(paths: Sequence[Path], checker: Checker) -> Arrays:
    """The arrays of the mentions in these label files; none where they have none. `checker` says where a notice names a paper."""
    labelled = [
        (mention(item["text"], *item["span"]), SAID.index(item["said"])) for item in read_items(paths) if "said" in item
    ]
    if not labelled:
        return {}
    mentions, said = zip(*labelled, *_of_notices(paths, checker), strict=True)
    own = np.arange(len(mentions))
    targets = np.arange(len(SAID)) == np.array(said)[:, None]
    pieces = Pieces(
        head_features(grams_of(mentions), WordClasses(vocabulary()), own, own + len(own)),
        targets,
        np.ones_like(targets),
        np.zeros(len(own), dtype=np.int64),
    )
    return fit_heads(pieces, "mentions")[0]


def _of_notices(paths: Sequence[Path], checker: Checker) -> Iterator[tuple[Mention, int]]:
    """The papers that the rules find needless in labelled notices, and what is said of each."""
    for around, item in papers_of(paths, checker):
        for number, each in enumerate(around.ruled):
            if each.denied and each.missing:
                said = "waived" if each.name in item["missing_materials"] else "held"
                yield said_of(around, number), SAID.index(said)
