"""What a guide names by its genus and a clerk by its species: 家庭关系证明 is proved by a 结婚证, 欠薪证据 are 欠条 and 考勤本."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Species:
    """Rows of an expression that finds a genus in a guide's name of a paper, and of the papers that belong to it."""

    rows: Sequence[tuple[str, Sequence[str]]] = field(default_factory=tuple)

    @cached_property
    def _patterns(self) -> Sequence[tuple[re.Pattern[str], frozenset[str]]]:
        return [(re.compile(genus), frozenset(papers)) for genus, papers in self.rows]

    def of(self, name: str) -> frozenset[str]:
        """The papers that do for a guide's name."""
        return frozenset().union(*(papers for genus, papers in self._patterns if genus.search(name)))
