"""The tables of a scan for appraisal: named columns, one row a clerk, window, point, element or finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from checker.reports.columns import clauses
from checker.reports.highlights import highlights
from checker.reports.moments import moment
from checker.reports.names import (
    CHANNEL_NAMES,
    ELEMENT_NAMES,
    ELEMENT_STATUS_NAMES,
    HOW_NAMES,
    KIND_NAMES,
    POINT_NAMES,
    ROLE_NAMES,
    SEVERITY_NAMES,
    STATUS_NAMES,
    category_name,
)
from checker.reports.results import Result
from checker.reports.statistics import BIN, Comparison, Rate, Spread, Statistics, Tally, clerk_of

Cell = str | int | float | datetime | None
Row = Sequence[Cell]
Form = Literal["text", "line", "count", "share", "score", "time"]
"""What stands in a column; a `line` is text that runs on over the empty cells beside it."""
COMPARED: dict[Comparison, str] = {"above": "高于其他", "below": "低于其他", "alike": "看不出", "few": "样本少"}
UNTOLD = "未写明"


class Column(NamedTuple):
    """A column's heading, width in characters, and what stands in it."""

    title: str
    width: int = 10
    form: Form = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A title, columns, and rows."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]


def _counts(*titles: str) -> tuple[Column, ...]:
    return tuple(Column(title, 9, "count") for title in titles)


RATE = (Column("占比", 9, "share"), Column("区间下限", 9, "share"), Column("区间上限", 9, "share"))
TALLY = (
    *_counts("对话", "有问题的对话", "有不当用语的对话"), *RATE, *_counts("严重", "较重", "较轻"),
    Column("平均分", 9, "score"), Column("均分下限", 9, "score"), Column("均分上限", 9, "score"), Column("与其他相比", 11),
)  # fmt: skip
"""What is told of a group of conversations. The rate is that of forbidden language, with its 95% interval."""
SPREAD = (*_counts("问题数", "出现的对话"), *RATE)
VERDICT = "核定"
FINDINGS = (
    Column("编号", 22), Column("文件", 24), Column("行", 7, "count"), Column("时间", 17, "time"), Column("单位", 16),
    Column("工作人员", 12), Column("渠道", 7), Column("种类", 11), Column("类别", 13), Column("严重程度", 9),
    Column("状态", 8), Column("原话", 28), Column("前后文", 48), Column("说明", 32), Column("依据", 36),
    Column("建议说法", 36), Column("发现方式", 10), Column("把握", 7, "share"), Column(VERDICT, 9), Column("备注", 24),
)  # fmt: skip


def summary_tables(statistics: Statistics, manifest: Mapping[str, Any], refused: int, unlisted: int) -> list[Table]:
    """What stands out, the totals, and how it spreads over categories, channels, weeks, hours, scores and rules.

    `refused` could not be read; `unlisted` findings are left out of the list of findings.
    """
    return [
        Table(
            "最该知道的", (Column("", 30, "line"),), [(sentence.text,) for sentence in highlights(statistics, refused)]
        ),
        Table("总数", (Column("项目", 30), *_counts("数")), list(_totals(statistics, manifest, refused, unlisted))),
        Table("各类问题", (Column("类别", 30), Column("种类", 11), *SPREAD), list(_categories(statistics))),
        Table("渠道", (Column("渠道", 30), *TALLY), _groups(statistics, _channels(statistics))),
        Table("周", (Column("ISO 周", 30), *TALLY), _groups(statistics, sorted(statistics.weeks.items()))),
        Table("时段", (Column("几点", 30), *TALLY), _groups(statistics, _hours(statistics))),
        Table("得分", (Column("得分", 30), *_counts("对话")), list(_scores(statistics))),
        Table("命中最多的规则", (Column("规则", 30), *SPREAD, Column("代号", 9, "line")), list(_rules(statistics))),
    ]


def clerk_table(statistics: Statistics) -> Table:
    """Clerks by their rate of forbidden language; those with few conversations after them, unranked, by name."""
    rows: list[Row] = [
        (clerk.name, clerk.unit or UNTOLD, *_tally(statistics, tally)) for clerk, tally in statistics.ranked()
    ]
    return Table("工作人员", (Column("工作人员", 16), Column("单位", 18), *TALLY), rows)


def unit_table(statistics: Statistics) -> Table:
    """Windows or units by name."""
    units = [(unit or UNTOLD, tally) for unit, tally in sorted(statistics.units.items())]
    return Table("窗口", (Column("窗口（单位）", 24), *TALLY), _groups(statistics, units))


def point_table(statistics: Statistics) -> Table:
    """Protocol points by how often they were missed where they were called for."""
    rows = [
        (POINT_NAMES.get(name, name), rate.total, rate.total - rate.hits, rate.hits, *_rate(rate))
        for name, rate in statistics.missed_points()
    ]
    return Table("协议", (Column("服务流程", 24), *_counts("用得上的对话", "做到", "没有做到"), *RATE), rows)


def element_table(statistics: Statistics) -> Table:
    """Notice elements by how often they were not told in full; the rate counts 没有说清, 没有告知 and 不符."""
    rows: list[Row] = []
    for name, rate in statistics.untold_elements():
        outcomes = (statistics.elements[name][status] for status in ELEMENT_STATUS_NAMES)
        rows.append((ELEMENT_NAMES.get(name, name), rate.total, *outcomes, *_rate(rate)))
    heads = (Column("告知要素", 24), *_counts("应告知的对话", *ELEMENT_STATUS_NAMES.values()), *RATE)
    return Table("告知", heads, rows)


def refused_table(refused: Iterable[Mapping[str, Any]]) -> Table:
    """What could not be read."""
    columns = (
        Column("文件", 40),
        Column("行", 8, "count"),
        Column("字段", 16),
        Column("原因", 40),
        Column("怎么办", 40),
    )
    return Table(
        "读不了的",
        columns,
        (tuple(each.get(key) for key in ("file", "line", "field", "message", "advice")) for each in refused),
    )


def finding_rows(results: Iterable[Result], titles: Mapping[str, str], kept: Iterable[int]) -> Iterator[Row]:
    """The findings that are kept, with context, reason, clause and remedy, and empty cells for the verdict and remarks."""
    wanted = iter(kept)
    for result in results:
        for index, finding in enumerate(result.report["findings"]):
            if next(wanted):
                yield _finding(result, index, finding, titles)


def _finding(result: Result, index: int, finding: Mapping[str, Any], titles: Mapping[str, str]) -> Row:
    time = result.conversation.get("time")
    when = moment(time)
    clerk = clerk_of(result.conversation)
    basis = ((each["document"], each["clause"]) for each in finding["basis"])
    return (
        f"{result.key}-{index}", result.file, result.line, when.day if when else time, clerk.unit,
        clerk.name, CHANNEL_NAMES[result.report["channel"]], KIND_NAMES[finding["kind"]],
        category_name(finding["kind"], finding["category"]), SEVERITY_NAMES[finding["severity"]],
        STATUS_NAMES[finding["status"]], finding["text"], _context(result, finding["turn"]), finding["message"],
        "\n".join(clauses(basis, titles)), "\n".join(finding["suggestions"]), HOW_NAMES[finding["how"]], finding["confidence"],
    )  # fmt: skip


def _context(result: Result, turn: int) -> str:
    """Two turns before and one after; the one at fault stands in brackets."""
    turns = result.conversation["turns"]
    roles = result.report["roles"].get("by_turn") or [each.get("role") for each in turns]
    lines = []
    for index in range(max(0, turn - 2), min(len(turns), turn + 2)):
        line = f"{ROLE_NAMES.get(roles[index], '未知')}：{turns[index]['text']}"
        lines.append(f"【{line}】" if index == turn else line)
    return "\n".join(lines)


def _rate(rate: Rate) -> tuple[float, float, float]:
    return rate.share, *rate.interval


def _tally(statistics: Statistics, tally: Tally) -> Row:
    grades = (tally.findings[severity] for severity in SEVERITY_NAMES)
    interval = (None, None) if tally.few else tally.mean_interval
    return (
        tally.conversations, tally.faulty, tally.rude, *_rate(tally.rude_rate), *grades,
        tally.mean, *interval, COMPARED[statistics.compared(tally)],
    )  # fmt: skip


def _groups(statistics: Statistics, groups: Iterable[tuple[str, Tally]]) -> list[Row]:
    return [(name, *_tally(statistics, tally)) for name, tally in groups]


def _channels(statistics: Statistics) -> list[tuple[str, Tally]]:
    return [(CHANNEL_NAMES[channel], tally) for channel, tally in sorted(statistics.channels.items())]


def _hours(statistics: Statistics) -> list[tuple[str, Tally]]:
    return [(f"{hour}–{hour + 1} 点", tally) for hour, tally in sorted(statistics.hours.items())]


def _totals(statistics: Statistics, manifest: Mapping[str, Any], refused: int, unlisted: int) -> Iterator[Row]:
    total = statistics.total
    yield "检查的对话", total.conversations
    yield "有问题的对话", total.faulty
    yield "有不当用语的对话", total.rude
    for severity, name in SEVERITY_NAMES.items():
        yield f"{name}的问题", total.findings[severity]
    yield "建议（不扣分）", statistics.statuses["mitigated"]
    yield "待确认（不扣分）", statistics.statuses["suspected"]
    if unlisted:
        yield "问题清单列不下的（轻的，全部见 findings.parquet）", unlisted
    yield "读不了的（没有检查）", refused
    masked = manifest.get("settings", {}).get("mask", True)
    yield "个人信息", "已遮蔽" if masked else "没有遮蔽"
    yield "检查是否做完", "没有做完" if manifest.get("state") == "partial" else "做完了"


def _categories(statistics: Statistics) -> Iterator[Row]:
    for (kind, category), spread in sorted(statistics.categories.items(), key=_by_findings):
        yield category_name(kind, category), KIND_NAMES[kind], *_spread(statistics, spread)


def _rules(statistics: Statistics) -> Iterator[Row]:
    for rule, spread in sorted(statistics.rules.items(), key=_by_findings):
        yield spread.label, *_spread(statistics, spread), rule


def _by_findings(item: tuple[Any, Spread]) -> tuple[int, Any]:
    return -item[1].findings, item[0]


def _spread(statistics: Statistics, spread: Spread) -> Row:
    return spread.findings, spread.conversations, *_rate(Rate(spread.conversations, statistics.total.conversations))


def _scores(statistics: Statistics) -> Iterator[Row]:
    for low in range(0, 100, BIN):
        yield f"{low} 到 100" if low + BIN == 100 else f"{low} 到不满 {low + BIN}", statistics.scores[low]
