"""Text as given, its folded form, its normal form, the way back, and its words.

Two forms are computed for a whole batch at once, as arrays:

* the *folded* form has one character for each character as given (same offsets): width, case, Traditional characters and
  marks are unified, everything that carries no word is a blank;
* the *normal* form is the folded form without blanks, pauses, quotation marks, hesitation and repetition, in which every
  sentence end is one `。`; `origin` leads each of its characters back to the text as given.

Phrases are looked for in the normal form; whether a hit is a fault is read off the folded form.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from checker.dictionary import dictionary
from checker.tables import DATA, KEPT_MARKS, NOISE, PAUSE, STOPS, TURN_END

Codes = npt.NDArray[np.uint16]
Offsets = npt.NDArray[np.int64]

STOP = "。"
HESITATIONS = "嗯呃噢喔哦诶欸唉哎"
"""Single characters that only fill a pause; they never stand within a word that matters."""
FILLER_WORDS = ("那个", "这个", "就是说", "怎么说呢")
"""Words that are fillers where pauses or hesitations stand on both sides, or where they are said twice."""
PAUSES_AND_QUOTES = "，、,：:—–…“”‘’《》（）()【】「」"
"""Marks inside a phrase that may be there or not in a text."""
_DROPPED_MARKS = "".join(mark for mark in KEPT_MARKS if mark != "×")
_DOUBLED = "谢看慢等试想问说天人常好多点刚轻快早细缓年月家样步稍哈拜聊走坐听写讲找查算帮个种次件条一"
"""Characters that double in ordinary words (谢谢, 慢慢): a longer run of them is folded to two, of others to one."""


@cache
def tables() -> dict[str, npt.NDArray[np.generic]]:
    """The character tables, read once (see checker.tables)."""
    with np.load(DATA) as data:
        return {name: data[name] for name in data.files}


@cache
def _fold_table() -> Codes:
    return tables()["fold"].astype(np.uint16)


@cache
def _normal_table() -> Codes:
    """Folded code → normal code, 0 where the character is left out."""
    table = np.arange(0x10000, dtype=np.uint16)
    table[[ord(mark) for mark in NOISE + PAUSE + _DROPPED_MARKS + HESITATIONS]] = 0
    table[[ord(mark) for mark in STOPS]] = ord(STOP)
    return table


@cache
def _runs_to_two() -> npt.NDArray[np.bool_]:
    """Codes of which a long run is folded to two rather than one; digits and letters are never folded."""
    table = np.zeros(0x10000, dtype=np.bool_)
    table[[ord(character) for character in _DOUBLED]] = True
    return table


@cache
def _begins_filler() -> npt.NDArray[np.bool_]:
    """The first characters of filler words."""
    table = np.zeros(0x10000, dtype=np.bool_)
    table[[ord(word[0]) for word in FILLER_WORDS]] = True
    return table


@cache
def ends_clause() -> npt.NDArray[np.bool_]:
    """The codes of the marks at which a clause ends."""
    table = np.zeros(0x10000, dtype=np.bool_)
    table[[ord(mark) for mark in STOPS + PAUSE + TURN_END]] = True
    return table


@dataclass
class Text:
    """One turn of a batch: `raw` as given and `folded`, of the same length; `normal`, and in `origin` the offset in the text
    as given of each of its characters.
    """

    raw: str
    folded: str
    normal: str
    origin: list[int]


class Batch:
    """Many texts, joined, in all forms. Arrays count code points of the joined text; each text ends with `TURN_END`."""

    def __init__(self, raws: Sequence[str]) -> None:
        self.raws = raws
        self._texts: dict[int, Text] = {}
        lengths = np.fromiter(map(len, raws), dtype=np.int64, count=len(raws))
        self.starts: Offsets = np.zeros(len(raws) + 1, dtype=np.int64)
        np.cumsum(lengths + 1, out=self.starts[1:])
        joined = "\n".join([*raws, ""])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self.folded: Codes = _fold_table()[codes]
        self.folded[self.starts[1:] - 1] = ord(TURN_END)
        self.normal, self.origin = _normalise(self.folded)
        self.normal_starts: Offsets = self.origin.searchsorted(self.starts)

    def __len__(self) -> int:
        return len(self.raws)

    def turn_of(self, normal_offsets: Offsets) -> Offsets:
        """The number of the text in which each offset of the normal form lies."""
        return self.normal_starts.searchsorted(normal_offsets, side="right") - 1

    def text(self, turn: int) -> Text:
        """One text with its forms, made once."""
        found = self._texts.get(turn)
        if found is None:
            found = self._texts[turn] = self._text(turn)
        return found

    def _text(self, turn: int) -> Text:
        first, last = self.normal_bounds[turn], self.normal_bounds[turn + 1] - 1
        return Text(self.raws[turn], self.folded_of(turn), self.normal_text[first:last], self.origins[first:last])

    def folded_of(self, turn: int) -> str:
        """The folded form of one text."""
        return self._folded_text[self._bounds[turn] : self._bounds[turn + 1] - 1]

    def normal_of(self, turn: int) -> str:
        """The normal form of one text, without its `TURN_END`."""
        return self.normal_text[self.normal_bounds[turn] : self.normal_bounds[turn + 1] - 1]

    @cached_property
    def normal_text(self) -> str:
        """The joined texts in normal form."""
        return _decode(self.normal)

    @cached_property
    def normal_lengths(self) -> Offsets:
        """How many characters each text has in normal form, its `TURN_END` among them."""
        lengths: Offsets = self.normal_starts[1:] - self.normal_starts[:-1]
        return lengths

    @cached_property
    def origins(self) -> list[int]:
        """For each character of the normal form its offset in its own text as given."""
        origins: list[int] = (self.origin - self.starts[:-1].repeat(self.normal_lengths)).tolist()
        return origins

    def clause_of(self, start: int, end: int) -> tuple[int, int]:
        """The clause, or clauses, that [start, end) of the joined normal form belongs to, without marks."""
        before, after = self._marks
        place = bisect_right(after, start)
        return after[place - 1] if place else 0, before[bisect_left(before, end)]

    @cached_property
    def _marks(self) -> tuple[list[int], list[int]]:
        """Where in the normal form a mark stands at which a clause ends, and where it goes on after it."""
        marks = ends_clause()[self.folded].nonzero()[0]
        return self.origin.searchsorted(marks).tolist(), self.origin.searchsorted(marks + 1).tolist()

    @cached_property
    def _folded_text(self) -> str:
        return _decode(self.folded)

    @cached_property
    def _bounds(self) -> list[int]:
        bounds: list[int] = self.starts.tolist()
        return bounds

    @cached_property
    def normal_bounds(self) -> list[int]:
        """`normal_starts` as plain numbers."""
        bounds: list[int] = self.normal_starts.tolist()
        return bounds


def normalise(raw: str) -> Text:
    """The forms of one text alone; the same as those of a batch of one."""
    return Batch([raw]).text(0)


def fold(raw: str) -> str:
    """The folded form of one text alone, of the same length."""
    return _decode(fold_codes(raw))


def fold_codes(raw: str) -> Codes:
    """The codes of the folded form of one text alone."""
    return _fold_table()[np.frombuffer(raw.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]


@lru_cache(maxsize=4096)
def normal_character(character: str) -> str:
    """The normal form of one character by itself: one character, or none where it is left out."""
    code = int(_normal_table()[_fold_table()[ord(character)]])
    return chr(code) if code else ""


def _decode(codes: Codes) -> str:
    return codes.astype("<u2").tobytes().decode("utf-16-le")


def _normalise(folded: Codes) -> tuple[Codes, Offsets]:
    """The normal form of a folded text and, for each of its codes, the offset it came from."""
    codes = _normal_table()[folded]
    origin = codes.nonzero()[0]
    codes = codes[origin]
    for step in (_without_fillers, _without_repetition, _without_double_stops):
        kept = step(codes, origin)
        if kept is not None:
            codes, origin = codes[kept], origin[kept]
    return codes, origin


def _without_fillers(codes: Codes, origin: Offsets) -> npt.NDArray[np.bool_] | None:
    """Leave out filler words that are set off on both sides, or said twice."""
    kept: npt.NDArray[np.bool_] | None = None
    places = _begins_filler()[codes].nonzero()[0]
    begun = set(codes[places].tolist())
    for word in FILLER_WORDS:
        if ord(word[0]) not in begun:
            continue
        starts = _positions(codes, word, places)
        if not len(starts):
            continue
        ends = starts + len(word)
        twice = np.append(starts[1:] == ends[:-1], False)
        fillers = (_pause_at(codes, origin, starts) & _pause_at(codes, origin, ends)) | twice
        for start, end in zip(starts[fillers], ends[fillers], strict=True):
            kept = np.ones(len(codes), dtype=np.bool_) if kept is None else kept
            kept[start:end] = False
    return kept


def _pause_at(codes: Codes, origin: Offsets, places: Offsets) -> npt.NDArray[np.bool_]:
    """Whether something was left out, or a sentence begins or ends, just before each place of the normal form."""
    before = np.maximum(places - 1, 0)
    said, said_before = codes[places], codes[before]
    result: npt.NDArray[np.bool_] = (places == 0) | (origin[places] - origin[before] > 1)
    for end in (ord(STOP), ord(TURN_END)):
        result |= (said == end) | (said_before == end)
    return result


def _positions(codes: Codes, word: str, among: Offsets) -> Offsets:
    """At which of some places a word stands in a code array."""
    found = among[among <= len(codes) - len(word)]
    for index, character in enumerate(word):
        found = found[codes[found + index] == ord(character)]
    return found


def _without_repetition(codes: Codes, origin: Offsets) -> npt.NDArray[np.bool_] | None:
    """Fold runs of three or more equal ideographs to one, or to two where the character doubles in ordinary words."""
    same = codes[1:] == codes[:-1]
    triple = (same[1:] & same[:-1]).nonzero()[0]
    if len(triple):
        triple = triple[(codes[triple] >= 0x3400) & (codes[triple] != ord(TURN_END))]
    if not len(triple):
        return None
    kept = np.ones(len(codes), dtype=np.bool_)
    kept[triple + 2] = False
    starts = triple[~np.isin(triple - 1, triple)]
    kept[starts[~_runs_to_two()[codes[starts]]] + 1] = False
    return kept


def _without_double_stops(codes: Codes, origin: Offsets) -> npt.NDArray[np.bool_] | None:
    """Fold runs of sentence ends to the first."""
    stop = codes == ord(STOP)
    double = stop[1:] & stop[:-1]
    return np.append(True, ~double) if np.count_nonzero(double) else None


CLAUSE = 64
"""Texts of more characters are no clauses, but speech without marks."""
CLAUSES, LONG_TEXTS = 4096, 8
"""How many clauses keep their words: they come again; and how many longer texts: several hits ask for the same."""
Words = tuple[tuple[tuple[int, int], ...], frozenset[int]]


class Segmenter:
    """Word segmentation by jieba's dictionary, which is loaded when it is first asked; words are remembered."""

    def words(self, text: str) -> tuple[tuple[int, int], ...]:
        """The spans of the words of a text, those of its dictionary and single characters: no word is made up."""
        return self._remember(text)(text)[0]

    def boundaries(self, text: str) -> frozenset[int]:
        """The offsets at which a word begins or ends, 0 and the length among them."""
        return self._remember(text)(text)[1]

    def _remember(self, text: str) -> Callable[[str], Words]:
        return self._clauses if len(text) <= CLAUSE else self._long_texts

    @cached_property
    def _clauses(self) -> Callable[[str], Words]:
        return lru_cache(maxsize=CLAUSES)(self._cut)

    @cached_property
    def _long_texts(self) -> Callable[[str], Words]:
        return lru_cache(maxsize=LONG_TEXTS)(self._cut)

    def _cut(self, text: str) -> Words:
        spans = tuple(dictionary().words(text))
        return spans, frozenset((0, *(last for _, last in spans)))


@cache
def segmenter() -> Segmenter:
    """The process's segmenter."""
    return Segmenter()
