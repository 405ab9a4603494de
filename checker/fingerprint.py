"""By what a finding is known again: the same words at fault by the same rule, in any file or month."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from checker.text import Batch

LENGTH = 16


def fingerprint(rule: str, text: str, span: str) -> str:
    """16 hexadecimal digits for a rule, the text of the turn and the span at fault.

    Spacing, punctuation, width and script make no difference. Masked and unmasked texts differ: compare like with like.
    """
    return next(fingerprints([(rule, 0, span)], [text]))


def fingerprints(findings: Iterable[tuple[str, int, str]], texts: Sequence[str]) -> Iterator[str]:
    """As `fingerprint` for many findings at once, each given as rule, index of its text, and span."""
    known = list(findings)
    batch = Batch([*texts, *(span for _, _, span in known)])
    for index, (rule, turn, _) in enumerate(known, start=len(texts)):
        parts = (rule.encode("utf-8", "surrogatepass"), _normal(batch, turn), _normal(batch, index))
        yield hashlib.sha256(b"\n\n".join(parts)).hexdigest()[:LENGTH]


def _normal(batch: Batch, index: int) -> bytes:
    """The normal form of one text, which holds no line's end, as UTF-16."""
    start, end = batch.normal_starts[index], batch.normal_starts[index + 1] - 1
    return batch.normal[start:end].astype("<u2").tobytes()
