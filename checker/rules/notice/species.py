"""What a guide names by its genus and a clerk by its species: 家庭关系证明 is proved by a 结婚证, 欠薪证据 are 欠条 and 考勤本."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.schema import Strict, read_record
from checker.rules.notice.cues import expressions

SPECIES = "species.toml"


@dataclass(frozen=True)
class _Genus(Strict):
    """A genus of papers, by the cues that find it in a guide's name, and the papers that belong to it."""

    of: list[str]
    papers: list[str]


@dataclass(frozen=True)
class _Genera(Strict):
    """The file of genera."""

    genus: list[_Genus] = field(default_factory=list)


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


def read_species(folders: Sequence[Path], words: Mapping[str, Sequence[str]]) -> Species:
    """The rows of the shipped file and of those of the given folders. Raises LexiconError with every problem."""
    problems: list[Problem] = []
    files = [read_record(_Genera, folder / SPECIES, problems) for folder in (shipped(), *folders)]
    genera = [each for file in files if file for each in file.genus]
    rows = [(cue, each.papers) for each in genera for cue in expressions(SPECIES, each.of, words, problems)]
    if problems:
        raise LexiconError(problems)
    return Species(rows)
