"""The dialogue: how the citizen goes on, what is graded, what is kept; and what cannot be taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from practice_scenes import SCENARIO, practice

from checker.errors import CheckerError
from checker.practice.session import LONGEST, Session
from checker.practice.validation import validate_scenario

GOOD = "不好意思，报销您上二楼，6号窗口"


def _scenario():
    (scenario,) = validate_scenario(SCENARIO, practice().vocabulary).scenarios
    return scenario


def _session(*answers: str) -> Session:
    session = practice().start(_scenario())
    for answer in answers:
        session.answer(answer)
    return session


def _outcomes(session: Session) -> dict[str, tuple[str, bool]]:
    assert session.rubric is not None
    return {item.requirement.id: (item.outcome, item.prompted) for item in session.rubric.items}


def test_a_satisfied_citizen_goes_on_to_the_next_step():
    session = practice().start(_scenario())
    assert session.citizen == "住院的票在这儿报不？"
    reaction = session.answer(GOOD)
    assert (reaction.citizen, reaction.again, reaction.rubric) == ("好。谢谢啊。", False, None)
    end = session.answer("甭客气，慢走")
    assert end.citizen is None
    assert end.rubric is session.rubric
    assert session.finished
    assert (session.rubric.score, session.rubric.passed) == (100, True)


def test_what_was_left_out_is_asked_for_and_counts_half():
    session = practice().start(_scenario())
    reaction = session.answer("对不起，这儿不报。")
    assert (reaction.citizen, reaction.again) == ("那上哪儿报？", True)
    session.answer("二楼6号")
    session.answer("不客气")
    assert _outcomes(session) == {
        "referral": ("met", True), "apology": ("met", False), "thanks_response": ("met", False),
    }  # fmt: skip
    assert (session.rubric.score, session.rubric.passed) == (83, True)


def test_the_citizen_asks_again_only_once():
    session = _session("对不起，这儿不报。", "对不起，我们这儿真的不报。", "不客气")
    assert session.finished
    assert _outcomes(session)["referral"] == ("missed", False)
    assert not session.rubric.passed


def test_a_brush_off_makes_the_citizen_angry_and_is_a_fault_with_its_words():
    session = practice().start(_scenario())
    reaction = session.answer("不归我管，问别人去。")
    assert reaction.citizen == "你什么态度！"
    assert session.finished
    faults = [item for item in session.rubric.items if item.outcome == "fault"]
    assert faults[0].requirement.id == "shirking"
    assert faults[0].evidence[0].text in "不归我管，问别人去。"
    assert faults[0].suggestion
    assert not session.rubric.passed


def test_what_a_step_forbids_is_a_fault():
    assert _outcomes(_session(GOOD + "，烦死了"))["sigh"] == ("fault", False)


def test_a_right_answer_in_a_rude_wrapper_does_not_pass():
    session = _session("对不起，二楼6号，你没长眼睛吗")
    assert not session.rubric.passed


def test_every_line_says_what_to_say_instead_and_by_which_clause():
    session = _session("对不起，这儿不报。", "您到别处看看。", "嗯")
    for item in session.rubric.items:
        assert item.clause
        assert bool(item.suggestion) == (item.outcome != "met" or item.prompted)
    assert session.rubric.models == {"ask": "对不起，请您到二楼6号窗口。", "close": "不客气，请慢走。"}


@pytest.mark.parametrize("answer", ["", "  \n", "好" * (LONGEST + 1)])
def test_an_answer_that_is_none_is_refused_and_changes_nothing(answer):
    session = _session()
    with pytest.raises(CheckerError):
        session.answer(answer)
    assert session.answers == []


def test_a_finished_session_takes_no_more():
    session = _session(GOOD, "不客气")
    with pytest.raises(CheckerError, match="已经结束"):
        session.answer("还有")


def test_a_session_comes_back_from_its_state_as_it_was():
    scenario = practice().scenarios["first-dont-know"]
    session = practice().start(scenario)
    session.answer("我帮您问问，有消息再说。")
    again = practice().from_state(session.to_state())
    assert (again.citizen, again.transcript, again.answers) == (session.citizen, session.transcript, session.answers)
    last = "我现在就打电话问医保股，四点前给您回话"
    assert again.answer(last) == session.answer(last)
    assert practice().from_state(session.to_state()).rubric == session.rubric


@pytest.mark.parametrize("change", [{"digest": "0" * 16}, {"scenario": "gone"}])
def test_a_changed_scenario_cannot_be_gone_on_with(change):
    state = practice().start(practice().scenarios["first-dont-know"]).to_state() | change
    with pytest.raises(CheckerError, match="修改或删除"):
        practice().from_state(state)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.text(alphabet="对不起您好二楼6号窗。，🙂 \n\u0000不行ａ１不归我管", min_size=1, max_size=40),
        min_size=3,
        max_size=3,
    )
)
def test_evidence_stands_in_the_answers_as_given(texts):
    session = practice().start(_scenario())
    for text in texts:
        if text.strip() and not session.finished:
            session.answer(text)
    for item in session.rubric.items if session.rubric else ():
        for each in item.evidence:
            assert session.answers[each.answer][each.start : each.end] == each.text
