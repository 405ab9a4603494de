"""LibreOffice Writer, headless, with its own client of LanguageTool servers."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import TEXT, WORDS, free_port, need

PYTHON = "/usr/bin/python3"
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool">
<prop oor:name="BaseURL" oor:op="fuse"><value>{url}/v2</value></prop>
<prop oor:name="IsEnabled" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


@pytest.fixture(scope="module")
def office(server, tmp_path_factory):
    """The port of a Writer whose settings name our server."""
    need(shutil.which("soffice"), "LibreOffice")
    need(Path("/usr/lib/python3/dist-packages/uno.py").exists(), "python3-uno")
    profile = tmp_path_factory.mktemp("office")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(url=server), encoding="utf-8")
    port = free_port()
    accept = f"--accept=socket,host=127.0.0.1,port={port};urp;"
    options = ["--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}", accept]
    process = subprocess.Popen(["soffice", *options], start_new_session=True)  # noqa: S603, S607
    yield port
    process.terminate()
    process.wait(timeout=30)


def proofread(port: int, text: str) -> list[dict]:
    script = Path(__file__).with_name("writer.py")
    for _ in range(60):
        result = subprocess.run([PYTHON, script, str(port), text], capture_output=True, text=True)  # noqa: S603
        if result.returncode == 0:
            return [json.loads(line) for line in result.stdout.splitlines()]
        time.sleep(1)
    raise AssertionError(result.stderr)


def test_writer_marks_the_right_characters(office):
    found = proofread(office, TEXT)
    units = TEXT.encode("utf-16-le")
    marked = [units[2 * each["start"] : 2 * (each["start"] + each["length"])].decode("utf-16-le") for each in found]
    assert WORDS in marked
    assert all(each["message"] and each["suggestions"] for each in found)


def test_writer_marks_nothing_in_a_polite_draft(office):
    assert proofread(office, "您好，请您稍等，我帮您查询一下。") == []
