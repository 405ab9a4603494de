"""Plain text dialogues: one utterance a line behind a name (工作人员：…, 坐席 00:12 …); without names, one draft."""

from __future__ import annotations

import re

from checker.model import Conversation, Turn
from checker.speakers import is_label, role_of

_CLOCK = r"(?:\d{1,2}[:：])?\d{1,2}[:：]\d{2}(?:[.,]\d{1,3})?"
_TIME = rf"[\[(（【]?(?P<time>{_CLOCK})[\])）】]?"
_NAME = r"(?P<name>[^\s:：，。？！,?!]{1,16}?(?:[(（][^()（）]{0,16}[)）])?)"
_LINE = re.compile(rf"(?:{_TIME}\s*)?{_NAME}\s*[:：]\s*(?P<text>.*)")
_NAME_TIME = re.compile(rf"(?P<name>[^\s:：，。？！,?!]{{1,16}}?)(?:\s+|(?=[\[(（【])){_TIME}\s*[:：]?\s*(?P<text>.*)")
_TIMED = re.compile(rf"\s*\[{_CLOCK}\]")


def dialogue_from(text: str, *, name: str = "") -> Conversation:
    """A dialogue, or, where the lines do not carry speakers' names, the whole text as one clerk's draft."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [_speaker_line(line) for line in lines]
    names = [match["name"] for match in found if match]
    if not names or (len(set(names)) == len(names) > 2 and not any(map(is_label, names))) or not _repeats(names):
        return Conversation((Turn(text.strip("\ufeff\n\r"), role="clerk"),), id=name, channel="reply")
    turns: list[Turn] = []
    for line, match in zip(lines, found, strict=True):
        if match:
            label = match["name"]
            turns.append(Turn(match["text"], role_of(label), label, _seconds(match["time"])))
        elif turns:
            last = turns[-1]
            joined = f"{last.text}\n{line}" if last.text else line
            turns[-1] = Turn(joined, last.role, last.speaker, last.start)
        else:
            turns.append(Turn(line, "other"))
    timed = any(turn.start is not None for turn in turns)
    return Conversation(tuple(turns), id=name, channel="phone" if timed else "window")


def begins_with_a_time(text: str) -> bool:
    """Whether a text begins like `[00:12]`, which is no JSON."""
    return _TIMED.match(text) is not None


def _speaker_line(line: str) -> re.Match[str] | None:
    return _NAME_TIME.fullmatch(line) or _LINE.fullmatch(line)


def _repeats(names: list[str]) -> bool:
    """Speakers are names of roles, or speak more than once; headings of a letter are neither."""
    return any(map(is_label, names)) or len(set(names)) < len(names)


def _seconds(time: str | None) -> float | None:
    if not time:
        return None
    seconds = 0.0
    for part in re.split(r"[:：]", time.replace(",", ".")):
        seconds = seconds * 60 + float(part)
    return seconds
