"""Names of persons after the words that introduce them: 姓名：…, 我叫…, 孩子叫…, 申请人：…, 我是…"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.masking.spans import Span
from checker.masking.words import Words

_CHARACTER = r"[\u4e00-\u9fff]"
_LINK = '[ \u3000是叫为：:“"]{0,3}'
_COLON = "[ \u3000]{0,2}[：:][ \u3000]{0,2}"
_BOUNDARY = "(?=[^\u4e00-\u9fff]|$|的|了|，|啊|呀|哈|呢|吧)"
_FOREIGN = rf"{_CHARACTER}{{1,8}}[·•・]{_CHARACTER}{{1,8}}"


class Names:
    """Finds names; the first character stays."""

    def __init__(self, words: Words) -> None:
        surname = f"(?P<surname>{_any(words.compound_surnames)}|[{''.join(words.surnames)}])"
        common = f"(?P<surname>[{''.join(words.common_surnames)}])"
        cues, fields = _any(words.name_cues), _any(words.field_cues)
        self.suspects = (re.compile(f"叫|{cues}|{fields}"),)
        self._patterns = [
            re.compile(f"(?:{cues}|(?:{_any(words.called)})叫){_LINK}{surname}(?P<given>{_CHARACTER}{{1,2}})"),
            re.compile(f"(?:{cues}){_COLON}(?P<surname>{_CHARACTER})(?P<given>{_CHARACTER}{{1,3}}){_BOUNDARY}"),
            re.compile(f"(?:{fields}){_COLON}{surname}(?P<given>{_CHARACTER}{{1,2}}){_BOUNDARY}"),
            re.compile(f"(?:{fields})[ \u3000是]?{common}(?P<given>{_CHARACTER}{{1,2}}){_BOUNDARY}"),
            re.compile(f"(?:{cues}|{fields}){_LINK}(?P<surname>)(?P<given>{_FOREIGN})"),
        ]
        self._not_names = re.compile(f"(?:{_any(words.not_names)})")
        self._title = re.compile(f"(?:{_any(words.titles)})")
        self._outside = frozenset("".join(words.not_in_names))

    def spans(self, text: str) -> Iterator[Span]:
        """The given names."""
        for pattern in self._patterns:
            for found in pattern.finditer(text):
                start, end = found.span("given")
                if self._not_names.match(text, found.start("surname")) or self._title.match(text, start):
                    continue
                if text[start] in self._outside:
                    continue
                if end - start == 2 and text[end - 1] in self._outside:
                    end -= 1
                yield start, end


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
