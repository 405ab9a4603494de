"""Materials as people say them against those of a service guide: 身份证正反面 is 居民身份证, 本子 alone is nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain

from checker.deferred import deferred
from checker.matching.spans import Cover
from checker.rules.notice.assigning import Assignment, unclaimed
from checker.rules.notice.described import Head
from checker.rules.notice.formality import formality_denied
from checker.rules.notice.guide_names import Called, GuideNames
from checker.rules.notice.heads import HeadNouns, Paper
from checker.rules.notice.hearing import Hearing, endings
from checker.rules.notice.holders import not_theirs, of_another, of_the_handler, yours
from checker.rules.notice.likeness import NO_PAPERS, Name, Phrase
from checker.rules.notice.naming import Asked, Guide, asked_heads, asked_places
from checker.rules.notice.needless import RUN_ON, negated
from checker.rules.notice.phrases import BRACKETS, alternatives, bare, folded, split
from checker.rules.notice.species import Species
from checker.rules.notice.talk import MASK
from checker.rules.notice.told import Told, told_or_denied, verbatim
from checker.rules.notice.unasked import without_unasked

Place = tuple[int, int]

_BOTH = deferred(r"和|及|与|，|、")
_CERTIFIES = deferred(r"(?![原旧新无持有非])[\u4e00-\u9fff]{2,5}(?:证|书|簿|卡)")
"""In brackets, another name of the paper: 不动产登记证明（他项权证）."""
_WHOLE = 4
"""A name of so many characters that stands in a phrase whole is that material and no other."""
_FORMS = frozenset({"表", "申请书", "承诺书", "委托书", "声明"})
"""A form that has another paper's name in its own is not that paper: 驾驶证申请表."""
_EXAMPLES = deferred(r"[（(\[【](?:如|例如)?([^）)\]】]{2,40}?)等[）)\]】]")
GUIDES_REMEMBERED, LETTERS_REMEMBERED = 128, 1500
"""The names of so many guides are kept comparable, of those with papers' names of so many letters together at most."""
_HANDED = deferred(r"的(?:提?交|提供|出具|附|带)([\u4e00-\u9fff]{2,8})")
"""In brackets, what each case hands in: 服刑的交判决书."""


@dataclass(frozen=True)
class Documents:
    """The words for documents: rows of synonyms, names that suffice alone, words that say nothing.

    `serves` are rows of documents that will do in place of the first, `nouns` the head nouns, `cases` rows of words for one
    case in which a material is due, `forms` those of `alone` of which a guide may have several, `species` the papers that
    belong to what a guide names by its genus, `other_holders` people who are never the one at the counter.
    """

    same: Sequence[Sequence[str]]
    alone: frozenset[str]
    filler: Sequence[str]
    serves: Sequence[Sequence[str]] = ()
    nouns: HeadNouns = field(default_factory=lambda: HeadNouns(()))
    cases: Sequence[Sequence[str]] = ()
    forms: frozenset[str] = frozenset()
    species: Species = field(default_factory=Species)
    other_holders: Sequence[str] = ()

    @cached_property
    def _canonical(self) -> dict[str, str]:
        return {folded(word): row[0] for row in reversed(self.same) for word in row}

    @cached_property
    def _word(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._canonical, key=len, reverse=True))))

    @cached_property
    def _hearing(self) -> Hearing:
        return Hearing(word for row in self.same for word in row)

    @cached_property
    def _fillers(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.filler, key=len, reverse=True))))

    def kinds(self, phrase: str) -> set[str]:
        """The kinds of documents named in a phrase."""
        named = {self._canonical[found] for found in self._word.findall(phrase)}
        return named | {word for word in self.alone if word in phrase}

    def place_of(self, kinds: Set[str], phrase: str) -> Place | None:
        """Where a document of one of these kinds is named first."""
        named = (each.span() for each in self._word.finditer(phrase) if self._canonical[each[0]] in kinds)
        said = ((phrase.find(kind), phrase.find(kind) + len(kind)) for kind in sorted(kinds) if kind in phrase)
        return next(chain(named, said), None)

    def accepted(self, materials: Iterable[str]) -> set[str]:
        """The kinds that a list of materials covers, those that will do in their place among them."""
        kinds: set[str] = set().union(*(self.kinds(folded(material)) for material in materials))
        return kinds | self._serving(kinds)

    def core(self, phrase: str) -> str:
        """A phrase with documents under their first names and without words that say nothing."""
        named = self._word.sub(lambda found: self._canonical[found[0]], phrase)
        return self._fillers.sub("", re.sub(r"[^\u4e00-\u9fffa-z]", "", named))

    def heard(self, materials: Sequence[str], text: str) -> str:
        """What was said on the telephone with the papers of a guide, and those known, spelled right; of the same length."""
        names = [bare(material) for material in materials]
        return Hearing(endings(names)).respelled(self._hearing.respelled(text, names))

    def compare(
        self, materials: Sequence[str], text: str, other_names: Mapping[str, Sequence[str]], matter: str = ""
    ) -> list[Told]:
        """Each material of a guide, with where the text tells it or denies it, by whichever of its names."""
        text = without_unasked(text)
        whole = [None if material in matter != material else verbatim(material, text) for material in materials]
        if matter:
            text = text.replace(folded(matter), MASK * len(matter))
        phrases = [Phrase(start, end, text[start:end], self) for start, end in split(text)]
        names = self.names_of(materials, other_names, matter)
        self._assign(phrases, names.wholes)
        found = [self._whose(self._find(each, phrases, text), each.taken, text) for each in names.called]
        named = [
            likely if likely.place or likely.denied else Told(likely.name, place)
            for likely, place in zip(self._one_holder(found, text), whole, strict=True)
        ]
        if all(each.place or each.denied for each in named):
            return named
        guide = names.guide
        places = [each.place for each in named]
        asked = self.asked(text, places)
        known = [bool(each.place or each.denied) for each in named]
        named = [
            each if known[index] else self._by_head(index, each.name, guide, asked, text)
            for index, each in enumerate(named)
        ]
        kept = guide.contest([each.place for each in named], known, text)
        named = [each if keeps else replace(each, place=None) for each, keeps in zip(named, kept, strict=True)]
        sentences = [(start, end) for start, end, _ in asked_places(text, [each.place for each in named])]
        named = [
            each
            if each.place or each.denied
            else told_or_denied(each.name, guide.shortened(index, text, sentences), text)
            for index, each in enumerate(named)
        ]
        waived = Cover([one for each in named if (one := each.denied) and one[1] - one[0] <= RUN_ON])
        free = [each for each in asked if not waived.covers(each.head.start, each.head.end)]
        left = guide.left_over([each.place or each.denied for each in named], free)
        named = [replace(each, place=left.get(index, each.place)) for index, each in enumerate(named)]
        return self._assigned(named, guide, [each.head for each in asked], text)

    def _assigned(self, named: Sequence[Told], guide: Guide, heads: Sequence[Head], text: str) -> list[Told]:
        """The materials, with those untold given what is named in the text and belongs to none of the others."""
        known = [each.place or each.denied for each in named]
        mentions = unclaimed(split(text), heads, [place for place in known if place])
        places = Assignment(self.nouns, guide.papers, [bool(place) for place in known], mentions).places()
        return [
            told_or_denied(each.name, [places[index]], text) if index in places else each
            for index, each in enumerate(named)
        ]

    def _assign(self, phrases: Sequence[Phrase], wholes: Sequence[tuple[str, str]]) -> None:
        """Note for each phrase the materials whose whole name it has: it is no likeness of another's."""
        cores = [(material, core) for material, core in wholes if len(core) >= _WHOLE]
        for phrase in phrases:
            owners = [(material, core) for material, core in cores if core in phrase.core]
            if owners and phrase.end - phrase.start <= RUN_ON:
                phrase.owners = frozenset(material for material, _ in owners)
                rest = phrase.core
                for _, core in owners:
                    rest = rest.replace(core, MASK)
                phrase.others = frozenset(self.kinds(rest) & self.alone)

    def names_of(self, materials: Sequence[str], other_names: Mapping[str, Sequence[str]], matter: str) -> GuideNames:
        """What a guide calls its papers."""
        if sum(map(len, chain(materials, *other_names.values()))) > LETTERS_REMEMBERED:
            return GuideNames(self, materials, other_names, matter)
        return self._known(tuple(materials), tuple((one, tuple(some)) for one, some in other_names.items()), matter)

    @cached_property
    def _known(self) -> Callable[[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...], str], GuideNames]:
        """The names of guides, which are asked for again with every text that is held against the guide."""
        return lru_cache(GUIDES_REMEMBERED)(
            lambda materials, others, matter: GuideNames(self, materials, dict(others), matter)
        )

    def names(self, said: Iterable[str], taken: frozenset[str]) -> list[Name]:
        """The names of a material as a guide and people say them, in a guide whose other materials have these kinds."""
        names = [each for one in said for each in (*self.alternatives(one), *self._bracketed(one))]
        return [self.name(each).beside(taken) for each in names]

    def name(self, name: str) -> Name:
        """A name of a material, made comparable."""
        plain_name = bare(name)
        core = self.core(plain_name)
        families = (self.nouns.head_families(part) for part in _BOTH.split(plain_name))
        kinds, heads = self.kinds(plain_name), frozenset[str]().union(*families)
        if heads & _FORMS and not _BOTH.search(plain_name):
            kinds -= self.alone - self.forms
            kinds = {kind for kind in kinds if core.endswith(kind) or plain_name.endswith(kind)} or kinds
        served = self._serving(kinds) | self.species.of(plain_name)
        return Name(core, frozenset(kinds), frozenset(served), heads)

    def paper(self, name: str) -> Paper:
        """A name of a paper by its head noun and what stands before it."""
        return replace(self.nouns.paper(name), proper=bool(self.kinds(name) & self.alone - self.forms))

    def asked(self, text: str, told: Sequence[Place | None]) -> list[Asked]:
        """The head nouns of papers that are asked for, but those in a proper name: not the 单 of 体检单, nor what
        stands beside one (那个学历证, 房产证复印件).
        """
        proper = [
            found.span() for found in self._word.finditer(text) if self._canonical[found[0]] in self.alone - self.forms
        ]
        heads, cover = asked_heads(self.nouns, text, told), Cover(proper)
        beside = {place for span in proper for place in span}
        return [
            each
            for each in heads
            if not cover.covers(each.head.start, each.head.start + 1)
            and not (each.head.word in self.nouns.loose and beside & {each.head.start, each.head.end})
        ]

    def _by_head(self, index: int, material: str, guide: Guide, asked: Sequence[Asked], text: str) -> Told:
        """A material that is known by its head noun."""
        named = (place for paper in guide.papers[index] for place in guide.named(index, paper, asked))
        return told_or_denied(material, chain(named, guide.old_one(index, text)), text)

    def alternatives(self, material: str) -> list[str]:
        """What each will do of a material; a head at the end is that of all: 学历或培训证明."""
        parts = alternatives(material)
        head = self.nouns.head_of(parts[-1]) if len(parts) > 1 else ""
        return [part if self.kinds(part) or self.nouns.head_of(part) else part + head for part in parts]

    def _find(self, called: Called, phrases: Sequence[Phrase], text: str) -> Told:
        """A material that is two documents in one (委托书和身份证) is told where both are."""
        if not called.parts:
            return self._find_one(called, phrases, text)
        owned = [replace(each, owners=each.owners - {called.material}) for each in phrases]
        found = [self._find_one(part, owned, text) for part in called.parts]
        denied = next((each.denied for each in found if each.denied), None)
        told = all(each.place for each in found)
        return Told(called.material, found[0].place if told else None, denied)

    def _whose(self, told: Told, taken: frozenset[str], text: str) -> Told:
        """A paper of somebody else (原户主身份证) is not told by 您的身份证, where the guide asks for both."""
        kinds = self.kinds(folded(told.name)) & self.alone
        if told.place and of_the_handler(told.name, text, self._named(kinds, text)):
            return replace(told, place=None)
        kinds &= taken
        if not told.place or not kinds or not any(word in told.name for word in self.other_holders):
            return told
        named = self._named(kinds, text)
        return replace(told, place=None) if named and yours(text, named) else told

    def _named(self, kinds: Set[str], text: str) -> list[Place]:
        """Where papers of these kinds are named."""
        return [each.span() for each in self._word.finditer(text) if self._canonical[each[0]] in kinds]

    def _one_holder(self, likely: Sequence[Told], text: str) -> list[Told]:
        """Of several papers of one kind, the one person's paper that is named is only one."""
        kinds = [self.kinds(bare(told.name)) & self.alone - self.forms for told in likely]
        none: set[int] = set()
        for kind in frozenset().union(*kinds):
            holders = {
                index: BRACKETS.sub("", told.name)
                for index, told in enumerate(likely)
                if kinds[index] == {kind}
                or (kind in kinds[index] and len(alternatives(told.name)) == len(kinds[index]))
            }
            if len(holders) > 1:
                none |= not_theirs(holders, text, self._named({kind}, text))
        return [replace(told, place=None) if index in none else told for index, told in enumerate(likely)]

    def parts(self, material: str) -> list[str]:
        """The documents of which a material is made: 委托书和身份证."""
        parts = _BOTH.split(bare(material))
        return parts if all(self.kinds(part) & self.alone for part in parts) else [material]

    def _find_one(self, called: Called, phrases: Sequence[Phrase], text: str) -> Told:
        """A material by any of its names; one that would do in its place and is needless says nothing of one that was told."""
        place = instead = None
        material = called.material
        denied = formality_denied(material, text)
        for name in called.names:
            for phrase in phrases:
                if not (self.matches(name, phrase) if phrase.open_to(material) else phrase.also(name)):
                    continue
                if negated(
                    text, phrase.start, phrase.end, phrase.word(name.kinds | name.served) or phrase.run_of(name)
                ):
                    itself = self.matches(replace(name, served=frozenset()), phrase)
                    denied = denied or ((phrase.start, phrase.end) if itself else None)
                    instead = instead or (phrase.start, phrase.end)
                else:
                    place = place or (phrase.start, phrase.end)
        if place and (len(called.names) > 1 or (denied and of_another(text, denied))):
            denied = None
        return Told(material, place, denied or (None if place else instead))

    def _bracketed(self, material: str) -> list[str]:
        """Documents that stand in brackets as another name: 银行卡（一卡通）."""
        brackets = BRACKETS.findall(folded(material))
        inside = [part for found in brackets for part in alternatives(found.strip("（）()[]【】").removeprefix("或"))]
        inside += [part for found in brackets for part in _examples(found)]
        handed = [name for found in brackets for name in _HANDED.findall(found) if self.nouns.head_of(name)]
        return [*(name for name in inside if self.core(name) in self.alone or _CERTIFIES.fullmatch(name)), *handed]

    def _serving(self, kinds: Set[str]) -> set[str]:
        """Documents that will do in place of these kinds."""
        return {word for kind, *others in self.serves if kind in kinds for word in others}

    def matches(self, name: Name, phrase: Phrase) -> bool:
        """Whether a phrase of the text names a material."""
        core, kinds = name.core, name.kinds
        if kinds & phrase.kinds & self.alone or phrase.serves(name) or phrase.bare(name):
            return True
        if not core or not phrase.core:
            return False
        if core in phrase.core or (len(phrase.core) >= 3 and core.endswith(phrase.core)):
            return True
        if phrase.families and name.families and not phrase.families & name.families:
            return False
        covered = sum(character in phrase.core for character in core) / len(core)
        if (kinds & phrase.kinds) - NO_PAPERS:
            return covered >= 0.5 or phrase.core in core
        if len(phrase.core) >= 3 and phrase.core in core and phrase.families:
            return True
        if len(core) <= 4 and core[:2] not in phrase.core:
            return False
        certified = core.endswith("证书") and not core.endswith("公证书") and phrase.core.endswith("证")
        return (covered >= 0.75 and (certified or core[-1] in phrase.core)) or (
            covered >= 0.6 and core[-2:] in phrase.core
        )


def _examples(bracket: str) -> list[str]:
    """What a guide gives as examples in brackets, any of which will do: （毕业证、退役证等）."""
    found = _EXAMPLES.fullmatch(bracket)
    return _BOTH.split(found[1]) if found else []
