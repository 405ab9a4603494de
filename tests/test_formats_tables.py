"""Tables: what their columns are called, what a row is, and what is said where the columns are not understood."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from format_files import DIALOGUE, REPLY, ROLES, TEXTS, delimited, docx, parquet, xlsx

from checker import SourceError
from checker.sources import mapping_from, read_bytes
from checker.sources.columns import channel_of, columns_of, names


def read(data, **options) -> list:
    return list(read_bytes(data if isinstance(data, bytes) else data.encode(), "表.csv", **options))


def csv_records(*rows: list[str], **options) -> list:
    return read(delimited(list(rows), ","), **options)


# (headings, the field that each stands for)
HEADINGS = [
    (["会话编号", "角色", "内容", "时间"], ["id", "role", "text", "time"]),
    (["通话ID", "说话人", "话术", "开始时间（秒）"], ["id", "role", "text", "start"]),
    (["工单号", "诉求内容", "答复内容", "承办单位", "经办人"], ["id", "question", "text", "unit", "clerk"]),
    (["*工 单 编 号：", "内容", "部门答复内容"], ["id", "question", "text"]),
    (["录音编号", "坐席工号", "窗口", "渠道", "通话文本"], ["id", "clerk", "unit", "channel", "text"]),
    (["Session_ID", "Speaker", "Text", "Start", "End"], ["id", "role", "text", "start", "end"]),
    (["ＩＤ", "坐席姓名", "事项名称", "回复"], ["id", "clerk", "matter", "text"]),
]


@pytest.mark.parametrize(("headings", "fields"), HEADINGS)
def test_headings_are_understood(headings, fields):
    assert {heading: field for field, heading in columns_of(headings).items()} == dict(
        zip(headings, fields, strict=True)
    )


def test_known_headings_are_distinct_within_a_field():
    for field, known in names().columns.items():
        assert len({*known}) == len(known), field


CHANNELS = [
    ("12345热线", "phone"),
    ("微信公众号", "chat"),
    ("APP", "chat"),
    ("大厅窗口", "window"),
    ("局长信箱", "reply"),
    ("phone", "phone"),
    ("甲", None),
]


@pytest.mark.parametrize(("said", "channel"), CHANNELS)
def test_words_for_channels(said, channel):
    assert channel_of(said) == channel


def test_one_row_a_turn_makes_a_conversation_of_each_run():
    rows = [["会话编号", "角色", "内容", "业务", "句号"]]
    rows += [
        [key, "坐席" if index % 2 else "客户", f"第{index}句", "社保", str(index)]
        for key in "甲乙甲"
        for index in (1, 2)
    ]
    records = csv_records(*rows)
    assert [(record.line, record.conversation.id, len(record.conversation.turns)) for record in records] == [
        (2, "甲", 2),
        (4, "乙", 2),
        (6, "甲", 2),
    ]
    first = records[0].conversation
    assert [turn.role for turn in first.turns] == ["clerk", "citizen"]
    assert (first.metadata, first.turns[1].metadata) == ({"业务": "社保"}, {"句号": "2"})


def test_one_row_a_dialogue():
    (record,) = csv_records(["录音编号", "坐席", "渠道", "通话文本"], ["c1", "王芳", "热线", DIALOGUE])
    conversation = record.conversation
    assert tuple(turn.text for turn in conversation.turns) == TEXTS
    assert (conversation.id, conversation.clerk, conversation.channel) == ("c1", "王芳", "phone")
    assert "channel" in record.given


def test_one_row_a_reply_with_the_letter_that_it_answers():
    headings = ["工单号", "诉求内容", "答复内容", "答复单位", "答复时间"]
    records = csv_records(
        headings, ["w1", "怎么补卡？", REPLY, "人社局", "2024-05-06 09:30"], ["w2", "", REPLY, "", ""]
    )
    first, second = (record.conversation for record in records)
    assert [(turn.role, turn.text) for turn in first.turns] == [("citizen", "怎么补卡？"), ("clerk", REPLY)]
    assert (first.channel, first.unit, first.time) == ("reply", "人社局", "2024-05-06 09:30")
    assert [turn.role for turn in second.turns] == ["clerk"]


def test_questions_and_answers_of_one_session_are_one_conversation():
    records = csv_records(["会话ID", "问题", "答复"], ["s", "甲？", "好"], ["s", "乙？", "行"], ["t", "丙？", "是"])
    assert [len(record.conversation.turns) for record in records] == [4, 2]


def test_the_speaker_of_a_row_under_an_odd_heading():
    records = csv_records(["通话ID", "坐席", "内容"], ["c", "坐席", "您好"], ["c", "客户", "你好"])
    assert [[turn.role for turn in record.conversation.turns] for record in records] == [["clerk", "citizen"]]


def test_titles_above_the_headings_and_empty_rows():
    rows = [["某市热线质检导出", ""], ["", ""], ["会话信息", "转写"], ["角色", "内容"]]
    rows += [["坐席", "您好"], ["客户", "你好"], ["", ""], ["坐席", "再见"]]
    records = csv_records(*rows)
    assert [(record.line, len(record.conversation.turns)) for record in records] == [(5, 2), (8, 1)]


def test_excel_cells_and_sheets():
    turns = [
        ["通话ID", "角色", "开始时间", "结束时间", "内容"],
        [7, "坐席", dt.time(0, 0, 1), dt.time(0, 0, 2), "您好"],
    ]
    merged = [[None, "客户", dt.time(0, 0, 3), None, "你好"], [8.0, "坐席", 0, 1, 12345]]
    replies = [["工单号", "答复时间", "答复内容"], [1001, dt.datetime(2024, 5, 6, 9, 30), REPLY], [1002, None, None]]
    records = list(read_bytes(xlsx([*turns, *merged], replies, [["说明"], ["仅供参考"]], []), "质检.xlsx"))
    first, second, reply, empty, notes = records
    assert [(turn.text, turn.start, turn.end) for turn in first.conversation.turns] == [
        ("您好", 1, 2),
        ("你好", 3, None),
    ]
    assert (first.conversation.id, second.conversation.id, second.conversation.turns[0].text) == ("7", "8", "12345")
    assert (reply.file, reply.conversation.id, reply.conversation.time) == (
        "质检.xlsx/表2",
        "1001",
        "2024-05-06 09:30:00",
    )
    assert (empty.line, empty.problems[0].message) == (3, "内容是空的，没有可检查的话")
    assert "看到的列名：说明" in notes.problems[0].message


def test_columns_that_are_not_understood_are_listed_with_an_example():
    (record,) = csv_records(["单号", "甲方说", "乙方说"], ["1", "您好", "你好"], ["2", "您好", "你好"])
    problem = record.problems[0]
    assert "单号、甲方说、乙方说" in problem.message
    assert "--map text=乙方说,id=甲方说" in problem.advice


def test_a_mapping_names_the_columns():
    mapping = mapping_from("text=乙方说，id=单号")
    records = csv_records(["单号", "甲方说", "乙方说"], ["1", "您好", "你好"], ["2", "您好", "再见"], mapping=mapping)
    assert [(record.conversation.id, record.conversation.turns[0].text) for record in records] == [
        ("1", "你好"),
        ("2", "再见"),
    ]


def test_a_mapping_applies_to_json_lines_and_parquet():
    row = {"no": "1", "say": "您好", "who": "坐席"}
    mapping = mapping_from("text=say,role=who,id=no")
    for data in (json.dumps(row).encode() + b"\n" + json.dumps(row).encode(), parquet([row, row])):
        (record,) = read(data, mapping=mapping)
        assert [turn.role for turn in record.conversation.turns] == ["clerk", "clerk"]


@pytest.mark.parametrize("text", ["foo=内容", "text", "text=", "=内容"])
def test_a_mapping_that_is_not_understood_is_refused(text):
    with pytest.raises(SourceError, match="text"):
        mapping_from(text)


BROKEN_QUOTES = [
    '工单号,答复内容\n1,"没有收尾\n2,您好\n3,再见\n',
    '工单号,答复内容\n1,"没有"收尾\n2,您好\n3,再见\n',
    '工单号,答复内容\n1,说"没有\n2,您好\n3,再见\n',
]


@pytest.mark.parametrize("text", BROKEN_QUOTES)
def test_a_quotation_mark_costs_one_row(text):
    records = read(text)
    assert [record.conversation.id for record in records] == ["1", "2", "3"]
    assert [record.line for record in records] == [2, 3, 4]
    assert [record.conversation.turns[0].text for record in records[1:]] == ["您好", "再见"]


def test_a_quoted_cell_of_several_lines():
    records = read('工单号,答复内容\n1,"第一行\n第二行，说""好""。"\n2,您好\n')
    assert records[0].conversation.turns[0].text == '第一行\n第二行，说"好"。'
    assert [record.line for record in records] == [2, 4]


def test_a_column_of_clocks_and_one_of_dates():
    rows = [
        ["会话ID", "角色", "时间", "内容"],
        ["c", "坐席", "00:01", "您好"],
        ["d", "坐席", "2024-05-06 09:30:00", "您好"],
    ]
    clock, date = (record.conversation for record in csv_records(*rows))
    assert (clock.turns[0].start, clock.time, clock.channel) == (1, None, "phone")
    assert (date.turns[0].start, date.time, date.channel) == (None, "2024-05-06 09:30:00", "window")


def test_milliseconds_are_told_by_the_pace():
    rows = [["通话ID", "角色", "开始时间", "结束时间", "内容"]]
    rows += [["c", "坐席", str(1000 * index), str(1000 * index + 900), "您好，请讲。"] for index in range(3)]
    (record,) = csv_records(*rows)
    assert [turn.start for turn in record.conversation.turns] == [0, 1, 2]


def test_a_table_whose_conversations_are_not_told_apart(monkeypatch):
    monkeypatch.setattr("checker.sources.grouping.TURNS_MAX", 3)
    (record,) = csv_records(["角色", "内容"], *[["坐席", "您好"]] * 5)
    assert "一段对话有 5 句" in record.problems[0].message


def test_a_document_with_a_table_of_replies():
    (record,) = read(docx("汇总", table=[["工单号", "答复内容"], ["w1", REPLY]]))
    assert (record.conversation.id, record.conversation.turns[0].text) == ("w1", REPLY)


def test_a_document_with_a_table_without_headings():
    (record,) = read(docx(table=[["工作人员", "您好"], ["群众", "你好"]]))
    assert tuple(turn.role for turn in record.conversation.turns) == ROLES[:2]


def test_a_page_under_the_name_of_excel_is_a_table():
    cells = [["工单号", "答复内容"], ["1", "您好"], ["2", ""], ["3", "再见"]]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    records = read(f"<html><body><table>{rows}</table></body></html>")
    assert [(record.conversation is not None, record.line) for record in records] == [(True, 2), (False, 3), (True, 4)]
