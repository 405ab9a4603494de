"""What each stage of the check costs, and how many turns needed words."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import checker.engine as engine
import checker.text as text
from checker import Checker
from checker.matching.finder import Finder

from .material import Material


def stages(checker: Checker, material: Material) -> Iterator[tuple[object, ...]]:
    """Each stage with its time a turn and its share of the whole; what is left is the engine's own."""
    spent: dict[str, float] = defaultdict(float)
    segmented: set[str] = set()
    cut = text.Segmenter._cut

    def counted(self: text.Segmenter, words: str) -> Any:
        segmented.add(words)
        return cut(self, words)

    with patch.object(text.Segmenter, "_cut", counted), _watched(spent):
        begin = time.process_time()
        list(checker.check_many(material.conversations))
        whole = time.process_time() - begin
    turns = len(material.turns)
    rest = whole - sum(spent.values())
    for name, taken in [*spent.items(), ("everything else", rest), ("the whole", whole)]:
        yield name, f"{taken / turns * 1e6:.1f}", f"{taken / whole:.0%}"
    yield "clauses that needed words, a turn", f"{len(segmented) / turns:.2f}", ""


class _watched:  # noqa: N801  (reads as a statement)
    """Watches the functions that the engine calls, one a stage."""

    def __init__(self, spent: dict[str, float]) -> None:
        def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any, **options: Any) -> Any:
                begin = time.process_time()
                try:
                    return work(*arguments, **options)
                finally:
                    spent[name] += time.process_time() - begin

            return run

        names = ("resolve", "Batch", "detect", "forbidden", "courtesy", "protocol", "timing", "notice", "score")
        self._patches = [patch.object(engine, name, timed(name, getattr(engine, name))) for name in names]
        self._patches.append(patch.object(Finder, "find", timed("finding phrases", Finder.find)))

    def __enter__(self) -> None:
        for each in self._patches:
            each.start()

    def __exit__(self, *_: object) -> None:
        for each in self._patches:
            each.stop()
