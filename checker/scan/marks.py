"""By what findings of earlier scans are known: their fingerprints, and those of the ones that were rejected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from checker.model import Finding
from checker.review.baseline import doubted, known_fingerprints, rejected_fingerprints
from checker.scan.settings import Settings


@dataclass(frozen=True, slots=True)
class Marks:
    """The fingerprints of findings of earlier scans, and of those that were rejected."""

    found: frozenset[str]
    rejected: frozenset[str]

    @classmethod
    def of(cls, settings: Settings) -> Marks:
        """What the settings name. Raises CheckerError where there is no earlier scan or review."""
        found = frozenset[str]().union(*(known_fingerprints(Path(output)) for output in settings.baseline))
        return cls(found, frozenset[str]().union(*map(rejected_fingerprints, settings.known)))

    def judged(self, finding: Finding, mark: str) -> Finding | None:
        """The finding as it stands beside what is known; `mark` is its fingerprint."""
        if mark in self.found:
            return None
        return doubted(finding) if mark in self.rejected else finding
