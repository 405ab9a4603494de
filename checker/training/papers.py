"""Labelled notices with a service guide, lists and mentions → the arrays of checker.matching.papers: which papers did the clerk leave out?

A labelled list has the `papers` of a guide and those that were `left_out`; so has a labelled mention (checker.training.mentions),
whose one paper is told or left out by what is said of it.

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
from checker.matching.mentions import Mentions
from checker.matching.word_classes import WordClasses
from checker.model import Conversation, Matter, Turn
from checker.rules.notice import papers_said
from checker.rules.notice.listed import features_of
from checker.rules.notice.marks import sight
from checker.rules.notice.ruled import Ruled
from checker.rules.notice.surroundings import Surroundings
from checker.training.aliases import fit_aliases
from checker.training.corpus import read_items
from checker.training.fitting import SEED, Arrays
from checker.training.paper_network import Seen, fit_paper_network
from checker.training.vocabulary import vocabulary

STRENGTH = 0.05
"""Inverse strength of regularisation of features brought to one scale, chosen by cross-validation over files."""
_LEAST = 1e-6
"""What differs by less differs by rounding alone."""
_MATTER = "办理手续"
"""What a mention's matter is called."""
_LEAVES_OUT = ("named", "waived")
"""What may be said of a paper that leaves it out."""
_NONE = np.zeros(0, dtype=np.bool_)
Item = dict[str, Any]


def fit_papers(paths: Sequence[Path], checker: Checker, mentions: Mentions | None = None) -> Arrays:
    """The arrays of the guides in these label files; none where no paper was left out, or none told.

    What papers are called is learnt from the names in these files; `mentions` hears what is said of them. The linear model is
    fitted without the papers said to be needless, of which the words around them decide; the network learns from them too
    what waiving sounds like.
    """
    named = fit_aliases(paths)
    aliases = Aliases(named, WordClasses(vocabulary()))
    seen = [(seen_of(*each, aliases, mentions), ~denied(each[0])) for each in papers_of(paths, checker)]
    left_out = np.concatenate([guide.left_out[weighed] for guide, weighed in seen] or [_NONE])
    if not 0 < left_out.sum() < len(left_out):
        return {}
    features = np.concatenate([guide.features[weighed] for guide, weighed in seen])
    lists = [seen_of(*each, aliases, mentions) for each in lists_of(paths, checker)]
    return {
        **named,
        **fit_shares(features, left_out),
        **fit_paper_network([*(guide for guide, _ in seen), *lists]),
    }


def seen_of(around: Surroundings, item: Item, aliases: Aliases, mentions: Mentions | None = None) -> Seen:
    """What there is to see of the papers of a labelled guide, and which of them were left out."""
    left_out = np.array([each.name in item["missing_materials"] for each in around.ruled])
    seen = sight(around, aliases, range(len(around.ruled)))
    return Seen(seen, features_of(around, aliases, mentions), left_out)


def denied(around: Surroundings) -> npt.NDArray[np.bool_]:
    """Which papers are said to be needless."""
    return np.array([bool(each.denied) for each in around.ruled])


def papers_of(paths: Sequence[Path], checker: Checker) -> Iterator[tuple[Surroundings, Item]]:
    """Each labelled notice with a guide, with what the rules make of its papers."""
    items = [
        item for item in read_items(paths) if "missing_materials" in item and item.get("matter", {}).get("materials")
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


def lists_of(paths: Sequence[Path], checker: Checker) -> Iterator[tuple[Surroundings, Item]]:
    """Each labelled list and mention as a notice with a guide of its papers, and what the rules make of them."""
    items = [item for item in read_items(paths) if "papers" in item or "said" in item]
    matters = [Matter(item.get("matter", _MATTER), materials=tuple(_papers(item))) for item in items]
    conversations = [_conversation(item, matter) for item, matter in zip(items, matters, strict=True)]
    for item, matter, (scene, _) in zip(items, matters, checker.scenes(conversations), strict=True):
        left_out = item["left_out"] if "papers" in item else _papers(item) if item["said"] in _LEAVES_OUT else []
        yield papers_said(scene, checker.notices, matter), {"missing_materials": left_out}


def _papers(item: Item) -> list[str]:
    papers: list[str] = item["papers"] if "papers" in item else [item["paper"]]
    return papers


def _conversation(item: Item, matter: Matter) -> Conversation:
    """What a list's citizen asked and its clerk said."""
    asked = [Turn(item["citizen"], "citizen")] if item.get("citizen") else []
    return Conversation((*asked, Turn(item["text"], "clerk")), channel=item.get("channel", "window"), matter=matter)


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
