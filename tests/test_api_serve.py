"""`yanjian serve` as it is typed, and the files it serves that are also shipped elsewhere."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import checker.cli.serve
from checker.cli.app import build

ROOT = Path(__file__).parent.parent
EXTENSION = ROOT / "samples" / "draft-guard-extension"


def run(*arguments):
    return CliRunner().invoke(build(), ["serve", *map(str, arguments)])


def test_what_to_install_is_said(monkeypatch):
    monkeypatch.setattr(checker.cli.serve, "find_spec", lambda name: None if name == "fastapi" else name)
    result = run()
    assert result.exit_code == 2
    assert "fastapi" in result.stderr
    assert "pip install 'yanjian[serve]'" in result.stderr


def test_a_new_key_is_shown_once_with_its_hash():
    pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")
    from api.keys import hash_of

    result = run("--new-key", "一号窗口")
    key = re.search(r"：(\S+)", result.stderr)[1]
    assert key not in result.stdout
    assert f'sha256 = "{hash_of(key)}"' in result.stdout


def test_options_reach_every_worker(tmp_path, monkeypatch):
    pytest.importorskip("uvicorn", reason="pip install 'yanjian[serve]'")
    monkeypatch.setattr(os, "environ", dict(os.environ))
    config = tmp_path / "yanjian.toml"
    config.write_text("queue = 3\n", encoding="utf-8")
    started = []
    monkeypatch.setattr("api.server.run", lambda *given: started.append(given))
    result = run("--config", config, "--lexicons", tmp_path, "--workers", 2, "--host", "0.0.0.0")  # noqa: S104
    assert result.exit_code == 0
    assert started == [("0.0.0.0", 8750, 2)]  # noqa: S104
    assert os.environ["YANJIAN_CONFIG"] == str(config)
    assert os.environ["YANJIAN_LEXICONS"] == str(tmp_path)
    assert "没有设密钥" in result.stderr


def test_wrong_settings_end_it(tmp_path):
    pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")
    config = tmp_path / "yanjian.toml"
    config.write_text("queue = 0\n", encoding="utf-8")
    result = CliRunner().invoke(build(), ["serve"], env={"YANJIAN_CONFIG": str(config)})
    assert result.exit_code == 2
    assert "queue" in result.stderr


def test_the_extension_carries_the_same_draft_guard():
    served = ROOT / "api" / "web" / "static" / "draft-guard.js"
    assert (EXTENSION / "draft-guard.js").read_bytes() == served.read_bytes()


def test_the_extension_names_only_files_that_are_there():
    manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    named = [
        manifest["background"]["service_worker"],
        manifest["options_ui"]["page"],
        *manifest["content_scripts"][0]["js"],
    ]
    assert manifest["manifest_version"] == 3
    assert all((EXTENSION / name).is_file() for name in named)
