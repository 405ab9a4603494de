"""Transcripts as speech recognition and meeting tools write them, brought into the shape of a conversation.

A layout is the path to its sentences; what a sentence calls its text, speaker and times is alike enough in all of them
to be told by name. Aliyun, Tencent, iFlytek, Volcengine, Huawei, WeCom and Tencent Meeting, Tingwu, FunASR, whisper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import orjson

from checker.errors import Problem, SourceError
from checker.sources.times import clock_seconds, number_of, scale_of, scaled

EACH = "*"
"""In a path: every item of a list."""
LAYOUTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "aliyun": (("Result", "Sentences"), ("result", "sentences"), ("Sentences",), ("sentences",), ("transcripts", EACH, "sentences")),
    "tencent": (("Response", "Data", "ResultDetail"), ("Data", "ResultDetail"), ("ResultDetail",)),
    "iflytek": (("lattice",), ("content", "orderResult", "lattice"), ("orderResult", "lattice"), ("data", "lattice")),
    "volcengine": (("result", EACH, "utterances"), ("result", "utterances"), ("utterances",)),
    "wecom": (("transcripts", "paragraphs"), ("transcript", "paragraphs"), ("minutes", "paragraphs"), ("paragraphs",)),
    "tingwu": (("Transcription", "Paragraphs"), ("Data", "Transcription", "Paragraphs"), ("Paragraphs",)),
    "funasr": (("sentence_info",),),
    "huawei": (("segments",), ("result", "segments")),
    "list": (("data",), ("messages",), ("dialogue",), ("dialog",), ("conversation",)),
}  # fmt: skip
"""Where each layout keeps its sentences; whisper has them where Huawei has them."""
_TEXT = ("FinalSentence", "onebest", "Text", "text", "sentence", "Sentence", "content", "transcript")
_NESTED = ("result", "sentences", "words", "Words", "rt", "ws", "cw", "st", "json_1best")
_PIECE = ("text", "Text", "word", "Word", "w")
_SPEAKER = (
    "SpeakerRoleName", "role", "Role", "speaker_role", "speaker_name", "SpeakerName", "speaker", "Speaker", "spk", "rl",
    "SpeakerId", "SpeakerID", "speaker_id", "speakerId", "ChannelId", "ChannelID", "channelId", "channel_id", "channel",
)  # fmt: skip
_SPEAKER_IN = ("additions", "speaker_info", "analysis_info", "result", "st", "json_1best")
_SPEAKER_INFO = ("username", "nick_name", "name", "userid", "ms_open_id")
_START = (
    "StartMs",
    "BeginTime",
    "beginTime",
    "begin_time",
    "start_time",
    "StartTime",
    "startTime",
    "start",
    "Start",
    "bg",
)
_END = ("EndMs", "EndTime", "endTime", "end_time", "end", "End", "ed")
_ID = ("id", "TaskId", "callId", "call_id", "RecTaskId", "reqid", "trace_id", "key", "task_id")
_KEPT = ("channel", "profile", "matter", "case", "clerk", "unit", "time")
_UNKNOWN = "说话人"
"""The label of all sentences of a recording in which no speakers are told apart."""
_TIMED_LINE = re.compile(r"\s{0,8}\[(\d{1,3}:[\d.]{1,8}),(\d{1,3}:[\d.]{1,8})(?:,(\d{1,3}))?\]\s{0,8}(.*)")
_NO_LETTER = re.compile(r"[\W_]")
_KEYS = {path[0] for paths in LAYOUTS.values() for path in paths} | {"Result", "timestamp", "StatusText", "errmsg"}
_GAP_MAX = 20_000
"""How many characters `sentence_info` may leave out in one place."""
_LATIN = re.compile(r"[A-Za-z0-9]$")


def transcript(value: object) -> dict[str, Any] | None:
    """The conversation of a recogniser's result, or of its bare list of sentences; None for other values.

    Raises SourceError where the result is that recognition failed.
    """
    if isinstance(value, list):
        return _shaped(value, {}) if is_sentences(value) else None
    if not isinstance(value, dict) or "turns" in value or _KEYS.isdisjoint(value):
        return None
    for layout, paths in LAYOUTS.items():
        for path in paths:
            items = _at(value, path)
            if items and all(map(_is_sentence, items[:8])) and (layout != "list" or is_sentences(items)):
                return _shaped(_safer(value["text"], items) if _tells_more(layout, value) else items, value)
    return _without_sentences(value)


def is_sentences(value: Sequence[Any]) -> bool:
    """Whether a list holds the sentences of one recording, and not several conversations."""
    first = value[0] if value else None
    if not isinstance(first, dict) or not _is_sentence(first) or "sentence_info" in first:
        return False
    return any(key in first for key in (*_SPEAKER, *_START))


def timed_lines(text: str) -> dict[str, Any] | None:
    """The conversation of lines such as `[0:0.020,0:2.380,1]  您好。`, Tencent's result in one text."""
    found = [match for match in map(_TIMED_LINE.fullmatch, text.splitlines()) if match]
    if not found or len(found) * 2 < len([line for line in text.splitlines() if line.strip()]):
        return None
    items = [
        {"text": said, "start": clock_seconds(start), "end": clock_seconds(end), "speaker": speaker or _UNKNOWN}
        for start, end, speaker, said in (match.groups() for match in found)
    ]
    return {"turns": items, "channel": "phone"}


def _at(value: Any, path: Sequence[str]) -> list[dict[str, Any]] | None:  # noqa: ANN401
    """The list of objects at a path; text on the way is JSON within JSON, as iFlytek writes it."""
    for index, key in enumerate(path):
        if key == EACH and isinstance(value, list):
            inner = [_inherited(each, _at(each, path[index + 1 :])) for each in value]
            return [item for items in inner for item in items]
        value = _opened(value.get(key)) if isinstance(value, dict) else None
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return value
    return None


def _inherited(parent: object, items: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """The sentences of one channel with that channel's number."""
    if not items or not isinstance(parent, dict) or "channel_id" not in parent:
        return items or []
    return [{"channel_id": parent["channel_id"], **item} for item in items]


def _opened(value: object) -> Any:  # noqa: ANN401
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _is_sentence(item: object) -> bool:
    return isinstance(item, dict) and "turns" not in item and (_text(item) is not None)


def _text(item: Mapping[str, Any]) -> str | None:
    """What an item says: a text of its own, or the words within it; None where it has neither."""
    for key in _TEXT:
        if isinstance(item.get(key), str):
            return str(item[key])
    for key in _NESTED:
        inner = _opened(item.get(key))
        if isinstance(inner, dict):
            return _text(inner)
        if isinstance(inner, list):
            return _joined(inner)
    return None


def _joined(pieces: Sequence[Any]) -> str:
    """Words in a row; Latin ones are kept apart."""
    said = ""
    for piece in pieces:
        if isinstance(piece, dict):
            word = next((piece[key] for key in _PIECE if isinstance(piece.get(key), str)), None) or _text(piece) or ""
            said += f" {word}" if _LATIN.search(said) and word[:1].isascii() and word[:1].isalnum() else word
    return said


def _shaped(items: Sequence[Mapping[str, Any]], envelope: Mapping[str, Any]) -> dict[str, Any]:
    """The conversation of a recogniser's sentences in order of time; those that say nothing are left out."""
    final = [item for item in items if item.get("is_final") is True]
    told = [(item, _text(item) or "") for item in (final or items)]
    told = [(item, text) for item, text in told if text.strip()]
    labels = _labels([item for item, _ in told])
    times = [_times(item) for item, _ in told]
    scale = scale_of((start, end, len(text)) for (start, end), (_, text) in zip(times, told, strict=True))
    turns: list[dict[str, Any]] = [
        {"text": text.strip(), "speaker": label, "start": scaled(start, scale), "end": scaled(end, scale)}
        for (_, text), label, (start, end) in zip(told, labels, times, strict=True)
    ]
    if all(turn["start"] is not None for turn in turns):
        turns.sort(key=_start_of)
    return {"turns": turns, "channel": "phone", **_about(envelope)}


def _start_of(turn: Mapping[str, Any]) -> float:
    return float(turn["start"])


def _about(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """What the envelope says besides: an id, and the fields of a conversation, where it has them in their form."""
    inner = [each for each in (envelope, *_inner(envelope)) if isinstance(each, dict)]
    ids = (each[key] for each in inner for key in _ID if isinstance(each.get(key), str | int))
    found = {key: envelope[key] for key in _KEPT if isinstance(envelope.get(key), str | dict)}
    name = next(ids, None)
    return found if name is None else found | {"id": str(name)}


def _inner(envelope: Mapping[str, Any]) -> Iterator[object]:
    for key in ("Response", "Data", "data", "content"):
        if isinstance(envelope.get(key), dict):
            yield envelope[key]
            yield from _inner(envelope[key])


def _labels(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """The speaker of each item: by the first field that tells them apart, else by the first that is there."""
    columns = [column for column in (_column(items, key) for key in _SPEAKER) if any(column)]
    columns += [column for column in [[_nested_speaker(item) for item in items]] if any(column)]
    telling = next((column for column in columns if len(set(column)) > 1), None)
    chosen = telling or (columns[0] if columns else [""] * len(items))
    return [label or _UNKNOWN for label in chosen]


def _column(items: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    found = (item.get(key) for item in items)
    return [str(value).strip() if isinstance(value, str | int) else "" for value in found]


def _nested_speaker(item: Mapping[str, Any]) -> str:
    for key in _SPEAKER_IN:
        inner = _opened(item.get(key))
        if isinstance(inner, dict):
            found = next(
                (inner[name] for name in (*_SPEAKER_INFO, *_SPEAKER) if isinstance(inner.get(name), str | int)), None
            )
            if found is not None or (found := _nested_speaker(inner) or None) is not None:
                return str(found)
    return ""


def _times(item: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Start and end as written. FunASR's own may be those of the last word: its list of times goes before them."""
    words = item.get("timestamp")
    if isinstance(words, list) and words and all(isinstance(word, list) and len(word) == 2 for word in words):
        return number_of(words[0][0]), number_of(words[-1][1])
    start, end = _first(item, _START), _first(item, _END)
    if start is None and end is None:
        return _nested_times(item)
    return start, None if end is not None and start is not None and end < start else end


def _nested_times(item: Mapping[str, Any]) -> tuple[float | None, float | None]:
    for key in ("st", "json_1best", "Words", "words", "sentences"):
        inner = _opened(item.get(key))
        if isinstance(inner, dict):
            return _times(inner)
        if isinstance(inner, list) and inner and isinstance(inner[0], dict) and isinstance(inner[-1], dict):
            return _first(inner[0], _START), _first(inner[-1], _END)
    return None, None


def _first(item: Mapping[str, Any], keys: Sequence[str]) -> float | None:
    return next((time for key in keys if (time := number_of(item.get(key))) is not None), None)


def _tells_more(layout: str, value: Mapping[str, Any]) -> bool:
    return layout == "funasr" and isinstance(value.get("text"), str) and bool(value["text"].strip())


def _safer(text: str, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """FunASR's sentences with their words taken from `text`, which is whole where `sentence_info` is not.

    The text is cut where the sentences begin in it; what stands between two belongs to the one before.
    """
    places = [place for place in range(len(text)) if not _NO_LETTER.match(text[place])]
    letters = "".join(text[place] for place in places)
    starts: list[tuple[int, Mapping[str, Any]]] = []
    cursor = 0
    for item in items:
        words = _NO_LETTER.sub("", _text(item) or "")
        found = letters.find(words, cursor, cursor + len(words) + _GAP_MAX) if words else -1
        if found >= 0:
            starts.append((places[found], item))
            cursor = found + len(words)
    if not starts:
        return [{"text": text}]
    cuts = [0, *(place for place, _ in starts[1:]), len(text)]
    return [_with_text(item, text[start:end]) for (_, item), (start, end) in zip(starts, pairwise(cuts), strict=True)]


def _with_text(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A sentence with other words; where they are more than it had, it does not know when they end."""
    start, end = _times(item)
    longer = len(text) > len(_text(item) or "") + 2
    return {**item, "text": text, "timestamp": None, "start": start, "end": None if longer else end}


def _without_sentences(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """The conversation of a result that has its text in one piece; the reason where recognition failed."""
    for path in (("Response", "Data"), ("Data",), ()):
        inner = _inside(value, path)
        if isinstance(inner.get("Result"), str) and (found := timed_lines(inner["Result"])):
            return {**found, **_about(value)}
        if isinstance(inner.get("Result"), str) and inner["Result"].strip():
            return _shaped([{"text": inner["Result"]}], value)
    pieces = [{"text": item["text"]} for item in _at(value, ("result",)) or [] if isinstance(item.get("text"), str)]
    if not pieces and isinstance(value.get("text"), str) and isinstance(value.get("timestamp"), list):
        pieces = [{"text": value["text"]}]
    if pieces:
        return _shaped(pieces, value)
    reason = next((value[key] for key in ("StatusText", "errmsg", "err_msg", "failed") if value.get(key)), None)
    if reason is not None and "text" not in value:
        raise SourceError(Problem(f"转写结果里没有句子（{str(reason)[:60]}）", "请重新转写这段录音"))
    return None


def _inside(value: Mapping[str, Any], path: Sequence[str]) -> Mapping[str, Any]:
    for key in path:
        inner = value.get(key)
        value = inner if isinstance(inner, dict) else {}
    return value
