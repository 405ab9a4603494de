"""Signals of lexicons/notice/calling.toml: what in a conversation speaks for or against its calling for a notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.schema import Limit, NotEmpty, Strict, TomlFile, validate
from checker.rules.notice.cues import CALLING, FOLDER, Patterns
from checker.rules.notice.talk import masked


@dataclass(frozen=True, kw_only=True)
class _SignalRow(Strict):
    """One signal as written in TOML."""

    by: Literal["citizen", "clerk"]
    counts: float
    first: Annotated[int, Limit(ge=0)] = 0
    group: Literal["notice", "refused"] = "notice"
    cues: Annotated[list[str], NotEmpty]
    not_: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Signal:
    """Words of one side that count for (positive) or against a notice. `first` limits it to so many of its turns; `own` is
    what an agency wrote itself.
    """

    by: Literal["citizen", "clerk"]
    counts: float
    first: int
    group: str
    cues: Patterns
    none: Patterns
    own: bool

    def found(self, turns: Sequence[str]) -> bool:
        """Whether it stands in the turns of its side."""
        return any(self.cues.search(masked(words, self.none)) for words in turns[: self.first or None])


def read_signals(folders: Sequence[Path], words: Mapping[str, Sequence[str]]) -> dict[str, Signal]:
    """The shipped signals by name, then those of the given folders, which replace them by name.

    Raises LexiconError with every problem of every file.
    """
    problems: list[Problem] = []
    signals: dict[str, Signal] = {}
    for folder in (shipped(), *folders):
        path = folder / FOLDER / f"{CALLING}.toml"
        if not path.exists():
            continue
        try:
            _add(TomlFile(path), words, signals, problems, own=folder != shipped())
        except LexiconError as error:
            problems += error.problems
    if problems:
        raise LexiconError(problems)
    return signals


def _add(
    file: TomlFile,
    words: Mapping[str, Sequence[str]],
    signals: dict[str, Signal],
    problems: list[Problem],
    *,
    own: bool,
) -> None:
    for name, table in file.data.items():
        row = validate(_SignalRow, table, file)
        if isinstance(row, list):
            problems += row
            continue
        try:
            cues, none = Patterns.of(row.cues, words), Patterns.of(row.not_, words)
        except ValueError as error:
            problems.append(file.problem(str(error), "见 lexicons/README.md 里提示词的写法", key=f"[{name}]"))
            continue
        signals[name] = Signal(row.by, row.counts, row.first, row.group, cues, none, own)
