"""The anchors of many templates: expanding them is what costs at the start, so they are kept between runs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from checker.cache import Arrays, kept
from checker.matching.automaton import Automaton

Offsets = npt.NDArray[np.int64]

WORTH_KEEPING = 200
"""Fewer templates, as of one entry on trial, are expanded as quickly as they are read."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """Rows first[a] to first[a + 1] of `owners` are the numbers of the templates that anchor `a` stands for."""

    automaton: Automaton
    first: Offsets
    owners: Offsets

    def owners_of(self, anchor: int) -> list[int]:
        """The numbers of the templates that an anchor stands for, in order."""
        found: list[int] = self.owners[self.first[anchor] : self.first[anchor + 1]].tolist()
        return found


def anchors(part: str, templates: Sequence[str], expand: Callable[[str], Sequence[str]]) -> Anchors:
    """The automaton of the anchors to which `expand` brings each template; `part` names them in the cache."""
    if len(templates) < WORTH_KEEPING:
        found = _arrays(templates, expand)
    else:
        found = kept(part, json.dumps(templates).encode, lambda: _arrays(templates, expand))
    text = found["text"].tobytes()
    patterns = [text[start:end] for start, end in pairwise(found["bounds"].tolist())]
    return Anchors(Automaton(patterns), found["first"], found["owners"])


def _arrays(templates: Sequence[str], expand: Callable[[str], Sequence[str]]) -> Arrays:
    """All anchors one after the other as UTF-16LE, where each begins, and `first` and `owners` of Anchors."""
    owners: dict[str, list[int]] = defaultdict(list)
    for number, template in enumerate(templates):
        for anchor in expand(template):
            owners[anchor].append(number)
    patterns = [anchor.encode("utf-16-le") for anchor in owners]
    return {
        "text": np.frombuffer(b"".join(patterns), dtype=np.uint8),
        "bounds": np.cumsum([0, *map(len, patterns)]),
        "first": np.cumsum([0, *map(len, owners.values())]),
        "owners": np.fromiter(chain.from_iterable(owners.values()), dtype=np.int64),
    }
