"""The detector applied to a batch of conversations: which turns are worth a look, and what it makes of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from checker.lexicon import Profile
from checker.matching.detector import FLOOR, Detector
from checker.matching.heads import Floats
from checker.matching.scored import Scored
from checker.model import CHANNELS, Conversation, Evidence
from checker.text import Batch


@dataclass(frozen=True, slots=True)
class Wording:
    """The detector's view of one conversation; turns count within it.

    `moments` are those of its turns, None for a single turn, which is no conversation; `leaning` is what they lean to.
    """

    detector: Detector
    scored: Scored
    batch: Batch
    offset: int
    notable: frozenset[int]
    moments: Floats | None = None
    leaning: Floats | None = None

    def shares(self, turn: int, features: Mapping[str, float]) -> tuple[float, float, float]:
        """The probabilities of clean, mitigated and violation, with what the lexicon says of the turn."""
        clean, mitigated, violation = self.detector.shares(self.scored, self.offset + turn, features)
        return clean, mitigated, violation

    def weight(self, turn: int) -> float:
        """How much the gravest clause of a turn speaks for a fault by itself, as a logit."""
        number = int(self.scored.fault[self.offset + turn])
        return float(self.scored.clause_logits[number, 1]) if number >= 0 else FLOOR

    def read(self, turn: int) -> float:
        """How likely a fault in a turn is by what the network alone has read of it; 0 where it has read nothing."""
        return self.scored.reading.fault(self.offset + turn)

    def clause(self, turn: int, *, repaired: bool) -> Evidence:
        """The clause that weighed most, as a span of the turn as given; the whole turn where there is none."""
        number = int((self.scored.taboo if repaired else self.scored.fault)[self.offset + turn])
        raw = self.batch.raws[self.offset + turn]
        if number < 0:
            return Evidence(turn, 0, len(raw), raw)
        first = int(self.batch.starts[self.offset + turn])
        start = int(self.scored.segments.start[number]) - first
        end = int(self.scored.segments.end[number]) - first
        while start < end and raw[start].isspace():
            start += 1
        while end > start and raw[end - 1].isspace():
            end -= 1
        return Evidence(turn, start, end, raw[start:end])


CONVERSATION = 2
"""So many turns at least make a conversation."""
_START = np.zeros(1, dtype=np.int64)


def detect(
    detector: Detector, batch: Batch, conversations: Sequence[Conversation], profiles: Sequence[Profile]
) -> list[Wording | None]:
    """The detector's view of each conversation; None where the profile does not ask for it in this channel."""
    roles = [turn.role for conversation in conversations for turn in conversation.turns]
    counts = np.array([len(conversation.turns) for conversation in conversations], dtype=np.int64)
    channel_numbers = np.array([CHANNELS.index(conversation.channel) for conversation in conversations], dtype=np.int64)
    scored = detector.score(batch, previous_citizen_turns(roles, counts), channel_numbers.repeat(counts))
    asked = [one.channel in profile.matching.model for one, profile in zip(conversations, profiles, strict=True)]
    clerk = np.array([role == "clerk" for role in roles], dtype=np.bool_)
    notable = detector.notable(scored, clerk & np.array(asked, dtype=np.bool_).repeat(counts))
    views: list[Wording | None] = []
    offsets = np.concatenate((_START, counts.cumsum()))
    moments, leanings = _moments(detector, scored, roles, counts)
    bounds, among = notable.searchsorted(offsets).tolist(), notable.tolist()
    for number, (offset, following) in enumerate(pairwise(offsets.tolist())):
        turns = frozenset([turn - offset for turn in among[bounds[number] : bounds[number + 1]]])
        own = leaning = None
        if moments is not None and leanings is not None:
            own, leaning = moments[offset:following], leanings[number]
        views.append(Wording(detector, scored, batch, offset, turns, own, leaning) if asked[number] else None)
    return views


def _moments(
    detector: Detector, scored: Scored, roles: Sequence[str | None], counts: npt.NDArray[np.int64]
) -> tuple[Floats, Floats] | tuple[None, None]:
    """The moments of all turns, and what each conversation leans to; None where there are single turns alone."""
    if detector.moments is None or counts.max(initial=0) < CONVERSATION:
        return None, None
    first = (counts.cumsum() - counts)[counts > 0]
    following = np.ones(len(roles), dtype=np.bool_)
    following[first] = False
    moments = detector.moments.weigh(scored.grams, np.array([role == "clerk" for role in roles]), following)
    return moments, detector.moments.leanings(moments, counts)


def previous_citizen_turns(roles: Sequence[str | None], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each turn the number of the turn before it, where that is the citizen's; else -1."""
    if "citizen" not in roles:
        return np.full(len(roles), -1, dtype=np.int64)
    citizen = np.array([role == "citizen" for role in roles], dtype=np.bool_)
    previous = np.arange(len(roles)) - 1
    before = np.concatenate(([False], citizen[:-1])) if len(roles) else citizen
    starts = np.concatenate(([0], np.cumsum(counts)[:-1])) if len(counts) else counts
    before[starts[starts < len(roles)]] = False
    return np.where(before, previous, -1)
