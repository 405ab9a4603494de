"""Findings of a scan into the store: once, whatever is imported again, without touching a verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.orm import Session

from checker.review.results import Scanned, fingerprints_of, scanned
from checker.review.states import OPEN
from checker.store.engine import writing
from checker.store.review import ReviewedConversation, ReviewedFinding

LOCK = 7_201_606_234
"""The advisory lock of PostgreSQL that an importing process holds."""
COPIED = ("rule", "kind", "category", "severity", "status", "turn", "start", "end", "text", "how", "confidence",
          "message", "suggestions", "basis")  # fmt: skip
"""The fields of a finding that the store keeps as they are."""
REFUSED = re.compile("[\0\ud800-\udfff]")
"""Characters that PostgreSQL does not store."""
CHANGING = ("current", "place", "severity", "status", "message")
Identity = tuple[str, str, int]
"""Key of the conversation, fingerprint, and which of several occurrences."""


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that the store holds already, with the values that a new scan may change."""

    id: int
    version: int
    values: Mapping[str, Any]


def import_results(engine: Engine, output: Path) -> int:
    """Bring the findings of a scan into the store; gives how many were new. Raises CheckerError for broken results.

    What a later scan of the same conversation no longer finds is removed, or kept as a record where it has a history.
    """
    return sum(_import_block(engine, block) for block in scanned(output))


def _import_block(engine: Engine, block: list[Scanned]) -> int:
    marked = zip(block, fingerprints_of(block), strict=True)
    given = {identity: finding for each, marks in marked for identity, finding in _identified(each, marks)}
    with writing(engine) as session:
        one_at_a_time(session)
        keys = [each.result.key for each in block]
        known = _known(session, keys)
        store_conversations(session, [each for each in block if each.findings])
        new = [
            storable({**finding, "key": key, "fingerprint": mark, "occurrence": occurrence})
            for (key, mark, occurrence), finding in given.items()
            if (key, mark, occurrence) not in known
        ]
        if new:
            session.execute(insert(ReviewedFinding), new)
        _refresh(session, known, given)
    return len(new)


def one_at_a_time(session: Session) -> None:
    """Wait until nobody else imports; SQLite has one writer anyway. Released with the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})


def store_conversations(session: Session, conversations: Iterable[Scanned]) -> None:
    """Store those that the store does not hold yet."""
    rows = {each.result.key: each for each in conversations}
    held = select(ReviewedConversation.key).where(ReviewedConversation.key.in_(rows))
    missing = rows.keys() - set(session.scalars(held))
    if missing:
        session.execute(insert(ReviewedConversation), [_conversation(rows[key]) for key in rows if key in missing])


def _conversation(each: Scanned) -> dict[str, Any]:
    given = each.result.conversation
    row: dict[str, Any] = storable({
        "key": each.result.key,
        "file": each.result.file,
        "line": each.result.line,
        "name": each.result.report["id"],
        "channel": each.result.report["channel"],
        "unit": given.get("unit") or "",
        "clerk": given.get("clerk") or "",
        "time": given.get("time") or "",
        "turns": each.turns,
    })  # fmt: skip
    return row


def _identified(each: Scanned, marks: Sequence[str]) -> Iterable[tuple[Identity, dict[str, Any]]]:
    seen: Counter[str] = Counter()
    for place, (finding, mark) in enumerate(zip(each.findings, marks, strict=True)):
        copied = {field: finding[field] for field in COPIED}
        yield (each.result.key, mark, seen[mark]), {**copied, "place": place, "current": True}
        seen[mark] += 1


def _known(session: Session, keys: list[str]) -> dict[Identity, Known]:
    table = ReviewedFinding
    names = ("key", "fingerprint", "occurrence", "id", "version", *CHANGING)
    rows = session.execute(select(*(getattr(table, name) for name in names)).where(table.key.in_(keys)))
    return {tuple(row[:3]): Known(row.id, row.version, dict(zip(CHANGING, row[5:], strict=True))) for row in rows}


def _refresh(session: Session, known: Mapping[Identity, Known], given: Mapping[Identity, Mapping[str, Any]]) -> None:
    """Bring up to date what was known: what is found no longer, and what the new scan says otherwise."""
    for identity, row in known.items():
        finding = given.get(identity)
        this = ReviewedFinding.id == row.id
        if finding is None and row.version == 0:
            session.execute(delete(ReviewedFinding).where(this, ReviewedFinding.state == OPEN))
        elif fresh := _fresh(row, finding):
            session.execute(update(ReviewedFinding).where(this).values(fresh))


def _fresh(row: Known, finding: Mapping[str, Any] | None) -> dict[str, Any]:
    """The values that changed; of a finding with a history only its place, since the verdict was on the others."""
    if finding is None:
        return {"current": False} if row.values["current"] else {}
    names = CHANGING if row.version == 0 else ("current", "place")
    return {name: finding[name] for name in names if finding[name] != row.values[name]}


def storable(value: Any) -> Any:  # noqa: ANN401  (any JSON)
    """The same value without the characters that a database refuses; lengths, and so all offsets, stay."""
    try:
        if b"\\u0000" not in orjson.dumps(value):
            return value
    except TypeError:  # a lone surrogate
        pass
    return _replaced(value)


def _replaced(value: Any) -> Any:  # noqa: ANN401  (any JSON)
    if isinstance(value, str):
        return REFUSED.sub("\ufffd", value)
    if isinstance(value, list):
        return [_replaced(each) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each) for key, each in value.items()}
    return value
