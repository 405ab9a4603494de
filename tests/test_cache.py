"""The cache of lexicons: it makes no difference but of time, whatever becomes of its folder and its files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from checker import Checker, Conversation, Turn, cache, dictionary, to_json
from checker.cache import KEPT, VARIABLE, kept
from checker.sources import read_path

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.json"))
PARTS = {"categories", "cueanchors", "cues", "lexicon", "matters", "near", "notices", "phrases", "profiles",
         "sounds", "words"}  # fmt: skip
SCRIPT = """
import sys
from pathlib import Path
from checker import Checker, to_json
from checker.sources import read_path
checker = Checker()
sys.stdin.read()
for path in sorted(Path("samples").glob("*.json")):
    for record in read_path(path):
        sys.stdout.buffer.write(to_json(checker.check(record.conversation)))
"""


def reports(folders: tuple[Path, ...] = ()) -> bytes:
    """The reports on all samples by a checker made anew; words are looked up anew, too."""
    dictionary.dictionary.cache_clear()
    checker = Checker(folders)
    assert list(dictionary.dictionary().words("身份证")) == [(0, 3)]
    records = (record for path in SAMPLES for record in read_path(path))
    return b"".join(to_json(checker.check(record.conversation)) for record in records if record.conversation)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def expected() -> bytes:
    """The reports without any cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "off")
        return reports()


class Making:
    """Arrays, and how often they were made."""

    def __init__(self, **arrays: object) -> None:
        self.arrays = {name: np.asarray(value) for name, value in arrays.items()} or {"a": np.arange(2000)}
        self.times = 0

    def __call__(self) -> dict[str, np.ndarray]:
        self.times += 1
        return self.arrays


def keep(make: Making, source: bytes = b"source", part: str = "part") -> dict[str, np.ndarray]:
    found = kept(part, lambda: source, make)
    assert found.keys() == make.arrays.keys()
    for name, array in make.arrays.items():
        assert found[name].dtype == array.dtype and found[name].shape == array.shape
        assert np.array_equal(found[name], array)
    return found


def test_reports_are_the_same_without_and_with_the_cache_made_and_read(folder, expected):
    assert reports() == expected
    files = sorted(folder.iterdir())
    assert {path.name.split("-")[0] for path in files} == PARTS
    times = [path.stat().st_mtime_ns for path in files]
    assert reports() == expected
    assert [path.stat().st_mtime_ns for path in sorted(folder.iterdir())] == times


def test_reports_are_the_same_with_a_damaged_cache(folder, expected):
    reports()
    for number, path in enumerate(sorted(folder.iterdir())):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes((bytes(data), bytes(data[:-9]), b"", b"PK\x03\x04 and nothing more")[number % 4])
    damaged = {path: path.read_bytes() for path in folder.iterdir()}
    assert reports() == expected
    assert all(path.read_bytes() != data for path, data in damaged.items())


def test_two_processes_at_once_make_the_same_reports(folder, expected):
    started = [
        subprocess.Popen([sys.executable, "-c", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)  # noqa: S603
        for _ in range(2)
    ]
    for process in started:
        assert process.stdin
        process.stdin.close()
        process.stdin = None
    assert [process.communicate()[0] for process in started] == [expected, expected]
    assert [process.returncode for process in started] == [0, 0]
    assert {path.suffix for path in folder.iterdir()} == {".npz"}
    assert reports() == expected


def test_what_was_made_is_made_once_for_a_source(folder):
    make = Making(words=[1, 2, 3], none=np.zeros((0, 3), dtype=np.uint8), number=np.float64(1.5))
    keep(make)
    keep(make)
    assert make.times == 1
    keep(make, b"another")
    keep(make, part="other")
    assert make.times == 3
    assert len(list(folder.iterdir())) == 3


def test_another_code_makes_anew(folder, monkeypatch):
    make = Making()
    keep(make)
    monkeypatch.setattr(cache, "_code", lambda: b"changed")
    keep(make)
    assert make.times == 2


def test_what_was_made_while_the_files_changed_is_not_kept(folder):
    sources = iter([b"before", b"after"])
    make = Making()
    kept("part", lambda: next(sources), make)
    keep(make, b"before")
    keep(make, b"after")
    assert make.times == 3


@pytest.mark.parametrize("place", range(0, 100, 4))
def test_a_byte_that_changed_is_noticed_or_makes_no_difference(folder, place):
    make = Making()
    keep(make)
    (path,) = folder.iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) * place // 100] ^= 0x21
    path.write_bytes(data)
    keep(make)
    keep(make)
    assert make.times <= 2


def pickled(path: Path) -> None:
    with path.open("wb") as file:
        np.savez(file, a=np.array([{"a": 1}], dtype=object), key=np.array("0"))


FOREIGN = {
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-30]),
    "no archive": lambda path: path.write_text("您好"),
    "array": lambda path: np.save(path.open("wb"), np.arange(3)),
    "objects": pickled,
    "archive of another key": lambda path: np.savez(path, a=np.arange(3), key=np.array("0")),
    "archive without key": lambda path: np.savez(path, a=np.arange(3)),
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_foreign_file_is_ignored_and_written_anew(folder, name):
    make = Making()
    keep(make)
    (path,) = folder.iterdir()
    FOREIGN[name](path)
    keep(make)
    assert make.times == 2
    keep(make)
    assert make.times == 2


def test_a_folder_in_the_place_of_a_file_costs_time_alone(folder):
    make = Making()
    keep(make)
    (path,) = folder.iterdir()
    path.unlink()
    path.mkdir()
    keep(make)
    assert make.times == 2
    assert [each.name for each in folder.iterdir()] == [path.name]


def test_without_a_folder_to_write_to_everything_is_made_each_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "cache"))
    make = Making()
    keep(make)
    keep(make)
    assert make.times == 2


def test_switched_off_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "off")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    make = Making()
    keep(make)
    keep(make)
    assert make.times == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="other folders there")
def test_it_lies_in_the_users_cache_folder(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    keep(Making())
    assert len(list((tmp_path / "home" / ".cache" / "yanjian").iterdir())) == 1
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    keep(Making())
    assert len(list((tmp_path / "own" / "yanjian").iterdir())) == 1
    assert (tmp_path / "own" / "yanjian").stat().st_mode & 0o077 == 0


def test_who_has_no_home_has_no_cache(monkeypatch):
    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.delenv(VARIABLE)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    make = Making()
    keep(make)
    keep(make)
    assert make.times == 2


def test_the_oldest_files_go_and_those_of_others_stay(folder):
    folder.mkdir()
    others = [folder / "detector.npz", folder / "notes.txt", folder / f"part-{'0' * 32}.npz.bak"]
    begun = folder / f"part-{'0' * 32}-17-abcd.part"
    for number, path in enumerate([*others, begun]):
        path.write_text("x")
        os.utime(path, (number, number))
    for number in range(KEPT + 2):
        old = folder / f"part-{number:032x}.npz"
        old.write_text("x")
        os.utime(old, (100 + number, 100 + number))
    keep(Making())
    left = {path.name for path in folder.iterdir()}
    assert {path.name for path in others} <= left
    assert begun.name not in left
    assert f"part-{0:032x}.npz" not in left and f"part-{2:032x}.npz" not in left
    assert f"part-{3:032x}.npz" in left
    assert len(left) == KEPT + len(others)


def test_a_lexicon_that_changed_is_read_again_though_size_and_time_are_the_same(folder, tmp_path):
    own = tmp_path / "own" / "protocol" / "closing.toml"
    own.parent.mkdir(parents=True)
    own.write_text('farewell = ["巴适得板"]\n', encoding="utf-8")
    os.utime(own, (1, 1))
    talk = Conversation((Turn("我想办社保卡。", "citizen"), Turn("好的，已经办好了，巴适得很。", "clerk")))
    before = Checker([own.parent.parent]).check(talk)
    own.write_text('farewell = ["巴适得很"]\n', encoding="utf-8")
    os.utime(own, (1, 1))
    after = Checker([own.parent.parent]).check(talk)
    assert {each: point.status for each, point in before.protocol.items()}["farewell"] == "missed"
    assert {each: point.status for each, point in after.protocol.items()}["farewell"] == "met"


def test_what_is_wrong_is_told_each_time(folder, tmp_path):
    from checker import LexiconError

    own = tmp_path / "own" / "profiles" / "own.toml"
    own.parent.mkdir(parents=True)
    own.write_text('title = "本局"\ncolour = 1\n', encoding="utf-8")
    for _ in range(2):
        with pytest.raises(LexiconError, match="不认识的字段"):
            Checker([own.parent.parent])
