"""Cue lists of the notice elements: TOML below lexicons/notice/, compiled to bounded expressions over folded text.

A cue is a literal with `{a|b}` for a choice, `{…}?` for what may be left out, `{…}{0,2}` for up to two of a choice,
`…` for up to eight characters of one clause, `……` for up to twenty of one sentence, and these slots:

* `<数>` a number, `<期>` a span of time, `<年限>` one of days to years (never work days), `<题>` what stands in 《》;
* `<句首>` the beginning of a clause, `<句尾>` the rest of the sentence (up to 现答复如下, where the answer begins), `<前情>` the same up to
  where what was decided begins too (经审查, 因, 未通过), `$` its end;
* `<name>` one of the words of the list of that name in words.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any

from checker.deferred import deferred
from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.schema import Strict, TomlFile, TwoOrMore, validate
from checker.text import fold

FOLDER = "notice"
WORDS = "words"
CALLING = "calling"
"""The file of signals that a notice is called for, which signals.py reads."""
_GAPS = {"……": "[^。；！？]{0,20}?", "…": "[^。；！？，]{0,8}?"}
_SLOTS = {
    "数": "[0-9〇零一二两三四五六七八九十百千万半]{1,8}",
    "期": "[0-9〇零一二两三四五六七八九十百半几]{1,5}"
    "(?:个?工作日|个?自然日|天|日|个?小时|分钟|刻钟|周|个?星期|个?礼拜|个?半?月|年)",
    "句尾": "(?:(?!现[^。；！？，]{0,12}(?:答复|回复|告知|说明))[^。；！？]){0,90}",
    "前情": "(?:(?!现[^。；！？，]{0,12}(?:答复|回复|告知|说明)|经(?:审|查|核|研|比|局|现场)|因(?!特)|由于|系统比对|不符合|不属于|不予|"
    "未(?:通过|获|予)|没(?:有|能)?通过|没批|暂不|退回|被驳)[^。；！？]){0,90}",
    "年限": "[0-9〇零一二两三四五六七八九十百半几]{1,5}(?:个?自然日|天|日|周|个?星期|个?礼拜|个?半?月|年)",
    "题": "[^》]{1,40}?",
    "句首": "(?:^|(?<=[。；！？，]))",
}
_SIGNS = {"|": "|", "{": "(?:", "$": "(?=[。；！？]|$)"}
_TOKEN = deferred(r"……|…|\}\{0,[1-9]\}|\}\??|\{|\||<[^<>]{1,8}>|\$|[^{}|<…$]")


LISTS = ("told", "answer", "vague", "none", "label")
"""The lists of an element's cues, as Cues keeps them."""


@dataclass(frozen=True, kw_only=True)
class ElementCues(Strict):
    """What tells an element, what only sounds like it, and what looks like it and is none."""

    title: str
    say: Annotated[str, TwoOrMore]
    told: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)
    not_: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Patterns:
    """Many expressions looked for one after the other: far quicker than one alternation of all."""

    expressions: tuple[str, ...]

    @classmethod
    def of(cls, sources: Sequence[str], words: Mapping[str, Sequence[str]]) -> Patterns:
        """The expressions of many cues. Raises ValueError for one that cannot be read."""
        return cls(tuple(expression(source, words) for source in sources))

    @cached_property
    def each(self) -> tuple[re.Pattern[str], ...]:
        """The expressions, compiled when they are first needed."""
        return tuple(map(re.compile, self.expressions))

    def finditer(self, text: str) -> list[re.Match[str]]:
        """Every match of every expression, in order of place; they may overlap."""
        found = [match for pattern in self.each for match in pattern.finditer(text)]
        return sorted(found, key=_place)

    def search(self, text: str) -> re.Match[str] | None:
        """A match of any expression."""
        return next((found for pattern in self.each if (found := pattern.search(text))), None)

    def sub(self, replace: Callable[[re.Match[str]], str], text: str) -> str:
        """The text with every match replaced."""
        for pattern in self.each:
            text = pattern.sub(replace, text)
        return text


def _place(match: re.Match[str]) -> tuple[int, int]:
    return match.span()


@dataclass(frozen=True)
class Cues:
    """One element's compiled cues; an absent list matches nothing."""

    title: str
    say: str
    lists: Mapping[str, Patterns]

    @property
    def told(self) -> Patterns:
        """Words that tell the element."""
        return self.lists["told"]

    @property
    def answer(self) -> Patterns:
        """Words that tell it only as the answer to a question that asks for it."""
        return self.lists["answer"]

    @property
    def vague(self) -> Patterns:
        """Empty formulas in its place."""
        return self.lists["vague"]

    @property
    def none(self) -> Patterns:
        """Words that look like the element and are none."""
        return self.lists["none"]

    @property
    def label(self) -> Patterns:
        """Headings and questions that announce the element."""
        return self.lists["label"]


def read_cues(folders: Sequence[Path] = ()) -> tuple[dict[str, Cues], dict[str, list[str]]]:
    """The cues by element, and the lists of words: the shipped files, then those of the given folders, which add to them.

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
    cues = {name: _compiled(name, parts, words, problems) for name, parts in elements.items()}
    if problems:
        raise LexiconError(problems)
    return cues, words


def _files(folders: Sequence[Path], problems: list[Problem]) -> Iterator[TomlFile]:
    for folder in (shipped(), *folders):
        for path in sorted((folder / FOLDER).glob("*.toml")):
            if path.stem == CALLING:
                continue
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
    parts = elements.setdefault(Path(file.name).stem, {"lists": {name: [] for name in LISTS}})
    parts["title"], parts["say"] = result.title, result.say
    for name, some in zip(LISTS, (result.told, result.answer, result.vague, result.not_, result.label), strict=True):
        parts["lists"][name] += some


def _compiled(name: str, parts: Mapping[str, Any], words: Mapping[str, Sequence[str]], problems: list[Problem]) -> Cues:
    file = f"{FOLDER}/{name}.toml"
    lists = {key: Patterns(tuple(expressions(file, some, words, problems))) for key, some in parts["lists"].items()}
    return Cues(parts["title"], parts["say"], lists)


def expressions(
    file: str, sources: Sequence[str], words: Mapping[str, Sequence[str]], problems: list[Problem]
) -> Iterator[str]:
    """The bounded expressions of a file's cues; a problem for each that cannot be read."""
    for source in sources:
        try:
            yield expression(source, words)
        except ValueError as error:
            problems.append(Problem(str(error), "见 lexicons/README.md 里提示词的写法", file))


def expression(source: str, words: Mapping[str, Sequence[str]]) -> str:
    """The bounded expression of one cue. Raises ValueError for an unknown slot or an unbalanced brace."""
    parts: list[str] = []
    depth = 0
    for piece in _TOKEN.findall(source):
        depth += (piece == "{") - piece.startswith("}")
        parts.append(_piece(piece, words, source))
    if depth:
        raise ValueError(f"“{source}” 的花括号不成对")
    return "".join(parts)


def _piece(piece: str, words: Mapping[str, Sequence[str]], source: str) -> str:
    if piece in _GAPS:
        return _GAPS[piece]
    if piece in _SIGNS:
        return _SIGNS[piece]
    if piece.startswith("}"):
        return ")" + piece[1:]
    if piece.startswith("<"):
        return _slot(piece[1:-1], words, source)
    return re.escape(plain_character(piece))


@lru_cache(maxsize=4096)
def plain_character(character: str) -> str:
    """The folded form of one character."""
    return fold(character + "字")[0]


def _slot(name: str, words: Mapping[str, Sequence[str]], source: str) -> str:
    if name in _SLOTS:
        return _SLOTS[name]
    if name not in words:
        raise ValueError(f"“{source}”：没有名为 “{name}” 的词表或空位")
    return f"(?:{'|'.join(map(re.escape, sorted(words[name], key=len, reverse=True)))})"
