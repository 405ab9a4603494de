"""A paper known by its head noun (证明, 表, 合同 …) and by what tells it from the other papers of the same guide.

Clerks shorten a guide's long names: 可追溯电子信息设备清单 becomes 设备的那张单子, 职称证书补发申请表 the 补发表. A head of the right family
with a word before it that no other paper of the guide has names the paper; so does a bare head (填张表) where the guide has only
one paper of that family. 那张表 names nothing where it could be two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Place = tuple[int, int]

_REACH = 14
"""So far before a head its modifiers are looked for, within one clause."""
_BREAK = re.compile(r"[，。；！？、（）：\x00]")
_OWN = re.compile(
    r"(?:本人|申请人|当事人|双方|各方|有效|相关|有关|近期|书面|填写|材料|资料|文件|原件|复印件|扫描件|电子版|正反面|正本|副本|正副本|"
    r"一式[一二三四五六两]份|[一二三四五两]份|[一二三四五两]张|[的及和与或其各原新])"
)
"""Words of holder and form, which tell no paper from another."""
_PLAIN = re.compile(
    r"(?:的|那|这|个|张|份|本|些|种|一|两|几|各|写|填|好|了|交|带|拿|附|签|开|具|盖|章|过|要|有|把|是|上|领|给|您|你|再|还|就|先|来|取|在|到|去|"
    r"申请|登记|申报|报名|审批|信息|情况|相关|有关|书面|正式|纸质|空白|个人|提交|提供|准备|递交|出示|复印|上传|需要|只要|手里|自己)$"
)
"""What may stand between a head and its modifiers, or alone before a head."""
_ASKED = re.compile(
    r"带|拿(?!到|证)|携|准备|备|提供|提交|递交|出示|附|上传|交(?!给您|给你)|填|写|签|凭|持|给我|要(?!是)|需|开(?:个|张|一|份|具)|复印|盖|寄|送|报(?:来|到|我|送)|"
    r"还有|另外|加上|缺|少|材料|找|翻|拍|发(?:来|我|给我|过来)|齐"
)
_OFFICES = re.compile(
    r"(?:审查|审核|核对|核查|查看|研究|批准|收到|根据|按照|依据|依照|对照|出台|制定|我们(?:会|就|再|给)?(?:出|发|开|打|做)|"
    r"(?:给|为)[您你](?:出|发|开|打|制|办)|[里局站所科股方中心窗口们]{1,2}(?:会|再|就|来|统一)?(?:出|出具|核发|颁发|制作?|发)|核发|换发|颁发?|制发|出具"
    r"|打印?(?:出|新))[^，。；]{0,4}$"
)
"""What the office does with a paper, or makes: it is not asked for."""


_PROVES = re.compile(r"(?:能|可以|可|足以)证明([^，。；！？、]{2,16})")
_OLD_PAPER = re.compile(
    r"(?:原来|原先|以前|之前|过去|旧|老|烂|坏|破|撕|过期|到期)[^，。；！？、人户]{0,4}(?:证|本|卡|照|牌|那[本张个])"
)
_OLD = re.compile(r"^[原旧老](?!件|因|户|业主|单位|房主|产)")
"""A guide's 原行驶证 is the old one, whatever a clerk calls it."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun in a text with the words before it that may modify it."""

    word: str
    start: int
    end: int
    before: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a guide: the families of its head, and the pairs of characters in the rest of its name."""

    name: str
    families: frozenset[str]
    rest: str
    pairs: frozenset[str]


@dataclass(frozen=True)
class HeadNouns:
    """The families of head nouns; words in which a head is none (代表); families too wide to name a paper alone.

    `loose` are words for a paper of any family (那张); `modifiers` are rows of words that say the same of a paper.
    """

    families: Sequence[Sequence[str]]
    none: Sequence[str] = ()
    wide: frozenset[str] = frozenset()
    loose: Sequence[str] = ()
    modifiers: Sequence[Sequence[str]] = ()

    @cached_property
    def _of(self) -> Mapping[str, frozenset[str]]:
        words = {word for row in self.families for word in row}
        return {word: frozenset(row[0] for row in self.families if word in row) for word in words}

    @cached_property
    def _word(self) -> re.Pattern[str]:
        words = sorted((*self._of, *self.none, *self.loose), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def families_of(self, word: str) -> frozenset[str]:
        """The families of a head noun."""
        return self._of.get(word, frozenset())

    def paper(self, name: str) -> Paper:
        """A guide's name of a paper, folded and without brackets."""
        bare = _OWN.sub("", name)
        heads = [found for found in self._word.finditer(bare) if found[0] in self._of]
        if not heads or heads[-1].end() != len(bare):
            return Paper(name, frozenset(), bare, _pairs(bare))
        rest = bare[: heads[-1].start()]
        return Paper(name, self._of[heads[-1][0]], rest, _pairs(rest) | self._alike(rest))

    def _alike(self, rest: str) -> frozenset[str]:
        """The words that say the same as those of a name."""
        return frozenset(word for row in self.modifiers if any(one in rest for one in row) for word in row)

    def heads(self, text: str) -> list[Head]:
        """The head nouns of a text, in order."""
        found, previous = [], 0
        for each in self._word.finditer(text):
            if each[0] in self.none:
                continue
            before = _BREAK.split(text[max(previous, each.start() - _REACH) : each.start()])[-1]
            found.append(Head(each[0], each.start(), each.end(), before))
            previous = each.end()
        return [*found, *_proofs(text)]


def _proofs(text: str) -> list[Head]:
    """能证明您在那儿住的东西: a proof whose modifiers follow."""
    return [Head("证明", found.start(1), found.end(), found[1]) for found in _PROVES.finditer(text)]


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[index : index + 2] for index in range(len(words) - 1)) or frozenset(words)


@dataclass(frozen=True)
class Guide:
    """The papers of one guide, of which each is told from the others; `matter` is the name of the matter."""

    nouns: HeadNouns
    papers: Sequence[Sequence[Paper]]
    matter: str = ""

    def old_one(self, index: int, text: str) -> Iterator[Place]:
        """Where the text asks for the old paper, if the guide's material of that index is one and no other is."""
        old = [place for place, names in enumerate(self.papers) if any(_OLD.match(paper.name) for paper in names)]
        if old == [index]:
            yield from (found.span() for found in _OLD_PAPER.finditer(text))

    def named(self, index: int, paper: Paper, heads: Sequence[Head], text: str) -> Iterator[Place]:
        """Where the text asks for a paper, one of the names of the guide's material of that index."""
        shared = self._shared(index, paper.families)
        own = paper.pairs - (shared or frozenset())
        telling = frozenset(pair for pair in own if pair not in self.matter)
        for head in heads:
            families = paper.families & self.nouns.families_of(head.word)
            if not families and head.word not in self.nouns.loose:
                continue
            told_apart = any(pair in head.before for pair in (own if families else telling))
            short = bool(families) and _shortened(head.before[-2:], paper.rest)
            alone = bool(families) and shared is None and not families <= self.nouns.wide and self._fits(paper, head)
            if (told_apart or short or alone) and _asked_for(text, head):
                yield head.start - len(head.before), head.end

    def _shared(self, index: int, families: frozenset[str]) -> frozenset[str] | None:
        """The pairs of the guide's other papers of these families; None where there is no other."""
        others = [
            paper
            for place, names in enumerate(self.papers)
            if place != index
            for paper in names
            if paper.families & families
        ]
        return frozenset().union(*(paper.pairs for paper in others)) if others else None

    def _fits(self, paper: Paper, head: Head) -> bool:
        """Whether nothing stands before the head that would make it another paper."""
        rest = head.before
        while found := _PLAIN.search(rest):
            if found[0] == "的":
                return True
            rest = rest[: found.start()]
        return not rest or any(character in paper.rest or character in self.matter for character in rest[-2:])


def _shortened(words: str, rest: str) -> bool:
    """Whether two characters are the short form of a name: 环评 of 环境影响评价."""
    return len(words) == 2 and rest[:1] == words[0] and words[1] in rest[1:]


def _asked_for(text: str, head: Head) -> bool:
    """Whether the sentence asks for papers and the office neither makes this one nor looks into it."""
    begin = max(text.rfind(mark, 0, head.start) for mark in "。；！？") + 1
    end = min((place for mark in "。；！？" if (place := text.find(mark, head.end)) >= 0), default=len(text))
    return bool(_ASKED.search(text[begin:end])) and not _OFFICES.search(text[max(begin, head.start - 12) : head.start])
