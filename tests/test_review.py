"""The review in SQLite: import, verdicts, history, clerks, sample; the states by themselves; sampling by itself."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[store]'")

from hypothesis import given
from hypothesis import strategies as st
from review_contract import CONTRACT
from review_stores import said, scan

from checker.errors import CheckerError
from checker.review import sampling
from checker.review.labelling import Sample
from checker.review.states import OPEN, STEPS, UNDO, allowed, standing, state_of, undoable
from checker.store.engine import open_store


@pytest.mark.parametrize("holds", CONTRACT, ids=lambda each: each.__name__)
def test_contract(tmp_path, checker, holds):
    holds(tmp_path / "review.db", checker, tmp_path / "OUT")


@given(st.lists(st.tuples(st.sampled_from([*STEPS, UNDO]), st.sampled_from(["inspector", "clerk"])), max_size=30))
def test_whatever_is_tried_the_history_leads_to_the_state(tried):
    history, state = [], OPEN
    for action, role in tried:
        taken = standing(history)
        if action in allowed(state, role, undoable=undoable(taken, role)):
            history.append((action, role))
            state = state_of(standing(history))
            assert action == UNDO or state == STEPS[action].after
    assert state == state_of(standing(history))
    assert all(
        step.before == state for action, step in STEPS.items() if action in allowed(state, "inspector", undoable=False)
    )


def test_all_can_be_undone_step_by_step():
    history = [("confirm", "inspector"), ("contest", "inspector"), ("uphold", "inspector")]
    states = []
    for _ in range(3):
        history.append((UNDO, "inspector"))
        states.append(state_of(standing(history)))
    assert states == ["contested", "confirmed", "open"]


def test_an_inspector_does_not_undo_a_clerks_contest():
    taken = [("confirm", "inspector"), ("contest", "clerk")]
    assert not undoable(taken, "inspector") and undoable(taken, "clerk")


def groups(*counts):
    return Counter({sampling.Group(found, channel, unit): count for found, channel, unit, count in counts})


SIZES = groups(
    (True, "phone", "一", 30), (False, "phone", "一", 600), (False, "phone", "二", 300), (False, "chat", "二", 100)
)


def test_the_draw_is_in_proportion_and_repeatable():
    picked = sampling._picked(SIZES, 100, "seed")
    assert picked == sampling._picked(SIZES, 100, "seed") != sampling._picked(SIZES, 100, "other")
    counts = {group: len(numbers) for group, numbers in picked.items()}
    assert counts[sampling.Group(True, "phone", "一")] == 25
    assert abs(counts[sampling.Group(False, "phone", "一")] - 45) <= 1
    assert abs(counts[sampling.Group(False, "chat", "二")] - 7.5) <= 1
    assert all(number < SIZES[group] for group, numbers in picked.items() for number in numbers)


SHARES = [
    (SIZES, 100, (25, 75)),
    (groups((True, "a", "", 3), (False, "a", "", 100)), 40, (3, 37)),
    (groups((True, "a", "", 100), (False, "a", "", 3)), 40, (37, 3)),
    (groups((True, "a", "", 2), (False, "a", "", 3)), 40, (2, 3)),
    (groups((False, "a", "", 9)), 4, (0, 4)),
]


@pytest.mark.parametrize(("sizes", "size", "expected"), SHARES)
def test_what_one_part_lacks_the_other_gives(sizes, size, expected):
    shares = sampling._shares(sizes, size)
    assert (shares[True], shares[False]) == expected
    assert sum(len(numbers) for numbers in sampling._picked(sizes, size, "s").values()) == sum(expected)


def test_every_turn_has_the_same_chance():
    """Over many seeds a turn is drawn as often as its part's share says."""
    sizes = groups((False, "a", "1", 7), (False, "a", "2", 3))
    drawn = Counter(
        (group.unit, number)
        for seed in range(2000)
        for group, numbers in sampling._picked(sizes, 5, str(seed)).items()
        for number in numbers
    )
    assert len(drawn) == 10 and all(880 < count < 1120 for count in drawn.values())


def test_the_sample_does_not_tell_what_the_checker_says(tmp_path, checker):
    out = scan(checker, tmp_path / "OUT", [said("不归我管。"), said("好的，请稍等。")])
    engine = open_store(tmp_path / "review.db")
    sample = Sample(engine, sampling.draw(engine, out, 2))
    assert all(
        "不归我管" in str(each) or "found" not in each
        for each in map(sample.turn, (each["id"] for each in sample.turns()))
    )
    assert {key for each in sample.turns() for key in each} == {"id", "label", "category"}
    engine.dispose()


def test_nothing_to_draw_from(tmp_path, checker):
    out = scan(checker, tmp_path / "OUT", [{"turns": [{"role": "citizen", "text": "有人吗？"}]}])
    engine = open_store(tmp_path / "review.db")
    with pytest.raises(CheckerError, match="没有工作人员的话"):
        sampling.draw(engine, out, 5)
    engine.dispose()
