"""All that the clerk told in a conversation, as one text that leads back to its turns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from checker.model import Evidence
from checker.rules.notice.cues import Patterns
from checker.rules.scene import Scene
from checker.tables import NOISE, PAUSE

HESITATIONS = "嗯呃唔噢喔哦诶欸唉哎"
_AS_PAUSE = str.maketrans(dict.fromkeys(NOISE + HESITATIONS + "“”‘’\"'", PAUSE))
NUMERALS = frozenset(map(chr, range(ord("①"), ord("⒈"))))
"""Numerals in circles and in brackets, which are folded to plain ones."""
_NUMBERED = "号楼层室窗栋步"
"""What has a number, and is no item of a list."""
MASK = "\x00"
"""Stands in for masked characters; no cue matches it."""
_ENDS = ("。", "；", "！", "？")


@dataclass(frozen=True)
class Talk:
    """The clerk's turns, folded and joined: `text` and `raw` have the same length; turns end with a full stop.

    `asked` holds, for each of the clerk's turns, what the citizen said just before.
    """

    text: str
    raw: str
    turns: Sequence[int]
    starts: Sequence[int]
    asked: Sequence[str]
    phone: bool

    def evidence(self, start: int, end: int) -> Evidence:
        """A span of the joined text as evidence in its turn, cut at the end of that turn."""
        index = bisect_right(self.starts, start) - 1
        begin = self.starts[index]
        limit = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.raw)
        end = min(end, limit)
        return Evidence(self.turns[index], start - begin, end - begin, self.raw[start:end])

    def place(self, evidence: Evidence) -> tuple[int, int]:
        """Where evidence stands in the joined text."""
        begin = self.starts[list(self.turns).index(evidence.turn)]
        return begin + evidence.start, begin + evidence.end

    def question_before(self, offset: int) -> str:
        """What the citizen said just before the clerk's turn in which the offset lies."""
        return self.asked[bisect_right(self.starts, offset) - 1]


def talk_of(scene: Scene) -> Talk:
    """The clerk's side of a conversation."""
    turns = scene.clerk_turns
    starts, texts, raws, offset = [], [], [], 0
    for turn in turns:
        form = scene.text(turn)
        starts.append(offset)
        texts.append(_with_numerals(plain(form.folded), form.raw))
        raws.append(form.raw)
        offset += len(form.raw) + 1
    phone = scene.conversation.channel == "phone"
    return Talk("。".join(texts), "\n".join(raws), turns, starts, [_asked(scene, turn) for turn in turns], phone)


def _with_numerals(text: str, raw: str) -> str:
    """The text with the numerals of lists as they were written: ①身份证②户口本 are two items, 1身份证2户口本 is one word.

    ②号窗口 is no item.
    """
    if NUMERALS.isdisjoint(raw):
        return text
    following = f"{raw[1:]} "
    return "".join(
        numeral if numeral in NUMERALS and after not in _NUMBERED else character
        for character, numeral, after in zip(text, raw, following, strict=True)
    )


def plain(folded: str) -> str:
    """Folded text in which blanks, hesitations and quotation marks are pauses."""
    return folded.translate(_AS_PAUSE)


def _asked(scene: Scene, turn: int) -> str:
    """The citizen's words between the clerk's previous turn and this one."""
    said: list[str] = []
    for index in range(turn - 1, -1, -1):
        if scene.conversation.turns[index].role == "clerk":
            break
        said.append(plain(scene.text(index).folded))
    return "。".join(reversed(said))


def masked(text: str, pattern: re.Pattern[str] | Patterns) -> str:
    """The text with every match of the pattern blanked out, of the same length; a sentence still ends where it ended."""
    return pattern.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    end = found[0][-1:] if found[0].endswith(_ENDS) else ""
    return MASK * (len(found[0]) - len(end)) + end
