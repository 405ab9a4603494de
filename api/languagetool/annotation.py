"""Text with markup: what is checked, and the way back from its characters to those of the text as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from api.errors import ServiceError
from checker import parse_json


@dataclass(frozen=True, slots=True)
class Markup:
    """`whole` is the text with its markup, `plain` what is checked.

    `starts[i]` and `ends[i]` are where the character `plain[i]` begins and ends in `whole`, in code points; None where
    both texts are the same.
    """

    whole: str
    plain: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the plain text as one of the whole text; markup in between is within it."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def plain_markup(text: str) -> Markup:
    """A text without markup."""
    return Markup(text, text)


def read_annotation(data: str) -> Markup:
    """The value of `data`: `{"text"}` or `{"annotation": [{"text"} | {"markup", "interpretAs"?}]}`.

    Other keys do not matter. Raises ServiceError 400.
    """
    value = _json(data)
    if not isinstance(value, dict) or ("text" in value) == ("annotation" in value):
        raise _bad("data 里要有 text 或 annotation 中的一个")
    if "text" in value:
        return plain_markup(_string(value, "text"))
    parts = value["annotation"]
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise _bad("data.annotation 应当是列表")
    return _joined(parts)


def _joined(parts: list[dict[str, Any]]) -> Markup:
    whole: list[str] = []
    characters: list[tuple[str, int, int]] = []
    before = 0
    for part in parts:
        raw, checked = _part(part)
        characters += ((each, before + start, before + end) for each, start, end in checked)
        whole.append(raw)
        before += len(raw)
    plain = "".join(character for character, _, _ in characters)
    starts = tuple(start for _, start, _ in characters)
    ends = tuple(end for _, _, end in characters)
    return Markup("".join(whole), plain, starts, ends)


def _part(part: dict[str, Any]) -> tuple[str, list[tuple[str, int, int]]]:
    """One part as it stands, and its characters that are checked, each with its place in the part."""
    if ("text" in part) == ("markup" in part):
        raise _bad("data.annotation 的每一项要有 text 或 markup 中的一个")
    if "text" in part:
        text = _string(part, "text")
        return text, [(each, at, at + 1) for at, each in enumerate(text)]
    markup = _string(part, "markup")
    read_as = _string(part, "interpretAs") if part.get("interpretAs") is not None else ""
    return markup, [(each, 0, len(markup)) for each in read_as]


def _json(data: str) -> object:
    try:
        return parse_json(data)
    except ValueError as error:
        raise _bad(f"data 不是正确的 JSON：{error}") from error


def _string(value: dict[str, Any], key: str) -> str:
    found = value[key]
    if not isinstance(found, str):
        raise _bad(f"data 里的 {key} 应当是文字")
    return found


def _bad(message: str) -> ServiceError:
    return ServiceError(HTTPStatus.BAD_REQUEST, message, '写成 {"annotation":[{"text":"…"},{"markup":"<b>"}]}')
