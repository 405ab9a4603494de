"""The dialogue so far as the checker reads it, and the way back from its spans to the trainee's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.model import Conversation, Matter, Turn
from checker.practice.model import Evidence, Scenario, Step

SEAM = "\n"
"""Between two answers to the same step."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One step with the trainee's answers to it. `first` is the place of the first among all answers of the session."""

    step: Step
    answers: tuple[str, ...]
    first: int

    @property
    def said(self) -> str:
        """All answers as one turn: what was told after a second question was told too late, but it was told."""
        return SEAM.join(self.answers)

    def before(self, answers: int) -> Exchange:
        """The exchange when so many answers had been given."""
        return replace(self, answers=self.answers[:answers])

    def evidence(self, start: int, end: int) -> Evidence:
        """A span of `said` in the answer in which it begins."""
        offset = 0
        for number, answer in enumerate(self.answers):
            if start < offset + len(answer) or number == len(self.answers) - 1:
                low, high = start - offset, min(end - offset, len(answer))
                return Evidence(self.first + number, low, high, answer[low:high])
            offset += len(answer) + len(SEAM)
        raise IndexError(start)


def conversation(scenario: Scenario, exchanges: Sequence[Exchange]) -> Conversation:
    """The exchanges as one conversation, each step the citizen's words and the trainee's."""
    return Conversation(
        turns=tuple(turn for exchange in exchanges for turn in _turns(exchange)),
        channel=scenario.channel,
        profile=scenario.profile,
        matter=Matter(scenario.matter) if scenario.matter else None,
    )


def _turns(exchange: Exchange) -> list[Turn]:
    citizen = [Turn(exchange.step.citizen, "citizen")] if exchange.step.citizen else []
    return [*citizen, Turn(exchange.said, "clerk")]
