"""All ways of finding entries, each in the channels that the profile names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from checker.lexicon import Lexicon, Profile
from checker.matching.evasion import find_evasions
from checker.matching.fuzzy import FuzzyMatcher
from checker.matching.hit import Hit
from checker.matching.homophones import HomophoneMatcher
from checker.matching.phrases import PhraseMatcher
from checker.model import Conversation
from checker.text import Batch

Hits = dict[int, list[Hit]]


class Finder:
    """Finds the entries of a lexicon in all turns of a batch of conversations; built once, shared by all checks."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = PhraseMatcher(lexicon)
        self._homophones = HomophoneMatcher(lexicon)
        self._fuzzy = FuzzyMatcher(lexicon)

    def find(self, batch: Batch, conversations: Sequence[Conversation], profiles: Sequence[Profile]) -> Hits:
        """Hits by the number of the turn within the batch."""
        counts = [len(conversation.turns) for conversation in conversations]
        pairs = list(zip(conversations, profiles, strict=True))
        clerk = np.array([turn.role == "clerk" for one in conversations for turn in one.turns], dtype=np.bool_)

        def wanted(way: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
            chosen = [conversation.channel in getattr(profile.matching, way) for conversation, profile in pairs]
            if all(chosen):
                return clerk
            return np.repeat(np.array(chosen, dtype=np.bool_), counts) & clerk

        hits = self._phrases.find(batch)
        _add(hits, self._homophones.find(batch, wanted("homophones")))
        evading = wanted("evasion").nonzero()[0].tolist()
        _add(hits, find_evasions(batch, evading, self._phrases, self._homophones))
        _add(hits, self._fuzzy.find(batch, wanted("fuzzy")))
        return hits


def _add(hits: Hits, more: Hits) -> None:
    for turn, some in more.items():
        hits.setdefault(turn, []).extend(some)
