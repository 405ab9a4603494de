"""Near misses: core phrases of five characters and more with a character changed, left out or put in.

A filter over character pairs, for the whole batch at once, leaves the few places where most pairs of one phrase stand
close together; rapidfuzz aligns the phrase with those alone. A difference that can turn the sense (negation, person,
question) is none to overlook.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from checker.cache import Arrays, kept
from checker.lexicon import Lexicon
from checker.lexicon.templates import parse
from checker.matching import windows
from checker.matching.hit import Hit
from checker.matching.phrases import stands_at
from checker.text import STOP, Batch, Text

if TYPE_CHECKING:
    from rapidfuzz.distance import ScoreAlignment

LENGTH_MIN = 5
EXPANSIONS = 8
"""Core phrases: so many expansions of each template."""
SCORE_MIN = 85.0
"""rapidfuzz's partial ratio: one changed character in seven is 86, one left out in five is 89."""
TELLING = frozenset("不没别莫未无非甭您我咱他她它谁吗呢请帮能")
"""Characters whose change turns the sense."""
REACH = 2
"""How much longer than the phrase a near miss may be."""
SIFTED = 2000
"""From so many pairs on, those around which not enough others stand are left out first: sorting costs more."""
SPANS = (8, 12)
"""Phrases up to these lengths are sifted by what stands as near as they reach, longer ones by the reach of the longest."""
_PAIRS_LOST = 3
"""A changed character costs two pairs; what is left of a phrase of n characters is n - 3 pairs or more."""
_MANY = 100
"""More pairs than so many are not told apart when they are counted, which takes one byte."""
_TABLE_BITS = 17
_HASH, _HASH_SHIFT, _CODE_BITS = np.uint32(0x9E3779B1), np.uint32(32 - _TABLE_BITS), np.uint32(16)
Pairs = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


class FuzzyMatcher:
    """Finds near misses of forbidden phrases; built once, shared by all checks."""

    def __init__(self, lexicon: Lexicon) -> None:
        entries = lexicon.of("forbidden")
        source = json.dumps([entry.phrases for entry in entries]).encode
        found = kept("near", source, lambda: _arrays([entry.phrases for entry in entries]))
        phrases = found["phrases"].tobytes().decode().split()
        self._phrases = [
            (phrase, entries[number]) for phrase, number in zip(phrases, found["entries"].tolist(), strict=True)
        ]
        self._lengths, self._needed = found["lengths"], found["needed"]
        self._numbers = found["numbers"]
        """Of few bytes: such numbers are sorted in one pass over their digits."""
        self._pairs, self._first, self._counts = found["pairs"], found["first"], found["counts"]
        self._known = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
        self._known[_hashed(self._pairs)] = True
        longest = max(*SPANS, int(self._lengths.max(initial=0)))
        self._reaches = [span + REACH - 2 for span in (*SPANS, longest)]
        self._bits, self._needed_bits = found["bits"], found["needed_bits"]

    def find(self, batch: Batch, wanted: npt.NDArray[np.bool_]) -> dict[int, list[Hit]]:
        """Hits of the wanted texts (shape (texts,)), by the number of the text."""
        hits: dict[int, list[Hit]] = {}
        if not np.count_nonzero(wanted):
            return hits
        said = wanted.repeat(batch.normal_lengths)[:-1]
        numbers, first, last = self._candidates(_pairs_of(batch.normal), said)
        if not len(numbers):
            return hits
        turns = batch.turn_of(first)
        chosen = (turns == batch.turn_of(last - 1)).nonzero()[0]  # pairs of two turns make no phrase
        numbers, first, last, turns = numbers[chosen], first[chosen], last[chosen], turns[chosen]
        offsets = batch.normal_starts[turns]
        for number, turn, start, end in zip(
            numbers.tolist(), turns.tolist(), (first - offsets).tolist(), (last - offsets).tolist(), strict=True
        ):
            hit = self._near(number, batch.text(turn), turn, start, end)
            if hit is not None and hit not in (known := hits.setdefault(turn, [])):
                known.append(hit)
        return {turn: found for turn, found in hits.items() if found}

    def _candidates(self, pairs: Pairs, wanted: npt.NDArray[np.bool_]) -> tuple[Places, Places, Places]:
        """Phrases enough of whose pairs stand close together where they are wanted: their numbers, and where those pairs
        begin and end.
        """
        places = (self._known[_hashed(pairs)] & wanted).nonzero()[0]
        said = pairs[places]
        index = self._pairs.searchsorted(said)
        index[index == len(self._pairs)] = 0
        same = self._pairs[index] == said
        places, index = places[same], index[same]
        counts = self._counts[index]
        postings = counts.sum(axis=1)
        posted = np.arange(postings.sum()) + (self._first[index] + postings - postings.cumsum()).repeat(postings)
        which = np.arange(len(places)).repeat(postings)
        if len(posted) > SIFTED:
            likely = self._likely(said[same], places, counts, posted).nonzero()[0]
            posted, which = posted[likely], which[likely]
        numbers, places = self._numbers.take(posted), places.take(which)
        enough = (np.bincount(numbers, minlength=len(self._phrases)) >= self._needed)[numbers]
        numbers, places = numbers[enough], places[enough]
        if not len(numbers):
            return places, places, places
        order = numbers.argsort(kind="stable")
        numbers, places = numbers[order], places[order]
        last = np.arange(-1, len(numbers) - 1) + self._needed[numbers]
        first = (last < len(numbers)).nonzero()[0]
        first = first[numbers[last[first]] == numbers[first]]
        numbers, starts, ends = numbers[first], places[first], places[last[first]]
        close = ends - starts <= self._lengths[numbers] + REACH - 2
        return numbers[close], starts[close], ends[close] + 2

    @cached_property
    def _align(self) -> Callable[..., ScoreAlignment | None]:
        """rapidfuzz, loaded when something first resembles a phrase."""
        from rapidfuzz import fuzz

        return fuzz.partial_ratio_alignment

    def _likely(self, said: Pairs, places: Places, counts: Places, posted: Places) -> npt.NDArray[np.bool_]:
        """For each posting whether as many pairs of its phrase as that needs may stand as near as it reaches. `said` are the
        known pairs, `counts` how many postings each has by the span of their phrases. A pair that comes again counts for all.
        """
        order = said.argsort(kind="stable")
        before, after = places[order[:-1]], places[order[1:]]
        same = said[order[1:]] == said[order[:-1]]
        bits = np.zeros(int(places.max(initial=0)) + 1, dtype=np.uint64)
        bits[places] = _bit(said)
        near = np.stack(list(windows.around(bits, places, self._reaches)), axis=1)
        more = np.empty(counts.shape, dtype=np.uint8)
        for number, reach in enumerate(self._reaches):
            again = np.sort(after[same & (after - before <= reach)])
            more[:, number] = np.minimum(windows.count_around(again, places, reach), _MANY)
        known = np.bitwise_count(near.ravel().repeat(counts.ravel()) & self._bits.take(posted))
        known += more.ravel().repeat(counts.ravel())
        likely: npt.NDArray[np.bool_] = known >= self._needed_bits.take(posted)
        return likely

    def _near(self, number: int, text: Text, turn: int, start: int, end: int) -> Hit | None:
        """The near miss of a phrase around the pairs at [start, end) of the normal form."""
        phrase, entry = self._phrases[number]
        reach = len(phrase) - (end - start) + REACH
        low, high = max(0, start - reach), end + reach
        window = text.normal[low:high]
        if len(window) < len(phrase) - 1 or phrase in window:  # the phrase itself is no near miss of it
            return None
        aligned = self._align(phrase, window, score_cutoff=SCORE_MIN)
        if aligned is None:
            return None
        heard = window[aligned.dest_start : aligned.dest_end]
        if STOP in heard or heard in phrase or _turns_sense(phrase, heard):  # a part of a phrase is another phrase
            return None
        span = text.origin[low + aligned.dest_start], text.origin[low + aligned.dest_end - 1] + 1
        if not stands_at(entry.at, text, *span):
            return None
        return Hit(entry, "phrase", turn, *span, "fuzzy", round(aligned.score / 100 - 0.1, 2))


def _arrays(phrases_of: Sequence[Sequence[str]]) -> Arrays:
    """The core phrases of entries, given by their templates, and their pairs, made ready for the search."""
    core = list(_core_phrases(phrases_of))
    phrases = [phrase for phrase, _ in core]
    lengths = np.array(list(map(len, phrases)), dtype=np.int64)
    needed = np.where(lengths < 2 * LENGTH_MIN + _PAIRS_LOST, lengths - _PAIRS_LOST, (lengths - 1) // 2)
    rows = [(number, pair) for number, phrase in enumerate(phrases) for pair in _distinct_pairs(phrase)]
    numbers = np.array([number for number, _ in rows], dtype=np.int64)
    pairs = np.array([pair for _, pair in rows], dtype=np.uint32)
    bits = np.zeros(len(phrases), dtype=np.uint64)
    np.bitwise_or.at(bits, numbers, _bit(pairs))
    lost = np.bincount(numbers, minlength=len(phrases)) - np.bitwise_count(bits)
    spans = np.searchsorted(SPANS, lengths)[numbers]
    order = np.lexsort((spans, pairs))
    distinct, first, which = np.unique(pairs[order], return_index=True, return_inverse=True)
    counts = np.zeros((len(distinct), len(SPANS) + 1), dtype=np.int64)
    np.add.at(counts, (which, spans[order]), 1)
    posted = numbers[order]
    return {
        "phrases": np.frombuffer("\n".join(phrases).encode(), dtype=np.uint8),
        "entries": np.array([entry for _, entry in core], dtype=np.int64),
        "lengths": lengths,
        "needed": needed,
        "pairs": distinct,
        "first": first,
        "counts": counts,
        "numbers": posted.astype(np.min_scalar_type(len(phrases))),
        "bits": bits[posted],
        "needed_bits": (needed - lost).clip(0, _MANY).astype(np.uint8)[posted],
    }


def _core_phrases(phrases_of: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Each phrase with the number of its entry."""
    seen: set[str] = set()
    for entry, templates in enumerate(phrases_of):
        for template in map(parse, templates):
            for phrase in () if template.has_slots else template.expansions(EXPANSIONS):
                if len(phrase) >= LENGTH_MIN and phrase not in seen:
                    seen.add(phrase)
                    yield phrase, entry


def _distinct_pairs(phrase: str) -> list[int]:
    codes = np.array([ord(character) for character in phrase], dtype=np.uint16)
    return sorted(set(_pairs_of(codes).tolist()))


def _pairs_of(codes: npt.NDArray[np.uint16]) -> Pairs:
    """Each pair of neighbours as one number. Shape (codes - 1,)."""
    wide = codes.astype(np.uint32)
    result: Pairs = wide[:-1] << _CODE_BITS | wide[1:]
    return result


def _hashed(pairs: Pairs) -> Pairs:
    """A number below the table's size for each pair."""
    return pairs * _HASH >> _HASH_SHIFT


def _bit(pairs: Pairs) -> windows.Bits:
    """One of 64 bits for each pair: a set of bits tells which pairs may be among them."""
    return np.uint64(1) << (pairs * np.uint32(0x85EBCA6B) >> np.uint32(26)).astype(np.uint64)


def _turns_sense(phrase: str, heard: str) -> bool:
    return bool((set(phrase) ^ set(heard)) & TELLING)
