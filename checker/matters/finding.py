"""Which matter is meant: by name and other names, as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.deferred import deferred
from checker.errors import Problem, SourceError
from checker.model import Conversation, Matter
from checker.text import fold

SURE = 88.0
"""From this likeness on (0–100) the matter is taken as meant, if no other comes near."""
MARGIN = 6.0
"""By so much the best must be more like than the next."""
CANDIDATES = 20
_WITHIN = 4
_BRACKETS = deferred(r"（[^）]{0,60}）|【[^】]{0,60}】")
_QUESTION = deferred(
    r"请问|我想问一?下|咨询一?下|怎么办理?|怎么申请|怎么弄|怎么领|咋办|咋弄|如何办理|如何申请|需要什么材料|"
    r"要什么材料|带什么|要带啥|多久|你好|您好|我想|我要|办理|一下|[，。？！；\s]|吗$|呢$|啊$"
)
_SAME = (
    ("社会保障卡", "社保卡"),
    ("居民身份证", "身份证"),
    ("补领", "补办"),
    ("遗失补办", "补办"),
    ("丢失补办", "补办"),
    ("丢了", "补办"),
    ("补个", "补办"),
    ("申领", "申请"),
    ("领取", "申请"),
    ("驾照", "驾驶证"),
    ("机动车驾驶证", "驾驶证"),
    ("执照", "营业执照"),
    ("营业营业", "营业"),
    ("房产证", "不动产权证"),
    ("失业金", "失业保险金"),
    ("低保", "最低生活保障"),
    ("准生证", "生育登记"),
    ("转过来", "转移"),
    ("换领", "换证"),
    ("期满换", "换"),
    ("注销掉", "注销"),
    ("销户", "注销"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A matter with how like its name is to what was said, 0–100."""

    matter: Matter
    likeness: float


class MatterIndex:
    """The matters, with all their names made comparable once."""

    def __init__(self, matters: Mapping[str, Matter]) -> None:
        self.matters = matters
        names = [(_plain(name), matter) for matter in matters.values() for name in _names(matter)]
        self._names = [name for name, _ in names]
        self._owners = [matter for _, matter in names]

    def find(self, said: str, *, limit: int = 5) -> list[Found]:
        """The matters most like what was said, best first."""
        query = _plain(_QUESTION.sub("", fold(said) if said else ""))
        if not query:
            return []
        best: dict[str, Found] = {}
        for place in self._candidates(query):
            found = Found(self._owners[place], _like(query, self._names[place]))
            if found.likeness > best.get(found.matter.name, found).likeness or found.matter.name not in best:
                best[found.matter.name] = found
        return sorted(best.values(), key=_by_likeness)[:limit]

    def named(self, name: str) -> Matter | None:
        """A matter by its name or another of its names, exactly."""
        return self.matters.get(name) or next((each for each in self.matters.values() if name in each.aliases), None)

    def _candidates(self, query: str) -> set[int]:
        from rapidfuzz import fuzz, process

        return {
            place
            for scorer in (fuzz.ratio, fuzz.partial_ratio)
            for _, _, place in process.extract(query, self._names, scorer=scorer, limit=CANDIDATES)
        }


def _names(matter: Matter) -> Iterator[str]:
    """The matter's names; one with a bracketed case also without it."""
    for name in (matter.name, *matter.aliases):
        yield fold(name)
        bare = _BRACKETS.sub("", fold(name))
        if bare and bare != fold(name):
            yield bare


def _by_likeness(found: Found) -> tuple[float, str]:
    return -found.likeness, found.matter.name


def _like(query: str, name: str) -> float:
    """Likeness of two names: whole to whole, or, where one stands within the other, by how much of it that is."""
    from rapidfuzz import fuzz

    whole = fuzz.ratio(query, name)
    if len(name) >= _WITHIN and name in query:
        return max(whole, 92.0 + min(len(name), 8))
    shared = sum(min(query.count(character), name.count(character)) for character in set(name))
    return max(whole, 95.0 * shared / max(len(name), 1) * min(1.0, len(name) / max(len(query), 1) + 0.35))


def _plain(words: str) -> str:
    for other, name in _SAME:
        words = words.replace(other, name)
    return re.sub(r"[^\u4e00-\u9fff0-9a-z]", "", words)


def sure(found: Sequence[Found]) -> Matter | None:
    """The matter that is meant, where that is beyond doubt."""
    if not found or found[0].likeness < SURE:
        return None
    if len(found) > 1 and found[0].likeness - found[1].likeness < MARGIN:
        return None
    return found[0].matter


def settle(conversation: Conversation, known: MatterIndex, own: MatterIndex) -> tuple[Conversation, str]:
    """The conversation with its service guide, and a note where the guide was found by what was said.

    A matter given by name alone is looked up among all known; one not named is looked for among the agency's own.
    """
    given = conversation.matter
    if given is not None:
        guide = known.named(given.name) if given.named_only else None
        return (conversation if guide is None else replace(conversation, matter=guide)), ""
    meant = sure(own.find(_citizens_words(conversation))) if own.matters else None
    if meant is None:
        return conversation, ""
    return replace(conversation, matter=meant), f"没有指明事项，按所说的话认定是“{meant.name}”，与办事指南作了比对"


def require(name: str, index: MatterIndex) -> Matter:
    """A matter by its name or another of its names. Raises SourceError naming the nearest."""
    known = index.named(name)
    if known is not None:
        return known
    found = index.find(name, limit=3)
    meant = sure(found)
    if meant is not None:
        return meant
    near = "、".join(each.matter.name for each in found)
    raise SourceError(
        Problem(f"没有名为“{name}”的事项", f"相近的有：{near}" if near else "用 yanjian matter import 导入办事指南")
    )


def _citizens_words(conversation: Conversation) -> str:
    """The citizen's first words of the matter: two turns at most."""
    said = [turn.text for turn in conversation.turns if turn.role == "citizen"][:2]
    return "。".join(said)[:120]
