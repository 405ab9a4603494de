"""What a labelled sample says of the whole: which share of all there is to find the checker finds."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from checker.reports.statistics import Interval, wilson


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of a sample: how many turns it stands for, how many were labelled, how many of these are at fault."""

    size: float
    labelled: int
    faulty: int

    @property
    def total(self) -> float:
        """How many turns of the whole part are at fault, by estimate."""
        return self.size * self.faulty / self.labelled

    @property
    def interval(self) -> Interval:
        """The interval of the total."""
        low, high = wilson(self.faulty, self.labelled)
        return Interval(self.size * low, self.size * high)


def recall(found: Stratum, missed: Stratum) -> tuple[float, Interval] | None:
    """The share of the faulty turns in which the checker finds fault, and its interval; None where it cannot be told.

    `found` are the turns in which the checker finds fault, `missed` all others. The interval of the ratio of two totals
    is recovered from theirs (MOVER, Donner and Zou 2012): it stays honest where no missed fault is in the sample.
    """
    if not found.labelled or not missed.labelled or found.faulty + missed.faulty == 0:
        return None
    ratio = _ratio(missed, found)
    return found.total / (found.total + missed.total), Interval(1 / (1 + ratio.high), 1 / (1 + ratio.low))


def _ratio(above: Stratum, below: Stratum) -> Interval:
    """The interval of the ratio of two independent totals; the high end is infinite where the lower total may be none."""
    a, b = above.total, below.total
    (a_low, a_high), (b_low, b_high) = above.interval, below.interval
    product = a * b
    low_under, high_under = b_high * (2 * b - b_high), b_low * (2 * b - b_low)
    low_root = sqrt(max(0.0, product**2 - a_low * low_under * (2 * a - a_low)))
    high_root = sqrt(max(0.0, product**2 - a_high * high_under * (2 * a - a_high)))
    low = (product - low_root) / low_under if low_under else 0.0
    high = (product + high_root) / high_under if high_under > 0 else float("inf")
    return Interval(max(0.0, low), high)
