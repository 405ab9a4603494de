"""How the cost grows: with the phrases of the lexicon, with the turns of a conversation, with the turns at fault."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from checker import Checker, Conversation, Turn

from .clock import seconds
from .material import Material

SYLLABLES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
ENTRY = """
[[entry]]
id = "grown-{number}"
phrases = {phrases}
severity = "minor"
why = "只为测量"
say_instead = ["请您稍等。"]
basis = [{{ document = "renshe", clause = "五(六)" }}]
flag = ["{first}。", "{first}吧。"]
pass = ["请您稍等。", "请坐。"]
"""


def by_phrases(material: Material) -> Iterator[tuple[object, ...]]:
    """The same text against more and more phrases besides those of the shipped lexicon."""
    for count in (500, 5_000, 50_000):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "forbidden" / "grown.toml"
            file.parent.mkdir()
            file.write_text(_lexicon(count), encoding="utf-8")
            checker = Checker([Path(folder)])
        list(checker.check_many(material.conversations[:5]))
        taken = seconds(lambda checker=checker: list(checker.check_many(material.conversations)), 2)  # type: ignore[misc]
        yield f"+{count}", f"{taken / len(material.turns) * 1e6:.1f}"


def by_turns(checker: Checker) -> Iterator[tuple[object, ...]]:
    """One conversation of more and more turns."""
    pair = (Turn("请问社保卡丢了怎么补办？", "citizen"), Turn("请您带身份证到三楼5号窗口办理。", "clerk"))
    for count in (2, 10, 100, 1_000, 10_000):
        conversation = Conversation(pair * (count // 2))
        list(checker.check_many([conversation]))
        taken = seconds(lambda conversation=conversation: checker.check(conversation), 2)  # type: ignore[misc]
        yield count, f"{taken / count * 1e6:.1f}"


def by_hits(checker: Checker) -> Iterator[tuple[object, ...]]:
    """A thousand short conversations of which more and more hold a fault."""
    good, bad = Turn("请您到三楼5号窗口办理。", "clerk"), Turn("这事不归我管，问别人去。", "clerk")
    for share in (0, 1, 10, 50, 100):
        some = [Conversation((bad if number % 100 < share else good,)) for number in range(1_000)]
        taken = seconds(lambda some=some: list(checker.check_many(some)), 2)  # type: ignore[misc]
        yield f"{share}%", f"{taken / len(some) * 1e6:.1f}"


def _lexicon(count: int) -> str:
    """A file of so many phrases of five characters, fifty an entry."""
    phrases = [
        "".join(SYLLABLES[number // 30**place % 30] for place in range(5)) for number in range(7, 7 + count * 97, 97)
    ]
    entries = [phrases[start : start + 50] for start in range(0, len(phrases), 50)]
    rows = [
        ENTRY.format(number=number, phrases=str(some).replace("'", '"'), first=some[0])
        for number, some in enumerate(entries)
    ]
    return 'category = "impatience"\n' + "".join(rows)
