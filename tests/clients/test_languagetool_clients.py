"""Clients of LanguageTool servers from PyPI and npm, as they are, against our server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import INSTALL, TEXT, WORDS, need


def test_language_tool_python(server):
    library = pytest.importorskip("language_tool_python", reason=INSTALL)
    tool = library.LanguageTool("zh-CN", remote_server=server)
    found = tool.check(TEXT)
    assert WORDS in [TEXT[match.offset : match.offset + match.error_length] for match in found]
    assert all(match.replacements for match in found)
    tool.close()


def test_pylanguagetool(server):
    api = pytest.importorskip("pylanguagetool.api", reason=INSTALL)
    answer = api.check(TEXT, api_url=f"{server}/v2/", lang="zh-CN")
    units = TEXT.encode("utf-16-le")
    marked = [units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
              for each in answer["matches"]]  # fmt: skip
    assert WORDS in marked
    assert api.get_languages(f"{server}/v2/") == [{"name": "Chinese", "code": "zh", "longCode": "zh-CN"}]


def test_pylanguagetool_command(server, tmp_path):
    pytest.importorskip("pylanguagetool", reason=INSTALL)
    file = tmp_path / "draft.txt"
    file.write_text(TEXT, encoding="utf-8")
    command = [
        Path(sys.executable).with_name("pylanguagetool"),
        "-a",
        f"{server}/v2/",
        "-l",
        "zh-CN",
        "--no-color",
        file,
    ]
    result = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    assert "推诿" in result.stdout, result.stderr


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_gramma(server, tmp_path, kind):
    need(shutil.which("gramma"), "gramma")
    (tmp_path / ".gramma.json").write_text(json.dumps({"api_url": f"{server}/v2/check", "language": "zh-CN"}))
    file = tmp_path / ("draft.md" if kind == "markdown" else "draft.txt")
    file.write_text(f"# 答复\n\n**{TEXT}**\n" if kind == "markdown" else TEXT, encoding="utf-8")
    options = ["--markdown"] if kind == "markdown" else []
    command = ["gramma", "check", "--print", "--no-colors", "--language", "zh-CN", *options, file.name]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)  # noqa: S603
    assert WORDS in result.stdout
    assert "推诿" in result.stdout
