"""Cues: the words by which the protocol is decided, one TOML file a group below lexicons/protocol/.

Each key of a file is a list of templates. An agency's file of the same name adds its own to the shipped lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.kept import kept_records
from checker.lexicon.schema import TomlFile
from checker.lexicon.templates import TemplateError, parse

FOLDER = "protocol"
CueLists = dict[str, list[str]]
"""Templates by the name of their list, `file.key`."""


def load_cues(folders: Sequence[Path] = ()) -> CueLists:
    """The shipped lists and what the given folders add. Raises LexiconError with every problem of every file.

    The templates of the given folders are read at once, so that a mistake shows; the shipped ones when they are needed.
    """
    return kept_records("cues", folders, [f"{FOLDER}/*.toml"], CueLists, lambda: _read(folders))


def _read(folders: Sequence[Path]) -> CueLists:
    lists: CueLists = {}
    problems: list[Problem] = []
    for folder in (shipped(), *folders):
        for path in sorted((folder / FOLDER).glob("*.toml")):
            _load_file(path, lists, problems, own=folder != shipped())
    if problems:
        raise LexiconError(problems)
    return lists


def _load_file(path: Path, lists: CueLists, problems: list[Problem], *, own: bool) -> None:
    try:
        file = TomlFile(path)
    except LexiconError as error:
        problems += error.problems
        return
    for key, templates in file.data.items():
        name = f"{path.stem}.{key}"
        if own and name not in lists:
            problems.append(file.problem("不认识的词表", f"可用：{'、'.join(lists)}", key=key))
        elif not isinstance(templates, list) or not all(isinstance(template, str) for template in templates):
            problems.append(file.problem("应当是文字的列表", '如 ["稍等", "请{您|你}?等一下"]', key=key))
        else:
            problems += _faults(file, key, templates) if own else []
            lists.setdefault(name, []).extend(templates)


def _faults(file: TomlFile, key: str, templates: list[str]) -> list[Problem]:
    """What cannot be read as a template."""
    found = []
    for template in templates:
        try:
            parse(template)
        except TemplateError as error:
            found.append(file.problem(str(error), "模板的写法见 lexicons/README.md", key=key))
    return found
