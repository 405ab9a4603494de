"""Limits that are dates of the calendar (每年8月1日前, 次月25日, 年底前): whether two of them may be the same."""

from __future__ import annotations

import re

from checker.deferred import deferred
from checker.rules.notice.quantities import number

Date = tuple[float | None, float | None]
"""A month and a day, each None where it is not said."""
_DECEMBER = 12
_FEASTS: dict[str, Date] = {
    "元旦": (1, 1), "五一": (5, 1), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1), "国庆": (10, 1),
}  # fmt: skip
"""Days of the year that are known by name."""
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = deferred(
    rf"年底|(?<![月一二三四五六七八九十])(?:{'|'.join(_FEASTS)})(?=节|之?前|以前)|(?:(?P<month>{_NUMBER})月|[次当每本]月|下个?月)(?:(?P<day>{_NUMBER})[日号]|(?=底|初|[上中下]旬|前|之前|以前))"
)


def dates(text: str) -> list[Date]:
    """The dates in a text."""
    return [_date(found) for found in _DATE.finditer(text)]


def _date(found: re.Match[str]) -> Date:
    if found[0] == "年底":
        return _DECEMBER, None
    return _FEASTS.get(found[0]) or (number(found["month"] or ""), number(found["day"] or ""))


def contradict(ours: list[Date], theirs: list[Date]) -> bool:
    """Whether dates were named on both sides and none agrees with any."""
    return bool(ours and theirs) and not any(_same(one, other) for one in ours for other in theirs)


def _same(one: Date, other: Date) -> bool:
    return all(mine is None or yours is None or mine == yours for mine, yours in zip(one, other, strict=True))
