"""Files of scenarios and skills: an agency's own, and everything that can be wrong with them, all at once and with lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from practice_scenes import SCENARIO, practice

from checker.errors import LexiconError
from checker.practice.loading import load_scenarios
from checker.practice.skills import load_skills
from checker.practice.validation import validate_scenario

FAULTS = [
    ('situation = "wrong_window"', 'situation = "windows"', "situation", "不认识 “windows”"),
    ("level = 1", "level = 4", "level", "不是允许的值"),
    ('setting = "', 'profile = "x"\nsetting = "', "profile", "不认识 “x”"),
    ('title = "问路"', 'title = "问路"\nmatter = "登月"', "matter", "没有事项 “登月”"),
    ('clause = "五 办公用语2"', 'clause = "九十九"', "九十九", "没有条款 yakeshi 九十九"),
    ('name = "referral"', 'name = "referal"', "referal", "不认识 “referal”"),
    ('name = "thanks_response"', 'name = "thanks"', '"thanks"', "不认识 “thanks”"),
    ('words = ["{二|2}楼"]', 'words = ["{二|2楼"]', "2楼", "缺少 }"),
    ('goto = "again"', 'goto = "nowhere"', "react = [", "不认识 “nowhere”"),
    ('of = ["referral"]', 'of = ["direction"]', "react = [", "不认识 “direction”"),
    ('id = "close"', 'id = "ask"', 'id = "ask"', "已经用过"),
    ('fails = "referral"', 'fails = "direction"', "fails", "不认识 “direction”"),
    ('citizen = "谢谢啊。"', 'citizens = "谢谢啊。"', "citizens", "不认识的字段"),
    ('kind = "say", name = "apology"', 'kind = "say", title = "致歉"', "致歉", "没有 name 的要求"),
    ('course = "试课"', "# 试课", "# 试课", "开头缺少 course"),
]
"""What is written, what is written instead, the line it is told by, and what is told."""


@pytest.mark.parametrize(("old", "new", "mark", "message"), FAULTS, ids=[new for _, new, _, _ in FAULTS])
def test_a_fault_is_told_with_its_line(old, new, mark, message):
    text = SCENARIO.replace(old, new, 1)
    line = max(number for number, words in enumerate(text.splitlines(), start=1) if mark in words)
    told = [each for each in validate_scenario(text, practice().vocabulary).problems if message in each.message]
    assert [problem.line for problem in told] == [line]


def test_all_faults_are_told_at_once():
    text = SCENARIO.replace("level = 1", "level = 4").replace('kind = "point"', 'kind = "dot"')
    assert len(validate_scenario(text, practice().vocabulary).problems) == 2


def test_a_sound_scenario_has_no_problem_and_its_answers_are_tried():
    validation = validate_scenario(SCENARIO, practice().vocabulary)
    assert validation.problems == ()
    assert [(trial.step, trial.fine) for _, trial in validation.trials] == [
        ("ask", True),
        ("close", True),
        ("ask", True),
    ]


def test_a_model_answer_that_fails_its_own_scenario_shows():
    text = SCENARIO.replace("不客气，请慢走。", "嗯。")
    trials = [trial for _, trial in validate_scenario(text, practice().vocabulary).trials if not trial.fine]
    assert [(trial.step, trial.expected) for trial in trials] == [("close", "met")]


def test_an_agency_adds_and_replaces(tmp_path: Path):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "own.toml").write_text(SCENARIO, encoding="utf-8")
    (folder / "other.toml").write_text(SCENARIO.replace("own-window", "phone-open"), encoding="utf-8")
    scenarios = load_scenarios([tmp_path], practice().vocabulary)
    assert scenarios["own-window"].course == "试课"
    assert scenarios["phone-open"].title == "问路"
    assert len(scenarios) == len(practice().scenarios) + 1


def test_an_id_may_stand_once_in_a_folder(tmp_path: Path):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    for name in ("a.toml", "b.toml"):
        (folder / name).write_text(SCENARIO, encoding="utf-8")
    with pytest.raises(LexiconError, match="重复"):
        load_scenarios([tmp_path], practice().vocabulary)


def test_the_digest_changes_with_the_scenario_and_not_with_its_place():
    (one,) = validate_scenario(SCENARIO, practice().vocabulary).scenarios
    (moved,) = validate_scenario("# 说明\n\n" + SCENARIO, practice().vocabulary).scenarios
    (other,) = validate_scenario(SCENARIO.replace("好。", "好嘞。"), practice().vocabulary).scenarios
    assert one.digest == moved.digest != other.digest


def test_the_faults_of_skills_are_told_all_at_once(tmp_path: Path):
    folder = tmp_path / "skills"
    folder.mkdir()
    entry = """[[entry]]
id = "bow"
title = "鞠躬"
why = "客气"
say_instead = ["您好"]
basis = [{ document = "yakeshi", clause = "五" }]
words = ["{鞠|躬"]
cues = ["opening.bow"]
pass = ["鞠躬", "鞠个躬"]
fail = ["不", "没"]
"""
    (folder / "own.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        load_skills(practice().vocabulary.checker.cues.lists, [tmp_path])
    assert [(problem.line, problem.field) for problem in error.value.problems] == [(7, "words"), (8, "cues")]
