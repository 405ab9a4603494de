"""The cue lists: every template reads, an agency's lists add to them, and mistakes are reported with file and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.errors import LexiconError
from checker.lexicon.cues import load_cues
from checker.lexicon.templates import parse
from checker.matching.cues import CueMatcher
from checker.text import Batch

PROTOCOL = Path(__file__).parent.parent / "checker" / "rules"
LISTS = load_cues()
NAMES = sorted(LISTS)


@pytest.fixture(scope="module")
def matcher() -> CueMatcher:
    return CueMatcher(LISTS)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_reads(name):
    for template in LISTS[name]:
        parse(template)


def _used() -> set[str]:
    files = [*(PROTOCOL / "protocol").glob("*.py"), PROTOCOL / "courtesy.py", PROTOCOL / "timing.py"]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    stems = {name.split(".")[0] for name in NAMES}
    return {name for name in re.findall(r'"([a-z]+\.[a-z_]+)"', text) if name.split(".")[0] in stems}


def test_every_list_that_the_rules_name_exists():
    assert _used() <= set(NAMES)


def test_no_list_is_left_unused():
    assert {name for name in NAMES if not name.startswith(("domains.", "matters."))} == _used()


def test_spans_and_harmless_longer_wordings(matcher):
    hits = matcher.find(Batch(["请稍等一下", "回家等通知吧"])).of(0, 2)
    assert hits.spans(0, "waiting.asked")
    assert not hits.spans(1, "waiting.asked", ["waiting.asked_unless"])


def test_spans_count_within_their_own_turn(matcher):
    batch = Batch(["前面一句。", "谢谢", "后面", "谢谢"])
    hits = matcher.find(batch).of(1, 3)
    assert hits.spans(0, "closing.thanks") == hits.spans(2, "closing.thanks") == [(0, 2)]


def write(folder: Path, text: str) -> Path:
    (folder / "protocol").mkdir()
    (folder / "protocol" / "closing.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_agency_adds_its_own(tmp_path):
    lists = load_cues([write(tmp_path, 'farewell = ["巴适得板"]')])
    assert lists["closing.farewell"] == [*LISTS["closing.farewell"], "巴适得板"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('farewel = ["再见"]', "不认识的词表"),
        ("farewell = 3", "应当是文字的列表"),
        ('farewell = ["{再见"]', "缺少 }"),
    ],
)
def test_mistakes_are_reported(tmp_path, text, what):
    with pytest.raises(LexiconError, match=what):
        load_cues([write(tmp_path, text)])
