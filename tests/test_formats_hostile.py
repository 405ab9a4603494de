"""Malformed and hostile files: each is accounted for, none crashes, hangs or grows."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import struct
import zipfile
from pathlib import Path

import pytest
from format_files import DIALOGUE, GOOD, REPLIES, TEXTS, as_json, contract, docx, letter, xlsx, zipped

from checker.sources import Record, Unit, UnitReader, read_bytes, units_of
from checker.sources.source import MIB

FILES = {**GOOD, **REPLIES}
MUTANTS = 600
_JUNK = (
    b"9" * 400,
    b"-1",
    b"1e999",
    b"\xff\xff\xff\x7f",
    b"\xff" * 8,
    b"[" * 2000,
    b'"',
    b"\r",
    b"\n\n",
    b"<",
    b"{",
    b"&x;",
)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The data truncated, flipped, spliced with another file, stuffed with null bytes, numbers and brackets."""
    result = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        place = rng.randrange(len(result) + 1)
        other = FILES[rng.choice(list(FILES))]
        cut = rng.randrange(len(other))
        match rng.randrange(7):
            case 0:
                del result[place:]
            case 1:
                result[place : place + 1] = bytes([rng.randrange(256)])
            case 2:
                result[place : place + rng.randrange(50)] = other[cut : cut + rng.randrange(200)]
            case 3:
                result[place : place + 2] = b"\0" * rng.randrange(1, 5)
            case 4:
                result[place:place] = rng.choice(_JUNK)
            case 5:
                result[place:place] = result[place : place + 300] * rng.randrange(1, 10)
            case 6:
                del result[place : place + rng.randrange(1, 40)]
    return bytes(result)


def sound(records: list[Record]) -> bool:
    """Whether each record was either read or refused with a reason, and there is one at least."""
    return bool(records) and all(bool(record.problems) != bool(record.conversation) for record in records)


@pytest.mark.parametrize("part", range(6))
def test_mutants_of_every_format_are_accounted_for(part, tmp_path: Path):
    rng = random.Random(part)  # noqa: S311
    path = tmp_path / "file"
    for number in range(MUTANTS // 6):
        data = mutated(FILES[rng.choice(list(FILES))], rng)
        path.write_bytes(data)
        units, reader = units_of(path, block=64), UnitReader()
        records = [record for unit in units for record in reader.read(unit)]
        assert units and sound(records), (part, number)
        assert (
            sum(len(turn.text) for record in records if record.conversation for turn in record.conversation.turns)
            < 1000 * len(data) + 1000
        )


def test_two_hundred_bad_files_among_good_ones(tmp_path: Path):
    rng = random.Random(200)  # noqa: S311
    bad = {f"bad-{number}": mutated(FILES[rng.choice(list(FILES))], rng) for number in range(200)}
    for name, data in {**bad, **FILES}.items():
        (tmp_path / name).write_bytes(data)
    read = {
        path.name: [record for unit in units_of(path) for record in UnitReader().read(unit)]
        for path in tmp_path.iterdir()
    }
    assert len(read) == len(bad) + len(FILES)
    assert all(map(sound, read.values()))
    assert not any(record.problems for name in FILES for record in read[name])


def reasons(data: bytes) -> list[str]:
    records = list(read_bytes(data, "坏"))
    assert sound(records)
    return [problem.message for record in records for problem in record.problems]


FOREIGN = [
    (b"", "文件是空的"),
    (b" \r\n\t" * 9, "文件是空的"),
    (b"\0" * 1000, "文件是空的"),
    (b"%PDF-1.7\n", "是 PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "旧版 Office"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"RIFF\0\0\0\0WAVEfmt ", "录音"),
    (b"\x89PNG\r\n", "图片"),
    (b"\x7fELF" + bytes(range(1, 32)) * 20, "不是文字"),
    (b"\0" * 257 + b"ustar", "TAR"),
    (zipped({"ppt/presentation.xml": b"<p/>", "[Content_Types].xml": b"<p/>"}), "演示文稿"),
    (b"PK\x03\x04 no archive", "压缩包坏了"),
    (b"\x1f\x8bnot gzip", "解压不了"),
    (GOOD["gzip"][:-20], "解压不了"),
    (b"PAR1" + b"\0" * 40 + b"PAR1", "文件坏了"),
    (json.dumps({"turns": []}).encode(), "是空的"),
    (b"WEBVTT\n\n", "字幕里没有话"),
    (docx(), "文档里没有文字"),
    (zipped({}), "没有读到内容"),
    (b"[" * 200_000, "不是正确的 JSON"),
    (as_json({"result": [[[[[]]]]] * 3}), "缺少 turns"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), FOREIGN)
def test_what_cannot_be_read_is_refused_with_the_reason(data, reason):
    assert [reason in message for message in reasons(data)] == [True]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8)
) + "]>"  # fmt: skip


def test_entities_are_not_expanded():
    (message,) = reasons(docx("&i;", prolog=ENTITIES))
    assert "不安全的 XML 实体" in message
    book = io.BytesIO(xlsx([["工单号", "答复内容"], ["1", "您好"]]))
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = ENTITIES.encode() + sheet.replace(b"<v>1</v>", b"<v>&i;</v>")
    assert reasons(zipped(parts))


BOMBS = [
    zipped({"零.txt": b"0" * (64 * MIB)}),
    zipped({"内.zip": zipped({"零.txt": b"0" * (64 * MIB)})}),
    gzip.compress(b"0" * (64 * MIB)),
    zipped({"word/document.xml": b" " * (64 * MIB), "[Content_Types].xml": b""}),
    zipped({"xl/workbook.xml": b" " * (64 * MIB), "[Content_Types].xml": b""}),
]


@pytest.mark.parametrize("data", BOMBS)
def test_bombs_are_refused(data):
    assert [("压缩炸弹" in message) for message in reasons(data)] == [True]


def test_sizes_that_an_archive_claims_are_not_believed():
    data = bytearray(zipped({"零.txt": b"0" * (8 * MIB)}))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 100)
    assert reasons(bytes(data))


def test_archives_within_archives_to_depth_two():
    inner = zipped({"甲.txt": DIALOGUE.encode()})
    assert not reasons(zipped({"内.zip": inner}))
    assert ["套了 2 层以上" in message for message in reasons(zipped({"外.zip": zipped({"内.zip": inner})}))] == [True]


def test_members_that_are_not_opened():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("/etc/a.txt", "../b.txt", "C:\\c.txt", "好.txt"):
            archive.writestr(zipfile.ZipInfo(name), DIALOGUE)
    records = list(read_bytes(file.getvalue(), "包.zip"))
    assert [record.conversation is not None for record in records] == [False, False, False, True]
    data = bytearray(zipped({"a.txt": DIALOGUE.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert ["加了密码" in message for message in reasons(bytes(data))] == [True]


def test_names_in_gbk_are_read():
    data = zipped({"x" * 8: DIALOGUE.encode()}).replace(b"x" * 8, "大厅录音".encode("gbk"))
    (record,) = read_bytes(data, "包.zip")
    assert (record.file, record.conversation.id) == ("包.zip/大厅录音", "大厅录音")


def test_two_members_of_one_name_are_both_read(tmp_path: Path):
    path = tmp_path / "包.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("甲.txt", DIALOGUE)
        archive.writestr("甲.txt", "再见。")
    records = [record for unit in units_of(path) for record in UnitReader().read(unit)]
    assert [len(record.conversation.turns) for record in records] == [3, 1]


def test_a_damaged_member_does_not_cost_the_others():
    data = zipped({"甲.txt": DIALOGUE.encode(), "乙.txt": os.urandom(50).hex().encode(), "丙.txt": DIALOGUE.encode()})
    place = data.index("乙.txt".encode()) + 12
    records = list(read_bytes(data[:place] + b"\xff" * 8 + data[place + 8 :], "包.zip"))
    assert [record.conversation is not None for record in records] == [True, False, True]


def test_rows_and_columns_that_a_sheet_claims_are_not_believed():
    book = io.BytesIO(xlsx([["工单号", "答复内容"], ["1", "您好"]]))
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for claim, told in (
        (b'r="2"', b'r="99999999999"'),
        (b'r="B2"', b'r="XFD2"'),
        (b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
    ):
        assert claim in sheet
        records = list(read_bytes(zipped({**parts, "xl/worksheets/sheet1.xml": sheet.replace(claim, told)}), "x"))
        assert sound(records)


def test_things_that_are_no_files(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder", "nowhere", "nul\0l"):
        for unit in units_of(tmp_path / name):
            (record,) = UnitReader().read(unit)
            assert record.problems[0].message.startswith("打不开")


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(monkeypatch, tmp_path: Path):
    monkeypatch.setattr("checker.sources.json_lines.LINE_MAX", 1000)
    path = tmp_path / "x"
    path.write_bytes(as_json(contract()) + b"\n" + b'{"text": "' + b"x" * 5000 + b'"}\n' + as_json(contract()) + b"\n")
    for block in (MIB, 500):
        records = [record for unit in units_of(path, block=block) for record in UnitReader().read(unit)]
        assert [(record.line, record.conversation is not None) for record in records] == [
            (1, True),
            (2, False),
            (3, True),
        ]


def test_a_mail_of_many_parts_and_headers():
    assert sound(list(read_bytes(letter(TEXTS[0]) + b"\n--x\n" * 5000, "x")))
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2000))
    assert sound(list(read_bytes(b"From: a\nTo: b\nSubject: c\n" + nested, "x")))


def test_units_are_small_and_can_be_sent_to_workers():
    import pickle

    unit = Unit(Path("a.zip"), ("甲.txt",))
    assert pickle.loads(pickle.dumps(unit)) == unit  # noqa: S301
