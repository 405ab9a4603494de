"""The head nouns of papers (证明, 表, 合同 …) in the names of a guide and in what clerks say, with their modifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.deferred import deferred
from checker.rules.notice.described import Head, described, enumerated

_REACH = 14
"""So far before a head its modifiers are looked for, within one clause."""
_TOUCHING = 1
_BOOK, _CERTIFICATE = "书", "证书"
"""A guide's 合格书 with no other head is a certificate."""
_AND = ("和", "跟", "与", "及")
_APPLICATION = "申请"
"""A guide's 补发申请 is an application form as one that is called 申请书."""
_BREAK = deferred(r"[，。；！？、（）：\x00]")
_OWN = deferred(
    r"(?:本人|申请人|当事人|双方|各方|有效|相关|有关|近期|书面(?!申请(?!书))|填写|材料|资料|(?<!批准)(?<!核准)文件|原件|复印件|扫描件|电子版|正反面|正本|副本|正副本|"
    r"等(?=材料|资料|文件|$)|一式[一二三四五六两]份|[一二三四五两]份|[一二三四五两]张|[的及和与或其各原新])"
)
"""Words of holder and form, which tell no paper from another."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a guide: the families of its head, and the pairs of characters in the rest of its name.

    `proper` where it is always said by a name of its own (身份证), never by its bare head.
    """

    name: str
    families: frozenset[str]
    rest: str
    pairs: frozenset[str]
    proper: bool = False


@dataclass(frozen=True)
class HeadNouns:
    """The families of head nouns; words in which a head is none (代表); heads too wide to name a paper alone.

    `loose` are words for a paper of any family (那张); `modifiers` are rows of words that say the same of a paper;
    `kin` are rows of a family with heads that a paper of it has too, where its modifiers agree (缴费记录 is a 缴费证明).
    """

    families: Sequence[Sequence[str]]
    none: Sequence[str] = ()
    wide: frozenset[str] = frozenset()
    loose: Sequence[str] = ()
    modifiers: Sequence[Sequence[str]] = ()
    kin: Sequence[Sequence[str]] = ()

    @cached_property
    def _kin(self) -> Mapping[str, frozenset[str]]:
        words = {word for _, *row in self.kin for word in row}
        return {word: frozenset(name for name, *row in self.kin if word in row) for word in words}

    @cached_property
    def _of(self) -> Mapping[str, frozenset[str]]:
        words = {word for row in self.families for word in row}
        return {word: frozenset(row[0] for row in self.families if word in row) for word in words}

    @cached_property
    def _word(self) -> re.Pattern[str]:
        words = sorted({*self._of, *self._kin, *self.none, *self.loose}, key=len, reverse=True)
        return re.compile("|".join(map(self._alone, words)) or r"(?!)")

    def _alone(self, word: str) -> str:
        """A word as an expression; one that is no head gives way to a head that begins in it: 参保证明 has no 保证."""
        heads = [] if word in self._of else [head[1:] for head in self._of if head[0] == word[-1] and len(head) > 1]
        return re.escape(word) + (f"(?!{'|'.join(map(re.escape, sorted(heads)))})" if heads else "")

    def families_of(self, word: str) -> frozenset[str]:
        """The families of a head noun."""
        return self._of.get(word, frozenset())

    def first(self, families: frozenset[str]) -> str:
        """The family that a head with these belongs to before all."""
        return next((row[0] for row in self.families if row[0] in families), "")

    def kin_of(self, word: str) -> frozenset[str]:
        """The families of which a paper may have this head besides its own."""
        return frozenset().union(*(names for kin, names in self._kin.items() if word.endswith(kin)))

    def paper(self, name: str) -> Paper:
        """A guide's name of a paper, folded and without brackets."""
        rest, head = self._parted(name)
        alike = self._alike(rest)
        return Paper(name, self.families_of(head), rest, _pairs(rest) | alike)

    def head_of(self, name: str) -> str:
        """The head of a guide's name; empty where it ends in none."""
        return self._parted(name)[1]

    def head_families(self, name: str) -> frozenset[str]:
        """The families of the head of a guide's name."""
        return self.families_of(self._parted(name)[1])

    def _parted(self, name: str) -> tuple[str, str]:
        """A name without words of holder and form, as its modifiers and its head; the head empty where it has none."""
        bare = _OWN.sub("", name)
        if bare.endswith(_APPLICATION) and bare not in self._of:
            bare += "书"
        heads = [found[0] for found in self._word.finditer(bare) if found.end() == len(bare)]
        head = next((head for word in heads for head in _endings(word) if head in self._of), "")
        if not head and bare.endswith(_BOOK):
            return bare.removesuffix(_BOOK), _CERTIFICATE
        return bare.removesuffix(head), head

    def _alike(self, rest: str) -> frozenset[str]:
        """The words that say the same as those of a name."""
        return frozenset(word for row in self.modifiers if any(one in rest for one in row) for word in row)

    def heads(self, text: str) -> list[Head]:
        """The head nouns of a text, in order."""
        found: list[Head] = []
        last: Head | None = None
        for each in self._word.finditer(text):
            if each[0] in self.none:
                continue
            head = Head(each[0], each.start(), each.end(), _before(text, each.start(), last))
            found += (head, *enumerated(head, text))
            last = last if each[0] not in self._of and each[0] not in self.loose else head
        return [*found, *described(text)]


def _endings(word: str) -> Iterator[str]:
    """A word and what remains of it from each of its characters on."""
    return (word[start:] for start in range(len(word)))


def _before(text: str, start: int, last: Head | None) -> str:
    """The words of the clause before a head, up to the last head; one that stands right there modifies it: 授权的那页."""
    apart = last is not None and (start - last.end > _TOUCHING or text[last.end : start] in _AND)
    cut = 0 if last is None else last.end if apart else last.start - len(last.before)
    return _BREAK.split(text[max(cut, start - _REACH) : start])[-1]


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[index : index + 2] for index in range(len(words) - 1)) or frozenset(words)
