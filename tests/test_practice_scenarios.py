"""Every scenario proves itself; together they cover the situations and duties of the norms; every skill its examples."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from practice_scenes import practice

from checker.engine import Checker
from checker.model import Conversation, Finding, Report
from checker.practice.exchange import Exchange
from checker.practice.grading import Grader
from checker.practice.proving import prove
from checker.practice.spotting import spot
from checker.practice.vocabulary import DUTIES, SITUATIONS

ANSWERS = Path(__file__).parent / "practice_answers.jsonl"


def _scenarios():
    return list(practice().scenarios.values())


def test_every_model_answer_gets_full_marks_and_every_bad_answer_fails_as_it_says():
    for scenario in _scenarios():
        for trial in prove(scenario, practice().grader):
            outcomes = [(item.requirement.id, item.outcome) for item in trial.rubric.items]
            assert trial.fine, (scenario.id, trial.step, trial.text, trial.expected, outcomes)


def test_there_are_enough_scenarios_of_three_levels_in_every_channel():
    scenarios = _scenarios()
    assert len(scenarios) >= 64
    assert {scenario.level for scenario in scenarios} == {1, 2, 3}
    assert {scenario.channel for scenario in scenarios} == {"window", "phone", "chat", "reply"}
    assert all(scenario.bad for scenario in scenarios)


def test_every_situation_and_duty_of_the_norms_has_its_scenario():
    covered = {scenario.situation for scenario in _scenarios()}
    assert set(SITUATIONS) - covered <= {"general"}
    assert set(DUTIES) <= covered


def test_every_situation_of_the_courtesy_lexicon_has_a_name():
    entries = practice().vocabulary.checker.lexicon.of("courtesy")
    assert {entry.group for entry in entries} == set(SITUATIONS)


def test_the_guide_of_a_matter_is_at_hand_and_its_facts_are_wanted():
    named = [scenario for scenario in _scenarios() if scenario.matter]
    assert len(named) >= 8
    for scenario in named:
        guide = practice().guide(scenario)
        assert guide is not None
        assert guide.materials


@pytest.mark.parametrize("name", ["help", "referral", "time_commitment", "soothe", "apology"])
def test_the_empty_formulas_never_show_a_skill(name):
    formulas = ["我们会尽快的", "这个您找有关部门", "规定就是规定", "到时候通知您", "有意见找领导去"]
    assert [text for text in formulas if _shows(name, text)] == []


def test_every_skill_is_shown_by_its_examples_and_by_no_counterexample():
    for skill in practice().vocabulary.skills.values():
        assert [text for text in skill.examples if not _shows(skill.id, text)] == [], skill.id
        assert [text for text in skill.counterexamples if _shows(skill.id, text)] == [], skill.id


def test_free_answers_are_graded_as_labelled():
    """Agreement on passed or not, over answers of many kinds: good, half, bad; terse, wordy, dialectal, dictated."""
    labelled = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
    graded = [(each, _graded(each)) for each in labelled]
    wrong = [each["text"] for each, passed in graded if passed != (not each["missed"] and not each["fault"])]
    assert len(wrong) / len(labelled) <= 0.05, wrong


def test_what_is_rude_never_passes():
    labelled = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
    assert [each["text"] for each in labelled if each["fault"] and _graded(each)] == []


@dataclass(frozen=True)
class Suspicious:
    """A checker that finds fault with the beginning of every last turn, and is as sure of it as that."""

    checker: Checker
    how: str
    confidence: float

    def check_many(self, conversations: Iterable[Conversation]) -> Iterator[Report]:
        for talk in conversations:
            (report,) = self.checker.check_many([talk])
            words = talk.turns[-1].text[:2]
            finding = Finding(
                "detector/impatience", "forbidden", "impatience", "minor", "violation", len(talk.turns) - 1, 0, 2, words,
                self.how, self.confidence, "不耐烦", ("您别急",), (),
            )  # fmt: skip
            yield replace(report, findings=(*report.findings, finding))


@pytest.mark.parametrize(
    ("text", "how", "confidence", "fault"),
    [
        ("您好，请稍等两分钟。", "model", 0.96, False),
        ("您好，请稍等两分钟。", "model", 0.97, True),
        ("您好，居住证是吧。", "model", 0.79, False),
        ("您好，居住证是吧。", "model", 0.8, True),
        ("您好，请稍等两分钟。", "exact", 0.6, True),
    ],
)
def test_the_detector_alone_makes_a_fault_only_where_it_is_sure(text, how, confidence, fault):
    scenario = practice().scenarios["arrival-busy"]
    vocabulary = practice().vocabulary
    grader = Grader(replace(vocabulary, checker=Suspicious(vocabulary.checker, how, confidence)))
    items = grader.grade(scenario, [Exchange(scenario.steps[0], (text,), 0)])
    assert any(item.outcome == "fault" for item in items) == fault


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("身份证给我，我查一下。", "met"),
        ("每一笔钱都有账可查，谁会贪你的？身份证给我，我查一下。", "fault"),
        ("您别急，没人贪您的，我马上帮您查。", "met"),
    ],
)
def test_a_retort_is_an_argument_unless_words_that_ease_stand_beside_it(text, outcome):
    scenario = practice().scenarios["upset-shouting"]
    items = practice().grader.grade(scenario, [Exchange(scenario.steps[0], (text,), 0)])
    assert [item.outcome for item in items if item.requirement.id == "no_argument"] == [outcome]


@pytest.mark.parametrize(
    ("text", "shown"), [("有身份证不 我帮您查一下", True), ("我不帮您查", False), ("没空给您查", False)]
)
def test_a_question_before_a_pause_denies_nothing(text, shown):
    assert _shows("help", text) == shown


def _graded(labelled: dict) -> bool:
    scenario = practice().scenarios[labelled["scenario"]]
    place = [step.id for step in scenario.steps].index(labelled["step"])
    before = [Exchange(step, (step.model,), number) for number, step in enumerate(scenario.steps[:place])]
    items = practice().grader.grade(scenario, [*before, Exchange(scenario.steps[place], (labelled["text"],), place)])
    return all(item.outcome == "met" for item in items)


def _shows(name: str, text: str) -> bool:
    return bool(spot(practice().grader.matcher, text).spans(name))
