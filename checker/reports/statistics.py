"""What many reports say together: counts and rates by clerk, unit, channel, week, hour, category, rule, point, element.

Results are taken one at a time; only the aggregates stay in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Literal, NamedTuple

from checker.reports.moments import Moment, moment
from checker.reports.names import KIND_NAMES, category_name
from checker.reports.results import Result

Z = 1.96
"""The normal quantile of 95% intervals."""
FEW = 20
"""A group of fewer conversations is shown as small, and never ranked or compared."""
BIN = 5
"""Width of the score distribution's bins, in points."""
Comparison = Literal["few", "above", "below", "alike"]


class Interval(NamedTuple):
    """A 95% interval."""

    low: float
    high: float


class Rate(NamedTuple):
    """How many of how many."""

    hits: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where there is nothing to count."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> Interval:
        """Wilson's 95% interval; 0 to 1 where there is nothing to count."""
        return wilson(self.hits, self.total)

    def against(self, other: Rate) -> Comparison:
        """Above or below another rate: only where both are large enough and their intervals do not overlap."""
        if min(self.total, other.total) < FEW:
            return "few"
        if self.interval.low > other.interval.high:
            return "above"
        return "below" if self.interval.high < other.interval.low else "alike"


def wilson(hits: int, total: int) -> Interval:
    """Wilson's 95% score interval of a share."""
    if not total:
        return Interval(0.0, 1.0)
    share, square = hits / total, Z * Z
    centre = (share + square / (2 * total)) / (1 + square / total)
    reach = Z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total * total))
    return Interval(max(0.0, centre - reach), min(1.0, centre + reach))


@dataclass(slots=True)
class Tally:
    """Sums over some conversations. Findings are violations; `faulty` conversations have one, `rude` ones a forbidden one."""

    conversations: int = 0
    faulty: int = 0
    rude: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    scores: float = 0.0
    squares: float = 0.0

    def add(self, result: Result) -> None:
        """Count one conversation."""
        violations = result.violations
        score = float(result.report["score"])
        self.conversations += 1
        self.faulty += bool(violations)
        self.rude += any(finding["kind"] == "forbidden" for finding in violations)
        self.findings.update(finding["severity"] for finding in violations)
        self.scores += score
        self.squares += score * score

    @property
    def few(self) -> bool:
        """Whether there are too few conversations to compare."""
        return self.conversations < FEW

    @property
    def faulty_rate(self) -> Rate:
        """Conversations with a violation."""
        return Rate(self.faulty, self.conversations)

    @property
    def rude_rate(self) -> Rate:
        """Conversations with forbidden language."""
        return Rate(self.rude, self.conversations)

    @property
    def mean(self) -> float:
        """The mean score."""
        return self.scores / self.conversations if self.conversations else 0.0

    @property
    def mean_interval(self) -> Interval:
        """A 95% interval of the mean score; 0 to 100 where it is of no use."""
        if self.few:
            return Interval(0.0, 100.0)
        variance = max(0.0, self.squares / self.conversations - self.mean**2)
        reach = Z * sqrt(variance / (self.conversations - 1))
        return Interval(max(0.0, self.mean - reach), min(100.0, self.mean + reach))


@dataclass(slots=True)
class Spread:
    """How often something was found, and in how many conversations. `label` says what it is."""

    findings: int = 0
    conversations: int = 0
    label: str = ""


class Clerk(NamedTuple):
    """A clerk: the same name in another unit is another clerk. Empty where it was not told."""

    unit: str
    name: str


@dataclass(slots=True)
class Statistics:
    """All aggregates of a scan."""

    total: Tally = field(default_factory=Tally)
    clerks: defaultdict[Clerk, Tally] = field(default_factory=lambda: defaultdict(Tally))
    units: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    channels: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    weeks: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    hours: defaultdict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    categories: defaultdict[tuple[str, str], Spread] = field(default_factory=lambda: defaultdict(Spread))
    rules: defaultdict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))
    points: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    elements: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    scores: Counter[int] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count one conversation everywhere it belongs."""
        for tally in self._tallies(result, moment(result.conversation.get("time"))):
            tally.add(result)
        self.scores[score_bin(result.report["score"])] += 1
        self.statuses.update(finding["status"] for finding in result.report["findings"])
        self._add_findings(result)
        for name, point in result.report["protocol"].items():
            self.points[name][point["status"]] += 1
        notice = result.report["notice"]
        for name, element in notice["elements"].items() if notice else ():
            self.elements[name][element["status"]] += 1

    def _tallies(self, result: Result, when: Moment | None) -> list[Tally]:
        conversation = result.conversation
        clerk = clerk_of(conversation)
        tallies = [self.total, self.clerks[clerk], self.units[clerk.unit], self.channels[result.report["channel"]]]
        if when is not None:
            tallies.append(self.weeks[when.week])
            if when.hour is not None:
                tallies.append(self.hours[when.hour])
        return tallies

    def _add_findings(self, result: Result) -> None:
        violations = result.violations
        for finding in violations:
            self.categories[finding["kind"], finding["category"]].findings += 1
            rule = self.rules[finding["rule"]]
            rule.findings += 1
            rule.label = rule.label or rule_label(finding)
        for key in {(finding["kind"], finding["category"]) for finding in violations}:
            self.categories[key].conversations += 1
        for name in {finding["rule"] for finding in violations}:
            self.rules[name].conversations += 1

    @property
    def severe(self) -> int:
        """How many violations are severe."""
        return self.total.findings["severe"]

    def rest(self, tally: Tally) -> Rate:
        """The rate of forbidden language in all conversations but those of one group."""
        return Rate(self.total.rude - tally.rude, self.total.conversations - tally.conversations)

    def compared(self, tally: Tally) -> Comparison:
        """A group's rate of forbidden language against that of all others."""
        return tally.rude_rate.against(self.rest(tally))

    def ranked(self) -> list[tuple[Clerk, Tally]]:
        """Named clerks with enough conversations by their rate of forbidden language, equal ones by name, then the others by name."""
        named = sorted(((clerk, tally) for clerk, tally in self.clerks.items() if clerk.name), key=_by_name)
        enough = sorted((item for item in named if not item[1].few), key=_by_rate)
        return enough + [item for item in named if item[1].few]

    def missed_points(self) -> list[tuple[str, Rate]]:
        """Protocol points by how often they were missed where they were called for."""
        rates = {name: Rate(count["missed"], count["met"] + count["missed"]) for name, count in self.points.items()}
        return _most_first(rates)

    def untold_elements(self) -> list[tuple[str, Rate]]:
        """Notice elements by how often they were not told as they should."""
        rates = {name: Rate(count.total() - count["told"], count.total()) for name, count in self.elements.items()}
        return _most_first(rates)

    def trend(self) -> tuple[Rate, Rate] | None:
        """Forbidden language in the last week and in all earlier ones; None where there are no two weeks."""
        weeks = sorted(self.weeks)
        if len(weeks) < 2:
            return None
        last = self.weeks[weeks[-1]].rude_rate
        earlier = [self.weeks[week] for week in weeks[:-1]]
        return last, Rate(sum(week.rude for week in earlier), sum(week.conversations for week in earlier))


def clerk_of(conversation: Mapping[str, Any]) -> Clerk:
    """Who spoke for the office, and for which unit."""
    unit, clerk = (conversation.get(key) for key in ("unit", "clerk"))
    return Clerk("" if unit is None else str(unit), "" if clerk is None else str(clerk))


def score_bin(score: float) -> int:
    """The bin of the score distribution, by its lower end; 100 stands with 95 and above."""
    return min(100 - BIN, int(score) // BIN * BIN)


def rule_label(finding: Mapping[str, Any]) -> str:
    """What a rule says, without what is particular to one finding."""
    if finding["kind"] in ("protocol", "notice"):
        return f"{KIND_NAMES[finding['kind']]}：{category_name(finding['kind'], finding['category'])}"
    message: str = finding["message"]
    return message.partition("；")[0]


def _by_name(item: tuple[Clerk, Tally]) -> tuple[str, str]:
    return item[0].name, item[0].unit


def _by_rate(item: tuple[Clerk, Tally]) -> float:
    return -item[1].rude_rate.share


def _most_first(rates: Mapping[str, Rate]) -> list[tuple[str, Rate]]:
    return sorted(
        ((name, rate) for name, rate in rates.items() if rate.total), key=lambda item: (-item[1].share, item[0])
    )
