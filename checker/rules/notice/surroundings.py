"""How much of each paper of a guide was said, and in what surroundings: what the detector hears beside the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from checker.deferred import deferred
from checker.matching.aliases import Aliases
from checker.matching.heads import Floats
from checker.matching.papers import FEATURES
from checker.matching.spans import Cover
from checker.model import Matter
from checker.rules.notice.described import Head
from checker.rules.notice.documents import Documents
from checker.rules.notice.due import came_up, condition
from checker.rules.notice.guide_names import GuideNames
from checker.rules.notice.naming import Asked, asked_places, modifiers_of
from checker.rules.notice.phrases import split
from checker.rules.notice.ruled import Ruled
from checker.rules.notice.talk import MASK, Talk

Place = tuple[int, int]

_WAIVES = deferred(r"不用|不要|不必|无需|不需|免|不收|不带|用不着|用不上|别|甭|不交|取消|省")
_NUMBER = deferred(r"[0-9一二三四五六七八九十（(）).]{1,4}")
_BEFORE, _AFTER = 6, 14
"""So far around a place where the rules found a paper, up to the sentence's end, words of waiving are looked for."""
_SHORT, _LONG = 2, 24
"""Phrases of so many characters may name a paper."""
_MANY = 4
_HEADS = 3
_MODIFIERS = 10
"""So many characters before a head noun belong to what a paper is called."""
CANDIDATES = 200
"""So many words that may name a paper are looked at: more than any list has."""
_SCALE = 3.0
"""Scores of so much are sure enough."""
_STOPS, _ENDS = "。！？", "。！？；"


@dataclass(frozen=True)
class Surroundings:
    """The clerk's words, and what the rules made of each paper of the guide in them. Places are those of `text`."""

    ruled: Sequence[Ruled]
    talk: Talk
    text: str
    matter: Matter
    documents: Documents

    def features(self, aliases: Aliases) -> Floats:
        """FEATURES of every paper, shape (papers, FEATURES)."""
        called = self._aliases(aliases)
        rows = [{**self._row(index), "alias": called[index]} for index in range(len(self.ruled))]
        return np.array([[float(row[name]) for name in FEATURES] for row in rows])

    def _aliases(self, aliases: Aliases) -> Sequence[float]:
        """Of each paper left out how much some words sound like what people call it, from -1 to 1: of words that tell no other
        paper, each paper has those that suit it best, and no two the same.
        """
        called = [-1.0 if each.missing and not each.denied else 0.0 for each in self.ruled]
        untold = [index for index, value in enumerate(called) if value]
        places = self._unclaimed if untold else ()
        if not places:
            return called
        scores = self.sounds_like(aliases, untold, places)
        given: dict[int, Place] = {}
        for best in np.argsort(-scores, axis=None, kind="stable").tolist():
            row, column = divmod(best, len(places))
            if untold[row] not in given and not any(_over(places[column], place) for place in given.values()):
                given[untold[row]] = places[column]
                called[untold[row]] = float(scores[row, column])
        return called

    def sounds_like(self, aliases: Aliases, papers: Sequence[int], places: Sequence[Place]) -> Floats:
        """How much the words at each place sound like what people call each of these papers, from -1 to 1; shape (papers, places)."""
        names = [self.names.spoken[index] for index in papers]
        firsts = np.cumsum([0, *map(len, names[:-1])])
        words = [self.masked[slice(*place)] for place in places]
        scores = np.maximum.reduceat(aliases.scores(list(chain(*names)), words), firsts)
        sounds: Floats = np.tanh(scores / _SCALE)
        return sounds

    @cached_property
    def _unclaimed(self) -> Sequence[Place]:
        """Head nouns of papers that are asked for and tell none, with the words that modify them; bare ones could be any paper."""
        claimed = Cover([place for each in self.ruled if (place := each.place or each.denied)])
        places = []
        for head in (each.head for each in self.heads):
            place = self.called(head)
            if place[0] < head.start and not claimed.covers(head.start, head.end):
                places.append(place)
        return places[:CANDIDATES]

    def called(self, head: Head) -> Place:
        """Where a head noun stands with the words that modify it."""
        return max(0, head.start - min(len(modifiers_of(head.before)), _MODIFIERS)), head.end

    def _row(self, index: int) -> Mapping[str, float]:
        paper = self.ruled[index]
        shares = {phrase: self._core_share(index, phrase) for phrase in self.phrases}
        best = self._best(index, shares)
        case = self.matter.only_when.get(paper.name) or condition(paper.name)
        raised = bool(case) and came_up(case, "。".join(self.talk.asked), self.matter.name, self.documents.cases)
        own, families = self.names.own_letters[index], self.names.families[index]
        return {
            "ruled_missing": paper.missing,
            "ruled_missing_unraised": paper.missing and bool(case) and not raised,
            "told_where_asked": paper.place is not None and self._asked_for(paper.place),
            "told_beside": self._beside(index, paper.place),
            "told_near_waiving": paper.place is not None and self._waives(paper.place),
            "conditional": bool(case),
            "case_came_up": raised,
            "letters_said": max(shares.values()),
            "own_letters_said": sum(letter in self.masked for letter in own) / max(len(own), 1),
            "no_own_letters": not own,
            "name_said": any(len(core) >= _SHORT and core in self._core for core in self.names.cores[index]),
            "short_form_said": any(pair in self.masked for pair in self.names.own_pairs[index]),
            "head_unsaid": bool(families)
            and not any(families & self.documents.nouns.families_of(each.head.word) for each in self.heads),
            "best_where_asked": self._asked_for(best),
            "best_beside": self._beside(index, best),
            "best_taken": any(_over(best, each.place) for number, each in enumerate(self.ruled) if number != index),
            "unclaimed_heads": self._unclaimed_heads,
        }

    @cached_property
    def masked(self) -> str:
        """The text without the matter's own name."""
        matter = self.names.guide.matter
        return self.text.replace(matter, MASK * len(matter)) if matter else self.text

    @cached_property
    def _core(self) -> str:
        return self.documents.core(self.masked)

    @cached_property
    def phrases(self) -> Sequence[Place]:
        """What stands between two marks."""
        return split(self.masked) or [(0, 0)]

    @cached_property
    def _phrase_cores(self) -> Mapping[Place, frozenset[str]]:
        return {place: frozenset(self.documents.core(self.masked[slice(*place)])) for place in self.phrases}

    @cached_property
    def names(self) -> GuideNames:
        """What the guide calls its papers."""
        return self.documents.names_of(self.matter.materials, self.matter.other_names, self.matter.name)

    @cached_property
    def asked(self) -> Sequence[tuple[int, int, bool]]:
        """The sentences that ask for papers."""
        return list(asked_places(self.masked))

    @cached_property
    def heads(self) -> Sequence[Asked]:
        """The head nouns of papers that are asked for."""
        return self.documents.asked(self.masked, [paper.place for paper in self.ruled])

    @cached_property
    def _unclaimed_heads(self) -> float:
        """How many phrases beside one that tells a paper have a head noun and tell none: one may be what is sought by another name."""
        phrases = [place for place in self.phrases if not _NUMBER.fullmatch(self.masked, *place)]
        claimed = [any(_over(place, each.place or each.denied) for each in self.ruled) for place in phrases]
        found = 0
        for number, (start, end) in enumerate(phrases):
            beside = [near for near in (number - 1, number + 1) if 0 <= near < len(phrases) and claimed[near]]
            if claimed[number] or not _SHORT <= end - start <= _LONG:
                continue
            if any(self._together(phrases[near], (start, end)) for near in beside):
                found += bool(self.documents.nouns.heads(self.masked[start:end]))
        return min(found, _HEADS) / _HEADS

    def _together(self, one: Place, other: Place) -> bool:
        """Whether two phrases stand in one sentence, or in one list."""
        first, last = min(one[0], other[0]), max(one[0], other[0])
        listed = all(
            any(in_list and start <= place < end for start, end, in_list in self.asked) for place in (first, last)
        )
        return listed or not any(mark in self.masked[first:last] for mark in _STOPS)

    def _core_share(self, index: int, phrase: Place) -> float:
        """How much of a paper's name a phrase has, under the first names of documents."""
        said = self._phrase_cores[phrase]
        return max((len(said & core) / len(core) for core in self.names.core_letters[index]), default=0.0)

    def _letter_share(self, index: int, phrase: Place) -> float:
        """How much of a paper's letters a phrase has; one that several papers have counts less."""
        words = self.masked[slice(*phrase)]
        return sum(weight for letter, weight in self.names.weights[index].items() if letter in words)

    def _best(self, index: int, shares: Mapping[Place, float]) -> Place:
        """The phrase that is most like a paper, the first of several; `shares` are those of its name."""
        return max(shares, key=lambda phrase: shares[phrase] + self._letter_share(index, phrase))

    def _asked_for(self, place: Place) -> bool:
        return any(start <= place[0] < end for start, end, _ in self.asked)

    def _waives(self, place: Place) -> bool:
        """Whether words of waiving stand around a place, in its sentence."""
        stops = [stop for mark in _ENDS if (stop := self.text.find(mark, place[1])) >= 0]
        return bool(_WAIVES.search(self.text, max(0, place[0] - _BEFORE), min([place[1] + _AFTER, *stops])))

    def _beside(self, index: int, place: Place | None) -> float:
        """How many other papers are told in the sentence of a place."""
        if place is None:
            return 0.0
        start = max(self.text.rfind(mark, 0, place[0]) for mark in _STOPS) + 1
        end = min((stop for mark in _STOPS if (stop := self.text.find(mark, place[0])) >= 0), default=len(self.text))
        told = [each.place for number, each in enumerate(self.ruled) if number != index and each.place]
        return min(sum(start <= other[0] < end for other in told), _MANY) / _MANY


def _over(place: Place, other: Place | None) -> bool:
    """Whether two places have something in common."""
    return other is not None and place[0] < other[1] and other[0] < place[1]
