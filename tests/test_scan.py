"""The long scan: order, equality whatever the number of workers, resuming after a kill at any step, hostile input."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock
from format_files import GOOD
from rich.console import Console

from checker import Checker, CheckerError, conversation_from
from checker.cli import progress
from checker.reports.json import to_json
from checker.review.baseline import REJECTED_BEFORE, known_fingerprints
from checker.scan import Progress, Settings, files_of, marks, plan, pool, run, scan, scan_to_file, scanning, worker
from checker.scan.folder import Folder

CLEAN = {"turns": [{"role": "clerk", "text": "您好，请坐，请问您要办理什么业务？"},
                   {"role": "citizen", "text": "办社保卡，我叫张小伟，电话13800138000。"},
                   {"role": "clerk", "text": "办好了，请收好您的单据，再见，请慢走。"}]}  # fmt: skip
MODERATE = {"text": "不归我管，打13900139000问别人去。"}
FIRST_VISIT = {"case": "甲", "turns": [{"role": "citizen", "text": "我想办社保卡，要带什么材料？"},
                                      {"role": "clerk", "text": "请您带身份证。"}]}  # fmt: skip
SECOND_VISIT = {"case": "甲", "turns": [{"role": "citizen", "text": "我来办社保卡，身份证带了，我叫王小明。"},
                                       {"role": "clerk", "text": "我叫李小花，您还要带户口簿和一寸照片。"}]}  # fmt: skip
OUTPUTS = ("results.jsonl", "refused.jsonl", "scan.json")


def silent(_: object) -> None:
    pass


@pytest.fixture
def quick(monkeypatch, checker: Checker):
    """Small tasks, done in this process by the checker that all tests share."""
    monkeypatch.setattr(plan, "TASK_BYTES", 600)
    monkeypatch.setattr(scanning, "Checker", lambda _: checker)
    monkeypatch.setattr(run, "write_reports", lambda _: [])
    monkeypatch.setattr(os, "fsync", silent)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder of good and bad files; the visits of one case lie far apart."""
    folder = tmp_path / "给定"
    folder.mkdir()
    values = [{"id": f"n{number}", **(MODERATE if number % 2 else CLEAN)} for number in range(8)]
    lines = [json.dumps(value, ensure_ascii=False) for value in (FIRST_VISIT, *values, SECOND_VISIT, FIRST_VISIT)]
    lines.insert(5, "{broken")
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "b.txt").write_text("工作人员：不归我管。\n群众：那归谁管？", encoding="utf-8")
    (folder / "c.json").write_text('{"turns": [{"role": "king", "text": "好"}]}', encoding="utf-8")
    (folder / "d.json").write_text('{"text": "好", "profile": "nobody"}', encoding="utf-8")
    (folder / "e.json").write_bytes(b"")
    (folder / "f.jsonl").write_text(json.dumps(SECOND_VISIT, ensure_ascii=False), encoding="utf-8")
    return folder


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in OUTPUTS}


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_everything_given_is_read_or_refused(quick, given, tmp_path):
    summary = scan([given], tmp_path / "out", Settings(), tell=silent)
    assert (summary.read, summary.refused, summary.complete) == (13, 4, True)
    results, refused = rows(tmp_path / "out" / "results.jsonl"), rows(tmp_path / "out" / "refused.jsonl")
    places = [(Path(row["file"]).name, row["line"]) for row in results]
    assert places == [("a.jsonl", line) for line in range(1, 13) if line != 6] + [("b.txt", 1), ("f.jsonl", 1)]
    assert [Path(row["file"]).name for row in refused] == ["a.jsonl", "c.json", "d.json", "e.json"]
    assert refused[0]["line"] == 6 and refused[1]["field"] == "turns[0].role" and refused[1]["advice"]
    manifest = json.loads((tmp_path / "out" / "scan.json").read_bytes())
    assert manifest["counts"]["files"] == {"given": 6, "read": 3, "refused": 3}
    assert manifest["counts"]["turns"] == sum(len(row["conversation"]["turns"]) for row in results)
    assert manifest["state"] == "complete" and not (tmp_path / "out" / ".parts").exists()


def test_spans_are_cut_from_the_masked_text(quick, given, tmp_path):
    scan([given], tmp_path / "masked", Settings(), tell=silent)
    scan([given], tmp_path / "plain", Settings(mask=False), tell=silent)
    masked, plain = rows(tmp_path / "masked" / "results.jsonl"), rows(tmp_path / "plain" / "results.jsonl")
    assert "138****8000" in json.dumps(masked) and "13800138000" not in json.dumps(masked)
    assert "13800138000" in json.dumps(plain)
    for one, other in zip(masked, plain, strict=True):
        turns = one["conversation"]["turns"]
        assert one["key"] == other["key"]
        assert [len(turn["text"]) for turn in turns] == [len(turn["text"]) for turn in other["conversation"]["turns"]]
        for finding, bare in zip(one["report"]["findings"], other["report"]["findings"], strict=True):
            assert turns[finding["turn"]]["text"][finding["start"] : finding["end"]] == finding["text"]
            assert finding | {"text": ""} == bare | {"text": ""}


def test_later_visits_are_followed_as_in_one_batch(quick, given, tmp_path, checker):
    scan([given], tmp_path / "out", Settings(mask=False), tell=silent)
    found = [row["report"] for row in rows(tmp_path / "out" / "results.jsonl")]
    lines = (given / "a.jsonl").read_text(encoding="utf-8").splitlines()
    values = [json.loads(line) for line in lines if line != "{broken"]
    expected = [json.loads(to_json(report)) for report in checker.check_many(map(conversation_from, values))]
    assert [report | {"id": ""} for report in found[: len(expected)]] == [report | {"id": ""} for report in expected]
    trips = [any("second-trip" in finding["rule"] for finding in report["findings"]) for report in found]
    assert trips == [False] * 9 + [True, False, False, False]


def test_a_later_visit_that_is_known_is_no_news(quick, given, tmp_path):
    scan([given], tmp_path / "first", Settings(), tell=silent)
    settings = Settings(baseline=(str(tmp_path / "first"),))
    scan([given], tmp_path / "again", settings, tell=silent)
    scan_to_file([given], tmp_path / "again.jsonl", settings, tell=silent, complain=silent)
    reports = [row["report"] for row in rows(tmp_path / "again" / "results.jsonl")]
    assert reports == rows(tmp_path / "again.jsonl")
    assert {(len(report["findings"]), report["score"]) for report in reports} == {(0, 100)}


def test_a_later_visit_that_was_rejected_stays_suspected(quick, given, tmp_path, monkeypatch):
    scan([given], tmp_path / "first", Settings(), tell=silent)
    rejected = known_fingerprints(tmp_path / "first")
    monkeypatch.setattr(marks, "rejected_fingerprints", lambda _: rejected)
    scan([given], tmp_path / "again", Settings(known=("first",)), tell=silent)
    found = [finding for row in rows(tmp_path / "again" / "results.jsonl") for finding in row["report"]["findings"]]
    assert any("second-trip" in finding["rule"] for finding in found)
    assert {(finding["status"], finding["trail"][-1]) for finding in found} == {("suspected", REJECTED_BEFORE)}


def test_a_file_of_reports_alone(quick, given, tmp_path):
    problems = []
    out = tmp_path / "out.jsonl"
    summary = scan_to_file([given], out, Settings(), tell=silent, complain=problems.append)
    scan([given], tmp_path / "out", Settings(), tell=silent)
    assert rows(out) == [row["report"] for row in rows(tmp_path / "out" / "results.jsonl")]
    assert len(problems) == summary.refused == 4
    assert {path.name for path in tmp_path.iterdir()} == {"给定", "out", "out.jsonl"}


class KilledError(BaseException):
    """Stands in for kill -9: from then on nothing reaches the disk."""


class Killer:
    """Kills at a step: one is every file that is synced, renamed, removed or cut; after it none of these happens."""

    def __init__(self, monkeypatch) -> None:
        self.left: int | None = None
        for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink")):
            monkeypatch.setattr(owner, name, self._counting(getattr(owner, name)))

    def _counting(self, action):
        def counted(*arguments, **settings):
            if self.left is not None:
                if self.left == 0:
                    raise KilledError
                self.left -= 1
            return action(*arguments, **settings)

        return counted

    def run(self, given: Path, out: Path, steps: int | None) -> bool:
        """Whether a scan that is killed after so many steps came to its end before."""
        self.left = steps
        try:
            return scan([given], out, Settings(), tell=silent).complete
        except KilledError:
            return False
        finally:
            self.left = None


def test_killed_at_any_step_and_resumed_the_result_is_the_same(quick, given, tmp_path, monkeypatch):
    lines = (given / "a.jsonl").read_text(encoding="utf-8").splitlines()
    (given / "a.jsonl").write_text("\n".join([*lines[:2], "{broken", lines[-2]]), encoding="utf-8")
    scan([given], tmp_path / "undisturbed", Settings(), tell=silent)
    killer = Killer(monkeypatch)
    for steps in range(1, 200):
        out = tmp_path / f"out-{steps}"
        done = killer.run(given, out, steps) or killer.run(given, out, 7 + steps % 5)
        assert done or killer.run(given, out, None)
        assert contents(out) == contents(tmp_path / "undisturbed")
        if done:
            break
    assert 20 < steps < 199


def test_ctrl_c_leaves_a_partial_report(quick, given, tmp_path):
    def interrupt(so_far):
        if so_far.read >= 4:
            raise KeyboardInterrupt

    summary = scan([given], tmp_path / "out", Settings(), tell=interrupt)
    assert not summary.complete and 4 <= summary.read < 13
    assert json.loads((tmp_path / "out" / "scan.json").read_bytes())["state"] == "partial"
    assert len(rows(tmp_path / "out" / "results.jsonl")) == summary.read
    assert scan([given], tmp_path / "out", Settings(), tell=silent).complete
    scan([given], tmp_path / "undisturbed", Settings(), tell=silent)
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


CHANGES = [
    (lambda folder: (folder / "a.jsonl").write_text("{}", encoding="utf-8"), {}, "1 个输入文件"),
    (lambda folder: (folder / "g.txt").write_text("您好", encoding="utf-8"), {}, "g.txt"),
    (lambda folder: (folder / "b.txt").unlink(), {}, "b.txt"),
    (lambda folder: None, {"profile": "qidong"}, "选项不同"),
    (lambda folder: None, {"mask": False}, "选项不同"),
]


@pytest.mark.parametrize(("change", "settings", "message"), CHANGES)
def test_a_folder_of_another_scan_is_not_written_over(quick, given, tmp_path, change, settings, message):
    out = tmp_path / "out"
    scan([given], out, Settings(), tell=silent)
    before = contents(out)
    change(given)
    with pytest.raises(CheckerError, match=message):
        scan([given], out, Settings(**settings), tell=silent)
    assert contents(out) == before
    scan([given], out, Settings(**settings), fresh=True, tell=silent)
    assert contents(out) != before


def test_results_that_were_tampered_with_are_not_built_on(quick, given, tmp_path):
    def interrupt(so_far):
        if so_far.read >= 4:
            raise KeyboardInterrupt

    scan([given], tmp_path / "out", Settings(), tell=interrupt)
    (tmp_path / "out" / "results.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(CheckerError, match="fresh"):
        scan([given], tmp_path / "out", Settings(), tell=silent)


def test_two_scans_into_one_folder(quick, given, tmp_path):
    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / ".lock"), pytest.raises(CheckerError, match="另一个扫描"):
        scan([given], tmp_path / "out", Settings(), tell=silent)


def test_output_within_the_input_is_left_out(quick, given):
    for out in (given / "out", given / "out2"):
        scan([given], out, Settings(), fresh=True, tell=silent)
        assert len(files_of([given], without=out)) in (6, 6 + len(list((given / "out").iterdir())))
    again = scan([given], given / "out2", Settings(), tell=silent)
    assert again.complete


def test_a_fault_of_the_checker_costs_one_conversation(quick, given, tmp_path, monkeypatch, checker):
    whole = checker.check_many

    def faulty(conversations, *, cases):
        conversations = list(conversations)
        if any(conversation.id == "n3" for conversation in conversations):
            raise ZeroDivisionError
        return whole(conversations, cases=cases)

    monkeypatch.setattr(checker, "check_many", faulty)
    summary = scan([given], tmp_path / "out", Settings(), tell=silent)
    assert (summary.read, summary.refused) == (12, 5)
    assert any("程序出错" in row["message"] for row in rows(tmp_path / "out" / "refused.jsonl"))


def test_a_fault_of_a_reader_costs_its_unit(quick, given, tmp_path, monkeypatch):
    def faulty(reader, unit):
        raise MemoryError

    monkeypatch.setattr(scanning.UnitReader, "read", faulty)
    summary = scan([given / "b.txt", given / "c.json"], tmp_path / "out", Settings(), tell=silent)
    assert (summary.read, summary.refused) == (0, 2)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut off, overwritten in places, or filled with zeros in the middle."""
    place = chance.randrange(len(data))
    match chance.randrange(3):
        case 0:
            return data[:place]
        case 1:
            return bytes(chance.randrange(256) if chance.random() < 0.02 else byte for byte in data)
        case _:
            return data[:place] + bytes(chance.randrange(2000)) + data[place:]


def test_hostile_files_among_good_ones_are_all_accounted_for(quick, tmp_path, monkeypatch):
    monkeypatch.setattr(plan, "TASK_BYTES", 1 << 19)
    chance = random.Random(3)  # noqa: S311
    folder = tmp_path / "in"
    folder.mkdir()
    for number, (name, data) in enumerate(GOOD.items()):
        (folder / f"{number:03}-{name}").write_bytes(data)
    for number, name in enumerate(chance.choices(list(GOOD), k=200)):
        (folder / f"bad-{number:03}-{name}").write_bytes(damaged(GOOD[name], chance))
    summary = scan([folder], tmp_path / "out", Settings(), tell=silent)
    read, refused = rows(tmp_path / "out" / "results.jsonl"), rows(tmp_path / "out" / "refused.jsonl")
    assert (summary.read, summary.refused) == (len(read), len(refused))
    told = {row["file"] for row in (*read, *refused)}
    assert all(any(file.startswith(str(path)) for file in told) for path in folder.iterdir())
    files = json.loads((tmp_path / "out" / "scan.json").read_bytes())["counts"]["files"]
    assert files["given"] == files["read"] + files["refused"] == len(list(folder.iterdir()))


DEADLY = "b.txt"


def dying_work(pipe, settings, parts):
    """A worker that dies of one file."""
    read = scanning.UnitReader.read

    def deadly(reader, unit):
        if unit.path.name == DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(reader, unit)

    scanning.UnitReader.read = deadly
    worker.work(pipe, settings, parts)


def test_what_kills_its_worker_is_set_aside(given, tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "work", dying_work)
    monkeypatch.setattr(run, "SMALL", 0)
    monkeypatch.setattr(run, "write_reports", lambda _: [])
    summary = scan([given], tmp_path / "out", Settings(), workers=2, tell=silent)
    assert (summary.read, summary.refused, summary.complete) == (12, 5, True)
    (told,) = [row for row in rows(tmp_path / "out" / "refused.jsonl") if Path(row["file"]).name == DEADLY]
    assert "已跳过" in told["message"]


def unable_work(pipe, settings, parts):
    os._exit(3)


def test_workers_that_cannot_start_end_the_scan(given, tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "work", unable_work)
    monkeypatch.setattr(run, "SMALL", 0)
    with pytest.raises(CheckerError, match="起不来"):
        scan([given], tmp_path / "out", Settings(), workers=2, tell=silent)


COMMAND = """
import sys
from checker.scan import plan, run
plan.TASK_BYTES, run.SMALL = 20_000, 0
from checker.cli import main
main()
"""


def started(*arguments: object) -> subprocess.Popen:
    command = [sys.executable, "-c", COMMAND, "scan", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603


def wait_for_results(out: Path) -> None:
    deadline = time.monotonic() + 60
    while not ((out / "results.jsonl").exists() and (out / "results.jsonl").stat().st_size):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    path = tmp_path / "longer.jsonl"
    values = [{"id": f"n{number}", **(MODERATE if number % 2 else CLEAN)} for number in range(1500)]
    lines = [json.dumps(value, ensure_ascii=False) for value in (FIRST_VISIT, *values, SECOND_VISIT)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_processes_killed_and_interrupted_go_on_where_they_were(quick, longer, tmp_path):
    scan([longer], tmp_path / "undisturbed", Settings(), tell=silent)
    out = tmp_path / "out"
    process = started(longer, "-o", out, "--workers", "2")
    wait_for_results(out)
    process.kill()
    process.communicate()
    grown = (out / "results.jsonl").stat().st_size
    process = started(longer, "-o", out, "--workers", "2")
    while process.poll() is None and (out / "results.jsonl").stat().st_size <= grown:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode in (0, 130), told
    assert "Traceback" not in told
    process = started(longer, "-o", out, "--workers", "2")
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert contents(out) == contents(tmp_path / "undisturbed")


def test_a_full_disk_is_told_and_the_scan_goes_on_later(quick, given, tmp_path):
    out = tmp_path / "out"
    full = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); {COMMAND}"
    command = [sys.executable, "-c", full, "scan", str(given), "-o", str(out), "--workers", "2"]
    limited = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")  # noqa: S603
    assert limited.returncode == 2 and "写不了" in limited.stderr and "Traceback" not in limited.stderr
    assert scan([given], out, Settings(), tell=silent).complete
    scan([given], tmp_path / "undisturbed", Settings(), tell=silent)
    assert contents(out) == contents(tmp_path / "undisturbed")


def test_a_log_tells_rate_and_time_left(monkeypatch, capsys):
    clock = iter((0.0, 0.0, *[40.0] * 3, *[130.0] * 3))
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr(progress, "console", lambda **_: Console(file=sys.stderr, width=200))
    with progress.shown_progress() as tell:
        tell(Progress(100_000_000, 20_000_000, 20_000_000, 0, 1000))
        tell(Progress(100_000_000, 20_000_000, 60_000_000, 50, 27_000))
    told = capsys.readouterr().err.splitlines()
    assert told == ["检查了 20%", "检查了 60%，每秒 200 句，每秒 0.31 MB，还要约 2 分钟"]


def test_a_bar_on_a_terminal(monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(progress, "console", lambda **_: Console(file=out, force_terminal=True, width=200))
    with progress.shown_progress() as tell:
        tell(Progress(100, 0, 50, 1, 2))
    assert "检查" in out.getvalue()


def test_the_folder_knows_what_is_its_own(tmp_path):
    folder = Folder(tmp_path)
    for name in ("review.db", "results.jsonl", "findings.parquet", "notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    folder.clear()
    assert {path.name for path in tmp_path.iterdir()} == {"review.db", "notes.txt"}
