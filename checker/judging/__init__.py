"""Is a hit a fault here? Small judgements over each hit, in order; the first that speaks lets it go."""

from checker.judging.appraisal import Appraisal, appraise
from checker.judging.ruling import Shares, rule_hit, rule_wording

__all__ = ["Appraisal", "Shares", "appraise", "rule_hit", "rule_wording"]
