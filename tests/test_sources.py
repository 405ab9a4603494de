"""Input as it comes: encodings, formats, and every kind of bad record; the rest is still read."""

from __future__ import annotations

import codecs
import json

import pytest

from checker import Checker, SourceError, conversation_from
from checker.reports.json import to_json
from checker.sources import read_bytes, read_path
from checker.sources.decoding import decode

DIALOGUE = (
    "工作人员：您好，请问您要办理什么业务？\n群众：我想办社保卡，要带什么材料？\n工作人员：这事不归我管，问别人去。\n"
)
TRADITIONAL = "工作人員：您好，請問您要辦理什麼業務？\n群眾：我想辦理證件，要帶什麼材料？\n工作人員：這件事我不知道。\n"
GOOD = {"id": "g", "turns": [{"role": "clerk", "text": "您好"}]}

ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("gb18030", b""),
    ("gbk", b""),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
    ("utf-32-le", codecs.BOM_UTF32_LE),
]


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
@pytest.mark.parametrize("text", [DIALOGUE, DIALOGUE * 40, json.dumps(GOOD, ensure_ascii=False)])
def test_encodings_are_recognised(text, encoding, mark):
    assert decode(mark + text.encode(encoding)) == text


def test_big5_is_recognised():
    assert decode((TRADITIONAL * 4).encode("big5")) == TRADITIONAL * 4


def test_a_line_in_another_encoding_is_read():
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in ("您好", "不归我管，问别人去", "再见")]
    data = b"\n".join(line.encode("gb18030" if index == 1 else "utf-8") for index, line in enumerate(lines))
    assert decode(data) == "\n".join(lines)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x81\xff\xff\xfe\xfd" * 3, b"\xef\xbb\xbf\xff\xff"])
def test_bytes_that_are_no_text_are_refused(data):
    (record,) = read_bytes(data, "x.txt")
    assert record.conversation is None
    assert record.problems[0].file == "x.txt"


def records_of(value) -> list:
    data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return list(read_bytes(data, "in.jsonl"))


SHAPES = [
    (json.dumps(GOOD), 1),
    (json.dumps(GOOD, indent=2), 1),
    (json.dumps([GOOD, GOOD]), 2),
    (json.dumps(GOOD["turns"]), 1),
    (json.dumps(GOOD) + "\n" + json.dumps(GOOD) + "\n\n", 2),
    (json.dumps(GOOD) + "\r\n" + json.dumps(GOOD), 2),
    ('{"text": "草稿\u2028还在草稿里"}\n' + json.dumps(GOOD), 2),
    (DIALOGUE, 1),
    ("各位群众：\n系统升级，请您谅解。", 1),
]


@pytest.mark.parametrize(("text", "count"), SHAPES)
def test_shapes_are_recognised(text, count):
    records = records_of(text)
    assert [record.problems for record in records] == [()] * count


def test_a_dialogue_as_plain_text():
    (record,) = read_bytes(DIALOGUE.encode("gb18030"), "大厅.txt")
    assert record.conversation.id == "大厅"
    assert [turn.role for turn in record.conversation.turns] == ["clerk", "citizen", "clerk"]
    assert record.conversation.turns[2].text == "这事不归我管，问别人去。"


TIMED = ["[00:12] 坐席：您好", "00:12 坐席: 您好", "坐席 00:12\t您好", "坐席（00:00:12） 您好"]


@pytest.mark.parametrize("line", TIMED)
def test_times_of_plain_text(line):
    (record,) = records_of(f"{line}\n{line.replace('坐席', '客户')}")
    first = record.conversation.turns[0]
    assert (first.role, first.text, first.start) == ("clerk", "您好", 12)
    assert record.conversation.channel == "phone"


# (a line of JSON, the field of the problem, part of its message)
REFUSED = [
    ('{"turns": [', "", "不是正确的 JSON"),
    ('{"turns": [{"role": "clerk", "text": "您好"}]} x', "", "不是正确的 JSON"),
    ("[" * 100_000, "", "不是正确的 JSON"),
    ("17", "", "应当是一个对象"),
    ('"您好"', "", "应当是一个对象"),
    ("null", "", "应当是一个对象"),
    ("{}", "turns", "缺少 turns"),
    ('{"turns": []}', "turns", "是空的"),
    ('{"turns": {}}', "turns", "列表"),
    ('{"turns": ["您好"]}', "turns[0]", "对象"),
    ('{"turns": [{"role": "clerk"}]}', "turns[0].text", "缺少 text"),
    ('{"turns": [{"role": "clerk", "text": 5}]}', "turns[0].text", "文字"),
    ('{"turns": [{"role": "clerk", "text": "好"}, {"role": "king", "text": "好"}]}', "turns[1].role", "不认识的角色"),
    ('{"turns": [{"role": ["clerk"], "text": "好"}]}', "turns[0].role", "不认识的角色"),
    ('{"turns": [{"role": true, "text": "好"}]}', "turns[0].role", "不认识的角色"),
    ('{"turns": [{"role": "clerk", "text": "好", "start": "x"}]}', "turns[0].start", "秒数"),
    ('{"turns": [{"role": "clerk", "text": "好", "start": NaN}]}', "turns[0].start", "秒数"),
    ('{"turns": [{"role": "clerk", "text": "好", "end": 1e999}]}', "turns[0].end", "秒数"),
    ('{"turns": [{"role": "clerk", "text": "好", "end": 1%s}]}' % ("0" * 400), "turns[0].end", "秒数"),
    ('{"turns": [{"role": "clerk", "text": "好", "end": 1%s}]}' % ("0" * 5000), "", "不是正确的 JSON"),
    ('{"text": 5}', "text", "文字"),
    ('{"text": "好", "channel": "fax"}', "channel", "不认识的渠道"),
    ('{"text": "好", "channel": ["phone"]}', "channel", "不认识的渠道"),
    ('{"text": "好", "profile": 5}', "profile", "文字"),
    ('{"text": "好", "id": {}}', "id", "文字"),
    ('{"text": "好", "matter": 5}', "matter", "事项"),
    ('{"text": "好", "matter": {"materials": "身份证"}}', "matter.materials", "列表"),
    ('{"text": "好", "matter": {"name": 5}}', "matter.name", "文字"),
]


@pytest.mark.parametrize(("line", "field", "message"), REFUSED)
def test_bad_records_are_refused_and_the_rest_is_read(line, field, message):
    records = records_of("\n".join([json.dumps(GOOD), line, json.dumps(GOOD)]))
    assert [record.conversation is not None for record in records] == [True, False, True]
    problem = records[1].problems[0]
    assert (problem.file, problem.line, problem.field) == ("in.jsonl", 2, field)
    assert message in problem.message


def test_all_faults_of_a_record_come_at_once():
    with pytest.raises(SourceError) as caught:
        conversation_from({"id": {}, "channel": 1, "turns": [{"text": 5}, {"role": "king", "text": "x"}]})
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["turns[0].text", "turns[1].role", "id", "channel"]


ODD_TEXTS = ["", "   ", "\x00您好\x00", "\x1b[31m您好\x07", "\ud800不归我管\udfff", "‮不归我管", "😀" * 50, "\ufeff您好"]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_are_checked_and_reported(checker: Checker, text):
    line = json.dumps({"turns": [{"role": "clerk", "text": text}, {"role": "citizen", "text": "您好"}]})
    (record,) = records_of(line)
    report = checker.check(record.conversation)
    back = json.loads(to_json(report))
    for finding in back["findings"]:
        assert text[finding["start"] : finding["end"]] == finding["text"]


def test_ten_megabytes_in_one_turn(checker: Checker):
    text = "材料收到了，下周一审核。" * 310_000 + "不归我管"
    assert len(text.encode()) > 10_000_000
    report = checker.check(conversation_from({"text": text}))
    assert any(finding.start == len(text) - 4 for finding in report.findings)


def test_unknown_fields_are_kept():
    conversation = conversation_from({"text": "好", "queue": 7, "case": 12, "clerk": "A01"})
    assert conversation.metadata == {"queue": 7}
    assert (conversation.case, conversation.clerk) == ("12", "A01")


def test_metadata_of_any_kind_is_written(checker: Checker):
    line = '{"text": "好", "big": 1%s, "bad": NaN, "lone": "\\ud800"}' % ("0" * 30)
    (record,) = records_of(line)
    assert json.loads(to_json(checker.check(record.conversation)))["metadata"]["big"] == 10**30


def test_missing_files_and_folders_are_told(tmp_path):
    for path in (tmp_path / "nowhere.json", tmp_path):
        (record,) = read_path(path)
        assert record.conversation is None and record.problems[0].file == str(path)
