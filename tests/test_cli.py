"""The command line: exit statuses, formats, order, and Chinese throughout."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from checker.cli.app import build

CLEAN = {"turns": [{"role": "clerk", "text": "您好，请坐，请问您要办理什么业务？"},
                   {"role": "citizen", "text": "办社保卡。"},
                   {"role": "clerk", "text": "办好了，请收好您的单据，再见，请慢走。"}]}  # fmt: skip
MODERATE = {"text": "不归我管，问别人去。"}
MINOR = {"text": "不知道。"}


def run(*arguments, stdin: str | bytes | None = None):
    return CliRunner().invoke(build(), [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def write(tmp_path: Path):
    def to_file(name: str, *values) -> Path:
        path = tmp_path / name
        lines = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return to_file


STATUSES = [
    ([CLEAN], [], 0),
    ([MODERATE], [], 1),
    ([CLEAN, MODERATE], [], 1),
    (["{"], [], 2),
    ([MODERATE, "{"], [], 2),
    ([MODERATE], ["--fail-on", "minor"], 1),
    ([MODERATE], ["--fail-on", "moderate"], 1),
    ([MODERATE], ["--fail-on", "severe"], 0),
    ([MODERATE], ["--fail-on", "never"], 0),
    ([MINOR], ["--fail-on", "moderate"], 0),
    ([MINOR], ["--profile", "qidong"], 1),
    ([MINOR], ["--profile", "nobody"], 2),
    ([{"text": "好", "profile": "nobody"}], [], 2),
]


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize(("values", "options", "status"), STATUSES)
def test_exit_status(write, values, options, status, format):
    result = run("check", write("in.jsonl", *values), "--format", format, *options)
    assert result.exit_code == status, result.output


def test_the_text_shows_line_mark_clause_and_advice(write):
    output = run("check", write("in.json", MODERATE)).stdout
    assert "不归我管，问别人去。" in output
    assert "~~~~" in output
    assert "《便民服务工作制度》 第一篇(三)5" in output
    assert "可以说：" in output
    assert "得分：" in output


def test_colour_where_it_is_wanted(write):
    environment = {"FORCE_COLOR": "1", "PATH": ""}
    path = write("in.json", MODERATE)
    result = subprocess.run([sys.executable, "-m", "checker.cli", "check", path], capture_output=True, env=environment)  # noqa: S603
    assert b"\x1b[" in result.stdout
    assert b"\x1b[" not in run("check", path).stdout_bytes


def test_control_characters_are_not_executed(write):
    output = run("check", write("in.json", {"text": "\x1b]0;x\x07不归我管\u202e"})).stdout
    assert "\x1b" not in output and "\x07" not in output and "\u202e" not in output


def test_explain_tells_what_was_let_go(write):
    output = run("check", write("in.json", {"text": "您不清楚的地方尽管问。"}), "--explain").stdout
    assert "[放过]" in output


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_standard_input(encoding):
    result = run("check", "-", "--format", "json", stdin="工作人员：不归我管。\n群众：那归谁管？".encode(encoding))
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["findings"][0]["text"] == "不归我管"


def test_channel_only_where_the_file_has_none(write):
    path = write("in.jsonl", {"text": "您好"}, {"text": "您好", "channel": "phone"})
    output = run("check", path, "--format", "json", "--channel", "chat").stdout
    assert [json.loads(line)["channel"] for line in output.splitlines()] == ["chat", "phone"]


def test_errors_name_file_line_and_field(write):
    path = write("in.jsonl", CLEAN, {"turns": [{"role": "king", "text": "好"}]}, MODERATE)
    result = run("check", path, "--format", "json")
    assert result.exit_code == 2
    assert re.search(r"in\.jsonl:2：turns\[0\]\.role：不认识的角色", result.stderr)
    assert len(result.stdout.splitlines()) == 2


def test_scan_keeps_order_counts_and_goes_on(write, tmp_path):
    values = [{"id": f"n{number}", **(MODERATE if number % 2 else CLEAN)} for number in range(6)]
    first = write("a.jsonl", *values[:3], "{broken", values[3])
    second = write("b.jsonl", *values[4:])
    out = tmp_path / "out.jsonl"
    result = run("scan", first, second, tmp_path / "missing.jsonl", "-o", out)
    assert result.exit_code == 2
    reports = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [report["id"] for report in reports] == ["n0", "n1", "n2", "n3", "n4", "n5"]
    assert "检查了 6 段对话，3 段有问题；读不了 2 条" in result.stderr
    assert "a.jsonl:4" in result.stderr and "missing.jsonl" in result.stderr


def test_scan_of_a_folder_leaves_its_own_output_out(write, tmp_path):
    write("a.json", CLEAN)
    out = tmp_path / "out.jsonl"
    for _ in range(2):
        assert run("scan", tmp_path, "-o", out).exit_code == 0
        assert len(out.read_text(encoding="utf-8").splitlines()) == 1


def test_an_agency_starts_its_own_lexicon(write, tmp_path):
    folder = tmp_path / "本局"
    assert run("init", folder, "--name", "ours").exit_code == 0
    assert run("lexicon", "lint", "-L", folder).stdout.strip() == "词库没有问题。"
    draft = write("draft.json", {"text": "今天不弄了，下周再来。"})
    assert "come-back-next-week" in run("check", draft, "-L", folder, "--profile", "ours", "--format", "json").stdout
    assert "come-back-next-week" not in run("check", draft, "--format", "json").stdout
    again = run("init", folder, "--name", "ours")
    assert again.exit_code == 2 and "已经存在" in again.stderr


def test_an_agency_overrides_and_switches_off(write, tmp_path):
    folder = tmp_path / "own"
    run("init", folder)
    profile = folder / "profiles" / "agency.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("off = []", 'off = ["forbidden/ignorance/do-not-know"]'), encoding="utf-8")
    draft = write("draft.json", MINOR)
    assert run("lexicon", "lint", "-L", folder).exit_code == 0
    assert "do-not-know" in run("check", draft, "-f", "json", "-L", folder).stdout
    off = json.loads(run("check", draft, "-f", "json", "-L", folder, "--profile", "agency").stdout)
    assert "forbidden/ignorance/do-not-know" not in {finding["rule"] for finding in off["findings"]}


def test_lint_tells_all_and_ends_with_one(tmp_path):
    run("init", tmp_path)
    entry = tmp_path / "forbidden" / "refusal.toml"
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("第一篇(三)5", "第九篇").replace('"minor"', '"tiny"'), encoding="utf-8")
    (tmp_path / "profiles" / "x.toml").write_text("colour = 1", encoding="utf-8")
    result = run("lexicon", "lint", "-L", tmp_path)
    assert result.exit_code == 1
    assert re.search(r"refusal\.toml:7：severity", result.stderr)
    assert "x.toml" in result.stderr


def test_list_show_and_try():
    listed = run("lexicon", "list", "shirking").stdout
    assert "forbidden/shirking/not-my-duty" in listed and "forbidden/refusal" not in listed
    shown = run("lexicon", "show", "not-my-duty").stdout
    for part in ("不归我管", "该怎么说", "依据", "第一篇(三)5", "会指出", "不会指出", "shirking.toml:"):
        assert part in shown
    unknown = run("lexicon", "show", "nothing-like-it")
    assert unknown.exit_code == 2 and "没有条目" in unknown.stderr
    assert "推诿" in run("lexicon", "try", "不归我管").stdout


COMMANDS = [(), ("check",), ("scan",), ("init",), ("evaluate",), ("lexicon",), ("lexicon", "lint"), ("lexicon", "list"),
            ("lexicon", "show"), ("lexicon", "try")]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_chinese(command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "用法：" in result.stdout and "显示这份说明" in result.stdout
    for english in ("Usage", "Options", "Arguments", "Commands", "Show this", "default", "required", "env var", "…\n"):
        assert english not in result.stdout


MISUSES = [
    (("check",), "缺少参数"),
    (("check", "x", "--nope"), "没有选项 --nope"),
    (("check", "x", "--format", "xml"), "xml"),
    (("check", "x", "--format"), "缺少值"),
    (("check", "x", "--explain=1"), "不能写值"),
    (("chek",), "没有命令 “chek”"),
    (("lexicon", "nope"), "没有命令 “nope”"),
    (("lexicon", "show", "a", "b"), "多出来的参数：b"),
    (("scan", "x"), "--output"),
    (("scan", "x", "-o", "/nonexistent/y"), "写不了"),
    (("scan", "x", "-o", "y", "--workers", "0"), "至少是 1"),
    (("scan", "x", "-o", "y", "--map", "text"), "--map"),
]


@pytest.mark.parametrize(("arguments", "message"), MISUSES)
def test_misuse_is_told_in_chinese_with_status_2(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    for english in ("Usage", "Error", "Missing", "No such", "Invalid", "Try '", "requires"):
        assert english not in re.sub(r"No such file or directory", "", result.stderr)


@pytest.mark.parametrize(("value", "status"), [(CLEAN, 0), (MODERATE, 1), ("{", 2)])
def test_as_a_process(write, value, status):
    command = [sys.executable, "-m", "checker.cli", "check", write("in.json", value)]
    result = subprocess.run(command, capture_output=True, env={"LC_ALL": "C", "PATH": ""})  # noqa: S603
    assert result.returncode == status
    assert b"Traceback" not in result.stderr
    (result.stdout + result.stderr).decode("utf-8")


def test_evaluate_prints_figures(write):
    label = {"id": "u1", "channel": "window", "before": [], "text": "不归我管", "label": "violation",
             "category": "shirking", "span": "不归我管", "note": ""}  # fmt: skip
    result = run("evaluate", write("utterances.jsonl", label))
    assert result.exit_code == 0
    assert "violation: precision 1.000 recall 1.000 f1 1.000 (labelled 1, found 1)" in result.stdout
    assert run("evaluate", write("bad.jsonl", "{}")).exit_code == 2
