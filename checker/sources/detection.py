"""What format is it? The content decides, never the suffix."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Mapping

import orjson

from checker.errors import Problem, SourceError
from checker.sources.columns import columns_of
from checker.sources.decoding import decode_sample
from checker.sources.delimited import delimiter_of
from checker.sources.dialogue import begins_like_json, dialogue_in
from checker.sources.mail import FROM_LINE
from checker.sources.source import SAMPLE, Source
from checker.sources.subtitles import CUE_TIMES

_MAGIC = ((0, b"PK\x03\x04", "zip"), (0, b"PK\x05\x06", "zip"), (0, b"\x1f\x8b", "gzip"), (0, b"PAR1", "parquet"))
_CONVERT = "请转成文本、表格或 Word 文档再试"
_FOREIGN = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "是旧版 Office 文件（.doc、.xls）或加了密码", "请去掉密码，另存为 .docx 或 .xlsx"),
    (0, b"%PDF", "是 PDF", "请导出为 Word 或文本；扫描件请先识别成文字"),
    (0, b"{\\rtf", "是 RTF", "请另存为 .docx"),
    (0, b"Rar!", "是 RAR 压缩包", "请解压，或改用 ZIP"),
    (0, b"7z\xbc\xaf\x27\x1c", "是 7z 压缩包", "请解压，或改用 ZIP"),
    (257, b"ustar", "是 TAR 包", "请解压，或改用 ZIP"),
    (0, b"BZh", "是 bzip2 压缩文件", "请解压，或改用 gzip"),
    (0, b"\xfd7zXZ", "是 xz 压缩文件", "请解压，或改用 gzip"),
    (0, b"RIFF", "是录音或视频", "请先转写成文字"),
    (0, b"ID3", "是录音", "请先转写成文字"),
    (0, b"OggS", "是录音", "请先转写成文字"),
    (0, b"#!AMR", "是录音", "请先转写成文字"),
    (0, b"fLaC", "是录音", "请先转写成文字"),
    (4, b"ftyp", "是录音或视频", "请先转写成文字"),
    (0, b"\x89PNG", "是图片", "请先识别成文字"),
    (0, b"\xff\xd8\xff", "是图片", "请先识别成文字"),
    (0, b"GIF8", "是图片", "请先识别成文字"),
    (0, b"SQLite format 3", "是数据库文件", "请导出为 CSV"),
    (0, b"\x00\x05\x16\x07", "是 macOS 的附带文件，没有内容", "可以删掉"),
)  # fmt: skip
_OFFICE = (("word/", "docx"), ("xl/", "xlsx"))
_MAIL_HEADERS = frozenset(
    b"from to cc bcc subject date received return-path message-id mime-version content-type delivered-to reply-to "
    b"x-mailer x-originating-ip sender dkim-signature content-transfer-encoding thread-index x-qq-mid".split()
)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?")
_HTML = re.compile(r"\s{0,64}(?:<\?xml.{0,200}>\s{0,8})?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_CONTROLS_MAX = 0.02
_LINES = 200
"""By so many lines a text is told to be a dialogue or a table."""
_EMPTY = Problem("文件是空的", "请检查导出是否成功")


def detect(source: Source, mapping: Mapping[str, str] | None = None) -> str:
    """The name of the format. Raises SourceError for content that is empty, or of a kind that is not read."""
    head = source.head()
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise SourceError(_EMPTY)
    found = _by_magic(head)
    if found == "zip":
        return _by_members(source)
    return found or _by_mail(head) or _by_text(decode_sample(head, complete=len(head) < SAMPLE), mapping)


def _by_magic(head: bytes) -> str | None:
    for offset, magic, reason, advice in _FOREIGN:
        if head.startswith(magic, offset):
            raise SourceError(Problem(reason, advice))
    return next((name for offset, magic, name in _MAGIC if head.startswith(magic, offset)), None)


def _by_members(source: Source) -> str:
    """DOCX and XLSX are archives too; other documents of that kind are not read."""
    try:
        source.handle.seek(0)
        with zipfile.ZipFile(source.handle) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "zip"
    if "ppt/presentation.xml" in names or "content.xml" in names or "xl/workbook.bin" in names:
        raise SourceError(Problem("是演示文稿、ODF 或 .xlsb 文件", "请另存为 .docx 或 .xlsx"))
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((form for folder, form in _OFFICE if any(name.startswith(folder) for name in names)), "zip")


def _by_mail(head: bytes) -> str | None:
    lines = head.lstrip(b"\xef\xbb\xbf\r\n").split(b"\n", 40)
    if FROM_LINE.match(lines[0].rstrip()):
        return "mbox"
    known: set[bytes] = set()
    for line in lines:
        match = _HEADER.match(line)
        if match:
            known |= {match[1].lower()} & _MAIL_HEADERS
        elif line[:1] not in (b" ", b"\t"):
            break
    return "eml" if len(known) > 1 else None


def _by_text(text: str, mapping: Mapping[str, str] | None) -> str:
    if _is_binary(text):
        raise SourceError(Problem("不是文字", _CONVERT))
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()][:_LINES]
    if not lines:
        raise SourceError(_EMPTY)
    if lines[0].startswith("WEBVTT") or any(map(CUE_TIMES.fullmatch, lines[:3])):
        return "subtitles"
    if begins_like_json(text):
        return _json_form(text)
    if _HTML.match(text):
        return "html"
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        raise SourceError(Problem("是 XML", "请另存为 .xlsx、.docx 或文本"))
    if "text" in columns_of((lines[0].strip(' "'),), mapping):
        return "delimited"
    if dialogue_in("\n".join(lines)) is None and delimiter_of("\n".join(lines), mapping):
        return "delimited"
    return "text"


def _json_form(text: str) -> str:
    """JSON Lines, where the first line is a value and not the only one, or where most lines are."""
    lines = [line for line in text.split("\n")[:100] if line.strip()]
    values = [_is_value(line) for line in lines[:-1] or lines]
    if len(lines) > 1 and (values[0] or sum(values) * 2 > len(values)):
        return "json lines"
    return "json"


def _is_value(line: str) -> bool:
    try:
        return isinstance(orjson.loads(line.lstrip("\ufeff").encode("utf-8", "replace")), dict | list)
    except orjson.JSONDecodeError:
        return False


def _is_binary(text: str) -> bool:
    sample = text[:4096]
    strange = sum(
        unicodedata.category(character) in ("Cc", "Cn", "Co") and character not in "\t\r\n\f\v\x1b"
        for character in sample
    )
    return strange > _CONTROLS_MAX * len(sample) + 1
