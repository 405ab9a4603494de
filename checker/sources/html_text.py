"""HTML to text: blocks become lines; scripts, styles and quoted letters are left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = {
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header",
    "footer", "hr", "pre", "dl", "dt", "dd",
}  # fmt: skip
_CELLS = {"td", "th"}
_SPACES = str.maketrans("\n\t\r\xa0", "    ")
_HIDDEN = {"script", "style", "head", "title", "template", "noscript", "blockquote"}
_QUOTES = ("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "replied-message", "isReplyContent")
"""Classes and ids of the elements in which mail programs put the letter that is answered."""
_STRAY = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,2000}>)")
"""A bracket that opens no complete tag: the parser would search all the rest for its end, for each of them."""


def html_to_text(html: str) -> str:
    """The text that a reader sees, a line for each block."""
    parser = _Text()
    parser.feed(_STRAY.sub("&lt;", _without_comments(html)))
    parser.close()
    lines = (_tidied(line) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _tidied(line: str) -> str:
    """A line with single spaces; the cells of a table are kept apart by tabs."""
    return "\t".join(" ".join(cell.split()) for cell in line.removesuffix("\t").split("\t"))


def _without_comments(html: str) -> str:
    """The page without comments, declarations among them; one that is not closed goes to the end."""
    first, *rest = html.split("<!")
    closing = (("-->" if part.startswith("--") else ">", part) for part in rest)
    return first + "".join(part.partition(end)[2] for end, part in closing)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []
        """The elements open since one that is left out, that one first."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if (self._hidden and tag == self._hidden[0]) or (not self._hidden and _is_hidden(tag, attrs)):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self.parts.append("\t")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        if self._hidden and tag == self._hidden[0]:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data.translate(_SPACES))


def _is_hidden(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    named = (value for key, value in attrs if key in ("class", "id") and value)
    return tag in _HIDDEN or any(quote in value for value in named for quote in _QUOTES)
