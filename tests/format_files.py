"""The same short conversation in every format that is read: small files of our own, built in code."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from xml.sax.saxutils import escape

TEXTS = ("您好，请问您要办理什么业务？", "我想办社保卡，要带什么材料？", "请带上身份证原件，当场就能办好。")
ROLES = ("clerk", "citizen", "clerk")
NAMES = ("工作人员", "群众", "工作人员")
TIMES = ((0.5, 2.5), (3.0, 5.0), (5.5, 8.5))
CLOCKS = ("00:00", "00:03", "00:05")
ROWS = tuple(zip(NAMES, TEXTS, TIMES, strict=True))


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def sentences(
    text: str, start: str, end: str, speaker: str, *, number: Callable[[float], Any] = float
) -> list[dict[str, Any]]:
    """The conversation as a list of sentences, with the names and units of an engine; speakers are numbered."""
    return [
        {text: said, start: number(times[0]), end: number(times[1]), speaker: index % 2}
        for index, (_, said, times) in enumerate(ROWS)
    ]


def ms(seconds: float) -> int:
    return int(seconds * 1000)


def digits(seconds: float) -> str:
    return str(ms(seconds))


def contract() -> dict[str, Any]:
    return {"id": "c1", "turns": [{"role": role, "text": text} for role, text in zip(ROLES, TEXTS, strict=True)]}


def iflytek_lattice() -> dict[str, Any]:
    lattice = [
        {
            "json_1best": json.dumps(
                {"st": {"bg": digits(start), "ed": digits(end), "rl": str(index % 2),
                        "rt": [{"ws": [{"cw": [{"w": word, "wp": "n"}]} for word in said]}]}},
                ensure_ascii=False,
            )
        }
        for index, (_, said, (start, end)) in enumerate(ROWS)
    ]  # fmt: skip
    return {"code": "000000", "content": {"orderInfo": {}, "orderResult": json.dumps({"lattice": lattice})}}


def wecom() -> dict[str, Any]:
    paragraphs = [
        {"pid": str(index), "start_time": ms(start), "end_time": ms(end), "speaker_info": {"userid": f"user{index % 2}"},
         "sentences": [{"sid": "1", "words": [{"wid": "1", "text": word} for word in (said[:3], said[3:])]}]}
        for index, (_, said, (start, end)) in enumerate(ROWS)
    ]  # fmt: skip
    return {"errcode": 0, "errmsg": "ok", "transcripts": {"paragraphs": paragraphs}}


def tingwu() -> dict[str, Any]:
    paragraphs = [
        {"ParagraphId": str(index), "SpeakerId": str(index % 2),
         "Words": [{"Id": 1, "Start": ms(start), "End": ms(start + 1), "Text": said[:2]},
                   {"Id": 2, "Start": ms(start + 1), "End": ms(end), "Text": said[2:]}]}
        for index, (_, said, (start, end)) in enumerate(ROWS)
    ]  # fmt: skip
    return {"TaskId": "t1", "Transcription": {"Paragraphs": paragraphs}}


def huawei() -> dict[str, Any]:
    segments = [
        {"start_time": ms(start), "end_time": ms(end), "is_final": True,
         "result": {"text": said, "analysis_info": {"role": "AGENT" if index % 2 == 0 else "USER"}}}
        for index, (_, said, (start, end)) in enumerate(ROWS)
    ]  # fmt: skip
    return {"trace_id": "h1", "segments": [{"is_final": False, "result": {"text": "您好请"}}, *segments]}


def funasr() -> list[dict[str, Any]]:
    return [{"key": "f1", "text": "".join(TEXTS), "sentence_info": sentences("text", "start", "end", "spk", number=ms)}]


ASR: dict[str, object] = {
    "aliyun": {"TaskId": "a1", "StatusText": "SUCCESS",
               "Result": {"Sentences": sentences("Text", "BeginTime", "EndTime", "ChannelId", number=ms)}},
    "aliyun-call": {"callId": "a2", "sentences": sentences("text", "beginTime", "endTime", "channelId", number=ms)},
    "paraformer": {"transcripts": [{"channel_id": 0, "sentences": sentences("text", "begin_time", "end_time", "speaker_id", number=ms)}]},
    "tencent": {"Response": {"Data": {
        "TaskId": 1, "ResultDetail": sentences("FinalSentence", "StartMs", "EndMs", "SpeakerId", number=ms)}}},
    "tencent-text": {"Response": {"Data": {"TaskId": 1, "ResultDetail": None, "Result": "".join(
        f"[0:{start},0:{end},{index % 2}]  {said}\n" for index, (_, said, (start, end)) in enumerate(ROWS))}}},
    "iflytek": sentences("onebest", "bg", "ed", "speaker", number=digits),
    "iflytek-data": {"ok": 0, "data": json.dumps(sentences("onebest", "bg", "ed", "speaker", number=digits))},
    "iflytek-lattice": iflytek_lattice(),
    "volcengine": {"reqid": "v1", "result": [{"text": "", "utterances": [
        {**each, "additions": {"speaker": str(index % 2)}}
        for index, each in enumerate(sentences("text", "start_time", "end_time", "x", number=ms))]}]},
    "huawei": huawei(),
    "wecom": wecom(),
    "tingwu": tingwu(),
    "funasr": funasr(),
    "whisperx": {"segments": sentences("text", "start", "end", "speaker"), "language": "zh"},
}  # fmt: skip


def table_rows() -> list[list[str]]:
    rows = [["通话ID", "角色", "开始时间", "内容", "坐席工号", "备注"]]
    return rows + [["c1", name, str(times[0]), said, "8021", ""] for name, said, times in ROWS]


def delimited(rows: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def xlsx(*sheets: list[list[Any]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parquet(rows: list[dict[str, Any]]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=2)
    return file.getvalue()


def docx(*paragraphs: str, table: list[list[str]] | None = None, prolog: str = "") -> bytes:
    """A document with only the parts that carry its text."""
    body = "".join(f"<w:p><w:r><w:t>{escape(paragraph)}</w:t></w:r></w:p>" for paragraph in paragraphs)
    if table:
        cells = (
            "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row) for row in table
        )
        body += "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def letter(text: str, *, html: str = "", charset: str = "utf-8", encoding: str = "base64") -> bytes:
    message = EmailMessage()
    message["From"] = "王芳 <wangfang@example.com>"
    message["To"] = "li@example.com"
    message["Subject"] = "关于社保卡补领的答复"
    message["Date"] = "Mon, 06 May 2024 09:30:00 +0800"
    message["Message-ID"] = "<m1@example.com>"
    if text:
        message.set_content(text, charset=charset, cte=encoding)
    if html and text:
        message.add_alternative(html, subtype="html", charset=charset, cte=encoding)
    elif html:
        message.set_content(html, subtype="html", charset=charset, cte=encoding)
    return message.as_bytes()


def srt() -> bytes:
    stamps = (f"00:00:{start:06.3f} --> 00:00:{end:06.3f}".replace(".", ",") for _, _, (start, end) in ROWS)
    cues = (
        f"{index}\n{stamp}\n{name}：{said}\n"
        for index, (stamp, (name, said, _)) in enumerate(zip(stamps, ROWS, strict=True), 1)
    )
    return "\n".join(cues).encode()


def vtt() -> bytes:
    cues = (
        f"00:{start:06.3f} --> 00:{end:06.3f} align:start\n<v {name}>{said}</v>\n" for name, said, (start, end) in ROWS
    )
    return ("WEBVTT\n\nNOTE 样例\n\n" + "\n".join(cues)).encode()


REPLY = "您好！您反映的社保卡补领问题，请您带身份证原件到一楼3号窗口办理，当场办结。"
DIALOGUE = "\n".join(f"{name}：{said}" for name, said, _ in ROWS)

GOOD: dict[str, bytes] = {
    "text": DIALOGUE.encode(),
    "text-gbk": DIALOGUE.encode("gb18030"),
    "text-timed": "\n".join(f"{name} {clock}\t{said}" for (name, said, _), clock in zip(ROWS, CLOCKS, strict=True)).encode(),
    "text-feishu": ("2026年6月15日 下午 3:10|4分钟 8秒\n\n关键词:\n社保卡、材料\n\n文字记录:\n" + "\n\n".join(
        f"说话人 {index % 2 + 1} {clock}\n{said}" for index, ((_, said, _), clock) in enumerate(zip(ROWS, CLOCKS, strict=True)))).encode(),
    "text-feishu-inline": "\n\n".join(
        f"说话人 {index % 2 + 1} 00:{clock}{said}" for index, ((_, said, _), clock) in enumerate(zip(ROWS, CLOCKS, strict=True))).encode(),
    "text-tingwu": "\n\n".join(
        f"发言人{index % 2 + 1}  {clock}\n{said}" for index, ((_, said, _), clock) in enumerate(zip(ROWS, CLOCKS, strict=True))).encode(),
    "text-tencent": "".join(
        f"[0:{start},0:{end},{index % 2}]  {said}\n" for index, (_, said, (start, end)) in enumerate(ROWS)).encode(),
    "text-brackets": "\n".join(f"【{name}】{said}" for name, said, _ in ROWS).encode(),
    "text-one-line": " ".join(f"{name}：{said}" for name, said, _ in ROWS).encode(),
    "text-chat": "\n".join(f"{name} 2024-05-06 09:3{index}:00\n{said}" for index, (name, said, _) in enumerate(ROWS)).encode(),
    "json": as_json(contract()),
    "json-list": as_json([contract()]),
    "json-envelope": as_json({"code": 0, "data": {"list": [contract()]}}),
    "json-turns": as_json(contract()["turns"]),
    "json-messages": as_json({"messages": [{"role": role, "content": text} for role, text in zip(ROLES, TEXTS, strict=True)]}),
    "json-lines": b"\n".join([as_json(contract()), b""]) * 2,
    "json-rows": b"\n".join(as_json({"session_id": "s", "role": name, "content": said}) for name, said, _ in ROWS),
    "csv": delimited(table_rows(), ",").encode(),
    "csv-gbk": delimited(table_rows(), ",").encode("gbk"),
    "tsv-utf16": delimited(table_rows(), "\t").encode("utf-16"),
    "csv-dialogue": delimited([["录音编号", "通话文本"], ["c1", DIALOGUE]], ",").encode(),
    "xlsx": xlsx(table_rows()),
    "parquet": parquet([contract()] * 3),
    "parquet-rows": parquet([{"call_id": "c1", "speaker": name, "text": said} for name, said, _ in ROWS]),
    "srt": srt(),
    "vtt": vtt(),
    "docx": docx(*DIALOGUE.split("\n")),
    "docx-table": docx("服务录音整理", table=[["角色", "内容"], *([name, said] for name, said, _ in ROWS)]),
    "html": f"<!DOCTYPE html><html><body><p>{'</p><p>'.join(DIALOGUE.split(chr(10)))}</p></body></html>".encode(),
    "zip": zipped({"对话/甲.txt": DIALOGUE.encode(), "乙.csv": delimited(table_rows(), ",").encode()}),
    "zip-in-zip": zipped({"内.zip": zipped({"甲.txt": DIALOGUE.encode()})}),
    "gzip": gzip.compress(as_json(contract()), mtime=0),
    **{f"asr-{name}": as_json(value) for name, value in ASR.items()},
}  # fmt: skip
"""Files of the conversation by name; the speakers are named by roles, or told apart by labels."""

REPLIES: dict[str, bytes] = {
    "draft": REPLY.encode(),
    "json-draft": as_json({"text": REPLY}),
    "csv-replies": delimited([["工单号", "答复内容"], ["w1", REPLY]], ",").encode(),
    "eml": letter(REPLY),
    "eml-gb2312": letter(REPLY, charset="gb2312"),
    "eml-html": letter("", html=f"<html><body><div>{REPLY}</div></body></html>", encoding="quoted-printable"),
    "mbox": b"From a@example.com Mon May  6 09:30:00 2024\n" + letter(REPLY) + b"\n",
    "docx-letter": docx("某市人社局", REPLY),
}
"""Files that hold one written reply."""
