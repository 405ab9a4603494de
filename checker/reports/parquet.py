"""Flat tables of a scan for spreadsheets, databases and notebooks: findings.parquet and conversations.parquet.

Written in row groups from the results, line by line, so that memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from checker.errors import CheckerError, Problem
from checker.fingerprint import fingerprints

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 20_000
"""Rows of a row group."""
BLOCK = 500
"""Results that are held at once."""
Row = dict[str, Any]
_FROM_CONVERSATION = ("id", "channel", "profile", "unit", "clerk", "time", "case")


def write_parquet(out: Path) -> None:
    """Write both tables of a scan's folder. Raises CheckerError where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise CheckerError(Problem("没有写 Parquet：缺少 pyarrow", "pip install 'yanjian[scan]'"))
    with (
        _Table(out / "conversations.parquet", conversation_schema()) as conversations,
        _Table(out / "findings.parquet", finding_schema()) as findings,
    ):
        for block in _blocks(out / "results.jsonl"):
            conversations.add(row for value in block for row in conversation_rows(value))
            marks = _fingerprints(block)
            findings.add(row for value in block for row in _finding_rows(value, marks))


class _Table:
    """A table that is there as a whole or not at all; rows are written in groups."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        from pyarrow import parquet

        self._path = path
        self._schema = schema
        self._temporary = path.with_name(f"{path.name}.tmp")
        self._writer = parquet.ParquetWriter(self._temporary, schema, compression="zstd")
        self._rows: list[Row] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._write(self._rows)
        self._writer.close()
        if kind is None:
            self._temporary.replace(self._path)
        self._temporary.unlink(missing_ok=True)

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows, and write those that make up a group."""
        self._rows += rows
        while len(self._rows) >= ROWS:
            self._write(self._rows[:ROWS])
            del self._rows[:ROWS]

    def _write(self, rows: list[Row]) -> None:
        import pyarrow as pa

        if rows:
            self._writer.write_table(pa.Table.from_pylist(rows, schema=self._schema))


def _blocks(results: Path) -> Iterator[list[Row]]:
    from checker.sources.json_values import parse_json

    with results.open("rb") as lines:
        values = map(parse_json, lines)
        while block := list(islice(values, BLOCK)):
            yield block


def _fingerprints(block: Sequence[Row]) -> Iterator[str]:
    """The fingerprints of all findings of a block, in order; one batch is far quicker than many."""
    texts: list[str] = []
    found: list[tuple[str, int, str]] = []
    for value in block:
        turns = value["conversation"]["turns"]
        for finding in value["report"]["findings"]:
            found.append((finding["rule"], len(texts), finding["text"]))
            texts.append(turns[finding["turn"]]["text"])
    return fingerprints(found, texts)


def _place(value: Row) -> Row:
    """Where a row comes from; what is no text in the file (a number as id) is none here either."""
    conversation = value["conversation"]
    place = {"key": value["key"], "file": _clean(value["file"]), "line": value["line"]}
    return place | {name: _clean(conversation.get(name)) for name in _FROM_CONVERSATION}


def conversation_rows(value: Row) -> Iterator[Row]:
    """The one row of a result: what was said, by whom, and what it comes to."""
    report = value["report"]
    findings = report["findings"]
    counted = [finding for finding in findings if finding["status"] == "violation"]
    severities = [finding["severity"] for finding in counted]
    roles = [turn["role"] for turn in value["conversation"]["turns"]]
    notice = report["notice"] or {"elements": {}}
    yield _place(value) | {
        "turns": len(roles),
        "clerk_turns": roles.count("clerk"),
        "score": report["score"],
        "grade": report["grade"],
        "findings": len(findings),
        "violations": len(counted),
        "severe": severities.count("severe"),
        "moderate": severities.count("moderate"),
        "minor": severities.count("minor"),
        "polite_expressions": report["courtesy"]["hits"],
        "please_per_100": report["courtesy"]["please_per_100"],
        "bare_no_per_100": report["courtesy"]["bare_no_per_100"],
        "protocol": [(name, point["status"]) for name, point in report["protocol"].items()],
        "notice": [(name, element["status"]) for name, element in notice["elements"].items()],
    }


def finding_rows(value: Row) -> Iterator[Row]:
    """The findings of a result, each with its place, its words and the whole turn they stand in."""
    return _finding_rows(value, _fingerprints([value]))


def _finding_rows(value: Row, marks: Iterator[str]) -> Iterator[Row]:
    """The findings of a result; their fingerprints are the next ones of `marks`."""
    turns = value["conversation"]["turns"]
    findings = value["report"]["findings"]
    place = _place(value) if findings else {}
    for index, finding in enumerate(findings):
        yield place | {
            "index": index,
            "fingerprint": next(marks),
            **{name: finding[name] for name in _FINDING_FIELDS},
            "text": _clean(finding["text"]),
            "context": _clean(turns[finding["turn"]]["text"]),
            "suggestions": list(map(_clean, finding["suggestions"])),
            "message": _clean(finding["message"]),
            "basis": [f"{basis['document']} {basis['clause']}" for basis in finding["basis"]],
        }


_FINDING_FIELDS = (
    "rule", "kind", "category", "severity", "status", "turn", "start", "end", "how", "confidence", "points",
)  # fmt: skip


def _clean(value: object) -> str | None:
    """Text that is valid Unicode: half characters become U+FFFD."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if isinstance(value, str) else None


def conversation_schema() -> pa.Schema:
    """The columns of `conversation_rows`."""
    import pyarrow as pa

    fields: dict[str, Any] = dict.fromkeys(("turns", "clerk_turns"), pa.int32())
    fields |= {"score": pa.float64(), "grade": pa.string()}
    fields |= dict.fromkeys(("findings", "violations", "severe", "moderate", "minor", "polite_expressions"), pa.int32())
    fields |= dict.fromkeys(("please_per_100", "bare_no_per_100"), pa.float64())
    fields |= dict.fromkeys(("protocol", "notice"), pa.map_(pa.string(), pa.string()))
    return pa.schema(_place_fields() | fields)


def finding_schema() -> pa.Schema:
    """The columns of `finding_rows`."""
    import pyarrow as pa

    fields: dict[str, Any] = {"index": pa.int32(), "fingerprint": pa.string()}
    fields |= dict.fromkeys(_FINDING_FIELDS, pa.string())
    fields |= dict.fromkeys(("turn", "start", "end"), pa.int32())
    fields |= dict.fromkeys(("confidence", "points"), pa.float64())
    fields |= dict.fromkeys(("text", "context", "message"), pa.string())
    fields |= dict.fromkeys(("suggestions", "basis"), pa.list_(pa.string()))
    return pa.schema(_place_fields() | fields)


def _place_fields() -> dict[str, Any]:
    import pyarrow as pa

    return {"key": pa.string(), "file": pa.string(), "line": pa.int64()} | dict.fromkeys(
        _FROM_CONVERSATION, pa.string()
    )
