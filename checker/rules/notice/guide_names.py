"""What the papers of one guide are called, made comparable once for all texts that are held against the guide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from checker.rules.notice.heads import Paper
from checker.rules.notice.likeness import Name
from checker.rules.notice.naming import Guide
from checker.rules.notice.phrases import folded

if TYPE_CHECKING:
    from checker.rules.notice.documents import Documents

_NAME = 60
"""Of a longer name the beginning is enough: its pairs grow with the square of its length."""
_IN_MATTER = 0.5
"""A letter of the matter's own name counts half: it tells little of which paper is meant."""


@dataclass(frozen=True, slots=True)
class Called:
    """A paper of a guide by all its names; `taken` are the kinds of documents that the guide asks for besides, `parts` the documents
    of which it is made where it is several in one (委托书和身份证).
    """

    material: str
    names: Sequence[Name]
    taken: frozenset[str]
    parts: Sequence[Called] = ()


@dataclass(frozen=True)
class GuideNames:
    """The names of a guide's materials; papers are known by their index."""

    documents: Documents
    materials: Sequence[str]
    other_names: Mapping[str, Sequence[str]]
    matter: str

    @cached_property
    def called(self) -> Sequence[Called]:
        """Each material by all its names."""
        return [self._called(material) for material in self.materials]

    def _called(self, material: str) -> Called:
        documents, taken = self.documents, self._taken(material)
        parts = documents.parts(material)
        several = [Called(part, documents.names([part], taken), taken) for part in parts] if len(parts) > 1 else ()
        return Called(material, documents.names([material, *self.other_names.get(material, ())], taken), taken, several)

    def _taken(self, material: str) -> frozenset[str]:
        """The kinds that the guide asks for besides: they do not stand in for a material too."""
        others = (folded(other) for other in self.materials if other != material)
        return frozenset().union(*map(self.documents.kinds, others))

    @cached_property
    def wholes(self) -> Sequence[tuple[str, str]]:
        """Each material with its name under the first names of documents."""
        return [(material, self.documents.name(material).core) for material in self.materials]

    @cached_property
    def guide(self) -> Guide:
        """The papers by their head nouns and by what tells them apart."""
        documents = self.documents
        names = [
            [each for said in (one, *self.other_names.get(one, ())) for each in documents.alternatives(said)]
            for one in self.materials
        ]
        return Guide(documents.nouns, [[documents.paper(each) for each in some] for some in names], folded(self.matter))

    @property
    def papers(self) -> Sequence[Sequence[Paper]]:
        """Each paper's names."""
        return self.guide.papers

    @cached_property
    def families(self) -> Sequence[frozenset[str]]:
        """The families of the head nouns of each paper's names."""
        return [frozenset().union(*(paper.families for paper in names)) for names in self.papers]

    @cached_property
    def spoken(self) -> Sequence[Sequence[str]]:
        """Each paper's names, of long ones the beginning; never none."""
        return [[paper.name[:_NAME] for paper in names] or [""] for names in self.papers]

    @cached_property
    def cores(self) -> Sequence[Sequence[str]]:
        """Each paper's names under the first names of documents."""
        return [[self.documents.core(paper.name) for paper in names] for names in self.papers]

    @cached_property
    def core_letters(self) -> Sequence[Sequence[frozenset[str]]]:
        """The letters of each of these."""
        return [[frozenset(core) for core in cores if core] for cores in self.cores]

    @cached_property
    def letters(self) -> Sequence[frozenset[str]]:
        """The letters of each paper's names."""
        return [frozenset("".join(paper.rest or paper.name for paper in names)) for names in self.papers]

    @cached_property
    def own_letters(self) -> Sequence[frozenset[str]]:
        """The letters by which each paper is told from the others of the guide."""
        return [own - frozenset(self.guide.matter) for own in _own(self.letters)]

    @cached_property
    def own_pairs(self) -> Sequence[Sequence[str]]:
        """Two letters of a name in their order, as short forms have them (产检 of 产前检查), that no other paper has."""
        pairs = [
            frozenset(
                first + second
                for words in ((paper.rest or paper.name)[:_NAME] for paper in names)
                for place, first in enumerate(words)
                for second in words[place + 1 :]
            )
            for names in self.papers
        ]
        return [[pair for pair in own if pair not in self.guide.matter] for own in _own(pairs)]

    @cached_property
    def weights(self) -> Sequence[Mapping[str, float]]:
        """How much each letter of a paper's names tells of it, one in all."""
        counts = Counter(letter for letters in self.letters for letter in letters)
        found = []
        for letters in self.letters:
            weights = {
                letter: (_IN_MATTER if letter in self.guide.matter else 1.0) / counts[letter] for letter in letters
            }
            found.append({letter: weight / sum(weights.values()) for letter, weight in weights.items()})
        return found


def _own(of_each: Sequence[frozenset[str]]) -> Sequence[frozenset[str]]:
    """What each has that no other has."""
    counts = Counter(one for some in of_each for one in some)
    return [frozenset(one for one in some if counts[one] == 1) for some in of_each]
