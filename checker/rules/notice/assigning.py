"""What a clerk names and no paper has taken yet, given to the untold papers of the guide by how well each fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.rules.notice.described import Head
from checker.rules.notice.fitting import shared
from checker.rules.notice.heads import HeadNouns, Paper
from checker.rules.notice.needless import RUN_ON

Place = tuple[int, int]

_FAMILY, _KIN = 2, 1
_PAIR = 2
"""So many characters tell a paper by a head that only a kin paper has; a phrase before it (水化验的单子) does with one."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a mention fits a paper: the characters that tell the paper from the guide's others, then its head."""

    index: int
    mention: int
    letters: int
    head: int


@dataclass(frozen=True)
class Assignment:
    """The papers of a guide, by their names, of which some are told, and the mentions that none of these has."""

    nouns: HeadNouns
    papers: Sequence[Sequence[Paper]]
    told: Sequence[bool]
    mentions: Sequence[tuple[Place, Head]]

    def places(self) -> Mapping[int, Place]:
        """Where each paper that was untold is named after all."""
        fits = sorted(self._fits(), key=lambda fit: (-fit.letters, -fit.head, fit.index, fit.mention))
        given: dict[int, int] = {}
        for fit in fits:
            if fit.index in given or fit.mention in given.values():
                continue
            if fit.letters or self._only_one(fit, fits):
                given[fit.index] = fit.mention
        return {index: self.mentions[mention][0] for index, mention in given.items()}

    def _fits(self) -> Iterator[_Fit]:
        for index, names in enumerate(self.papers):
            for mention, (_, head) in enumerate(self.mentions):
                named = self.told[index] or self.nouns.families_of(head.before)
                likeness = 0 if named else self._likeness(names, head)
                letters = self._letters(index, head.before) if likeness else 0
                if likeness == _FAMILY or letters >= _PAIR or (letters and head.before.endswith("的")):
                    yield _Fit(index, mention, letters, likeness)

    def _likeness(self, names: Sequence[Paper], head: Head) -> int:
        families = frozenset().union(*(paper.families for paper in names))
        if families & self.nouns.families_of(head.word):
            return _FAMILY
        return _KIN if families & self.nouns.kin_of(head.word) else 0

    def _letters(self, index: int, words: str) -> int:
        """How many characters of the words are in the name of this paper and of no other in the guide."""
        others = {
            letter
            for place, names in enumerate(self.papers)
            if place != index
            for paper in names
            for letter in paper.name
        }
        return len(shared(self.papers[index], words) - others)

    def _only_one(self, fit: _Fit, fits: Sequence[_Fit]) -> bool:
        """Whether a mention that has nothing of a paper but its head can be no other paper, nor the paper another mention."""
        rivals = [other for other in fits if other != fit and fit.mention == other.mention]
        choices = [other for other in fits if other != fit and fit.index == other.index]
        head = self.mentions[fit.mention][1]
        own = any(paper.proper for paper in self.papers[fit.index])
        others = (names for index, names in enumerate(self.papers) if index != fit.index)
        anothers = any(self._likeness(names, head) and shared(names, head.before) for names in others)
        return fit.head == _FAMILY and not (rivals or choices or own or anothers or head.word in self.nouns.wide)


def unclaimed(clauses: Sequence[Place], heads: Sequence[Head], taken: Sequence[Place]) -> list[tuple[Place, Head]]:
    """The clauses in which no paper was found, each with its last head noun."""
    found = []
    for start, end in clauses:
        inside = [head for head in heads if start <= head.start and head.end <= end]
        if inside and end - start <= RUN_ON and not any(begin < end and start < stop for begin, stop in taken):
            found.append(((start, end), max(inside, key=lambda head: (head.end, head.start))))
    return found
