"""The words of a reply's own writer: without the letter that is answered, and without the signature of the mail program."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(
    r"[\s>]{0,8}[-_—=*]{2,60}\s{0,4}(?:原始邮件|原邮件|原始信息|回复的原邮件|转发邮件信息|转发的邮件|"
    r"Original Message|Original|Forwarded message|Replied Message|Forwarded Message)\s{0,4}[-_—=*]{0,60}",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:在\s?.{4,80}(?:写道|编写|wrote)|On .{4,160}wrote|"
    r".{0,80}\d{4}年\d{1,2}月\d{1,2}日.{0,80}写道|.{0,80}<[^<>]{1,64}>\s?.{0,40}写道)\s{0,2}[:：]",
    re.IGNORECASE,
)
_FIRST_HEADER = re.compile(r"[*\s]{0,4}(?:发件人|寄件者|寄件人|From)[*\s]{0,4}[:：]", re.IGNORECASE)
_OTHER_HEADER = re.compile(
    r"[*\s]{0,4}(?:收件人|收件者|发送时间|发送日期|日期|时间|主题|主旨|To|Sent|Date|Subject)[*\s]{0,4}[:：]",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"-- ?|—— ?|[_]{5,40}|(?:发自我的|来自我的|从我的|Sent from my|Get Outlook).{0,60}", re.IGNORECASE
)
_HEADER_LINES = 4


def own_words(text: str) -> str:
    """The text without quoted lines, without all from the letter answered on, and without the signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next((place for place in range(len(lines)) if _begins_quotation(lines, place)), len(lines))
    own = [line for line in lines[:end] if not line.lstrip().startswith((">", "＞"))]
    end = next(
        (place for place, line in enumerate(own) if place and _SIGNATURE.fullmatch(line.strip("\t\r\u3000"))), len(own)
    )
    return "\n".join(own[:end]).strip()


def _begins_quotation(lines: list[str], place: int) -> bool:
    line = lines[place]
    if len(line) > 300:
        return False
    if _SEPARATOR.fullmatch(line) or _WROTE.fullmatch(line.strip()):
        return True
    following = lines[place + 1 : place + 1 + _HEADER_LINES]
    return bool(_FIRST_HEADER.match(line)) and any(map(_OTHER_HEADER.match, following))
