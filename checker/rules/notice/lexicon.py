"""All that the notice rule reads from the lexicons: cues by element, words for steps and documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.kept import kept_records
from checker.lexicon.schema import Strict, read_record
from checker.rules.notice.cues import FOLDER, Cues, Patterns, expression, read_cues
from checker.rules.notice.documents import Documents
from checker.rules.notice.heads import HeadNouns
from checker.rules.notice.signals import Signal, read_signals
from checker.rules.notice.species import SPECIES, read_species
from checker.rules.notice.steps import step_pattern

DOCUMENTS = "documents.toml"
ASIDE = "aside"
"""The cue file of words that tell nothing of the matter; it is no element."""


@dataclass(frozen=True)
class _DocumentRows(Strict):
    """The file of documents and their other names."""

    same: list[list[str]] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    serves: list[list[str]] = field(default_factory=list)
    filler: list[str] = field(default_factory=list)
    heads: list[list[str]] = field(default_factory=list)
    no_heads: list[str] = field(default_factory=list)
    wide_heads: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    loose_heads: list[str] = field(default_factory=list)
    kin_heads: list[list[str]] = field(default_factory=list)
    modifiers: list[list[str]] = field(default_factory=list)
    cases: list[list[str]] = field(default_factory=list)
    other_holders: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class NoticeLexicon:
    """Cues by element, the words for documents, and the signals that a notice is called for.

    `step_words` and `document_words` are expressions of the steps and of the documents that clerks name.
    """

    cues: Mapping[str, Cues]
    documents: Documents
    signals: Mapping[str, Signal]
    step_words: str
    document_words: str

    @property
    def aside(self) -> Patterns:
        """Words that tell nothing of the matter."""
        return self.cues[ASIDE].none

    @cached_property
    def steps(self) -> re.Pattern[str]:
        """The steps of a procedure."""
        return step_pattern(self.step_words)

    @cached_property
    def names(self) -> re.Pattern[str]:
        """The names of documents."""
        return re.compile(self.document_words)


def load_notices(folders: Sequence[Path] = ()) -> NoticeLexicon:
    """The shipped files and those of the given folders, which add to them. Raises LexiconError with every problem."""
    return kept_records(
        "notices", folders, [DOCUMENTS, SPECIES, f"{FOLDER}/*.toml"], NoticeLexicon, lambda: _read(folders)
    )


def _read(folders: Sequence[Path]) -> NoticeLexicon:
    problems: list[Problem] = []
    files = (folder / DOCUMENTS for folder in (shipped(), *folders))
    rows = [row for path in files if (row := read_record(_DocumentRows, path, problems))]
    if problems:
        raise LexiconError(problems)
    cues, words = read_cues(folders)
    documents = Documents(
        [each for row in rows for each in row.same],
        frozenset(word for row in rows for word in row.alone),
        [word for row in rows for word in row.filler],
        [each for row in rows for each in row.serves],
        HeadNouns(
            [each for row in rows for each in row.heads],
            [word for row in rows for word in row.no_heads],
            frozenset(word for row in rows for word in row.wide_heads),
            [word for row in rows for word in row.loose_heads],
            [each for row in rows for each in row.modifiers],
            [each for row in rows for each in row.kin_heads],
        ),
        [each for row in rows for each in row.cases],
        frozenset(word for row in rows for word in row.forms),
        read_species(folders, words),
        [word for row in rows for word in row.other_holders],
    )
    signals = read_signals(folders, words)
    return NoticeLexicon(cues, documents, signals, expression("<步骤>", words), expression("<材料>", words))
