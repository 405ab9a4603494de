"""EML and MBOX: written replies, each the clerk's own words without the letter that is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import Header, decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from checker.errors import Problem, SourceError
from checker.model import Conversation, Turn
from checker.sources.decoding import decode, decode_line
from checker.sources.html_text import html_to_text
from checker.sources.letters import own_words
from checker.sources.record import Record, refused
from checker.sources.source import LINE_MAX, MIB, Source, check_size

MESSAGE_MAX = 64 * MIB
"""The largest message that is read, attachments included."""
_HTML_MAX = 4 * MIB
_PARTS_MAX = 1000
_NESTED_MAX = 100
_HEADER_MAX = 500
FROM_LINE = re.compile(rb"From \S{1,320} .{0,80}\d{4}\s{0,4}(?:[+-]\d{4}\s{0,4})?$")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz-gb-2312": "hz", "x-gbk": "gb18030", "cp936": "gb18030"}


def read_message(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The one reply of an EML file."""
    yield _record(source.whole(MESSAGE_MAX), source.name, 1, source.stem)


def read_mailbox(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The replies of an MBOX file, one message in memory at a time."""
    for line, data in _messages(source):
        if len(data) > MESSAGE_MAX:
            yield refused(source.name, line, Problem(f"这封邮件超过 {MESSAGE_MAX // MIB} MB", "请去掉附件再试"))
        else:
            yield _record(data, source.name, line, f"{source.stem}-{line}")


def _messages(source: Source) -> Iterator[tuple[int, bytes]]:
    """The messages with the line on which each begins; of one that is too large only so much as shows that."""
    source.handle.seek(0)
    message: list[bytes] = []
    size = began = number = 0
    blank = True
    while line := source.handle.readline(LINE_MAX):
        number += 1
        if blank and FROM_LINE.match(line.rstrip(b"\r\n")):
            if message:
                yield began, b"".join(message)
            message, size, began = [], 0, number
        elif size <= MESSAGE_MAX:
            message.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        blank = not line.strip()
    if message:
        yield began, b"".join(message)


def _record(data: bytes, name: str, line: int, default_id: str) -> Record:
    if data.count(b"boundary=") > _NESTED_MAX:  # the parser compares each line with all boundaries that are open
        return refused(name, line, Problem("邮件套得太深", "请检查这封邮件的来历"))
    try:
        return Record(name, line, _conversation(message_from_bytes(data), default_id), given=frozenset({"channel"}))
    except SourceError as error:
        return refused(name, line, error)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # The standard library's parser raises these on damaged headers and structures.
        return refused(name, line, Problem(f"邮件坏了：{type(error).__name__}", "请从邮箱里重新导出"))


def _conversation(message: Message, default_id: str) -> Conversation:
    text, attachments = _body(message)
    own = own_words(text)
    if not own:
        reason = "只有引用的来信，没有自己的正文" if text.strip() else "没有正文"
        raise SourceError(Problem(reason, "如答复写在附件里，请把附件另存后再扫" if attachments else "请检查这封邮件"))
    sender, address = parseaddr(_header(message, "From"))
    metadata = {"subject": _header(message, "Subject"), "attachments": attachments}
    return Conversation(
        (Turn(own, "clerk"),),
        id=_header(message, "Message-ID").strip("<> ") or default_id,
        channel="reply",
        clerk=sender or address or None,
        time=_time(_header(message, "Date")),
        metadata={key: value for key, value in metadata.items() if value},
    )


def _body(message: Message) -> tuple[str, list[str]]:
    """The text of the letter, plain before HTML, and the names of what is attached."""
    plain: list[str] = []
    html: list[str] = []
    attachments: list[str] = []
    for count, part in enumerate(message.walk()):
        if count > _PARTS_MAX:
            raise SourceError(Problem(f"邮件有 {_PARTS_MAX} 个以上的部分", "请检查这封邮件的来历"))
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if (
            part.get_filename()
            or part.get_content_disposition() == "attachment"
            or part.get_content_maintype() != "text"
        ):
            attachments.append(_decoded(part.get_filename() or kind))
        else:
            (html if kind == "text/html" else plain).append(_text(part))
    text = "\n".join(plain)
    if text.strip() or not html:
        return text, attachments
    return "\n".join(map(html_to_text, html)), attachments


def _text(part: Message) -> str:
    """The text of a part in the encoding that it names, or in the one that its bytes show."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/html":
        check_size(len(data), _HTML_MAX, "请从邮箱里导出为纯文本")
    charset = str(part.get_content_charset() or "").lower()
    try:
        return data.decode(_WIDER.get(charset, charset))
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(data)


def _header(message: Message, name: str) -> str:
    return _decoded(message.get(name, ""))


def _decoded(value: Header | str) -> str:
    """A header as text: encoded words, and the bytes of those who encode nothing."""
    try:
        parts: list[tuple[bytes | str, str | None]] = decode_header(value)
    except (HeaderParseError, ValueError):
        return str(value)
    return " ".join("".join(_word(said, charset) for said, charset in parts).split())[:_HEADER_MAX]


def _word(said: bytes | str, charset: str | None) -> str:
    if isinstance(said, str):
        return said
    try:
        return said.decode(_WIDER.get((charset or "").lower(), charset or "ascii"))
    except (LookupError, UnicodeDecodeError):
        return decode_line(said)


def _time(date: str) -> str | None:
    try:
        return parsedate_to_datetime(date).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return date or None
