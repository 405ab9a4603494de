"""Cue lists of the notice elements: TOML below lexicons/notice/, compiled to bounded expressions over folded text.

A cue is a literal with `{a|b}` for a choice, `{…}?` for what may be left out, `…` for up to eight characters of one
clause, `……` for up to twenty of one sentence, `<数>` for a number, `<期>` for a span of time, `<句尾>` for the rest of the sentence, `<题>` for what stands in 《》, `<句首>` for the beginning
of a clause, `$` for the end of a sentence, `{…}{0,2}` for up to two of a choice, and `<name>` for one of the words of the
list of that name in words.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from checker.errors import LexiconError, Problem
from checker.lexicon.loading import shipped
from checker.lexicon.schema import Strict, TomlFile, validate
from checker.text import fold

FOLDER = "notice"
WORDS = "words"
_GAPS = {"……": "[^。；！？]{0,20}?", "…": "[^。；！？，]{0,8}?"}
_SLOTS = {
    "数": "[0-9〇零一二两三四五六七八九十百千万半]{1,6}",
    "期": "[0-9〇零一二两三四五六七八九十百半几]{1,5}(?:个?工作日|个?自然日|天|日|个?小时|分钟|刻钟|周|个?星期|个?礼拜|个?半?月|年)",
    "句尾": "[^。；！？]{0,90}",
    "题": "[^》]{1,40}?",
    "句首": "(?:^|(?<=[。；！？，]))",
}
_SIGNS = {"|": "|", "{": "(?:", "$": "(?=[。；！？]|$)"}
_TOKEN = re.compile(r"……|…|\}\{0,[1-9]\}|\}\??|\{|\||<[^<>]{1,8}>|\$|[^{}|<…$]")


class ElementCues(Strict):
    """What tells an element, what only sounds like it, and what looks like it and is none."""

    title: str
    say: str = Field(min_length=2)
    told: list[str] = []
    vague: list[str] = []
    not_: list[str] = Field(default=[], alias="not")
    label: list[str] = []


@dataclass(frozen=True)
class Cues:
    """One element's compiled cues; an absent list matches nothing."""

    title: str
    say: str
    lists: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]

    @cached_property
    def told(self) -> re.Pattern[str]:
        """Words that tell the element."""
        return compiled(self.lists["told"], self.words)

    @cached_property
    def vague(self) -> re.Pattern[str]:
        """Empty formulas in its place."""
        return compiled(self.lists["vague"], self.words)

    @cached_property
    def none(self) -> re.Pattern[str]:
        """Words that look like the element and are none."""
        return compiled(self.lists["none"], self.words)

    @cached_property
    def label(self) -> re.Pattern[str]:
        """Headings and questions that announce the element."""
        return compiled(self.lists["label"], self.words)


def load_cues(folders: Sequence[Path] = ()) -> dict[str, Cues]:
    """The cues by element: the shipped files, then those of the given folders, which add to them.

    Raises LexiconError with every problem of every file.
    """
    problems: list[Problem] = []
    words: dict[str, list[str]] = {}
    elements: dict[str, dict[str, Any]] = {}
    for file in _files(folders, problems):
        if Path(file.name).stem == WORDS:
            _add_words(file, words, problems)
        else:
            _add_element(file, elements, problems)
    cues = {name: Cues(words=words, **parts) for name, parts in elements.items()}
    problems += [problem for name, each in cues.items() for problem in _faults(name, each)]
    if problems:
        raise LexiconError(problems)
    return cues


def _files(folders: Sequence[Path], problems: list[Problem]) -> Iterator[TomlFile]:
    for folder in (shipped(), *folders):
        for path in sorted((folder / FOLDER).glob("*.toml")):
            try:
                yield TomlFile(path)
            except LexiconError as error:
                problems += error.problems


def _add_words(file: TomlFile, words: dict[str, list[str]], problems: list[Problem]) -> None:
    for name, some in file.data.items():
        if isinstance(some, list) and all(isinstance(word, str) for word in some):
            words.setdefault(name, []).extend(map(fold, some))
        else:
            problems.append(file.problem("应当是词的列表", '如 材料 = ["申请表", "户口簿"]', key=name))


def _add_element(file: TomlFile, elements: dict[str, dict[str, Any]], problems: list[Problem]) -> None:
    result = validate(ElementCues, file.data, file)
    if isinstance(result, list):
        problems += result
        return
    parts = elements.setdefault(Path(file.name).stem, {"lists": {"told": [], "vague": [], "none": [], "label": []}})
    parts["title"], parts["say"] = result.title, result.say
    for name, some in (("told", result.told), ("vague", result.vague), ("none", result.not_), ("label", result.label)):
        parts["lists"][name] += some


def _faults(name: str, cues: Cues) -> Iterator[Problem]:
    for some in cues.lists.values():
        for source in some:
            try:
                expression(source, cues.words)
            except ValueError as error:
                yield Problem(str(error), "见 lexicons/README.md 里提示词的写法", f"{FOLDER}/{name}.toml")


def compiled(sources: Sequence[str], words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One expression for many cues; of none, one that never matches."""
    return re.compile("|".join(expression(source, words) for source in sources) or r"(?!)")


def expression(source: str, words: Mapping[str, Sequence[str]]) -> str:
    """The bounded expression of one cue. Raises ValueError for an unknown slot or an unbalanced brace."""
    parts: list[str] = []
    depth = 0
    for token in _TOKEN.findall(source):
        depth += (token == "{") - token.startswith("}")
        parts.append(_token(token, words, source))
    if depth:
        raise ValueError(f"“{source}” 的花括号不成对")
    return "".join(parts)


def _token(token: str, words: Mapping[str, Sequence[str]], source: str) -> str:
    if token in _GAPS:
        return _GAPS[token]
    if token in _SIGNS:
        return _SIGNS[token]
    if token.startswith("}"):
        return ")" + token[1:]
    if token.startswith("<"):
        return _slot(token[1:-1], words, source)
    return re.escape(plain_character(token))


def plain_character(character: str) -> str:
    """The folded form of one character."""
    return fold(character + "字")[0]


def _slot(name: str, words: Mapping[str, Sequence[str]], source: str) -> str:
    if name in _SLOTS:
        return _SLOTS[name]
    if name not in words:
        raise ValueError(f"“{source}”：没有名为 “{name}” 的词表或空位")
    return f"(?:{'|'.join(map(re.escape, sorted(words[name], key=len, reverse=True)))})"
