"""When a conversation took place: day, hour and ISO week, in the office's local time as it was given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_MOMENT = re.compile(
    r"\s{0,9}((?:19[89]|2\d\d)\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]{1,4}(\d{1,2})[:：时点](\d{1,2})?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the hour and minute where they were given."""

    day: datetime
    timed: bool

    @property
    def hour(self) -> int | None:
        """0 to 23; None where only the day is known."""
        return self.day.hour if self.timed else None

    @property
    def week(self) -> str:
        """The ISO week, such as 2026-W07."""
        year, week, _ = self.day.isocalendar()
        return f"{year}-W{week:02}"


def moment(time: object) -> Moment | None:
    """The moment told by a conversation's `time`; None where there is none. An offset is left aside: local time counts."""
    match = _MOMENT.match(time) if isinstance(time, str) else None
    if match is None:
        return None
    year, month, day, hour, minute = match.groups()
    try:
        return Moment(datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0)), hour is not None)
    except ValueError:
        return None
