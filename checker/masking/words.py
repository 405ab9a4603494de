"""The words of lexicons/masking.toml, and those an agency adds in a file of that name in its own folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.schema import Strict, TomlFile, validate

FILE = "masking.toml"


@dataclass(frozen=True)
class Words(Strict):
    """Every list is explained in the file itself."""

    surnames: list[str] = field(default_factory=list)
    common_surnames: list[str] = field(default_factory=list)
    compound_surnames: list[str] = field(default_factory=list)
    name_cues: list[str] = field(default_factory=list)
    field_cues: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    not_names: list[str] = field(default_factory=list)
    not_in_names: list[str] = field(default_factory=list)
    telephone: list[str] = field(default_factory=list)
    identity: list[str] = field(default_factory=list)
    serial: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    homes: list[str] = field(default_factory=list)
    estates: list[str] = field(default_factory=list)


def load_words(folders: Sequence[Path] = ()) -> Words:
    """The shipped words and those of the folders together. Raises LexiconError with every problem."""
    problems: list[Problem] = []
    lists: dict[str, list[str]] = {name: [] for name in asdict(Words())}
    for path in (shipped() / FILE, *(folder / FILE for folder in folders if (folder / FILE).is_file())):
        for name, some in asdict(_read(path, problems)).items():
            lists[name] += some
    if problems:
        raise LexiconError(problems)
    return Words(**lists)


def _read(path: Path, problems: list[Problem]) -> Words:
    try:
        file = TomlFile(path)
    except LexiconError as error:
        problems += error.problems
        return Words()
    words = validate(Words, file.data, file)
    if isinstance(words, list):
        problems += words
        return Words()
    return words
