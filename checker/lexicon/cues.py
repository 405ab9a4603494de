"""Cues: the words by which the protocol points are decided, one TOML file a group below lexicons/protocol/.

Each key of a file is a list of templates. An agency's file of the same name adds its own templates to the shipped lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.loading import shipped
from checker.lexicon.schema import TomlFile
from checker.lexicon.templates import TemplateError, parse

FOLDER = "protocol"


class Cues:
    """Lists of templates by name (`file.key`), each list one bounded regular expression over the normal form."""

    def __init__(self, sources: dict[str, list[str]]) -> None:
        self._patterns = {name: re.compile(_alternatives(templates)) for name, templates in sources.items()}

    def find(self, name: str, words: str) -> re.Match[str] | None:
        """The first place where a cue of the list stands."""
        return self._patterns[name].search(words)

    def all(self, name: str, words: str) -> list[re.Match[str]]:
        """Every place where a cue of the list stands, without overlap."""
        return list(self._patterns[name].finditer(words))

    def whole(self, name: str, words: str) -> bool:
        """Whether the words are one cue of the list and nothing else."""
        return self._patterns[name].fullmatch(words) is not None

    def domains(self, words: str) -> list[str]:
        """The trades (lists of domains.toml) that the words speak of."""
        return [name for name in self._patterns if name.startswith("domains.") and self.find(name, words)]

    def without(self, name: str, words: str) -> str:
        """The words with sentence ends in place of the cues of the list; offsets stay."""
        return self._patterns[name].sub(_blank, words)


def _blank(match: re.Match[str]) -> str:
    return "。" * len(match[0])


def load_cues(folders: Sequence[Path] = ()) -> Cues:
    """The shipped cues and those that the given folders add. Raises LexiconError with every problem of every file."""
    sources: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for layer, folder in enumerate((shipped(), *folders)):
        for path in sorted((folder / FOLDER).glob("*.toml")):
            _load_file(path, sources, problems, known_only=layer > 0)
    if problems:
        raise LexiconError(problems)
    return Cues(sources)


def _load_file(path: Path, sources: dict[str, list[str]], problems: list[Problem], *, known_only: bool) -> None:
    try:
        file = TomlFile(path)
    except LexiconError as error:
        problems += error.problems
        return
    for key, templates in file.data.items():
        name = f"{path.stem}.{key}"
        if known_only and name not in sources:
            problems.append(file.problem("不认识的词表", f"可用：{'、'.join(sources)}", key=key))
        elif not isinstance(templates, list) or not all(isinstance(template, str) for template in templates):
            problems.append(file.problem("应当是文字的列表", '如 ["稍等", "请{您|你}?等一下"]', key=key))
        else:
            problems += _faults(file, key, templates)
            sources.setdefault(name, []).extend(templates)


def _faults(file: TomlFile, key: str, templates: list[str]) -> list[Problem]:
    """What cannot be read as a template."""
    found = []
    for template in templates:
        try:
            parse(template)
        except TemplateError as error:
            found.append(file.problem(str(error), "模板的写法见 lexicons/README.md", key=key))
    return found


def _alternatives(templates: list[str]) -> str:
    return "|".join(dict.fromkeys(parse(template).expression.pattern for template in templates))
