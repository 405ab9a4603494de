"""What the README says is so: its commands, its example, and that both languages say the same."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from checker.cli.app import build

ROOT = Path(__file__).parent.parent
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}


def _lines(text: str) -> list[str]:
    return re.findall(r"^    (\S.*)$", text, re.MULTILINE)


def _help(*command: str) -> str:
    return CliRunner().invoke(build(), [*command, "--help"]).stdout


@pytest.mark.parametrize("name", TEXTS)
def test_the_first_command_checks_the_samples(name):
    first = _lines(TEXTS[name])[0]
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install --quiet . && .venv/bin/yanjian ")
    arguments = shlex.split(first.rsplit("/yanjian ", 1)[1])
    files = [str(path) for path in sorted(ROOT.glob(arguments.pop()))]
    result = CliRunner().invoke(build(), [*arguments, *files])
    assert result.exit_code == 1
    assert result.stdout.count("得分：") == len(files) >= 12
    assert "这不是程序出错" in result.stderr


def test_both_readmes_give_the_same_commands():
    english, chinese = (_lines(text)[:2] for text in TEXTS.values())
    assert english == chinese


def test_continuous_integration_finds_the_test_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "readme_command tests" in script
    marked = TEXTS["README.md"].split("<!-- tests -->", 1)[1].strip().splitlines()[0].strip()
    assert marked == _lines(TEXTS["README.md"])[1]
    for part in ("venv", "install", "[dev]", "ruff check", "ruff format --check", "mypy", "pytest"):
        assert part in marked


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_and_option_named_exists(name):
    for line in (line for line in _lines(TEXTS[name]) if line.startswith("yanjian ")):
        words = shlex.split(line, comments=True)[1:]
        command = words[:2] if words[0] == "lexicon" else words[:1]
        page = _help(*command)
        assert "用法：" in page, line
        assert all(word in page for word in words if re.match(r"--?\w", word)), line


@pytest.mark.parametrize("name", TEXTS)
def test_the_example_runs(name):
    code = re.search(r"```python\n(.*?)```", TEXTS[name], re.DOTALL)[1]
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)  # noqa: S603
    assert "不归我管".encode() in result.stdout


@pytest.mark.parametrize("name", TEXTS)
def test_files_and_links_exist(name):
    for target in re.findall(r"\]\(([^)#]+)", TEXTS[name]):
        assert (ROOT / target).exists()
    for path in re.findall(r"`((?:lexicons|samples|tests)/[\w./]*)`", TEXTS[name]):
        assert (ROOT / path).exists()
