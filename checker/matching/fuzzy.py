"""Near misses: core phrases of five characters and more with a character changed, left out or put in.

A filter over character pairs, for the whole batch at once, leaves a few windows; rapidfuzz aligns the phrases with those
alone. A difference that can turn the sense (negation, person, question) is none to overlook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from checker.lexicon import Entry, Lexicon
from checker.matching.hit import Hit
from checker.matching.phrases import stands_at
from checker.text import STOP, Batch, Text

LENGTH_MIN = 5
EXPANSIONS = 8
"""Core phrases: so many expansions of each template."""
SCORE_MIN = 85.0
"""rapidfuzz's partial ratio: one changed character in seven is 86, one left out in five is 89."""
TELLING = frozenset("不没别莫未无非甭您我咱他她它谁吗呢请帮能")
"""Characters whose change turns the sense."""
_WINDOW = 10
_PAIRS_MIN = 4
_TABLE_BITS = 20


class FuzzyMatcher:
    """Finds near misses of forbidden phrases; built once, shared by all checks."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases: list[tuple[str, Entry]] = []
        self._by_pair: dict[str, list[int]] = {}
        self._table = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
        for phrase, entry in _core_phrases(lexicon):
            number = len(self._phrases)
            self._phrases.append((phrase, entry))
            for pair in {phrase[index : index + 2] for index in range(len(phrase) - 1)}:
                self._by_pair.setdefault(pair, []).append(number)
                self._table[_pair_hash(np.array([ord(c) for c in pair], dtype=np.uint32))] = True

    def find(self, batch: Batch, wanted: npt.NDArray[np.bool_]) -> dict[int, list[Hit]]:
        """Hits of the wanted texts (shape (texts,)), by the number of the text."""
        hits: dict[int, list[Hit]] = {}
        places = np.fromiter(self._windows(batch), dtype=np.int64)
        for place, turn in zip(places.tolist(), batch.turn_of(places).tolist(), strict=True):
            if wanted[turn]:
                text = batch.text(turn)
                start = place - int(batch.normal_starts[turn])
                hits.setdefault(turn, []).extend(self._near(text, turn, max(0, start - 2), start + 2 * _WINDOW))
        return {turn: found for turn, found in hits.items() if found}

    def _windows(self, batch: Batch) -> Iterator[int]:
        """Places of the normal form around which many pairs of phrases stand, one a window."""
        known = self._table[_pair_hash(batch.normal.astype(np.uint32))]
        if len(known) < _WINDOW:
            known = np.pad(known, (0, _WINDOW))
        counts = np.cumsum(known, dtype=np.int64)
        dense = np.flatnonzero(counts[_WINDOW:] - counts[:-_WINDOW] >= _PAIRS_MIN)
        last = -_WINDOW
        for place in dense.tolist():
            if place >= last + _WINDOW // 2 and place < len(batch.normal):
                last = place
                yield place

    def _near(self, text: Text, turn: int, start: int, end: int) -> Iterator[Hit]:
        from rapidfuzz import fuzz

        window = text.normal[start:end]
        pairs = {window[index : index + 2] for index in range(len(window) - 1)}
        shared = Counter(number for pair in pairs for number in self._by_pair.get(pair, ()))
        for number, count in shared.items():
            phrase, entry = self._phrases[number]
            if count < (len(phrase) - 1) / 2 or len(window) < len(phrase) - 1:
                continue
            aligned = fuzz.partial_ratio_alignment(phrase, window, score_cutoff=SCORE_MIN)
            if aligned is None or aligned.score >= 100:
                continue
            heard = window[aligned.dest_start : aligned.dest_end]
            if STOP in heard or _turns_sense(phrase, heard):
                continue
            first, last = start + aligned.dest_start, start + aligned.dest_end - 1
            span = text.origin[first], text.origin[last] + 1
            if stands_at(entry.at, text, *span):
                yield Hit(entry, "phrase", turn, *span, "fuzzy", round(aligned.score / 100 - 0.1, 2))


def _core_phrases(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    seen: set[str] = set()
    for entry in lexicon.of("forbidden"):
        for template in entry.templates:
            for phrase in () if template.has_slots else template.expansions(EXPANSIONS):
                if len(phrase) >= LENGTH_MIN and phrase not in seen:
                    seen.add(phrase)
                    yield phrase, entry


def _pair_hash(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """A number below the table's size for each pair of neighbours. Shape (codes - 1,)."""
    mixed = (codes[:-1] * np.uint32(0x9E3779B1)) ^ (codes[1:] * np.uint32(0x85EBCA77))
    return mixed >> np.uint32(32 - _TABLE_BITS)


def _turns_sense(phrase: str, heard: str) -> bool:
    return bool((set(phrase) ^ set(heard)) & TELLING)
