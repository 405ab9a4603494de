"""Rejected findings as `pass` examples: an agency's lexicon that keeps the checker from finding them again.

A forbidden expression is let go inside a longer harmless wording (`unless` in lexicons/README.md). So each rejected
finding becomes the sentence round the words, as `unless` and as `pass`, in a copy of the entry that found it; every copy
is tried in the whole checker before it is written. What the format cannot express is left out, and it is said why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine, select

from checker.engine import Checker
from checker.lexicon import Entry, Lexicon, load_lexicon
from checker.lexicon.templates import TemplateError, parse
from checker.model import Conversation, Turn
from checker.review.overlay import write_overlay
from checker.review.states import DENIED, HELD
from checker.store.engine import reading
from checker.store.review import ReviewedConversation, ReviewedFinding
from checker.text import normalise
from checker.trials import trial

MASK = "*"
SENTENCE_ENDS = "。！？!?；;…\n"
NO_ENTRY = "不是词条找到的（统计判断、文明用语、服务流程、一次性告知），词库管不到"
HELD_ELSEWHERE = "同样的话在别处核定为属实"
WHOLE_SENTENCE = "整句就是这几个字，写成例外等于停用这个短语"
CONTRADICTS = "词库里应当指出的例子有同样的说法"
UNWRITABLE = "这句话写不成模板"
STILL_FOUND = "写成例外以后仍会指出"
BREAKS = "写进去以后，这个条目的别的例子就不对了"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A finding that a person rejected. `held` tells that the same content was confirmed elsewhere."""

    number: int
    rule: str
    text: str
    start: int
    end: int
    held: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A rejected finding as the lexicon has it: the sentence, and the wording in which the words are let go."""

    number: int
    rule: str
    sentence: str
    unless: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rejected finding that the lexicon cannot express, and why."""

    number: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: files, how many examples, and what was left out."""

    files: tuple[Path, ...]
    examples: int
    left_out: tuple[LeftOut, ...]


class InexpressibleError(Exception):
    """Why a finding cannot be put into the lexicon."""


def export_pass(engine: Engine, folder: Path, lexicons: Sequence[Path] = ()) -> Exported:
    """Write the rejected findings of a store as a lexicon folder; `lexicons` are the agency's own, over which it goes.

    Raises LexiconError where a file that somebody else wrote is in the way.
    """
    lexicon = load_lexicon(lexicons)
    examples: list[Example] = []
    left_out: list[LeftOut] = []
    for rejected in _rejected(engine):
        try:
            examples.append(_example(rejected, lexicon.find(rejected.rule)))
        except InexpressibleError as error:
            left_out.append(LeftOut(rejected.number, rejected.rule, str(error)))
    for reason, failing in ((STILL_FOUND, _still_found), (BREAKS, _breaking)):
        failed = failing(examples, lexicon, lexicons) if examples else []
        left_out += [LeftOut(each.number, each.rule, reason) for each in failed]
        examples = [each for each in examples if each not in failed]
    files = write_overlay(folder, _extended(examples, lexicon).values())
    return Exported(files, len(examples), tuple(left_out))


def _rejected(engine: Engine) -> Iterator[Rejected]:
    """The rejected findings, of each content the first."""
    table = ReviewedFinding
    held = table.fingerprint.in_(select(table.fingerprint).where(table.state.in_(HELD)).scalar_subquery())
    columns = (table.id, table.rule, table.turn, table.start, table.end, table.fingerprint, held.label("held"))
    query = select(*columns, ReviewedConversation.turns).join(ReviewedConversation)
    seen: set[str] = set()
    with reading(engine) as session:
        for row in session.execute(query.where(table.state.in_(DENIED)).order_by(table.id)):
            if row.fingerprint not in seen:
                yield Rejected(row.id, row.rule, row.turns[row.turn]["text"], row.start, row.end, row.held)
            seen.add(row.fingerprint)


def _example(rejected: Rejected, entry: Entry | None) -> Example:
    """The example of a rejected finding. Raises InexpressibleError."""
    if entry is None or entry.kind != "forbidden":
        raise InexpressibleError(NO_ENTRY)
    if rejected.held:
        raise InexpressibleError(HELD_ELSEWHERE)
    sentence = _round(rejected, SENTENCE_ENDS)
    unless = normalise(_round(rejected, SENTENCE_ENDS + MASK)).normal
    if unless == normalise(rejected.text[rejected.start : rejected.end]).normal:
        raise InexpressibleError(WHOLE_SENTENCE)
    if any(unless in normalise(text).normal for text in (*entry.flag, *entry.advise)):
        raise InexpressibleError(CONTRADICTS)
    if not _writable(unless):
        raise InexpressibleError(UNWRITABLE)
    return Example(rejected.number, rejected.rule, sentence, unless)


def _round(rejected: Rejected, ends: str) -> str:
    """The words with what stands round them, up to the ends on both sides."""
    text = rejected.text
    start = max(text.rfind(end, 0, rejected.start) for end in ends) + 1
    ending = min((place for end in ends if (place := text.find(end, rejected.end)) >= 0), default=len(text))
    return text[start:ending].strip()


def _writable(wording: str) -> bool:
    """Whether a literal wording is a template that stands for itself."""
    try:
        return parse(wording).expansions(2) == [wording]
    except TemplateError:
        return False


def _still_found(examples: Sequence[Example], lexicon: Lexicon, lexicons: Sequence[Path]) -> list[Example]:
    """The examples in which the words are found in spite of the exception: by a near miss, or by another phrase."""
    checker = Checker(lexicons, lexicon=_layered(lexicon, _extended(examples, lexicon)))
    reports = checker.check_many(Conversation((Turn(each.sentence, "clerk"),)) for each in examples)
    return [
        each
        for each, report in zip(examples, reports, strict=True)
        if any(finding.rule == each.rule for finding in report.findings)
    ]


def _breaking(examples: Sequence[Example], lexicon: Lexicon, lexicons: Sequence[Path]) -> list[Example]:
    """The examples of entries whose own examples no longer hold."""
    entries = _extended(examples, lexicon)
    checker = Checker(lexicons, lexicon=_layered(lexicon, entries))
    broken = {rule for rule, entry in entries.items() if any(trial(entry, checker))}
    return [each for each in examples if each.rule in broken]


def _extended(examples: Iterable[Example], lexicon: Lexicon) -> dict[str, Entry]:
    """The entries by rule, with what the examples add to them."""
    added: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        added[example.rule].append(example)
    return {entry.rule: _with(entry, added[entry.rule]) for entry in lexicon.entries if entry.rule in added}


def _with(entry: Entry, examples: Sequence[Example]) -> Entry:
    unless = list(dict.fromkeys([*entry.unless, *(each.unless for each in examples)]))
    harmless = list(dict.fromkeys([*entry.pass_, *(each.sentence for each in examples)]))
    return replace(entry, unless=unless, pass_=harmless)


def _layered(lexicon: Lexicon, entries: Mapping[str, Entry]) -> Lexicon:
    layered = tuple(entries.get(entry.rule, entry) for entry in lexicon.entries)
    return Lexicon(layered, lexicon.titles, lexicon.clauses)
