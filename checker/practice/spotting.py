"""Where the words of a list stand in what was said, neither denied nor part of a harmless or hollow wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.matching.cues import CueHits, CueMatcher, Span
from checker.practice.negation import denied
from checker.practice.skills import UNLESS
from checker.text import Batch


@dataclass(frozen=True)
class Spotted:
    """One text with the templates found in it."""

    batch: Batch
    cues: CueHits

    def spans(self, name: str) -> list[Span]:
        """Where the list of that name shows, in code points of the text as given; overlapping places are one."""
        text = self.batch.text(0)
        found = self.cues.spans(0, name, [f"{name}.{UNLESS}"])
        places = _merged([span for span in found if not denied(text.folded, text.origin[span[0]])])
        return [(text.origin[start], text.origin[end - 1] + 1) for start, end in places]


def spot(matcher: CueMatcher, text: str) -> Spotted:
    """Look for the matcher's lists in a text."""
    batch = Batch([text])
    return Spotted(batch, matcher.find(batch).of(0, 1))


def _merged(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
