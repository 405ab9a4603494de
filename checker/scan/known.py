"""What is known before a scan: findings of an earlier one are left out, findings that were rejected count for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.engine import Checker
from checker.masking import masker
from checker.model import Conversation
from checker.review.baseline import only_new, with_verdicts
from checker.scan.checking import Outcome
from checker.scan.marks import Marks
from checker.scan.settings import Settings


class Known:
    """Goes over outcomes as the settings ask."""

    def __init__(self, settings: Settings, marks: Marks, checker: Checker) -> None:
        self._checker = checker
        self._masker = masker(tuple(settings.folders)) if settings.mask else None
        self._marks = marks

    def applied(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """The outcomes with their reports as they stand beside what is known."""
        return list(map(self._applied, outcomes))

    def _applied(self, outcome: Outcome) -> Outcome:
        report, conversation = outcome.report, outcome.record.conversation
        if report is None or conversation is None or not report.findings:
            return outcome
        texts, profile = self._texts(conversation), self._checker.profile(report.profile)
        report = only_new(report, texts, self._marks.found, profile)
        return replace(outcome, report=with_verdicts(report, texts, self._marks.rejected, profile))

    def _texts(self, conversation: Conversation) -> list[str]:
        """The texts as the results show them: by these the findings of earlier scans are known."""
        texts = [turn.text for turn in conversation.turns]
        return self._masker.mask_all(texts) if self._masker else texts
