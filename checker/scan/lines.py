"""Outcomes as lines of the results, masked unless told otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from checker.errors import Problem
from checker.masking import masker
from checker.model import Conversation, Report, Turn
from checker.reports.json import to_json
from checker.scan.checking import Outcome
from checker.scan.jsonl import dumps
from checker.scan.masked import masked_conversation, masked_report
from checker.scan.settings import Settings
from checker.sources import Record

KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Lines:
    """What one group of outcomes adds to a part; a visit's line holds the number of its result within the part."""

    results: list[bytes]
    refused: list[bytes]
    visits: list[bytes]


class LineWriter:
    """Turns outcomes into lines, as the settings ask."""

    def __init__(self, settings: Settings) -> None:
        self._bare = settings.bare
        self._masker = masker(tuple(settings.folders)) if settings.mask else None

    def lines(self, outcomes: Sequence[Outcome], *, first: int) -> Lines:
        """The lines of a group; its first result is number `first` of its part."""
        lines = Lines([], [], [])
        texts = self._texts(outcomes)
        for outcome in outcomes:
            conversation = outcome.record.conversation
            if outcome.report is None or conversation is None:
                lines.refused.append(self._refused(outcome))
                continue
            shown = list(islice(texts, len(conversation.turns)))
            if outcome.visit:
                lines.visits.append(dumps({"result": first + len(lines.results), **outcome.visit.as_dict(shown)}))
            lines.results.append(self._result(outcome.record, conversation, outcome.report, shown))
        return lines

    def _texts(self, outcomes: Sequence[Outcome]) -> Iterator[str]:
        """The texts of all turns that were checked, as they are shown."""
        read = (outcome.record.conversation for outcome in outcomes if outcome.report)
        texts = [turn.text for conversation in read if conversation for turn in conversation.turns]
        return iter(self._masker.mask_all(texts) if self._masker else texts)

    def _result(self, record: Record, conversation: Conversation, report: Report, texts: Sequence[str]) -> bytes:
        key = key_of(record)
        roles = report.roles.get("by_turn") or [turn.role for turn in conversation.turns]
        if self._masker:
            shown = masked_conversation(conversation, roles, texts, self._masker)
            report = masked_report(report, conversation, shown, self._masker)
            conversation = shown
        if self._bare:
            return to_json(report)
        head = dumps({"key": key, "file": self._shown(record.file), "line": record.line})
        body = dumps(_conversation(conversation, roles, report))
        return b'%s,"conversation":%s,"report":%s}' % (head[:-1], body, to_json(report))

    def _refused(self, outcome: Outcome) -> bytes:
        """One line a record, whatever the number of its problems."""
        first, *others = outcome.problems or (Problem("读不了"),)
        messages = [
            first.message,
            *(f"{each.field}：{each.message}" if each.field else each.message for each in others),
        ]
        return dumps(
            {
                "file": self._shown(outcome.record.file),
                "line": first.line or outcome.record.line,
                "field": first.field,
                "message": self._shown("；".join(messages)),
                "advice": first.advice,
            }
        )

    def _shown(self, text: str) -> str:
        return self._masker.mask(text) if self._masker else text


def key_of(record: Record) -> str:
    """16 hexadecimal digits for a record: the same in every run over the same file."""
    given = b"\0".join((dumps(record.file), str(record.line).encode(), dumps(record.conversation)))
    return hashlib.sha256(given).hexdigest()[:KEY_LENGTH]


def _conversation(conversation: Conversation, roles: Sequence[str], report: Report) -> dict[str, Any]:
    """The conversation in the terms of the contract; channel and profile are those it was checked under."""
    value: dict[str, Any] = {"id": conversation.id, "channel": report.channel, "profile": report.profile}
    value["turns"] = [_turn(turn, role) for turn, role in zip(conversation.turns, roles, strict=True)]
    if conversation.matter:
        value["matter"] = {name: kept for name, kept in asdict(conversation.matter).items() if kept}
    for name in ("case", "clerk", "unit", "time"):
        if (kept := getattr(conversation, name)) is not None:
            value[name] = kept
    return {**value, **conversation.metadata}


def _turn(turn: Turn, role: str) -> dict[str, Any]:
    value: dict[str, Any] = {"role": role, "text": turn.text}
    if turn.speaker is not None:
        value["speaker"] = turn.speaker
    if turn.start is not None:
        value["start"] = turn.start
    if turn.end is not None:
        value["end"] = turn.end
    return {**value, **turn.metadata} if turn.metadata else value
