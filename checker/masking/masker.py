"""All kinds of personal data in one text, in many texts, or in a value of JSON."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from checker.masking.names import Names
from checker.masking.numbers import Numbers
from checker.masking.places import Places
from checker.masking.spans import STAR, Span, starred
from checker.masking.words import load_words

_NAME = re.compile("[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}[·•・][\u4e00-\u9fff]{1,8}")
FIELD_MAX = 200
DEPTH_MAX = 20
"""Values of JSON nested deeper than this are left out; texts longer than FIELD_MAX are no fields of a form."""


class Masker:
    """Masks personal data; the words of the given folders are added to the shipped ones."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        words = load_words(folders)
        self._kinds = (Numbers(words), Names(words), Places(words))
        self._suspect = re.compile("|".join(suspect.pattern for kind in self._kinds for suspect in kind.suspects))

    def mask(self, text: str) -> str:
        """The text with personal data as `*`, of the same length. Masking it again changes nothing."""
        if not self._suspect.search(text):
            return text
        while (masked := starred(text, self._spans(text))) != text:
            text = masked
        return text

    def mask_all(self, texts: Sequence[str]) -> list[str]:
        """Many texts; they are searched together, so that those without personal data cost next to nothing."""
        masked = list(texts)
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        joined = "\n".join(texts)
        for index in {bisect_right(starts, place) - 1 for place in self._places(joined)}:
            masked[index] = self.mask(masked[index])
        return masked

    def mask_value(self, value: Any, *, depth: int = 0) -> Any:  # noqa: ANN401  (whatever the file holds)
        """A value of JSON with all its texts masked; keys stay."""
        if isinstance(value, str):
            return self.mask(value)
        if depth > DEPTH_MAX:
            return None
        if isinstance(value, Mapping):
            return {key: self._field(key, kept, depth) for key, kept in value.items()}
        if isinstance(value, list | tuple):
            return [self.mask_value(kept, depth=depth + 1) for kept in value]
        if isinstance(value, int) and not isinstance(value, bool):
            return self._whole_number(value)
        return value

    def _field(self, key: object, value: Any, depth: int) -> Any:  # noqa: ANN401
        """A field's name tells what its text is: {"姓名": "张伟"}."""
        if isinstance(value, str) and len(value) <= FIELD_MAX:
            return self.mask(f"{key}：{value}")[-len(value) :] if value else value
        return self.mask_value(value, depth=depth + 1)

    def mask_name(self, label: str) -> str:
        """What labels a person: a name keeps its first character."""
        masked = self.mask(label)
        return masked[0] + STAR * (len(masked) - 1) if _NAME.fullmatch(masked) else masked

    def _whole_number(self, value: int) -> int | str:
        """Numbers may be written without quotation marks: 13800138000."""
        masked = self.mask(str(value))
        return masked if "*" in masked else value

    def _spans(self, text: str) -> Iterator[Span]:
        for kind in self._kinds:
            if any(suspect.search(text) for suspect in kind.suspects):
                yield from kind.spans(text)

    def _places(self, joined: str) -> Iterator[int]:
        """Where personal data may stand: the suspects begin with sets of characters, which makes them fast."""
        for kind in self._kinds:
            for suspect in kind.suspects:
                for found in suspect.finditer(joined):
                    yield found.start()


@cache
def masker(folders: tuple[Path, ...] = ()) -> Masker:
    """The masker with the shipped words and those of the folders, made once."""
    return Masker(folders)


def mask(text: str) -> str:
    """The text with personal data as `*`, of the same length."""
    return masker().mask(text)
