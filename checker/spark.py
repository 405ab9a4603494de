"""The check over Spark DataFrames: the results of `yanjian scan`, on as many machines as the cluster has.

    from checker.spark import Settings, check_conversations, check_turns, findings

    checked = check_conversations(spark.read.json("calls.jsonl"), settings=Settings(profile="qidong"))
    checked = check_conversations(spark.read.text("calls.jsonl"), json="value")
    checked = check_turns(spark.table("turns"), id="call_id", role="speaker", text="content", order="sentence")
    checked.write.parquet("checked")
    findings(spark.read.parquet("checked")).write.parquet("findings")

A row of the result is one conversation: the columns of the scan's `conversations.parquet` but file and line, `found` (an
array of the rows of its `findings.parquet`), `report` (as JSON text) and `refused`. Where a conversation cannot be read or
checked, `refused` says why (field, message, advice), the id is as given, and all else is null: what is given comes out
once, and no row makes the job fail. Settings that cannot be, such as an unknown profile, do.

Personal data is masked unless `Settings(mask=False)`. Lexicon folders are paths that every machine has, or the names of
folders sent along with `SparkContext.addFile(folder, recursive=True)`; earlier scans (`baseline`, `known`) are paths.

The visits of one citizen (`case`, norms N19) are followed over the whole DataFrame in order of their time: they are
brought together by a shuffle, wherever there may be a case. `follow_cases=False` saves the shuffle, and follows none.

Each Python worker loads a Checker once and keeps it. Conversations are read, checked and handed on in groups of half a
million characters: memory does not grow with a partition, however skewed.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

from checker.engine import Checker
from checker.errors import CheckerError, Problem, SourceError
from checker.model import Finding
from checker.reports.parquet import conversation_rows, conversation_schema, finding_rows, finding_schema
from checker.scan import Settings
from checker.scan.checking import Outcome, checked
from checker.scan.jsonl import dumps, loads
from checker.scan.known import Known
from checker.scan.lines import LineWriter
from checker.scan.marks import Marks
from checker.scan.visits import FollowedVisits, Visit, with_finding
from checker.sources import Record
from checker.sources.columns import columns_of
from checker.sources.grouping import conversations, said
from checker.sources.json_values import record_from, value_of_line
from checker.sources.record import refused

try:
    import pyarrow as pa
    from pyspark import SparkFiles
    from pyspark.sql import Column, DataFrame, Window
    from pyspark.sql import functions as sql
    from pyspark.sql.pandas.types import from_arrow_schema
except ImportError as error:
    raise CheckerError(Problem("这个功能要用 PySpark，没有安装", "请运行 pip install 'yanjian[spark]'")) from error

__all__ = ["Settings", "check_conversations", "check_turns", "findings"]

Row = dict[str, Any]
Reader = Callable[[Iterator[Row]], Iterator[Record]]
ROWS = 64
"""Rows that are Python objects at once, coming and going."""
CHECKERS = 2
"""How many sets of lexicons a worker keeps loaded."""
_OF_FILES = ("file", "line")
"""What only the conversations of files have."""
_BEGUN = "__begun"
"""The column of a conversation's first moment, while its turns are put in order."""
_REFUSAL = ("field", "message", "advice")


def check_conversations(
    data: DataFrame, *, json: str | None = None, settings: Settings | None = None, follow_cases: bool = True
) -> DataFrame:
    """Check conversations, one a row: columns as in the JSON contract (id, channel, turns …), or one of JSON text.

    `json` names the column of JSON text. Columns that the contract does not know are kept as metadata. Raises SourceError
    where there is neither JSON nor a column `turns` or `text`.
    """
    content = [name for name in ([json] if json else ("turns", "text")) if name in data.columns]
    if not content:
        advice = "一行一句的表请用 check_turns；JSON 文本请写 json=列名"
        raise SourceError(_missing(json or "turns 或 text", data, advice))
    if follow_cases and (json or "case" in data.columns):
        case, time = (_field(data, name, json) for name in ("case", "time"))
        data = _sorted(data, sql.coalesce(case.cast("string"), _spread(content)), time)
    return _checked(data, partial(_conversation_records, json=json), settings, follow_cases=follow_cases)


def check_turns(
    data: DataFrame,
    *,
    id: str | None = None,
    role: str | None = None,
    text: str | None = None,
    order: str | None = None,
    settings: Settings | None = None,
    follow_cases: bool = True,
) -> DataFrame:
    """Check conversations given as a row a turn; `order` is the column by which the turns of one are sorted.

    Columns that are left out are found by their headings as in `yanjian scan` (`order`: when the turn begins);
    `settings.mapping` names others (channel, unit, clerk …). Raises SourceError where a column is not there. The turns of
    one conversation go to one worker, as a stream: more than 100,000 are refused, and not held in memory.
    """
    settings = settings or Settings()
    given = {name: column for name, column in {"id": id, "role": role, "text": text}.items() if column}
    columns = dict(columns_of(data.columns, {**settings.mapping, **given})) | given
    columns["order"] = order or columns.get("start") or columns.get("time") or "order"
    for name in ("id", "role", "text", "order"):
        if columns.get(name) not in data.columns:
            raise SourceError(_missing(columns.get(name, name), data, f"请写 {name}=列名"))
    data = _in_order(data, columns if follow_cases else {**columns, "case": ""})
    return _checked(data, partial(_turn_records, mapping=columns), settings, follow_cases=follow_cases)


def findings(checked: DataFrame) -> DataFrame:
    """The findings of checked conversations, one a row, as in the scan's `findings.parquet`."""
    place = [field.name for field in finding_schema() if field.name in checked.columns]
    return checked.select(*place, sql.explode("found").alias("finding")).select(*place, "finding.*")


def _missing(column: str, data: DataFrame, advice: str) -> Problem:
    return Problem(f"没有 {column} 列；有的列：{'、'.join(data.columns)}", advice)


def _field(data: DataFrame, name: str, json: str | None) -> Column:
    if json:
        return sql.get_json_object(_column(json), f"$.{name}")
    return _column(name) if name in data.columns else sql.lit(None)


def _column(name: str) -> Column:
    return sql.col(f"`{name}`")


def _spread(names: Sequence[str]) -> Column:
    """A key of its own for a row that belongs to no other."""
    return sql.xxhash64(*map(_column, names)).cast("string")


def _sorted(data: DataFrame, key: Column, *order: Column) -> DataFrame:
    """The rows of one key together in one partition, in order."""
    return data.repartition(key).sortWithinPartitions(key, *order)


def _in_order(data: DataFrame, columns: Mapping[str, str]) -> DataFrame:
    """The turns of a conversation together, and the conversations of a case in order of their first moment."""
    call, order = _column(columns["id"]), _column(columns["order"])
    key = sql.coalesce(call.cast("string"), _spread([columns["text"]]))
    if columns.get("case") not in data.columns:
        return _sorted(data, key, call, order)
    case, moment = _column(columns["case"]), _column(columns.get("time") or columns["order"])
    begun = sql.min(moment).over(Window.partitionBy(case, call))
    data = data.withColumn(_BEGUN, sql.when(case.isNotNull(), begun))
    return _sorted(data, sql.coalesce(case.cast("string"), key), _column(_BEGUN), call, order).drop(_BEGUN)


def _checked(data: DataFrame, read: Reader, settings: Settings | None, *, follow_cases: bool) -> DataFrame:
    work = partial(_check_partition, read=read, settings=settings or Settings(), follow_cases=follow_cases)
    return data.mapInArrow(work, from_arrow_schema(_schema()))


def _schema() -> pa.Schema:
    """The columns of the result."""
    columns = {field.name: field.type for field in conversation_schema() if field.name not in _OF_FILES}
    finding = pa.struct([field for field in finding_schema() if field.name not in (*columns, *_OF_FILES)])
    refusal = pa.struct([(name, pa.string()) for name in _REFUSAL])
    return pa.schema({**columns, "found": pa.list_(finding), "report": pa.string(), "refused": refusal})


def _check_partition(
    batches: Iterator[pa.RecordBatch], *, read: Reader, settings: Settings, follow_cases: bool
) -> Iterator[pa.RecordBatch]:
    """What a Python worker does with one partition."""
    settings = replace(settings, lexicons=tuple(map(_local, settings.lexicons)))
    checker = _checker(settings.lexicons)
    checker.profile(settings.profile)
    marks = Marks.of(settings)
    known = Known(settings, marks, checker) if settings.baseline or settings.known else None
    writer = _RowWriter(checker, settings, FollowedVisits(marks) if follow_cases else None)
    schema = _schema()
    for outcomes in checked(((0, record) for record in read(_rows(batches))), checker, settings):
        for some in _batched(known.applied(outcomes) if known else outcomes):
            yield pa.RecordBatch.from_pylist(list(writer.rows(some)), schema=schema)


def _local(folder: str) -> str:
    """A folder's path, or where the folder lies that was sent along under this name."""
    return folder if Path(folder).is_dir() else SparkFiles.get(folder)


@lru_cache(maxsize=CHECKERS)
def _checker(folders: tuple[str, ...]) -> Checker:
    checker = Checker([Path(folder) for folder in folders])
    gc.collect()
    gc.freeze()
    return checker


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            yield from batch.slice(start, ROWS).to_pylist()


def _conversation_records(rows: Iterator[Row], *, json: str | None) -> Iterator[Record]:
    """A record a row. The id stands in the file's place: it tells which row a problem belongs to."""
    for row in rows:
        value = value_of_line(row[json] or "", "", 1) if json else _plain(row)
        if isinstance(value, Record):
            yield value
        else:
            name = said(value.get("id")) if isinstance(value, dict) else ""
            yield record_from(value, name, 1, default_id="")


def _turn_records(rows: Iterator[Row], *, mapping: Mapping[str, str]) -> Iterator[Record]:
    """A record for each run of rows with one id, and one for each row that has none."""
    for name, run in groupby(rows, key=lambda row: said(row[mapping["id"]])):
        if name.strip():
            yield from conversations(enumerate(run, start=1), name, name, mapping)
        else:
            problem = Problem("没有会话编号，不知道属于哪一段对话", "请检查这一行", field=mapping["id"])
            yield from (refused("", 1, problem) for _ in run)


def _batched(outcomes: Sequence[Outcome]) -> Iterator[Sequence[Outcome]]:
    """So few that their rows, which are larger than the outcomes, do not add up."""
    return (outcomes[start : start + ROWS] for start in range(0, len(outcomes), ROWS))


def _plain(cell: object) -> Any:  # noqa: ANN401  (whatever the table holds)
    """A cell as JSON has it; what is null there is not there."""
    if isinstance(cell, dict):
        return {key: _plain(inner) for key, inner in cell.items() if inner is not None}
    if isinstance(cell, list):
        return [_plain(inner) for inner in cell]
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return float(cell) if isinstance(cell, Decimal) else cell


class _RowWriter:
    """Turns outcomes into rows of the result, as the settings ask."""

    def __init__(self, checker: Checker, settings: Settings, visits: FollowedVisits | None) -> None:
        self._profiles = checker.profiles
        self._lines = LineWriter(settings)
        self._visits = visits

    def rows(self, outcomes: Sequence[Outcome]) -> Iterator[Row]:
        """A row for each outcome, in order."""
        lines = self._lines.lines(outcomes, first=0)
        late = self._late(lines.visits)
        results, refusals = enumerate(lines.results), iter(lines.refused)
        for outcome in outcomes:
            if outcome.report is None:
                yield _refusal(loads(next(refusals)))
            else:
                number, line = next(results)
                yield _result(self._with(line, late.get(number)))

    def _late(self, visits: Iterable[bytes]) -> dict[int, Finding]:
        """Follow the visits of a group: the findings for its results by their numbers."""
        if self._visits is None:
            return {}
        noted = map(loads, visits)
        found = {value["result"]: self._visits.follow(Visit.from_dict(value)) for value in noted}
        return {number: finding for number, finding in found.items() if finding}

    def _with(self, line: bytes, finding: Finding | None) -> Row:
        result: Row = loads(with_finding(line, finding, self._profiles, bare=False) if finding else line)
        return result


def _result(value: Row) -> Row:
    row = next(conversation_rows(value))
    return row | {"found": list(finding_rows(value)), "report": dumps(value["report"]).decode()}


def _refusal(value: Row) -> Row:
    return {"id": value["file"] or None, "refused": {name: value[name] for name in _REFUSAL}}
