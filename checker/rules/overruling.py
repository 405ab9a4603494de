"""Where the detector weighs what a rule decided: how sure it must be, and how a finding says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checker.model import Finding

MAJORITY = 0.5
"""Only from this share on is a clerk found wanting against the rules: nobody is accused on the toss of a coin."""
GRAVER = 2 / 3
"""Only from this share on is something found missing of which the rules saw a part, or missed which they found met;
and that the rules are overruled in a short conversation."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the rules made of something, what counts in the end, and the detector's shares, all by the names shown."""

    ruled: str
    status: str
    shares: Mapping[str, float]

    def on(self, finding: Finding) -> Finding:
        """The finding with its confidence and the judgements it went through."""
        shown = "，".join(f"{name} {share:.0%}" for name, share in self.shares.items())
        return replace(
            finding,
            how=finding.how if self.ruled == self.status else "model",
            confidence=round(self.shares[self.status], 2),
            trail=(f"规则：{self.ruled}", f"统计判断：{shown}"),
        )
