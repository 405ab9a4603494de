"""What the page on the service says is so: every setting with its default, its configuration, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import CONFIG_VARIABLE, Settings, load_settings

DOCS = Path(__file__).parent.parent / "docs"
TEXTS = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("service.md", "service.zh-CN.md")}
NONE = ("none", "无", "a file of the user's", "用户自己的文件")


@pytest.mark.parametrize("name", TEXTS)
def test_every_setting_is_listed_with_its_default(name):
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \| .* \|$", TEXTS[name], re.MULTILINE))
    assert list(rows) == list(Settings.model_fields)
    for setting, field in Settings.model_fields.items():
        assert rows[setting] == str(field.default) or (not field.default and rows[setting] in NONE), setting


@pytest.mark.parametrize("name", TEXTS)
def test_the_configuration_can_be_used(name, tmp_path, monkeypatch):
    text = re.search(r"```toml\n(lexicons.*?)```", TEXTS[name], re.DOTALL)[1]
    file = tmp_path / "service.toml"
    file.write_text(text.replace("…", "0" * 64), encoding="utf-8")
    monkeypatch.setenv(CONFIG_VARIABLE, str(file))
    settings = load_settings()
    assert (settings.requests_per_minute, settings.keys[0].requests_per_minute) == (600, 1200)


@pytest.mark.parametrize("name", TEXTS)
def test_addresses_exist(name, checker):
    client = TestClient(create_app(Settings(reload_seconds=0), checker=checker))
    for path in set(re.findall(r"`(/[\w/]*)", TEXTS[name])) - {"/v2", "/v1/live"}:
        assert client.get(path).status_code != 404, path


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_show_the_same_commands_and_clients(name):
    other = next(text for key, text in TEXTS.items() if key != name)
    for line in re.findall(r"^    (?:curl|<script|yanjian serve --host).*$", TEXTS[name], re.MULTILINE):
        assert line in other
    clients = [re.findall(r"127\.0\.0\.1:8750[/\w]*", text) for text in (TEXTS[name], other)]
    assert clients[0] == clients[1]
