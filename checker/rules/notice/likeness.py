"""What is held against one another: a name of a guide's material, and a phrase of what was said."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from checker.rules.notice.naming import modifiers_of
from checker.rules.notice.needless import RUN_ON

if TYPE_CHECKING:
    from checker.rules.notice.documents import Documents

Place = tuple[int, int]

_RUN = 3
"""So many characters of a name in a row are where it stands."""
NO_PAPERS = frozenset({"监护人", "法定代表人", "复印件"})
"""Kinds that a name may have and that are no papers: 父母签名 is no 监护人身份证."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a material, made comparable; `served` are the kinds that will do in its place, `single` those of its own that
    no other material of the guide has: one of them bare tells it.
    """

    core: str
    kinds: frozenset[str]
    served: frozenset[str]
    families: frozenset[str]
    single: frozenset[str] = frozenset()

    def beside(self, taken: frozenset[str]) -> Name:
        """The name in a guide whose other materials have these kinds."""
        single = {kind for kind in self.kinds - taken - NO_PAPERS if self.core.endswith(kind)}
        return replace(self, served=self.served - taken, single=frozenset(single))


@dataclass
class Phrase:
    """A phrase of the text; `owners` are the materials whose whole name it has, `others` the kinds it names besides."""

    start: int
    end: int
    text: str
    documents: Documents
    owners: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def open_to(self, material: str) -> bool:
        """Whether a likeness to the phrase counts for a material."""
        return not self.owners or material in self.owners

    def also(self, name: Name) -> bool:
        """Whether the phrase of another material names this one besides."""
        return bool(name.kinds & self.others) or self.serves(name)

    def serves(self, name: Name) -> bool:
        """Whether the phrase names a paper that will do in place of a material."""
        return any(word in self.kinds or word in self.text for word in name.served)

    @cached_property
    def core(self) -> str:
        """Its words under the first names of documents, without those that say nothing."""
        return self.documents.core(self.text)

    @cached_property
    def kinds(self) -> set[str]:
        """The kinds of documents it names."""
        return self.documents.kinds(self.text)

    @cached_property
    def families(self) -> frozenset[str]:
        """The families of the head nouns in the phrase."""
        heads = self.documents.nouns.heads(self.text)
        return frozenset().union(*(self.documents.nouns.families_of(head.word) for head in heads))

    def run_of(self, name: Name) -> Place | None:
        """Where in a long phrase, speech without marks, the longest part of a name stands."""
        if self.end - self.start <= RUN_ON:
            return None
        core = name.core
        runs = (
            core[first : first + length]
            for length in range(len(core), _RUN - 1, -1)
            for first in range(len(core) - length + 1)
        )
        run = next((some for some in runs if some in self.text), "")
        start = self.start + self.text.find(run)
        return (start, start + len(run)) if run else None

    def bare(self, name: Name) -> bool:
        """Whether it has a name of the only kind that is this material's, with nothing before it that tells another: 那个结业证, not
        驾校结业证.
        """
        if not name.single:
            return False
        place = self.documents.place_of(name.single, self.text)
        before = modifiers_of(self.text[: place[0]]).removesuffix("的") if place else ""
        return place is not None and all(letter in name.core for letter in before)

    def word(self, kinds: Set[str]) -> Place | None:
        """Where a document of one of these kinds stands in the phrase."""
        place = self.documents.place_of(kinds, self.text)
        return place and (self.start + place[0], self.start + place[1])
