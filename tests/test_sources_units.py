"""Files cut into units: the parts together give what the whole gives, with the same lines."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from format_files import GOOD, as_json, contract, delimited, letter, parquet, xlsx, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.sources import Record, UnitReader, read_path, units_of


def by_units(path: Path, block: int) -> list[Record]:
    reader = UnitReader()
    return [record for unit in units_of(path, block=block) for record in reader.read(unit)]


def lines(count: int) -> list[bytes]:
    made = [as_json({"id": f"第{number}", "text": "您好" * (number % 7)}) for number in range(count)]
    made[3], made[8] = b"", b"{broken"
    return made


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("block", [1, 100, 1000, 1 << 20])
def test_ranges_of_lines(tmp_path: Path, block, encoding, end):
    path = tmp_path / "a.jsonl"
    path.write_bytes(end.join(lines(60)).decode().encode(encoding))
    whole = list(read_path(path))
    assert by_units(path, block) == whole
    assert [record.line for record in whole] == [number for number in range(1, 61) if number != 4]
    assert [record.line for record in whole if record.problems] == [9]


def test_large_files_are_cut_at_line_ends(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(lines(200)))
    units = units_of(path, block=1000)
    assert len(units) > 3
    assert [unit.start for unit in units[1:]] == [unit.end for unit in units[:-1]]
    assert units[-1].end == path.stat().st_size


HEAD = ["通话编号", "角色", "内容"]
ROWS = [[f"n{number // 5}", ("坐席", "客户")[number % 2], f"第{number}句"] for number in range(500)]
LARGE = {
    "rows.jsonl": b"\n".join(as_json(dict(zip(("call_id", "role", "text"), row, strict=True))) for row in ROWS),
    "table.csv": delimited([HEAD, *ROWS], ",").encode(),
    "table.tsv": delimited([HEAD, *ROWS], "\t").encode("utf-16"),
    "book.xlsx": xlsx([HEAD, *ROWS]),
    "sheets.xlsx": xlsx([HEAD, *ROWS[:250]], [HEAD, *ROWS[250:]], [["没有", "这样的"], ["列", "名"]]),
    "table.parquet": parquet([dict(zip(HEAD, row, strict=True)) for row in ROWS]),
    "box.mbox": b"\n\n".join(
        b"From a@example.com Mon May  6 09:30:00 2024\n" + letter(f"您好，第{number}封。") for number in range(60)
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_slices_of_what_cannot_be_entered_in_the_middle(tmp_path: Path, name):
    path = tmp_path / name
    path.write_bytes(LARGE[name])
    block = len(LARGE[name]) // 7
    whole = list(read_path(path))
    assert len(units_of(path, block=block)) == 7
    assert by_units(path, block) == whole
    assert len(whole) >= 60


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_slices_asked_for_in_any_order_and_left_half_read(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("slices") / "table.csv"
    path.write_bytes(LARGE["table.csv"])
    units, reader = units_of(path, block=600), UnitReader()
    alone = {unit: list(UnitReader().read(unit)) for unit in units}
    for unit in data.draw(st.lists(st.sampled_from(units), max_size=8)):
        count = data.draw(st.integers(0, 30))
        assert list(islice(reader.read(unit), count)) == alone[unit][:count]
    assert [record for unit in units for record in reader.read(unit)] == list(read_path(path))


def test_a_slice_of_a_file_that_breaks_off_says_so(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(LARGE["book.xlsx"][:-40])
    assert by_units(path, 500) == list(read_path(path))
    assert by_units(path, 500)[-1].problems


def test_members_of_an_archive_are_shared_out(tmp_path: Path):
    path = tmp_path / "a.zip"
    files = {f"{number:03}.json": as_json(contract()) for number in range(40)}
    path.write_bytes(zipped(files))
    units = units_of(path, block=500)
    assert len(units) > 5
    assert [name for unit in units for name in unit.member] == list(files)
    assert by_units(path, 500) == list(read_path(path))


@pytest.mark.parametrize("name", GOOD)
def test_units_give_what_the_whole_gives(tmp_path: Path, name):
    path = tmp_path / "文件"
    path.write_bytes(GOOD[name])
    assert by_units(path, 50) == list(read_path(path))


def test_a_record_keeps_its_own_id_and_else_has_one_by_its_line(tmp_path: Path):
    path = tmp_path / "日志.jsonl"
    path.write_bytes(json.dumps({"text": "好"}).encode() + b"\n" + json.dumps({"id": 7, "text": "好"}).encode())
    assert [record.conversation.id for record in read_path(path)] == ["日志-1", "7"]
