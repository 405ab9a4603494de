"""Files cut into units: the parts together give what the whole gives, with the same lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from format_files import GOOD, as_json, contract, zipped

from checker.sources import Record, read_path, read_unit, units_of


def by_units(path: Path, block: int) -> list[Record]:
    return [record for unit in units_of(path, block=block) for record in read_unit(unit)]


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


def test_rows_of_turns_are_not_cut(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    row = as_json({"call_id": "c", "role": "坐席", "text": "您好"})
    path.write_bytes(b"\n".join([row] * 50))
    assert len(units_of(path, block=100)) == 1
    assert [len(record.conversation.turns) for record in by_units(path, 100)] == [50]


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
