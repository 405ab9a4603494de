"""Is a hit a fault here? Small judgements over each hit, in order; the first that speaks lets it go."""

from checker.judging.context import Context
from checker.judging.verdict import Verdict, judge

__all__ = ["Context", "Verdict", "judge"]
