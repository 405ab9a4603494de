"""All that the lexicon says of one turn: its hits selected and judged, and the sum of it for the detector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.judging.context import Context
from checker.judging.verdict import Verdict, judge
from checker.matching.hit import Hit
from checker.matching.selection import Dropped, select
from checker.model import Turn
from checker.text import Text


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Judged hits and hits let go before, in order of the turn."""

    judged: tuple[tuple[Hit, Verdict], ...]
    dropped: tuple[Dropped, ...]
    polite: int

    def features(self) -> dict[str, float]:
        """The detector's LEXICON_FEATURES of this turn."""
        faults = [hit for hit, verdict in self.judged if verdict.status == "violation"]
        let_go = [verdict for _, verdict in self.judged if verdict.status is None]
        return {
            "violation": float(bool(faults)),
            "blunt": float(any(not hit.entry.repairable for hit in faults)),
            "mitigated": float(any(verdict.status == "mitigated" for _, verdict in self.judged)),
            "mentioned": float(any(verdict.mention for verdict in let_go)),
            "other_sense": float(any(not verdict.mention for verdict in let_go)),
            "longer_wording": float(bool(self.dropped)),
            "confidence": max((hit.confidence for hit in faults), default=0.0),
            "resembling": float(any(hit.how in ("homophone", "noise", "fuzzy") for hit in faults)),
            "polite": min(self.polite, 3) / 3,
        }


def appraise(hits: Sequence[Hit], text: Text, turns: Sequence[Turn], turn: int, *, polite: int) -> Appraisal:
    """Select and judge the hits of one turn of a clerk, with so many polite expressions in it."""
    kept, dropped = select(hits)
    judged = tuple([(hit, judge(Context(hit, text, turns, turn))) for hit in kept])
    return Appraisal(judged, tuple(dropped), polite)
