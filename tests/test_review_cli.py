"""`yanjian review` on the command line: figures, export, and what is refused."""

from __future__ import annotations

import json
import socket

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[store]'")

from review_stores import WANG, desk_of, forbidden, scan
from typer.testing import CliRunner

from checker.cli.app import build


def run(*arguments):
    return CliRunner().invoke(build(), [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def out(tmp_path_factory, checker):
    out = scan(checker, tmp_path_factory.mktemp("cli") / "OUT")
    with desk_of(out / "review.db", out) as desk:
        first, second = forbidden(desk, "不归我管")
        desk.decide(first, "confirm", version=0, person=WANG)
        desk.decide(second, "reject", version=0, person=WANG)
    return out


def test_summary(out):
    result = run("review", out, "--summary", "--sample", "2")
    assert result.exit_code == 0
    assert "新读入 0 条意见" in result.stderr
    assert "50.0%" in result.stdout and "全部" in result.stdout and "还太少" in result.stdout


def test_export_pass_says_what_it_leaves_out(out, tmp_path):
    result = run("review", out, "--export-pass", tmp_path / "本局")
    assert result.exit_code == 0
    assert "没有能写进词库的例子" in result.stdout
    assert "没有写进去 1 条，同样的话在别处核定为属实" in result.stdout


def test_another_database(out, tmp_path):
    result = run("review", out, "--summary", "--db", f"sqlite:///{tmp_path / 'other.db'}")
    assert result.exit_code == 0 and "50.0%" not in result.stdout and (tmp_path / "other.db").exists()


def test_what_is_refused(out, tmp_path):
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    cases = [
        ((tmp_path,), "没有检查的结果"),
        ((out, "--db", "mysql://x"), "不认识的数据库地址"),
        ((out, "--no-browser", "--known", tmp_path), "没有核定的记录"),
        ((out, "--no-browser", "--port", port), "用 --port 换一个"),
    ]
    with taken:
        for arguments, told in cases:
            result = run("review", *arguments)
            assert result.exit_code == 2 and told in result.stderr
    assert list(tmp_path.iterdir()) == []


def results(out):
    return [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_scan_reports_only_what_is_new(tmp_path):
    given = tmp_path / "given.jsonl"
    old = {"turns": [{"role": "clerk", "text": "李小明的电话是13900000000，这事不归我管。"}]}
    new = {"turns": [{"role": "clerk", "text": "你快走吧。"}]}
    for name, values in (("first", [old]), ("second", [old, new])):
        given.write_text("\n".join(map(json.dumps, values)), encoding="utf-8")
        baseline = ["--baseline", tmp_path / "first"] if name == "second" else []
        result = run("scan", given, "-o", tmp_path / name, *baseline)
        assert result.exit_code == 0
    found = [{each["text"] for each in value["report"]["findings"]} for value in results(tmp_path / "second")]
    assert found[0] == set() and "你快走吧" in found[1]
    assert results(tmp_path / "second")[0]["report"]["score"] == 100
    assert "2 段对话，1 段有问题" in result.stderr


def test_a_scan_knows_what_was_rejected(tmp_path):
    given = tmp_path / "given.jsonl"
    text = "李小明的电话是13900000000，这事不归我管。"
    given.write_text(json.dumps({"turns": [{"role": "clerk", "text": text}]}), encoding="utf-8")
    first, second = tmp_path / "first", tmp_path / "second"
    run("scan", given, "-o", first)
    with desk_of(first / "review.db", first) as desk:
        for number in forbidden(desk):
            desk.decide(number, "reject", version=0, person=WANG)
    assert run("scan", given, "-o", second, "--known", first).exit_code == 0
    before, after = (
        {each["rule"]: each for each in results(out)[0]["report"]["findings"] if each["kind"] == "forbidden"}
        for out in (first, second)
    )
    assert before.keys() == after.keys() and {each["status"] for each in after.values()} == {"suspected"}
    assert {each["trail"][-1] for each in after.values()} == {"以前核定：不属实"}
    assert results(second)[0]["report"]["score"] > results(first)[0]["report"]["score"]


def test_a_scan_needs_what_it_is_to_know(tmp_path):
    given = tmp_path / "given.json"
    given.write_text('{"text": "您好"}', encoding="utf-8")
    for option in ("--baseline", "--known"):
        result = run("scan", given, "-o", tmp_path / "out", option, tmp_path / "nothing")
        assert result.exit_code == 2 and "这里没有" in result.stderr and not (tmp_path / "out").exists()
