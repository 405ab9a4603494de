"""SRT and VTT: cues with times; who speaks stands before the words (坐席：…, <v 坐席>…)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checker.errors import Problem, SourceError
from checker.model import Conversation, Turn
from checker.sources.decoding import decode
from checker.sources.dialogue import named_by_role
from checker.sources.record import Record
from checker.sources.source import TEXT_MAX, Source
from checker.sources.times import clock_seconds
from checker.speakers import role_of

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
CUE_TIMES = re.compile(rf"\s{{0,8}}({_CLOCK})\s{{0,8}}-->\s{{0,8}}({_CLOCK})(?:\s.{{0,200}})?")
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,32})?\s{1,4}([^<>]{1,64})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,64}>|<\d\d:[\d:.]{1,12}>|\{\\[^{}]{0,64}\}")
_PREFIX = re.compile(
    r"(?:[\[【(（]([^\[\]【】()（）]{1,16})[\]】)）]\s{0,4}[:：]?|([^\s:：，。？！,?!]{1,16}(?: \d{1,3})?)\s{0,2}[:：])\s{0,4}"
)
_NOTES = ("NOTE", "STYLE", "REGION", "WEBVTT")
_UNKNOWN = "说话人"


@dataclass(slots=True)
class _Cue:
    start: float
    end: float
    lines: list[str] = field(default_factory=list)


def read_subtitles(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The one conversation of a subtitle file. Raises SourceError where no cue has words."""
    cues = [cue for cue in _cues(decode(source.whole(TEXT_MAX))) if any(line.strip() for line in cue.lines)]
    if not cues:
        raise SourceError(Problem("字幕里没有话", "请检查导出是否完整"))
    prefixes = [_prefix(cue) for cue in cues]
    counts = Counter(name for name, _ in prefixes if name)
    speakers = {name for name, count in counts.items() if count > 1 or named_by_role(name)}
    turns: list[Turn] = []
    speaker = ""
    for cue, (name, rest) in zip(cues, prefixes, strict=True):
        text = rest if name in speakers else _plain("\n".join(cue.lines))
        speaker = name if name in speakers else speaker or _UNKNOWN
        turns.append(Turn(text, role_of(speaker), speaker, cue.start, max(cue.start, cue.end)))
    yield Record(source.name, 1, Conversation(tuple(turns), id=source.stem, channel="phone"))


def _cues(text: str) -> Iterator[_Cue]:
    """The cues in order; numbers before them and notes between them are left out."""
    cue: _Cue | None = None
    noted = False
    for line in text.splitlines():
        times = CUE_TIMES.fullmatch(line)
        if times:
            if cue:
                yield _without_number(cue)
            cue, noted = _Cue(clock_seconds(times[1]), clock_seconds(times[2])), False
        elif not line.strip():
            noted = False
            if cue and cue.lines:
                cue.lines.append("")
        elif line.startswith(_NOTES) and (cue is None or cue.lines[-1:] == [""]):
            noted = True
        elif cue and not noted:
            cue.lines.append(line)
    if cue:
        yield cue


def _without_number(cue: _Cue) -> _Cue:
    """The cue without the number of the next one, which stands on a line of its own behind it."""
    if cue.lines and cue.lines[-1].strip().isdigit() and cue.lines[-2:-1] in ([], [""]):
        cue.lines.pop()
    return cue


def _prefix(cue: _Cue) -> tuple[str, str]:
    """The name before a cue's words, "" where none stands there, and the words after it."""
    text = "\n".join(cue.lines)
    voice = _VOICE.search(text)
    if voice:
        return voice[1].strip(), _plain(text)
    plain = _plain(text)
    match = _PREFIX.match(plain)
    return ((match[1] or match[2]).strip(), plain[match.end() :]) if match else ("", plain)


def _plain(text: str) -> str:
    """The words of a cue without tags."""
    return _TAG.sub("", _VOICE.sub("", text)).strip()
