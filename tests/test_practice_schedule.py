"""When things come back: ratings from rubrics, fsrs without chance, the choice of the next scenario."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("fsrs", reason="pip install 'yanjian[practice]'")

from checker.model import Citation
from checker.practice.model import Requirement, Rubric, RubricItem, Scenario, Step
from checker.practice.schedule import Rating, choose, due_of, keys_of, ratings, review

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CLAUSE = (Citation("yakeshi", "五 办公用语1"),)


def requirement(name, kind="point", identity=None):
    return Requirement(identity or name or "own", kind, name, name, "", CLAUSE, ("您好",))


def scenario(identity, *names, level=1, situation="arrival"):
    step = Step("a", "你好", "", tuple(map(requirement, names)), (), (), "您好")
    return Scenario(
        identity, identity, "课程", situation, level, "window", "default", None, "", CLAUSE, (step,), (), "d", "", 1
    )


def rubric(scenario, *outcomes, prompted=()):
    items = tuple(
        RubricItem("a", each, outcome, (), "", CLAUSE, each.name in prompted)
        for each, outcome in zip(scenario.requirements, outcomes, strict=True)
    )
    return Rubric(items, 0, all(outcome == "met" for outcome in outcomes), {})


CASES = [
    (("met", "met"), (), 1, (Rating.GOOD, Rating.GOOD, Rating.GOOD)),
    (("met", "met"), (), 3, (Rating.EASY, Rating.EASY, Rating.EASY)),
    (("met", "met"), ("apology",), 3, (Rating.HARD, Rating.EASY, Rating.HARD)),
    (("met", "missed"), (), 1, (Rating.AGAIN, Rating.GOOD, Rating.AGAIN)),
    (("fault", "met"), (), 2, (Rating.AGAIN, Rating.AGAIN, Rating.GOOD)),
]


@pytest.mark.parametrize(("outcomes", "prompted", "level", "expected"), CASES)
def test_ratings(outcomes, prompted, level, expected):
    played = scenario("s", "greeting", "apology", level=level)
    found = ratings(played, rubric(played, *outcomes, prompted=prompted))
    keys = [("situation", "arrival"), ("element", "point/greeting"), ("element", "point/apology")]
    assert found == dict(zip(keys, expected, strict=True))


def test_forbidden_words_fail_the_situation_and_the_worst_counts():
    played = scenario("s", "greeting", "greeting")
    graded = rubric(played, "met", "missed")
    said = RubricItem("a", requirement("x", "avoid"), "fault", (), "", CLAUSE)
    found = ratings(played, replace(graded, items=(*graded.items, said)))
    assert found == {("situation", "arrival"): Rating.AGAIN, ("element", "point/greeting"): Rating.AGAIN}


def test_a_scenarios_own_requirement_is_a_card_of_its_own():
    played = scenario("s")
    own = replace(played.steps[0], requirements=(requirement("", "say", "blue"),))
    assert ("element", "say/s/blue") in keys_of(replace(played, steps=(own,)))


@pytest.mark.parametrize(("rating", "least", "most"), [(Rating.AGAIN, 0, 0.01), (Rating.HARD, 0, 0.1),
                                                       (Rating.GOOD, 0, 0.1), (Rating.EASY, 3, 30)])  # fmt: skip
def test_the_worse_the_sooner(rating, least, most):
    due = due_of(review(None, rating, NOW)) - NOW
    assert timedelta(days=least) <= due <= timedelta(days=most)


def test_nothing_is_left_to_chance():
    cards = []
    for _ in range(3):
        card = None
        for day, rating in enumerate((Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.GOOD, Rating.EASY)):
            card = review(card, rating, NOW + timedelta(days=10 * day))
        cards.append(card)
    assert cards[0] == cards[1] == cards[2]
    assert due_of(cards[0]) > NOW + timedelta(days=60)
    assert due_of(cards[0]).utcoffset() == timedelta(0)


def test_the_scenario_that_covers_most_is_next():
    scenarios = [scenario("a", "greeting"), scenario("b", "greeting", "apology"), scenario("c", "farewell")]
    due = {("element", "point/greeting"), ("element", "point/apology")}
    choice = choose(scenarios, due, {"b": NOW})
    assert (choice.scenario.id, len(choice.due), choice.new) == ("b", 2, False)


TIES = [({}, "a1"), ({"a1": NOW}, "b1"), ({"a1": NOW, "b1": NOW}, "a2"),
        ({"a1": NOW, "b1": NOW - timedelta(hours=1), "a2": NOW}, "b1")]  # fmt: skip


@pytest.mark.parametrize(("practised", "expected"), TIES)
def test_ties_are_decided_by_what_was_longest_ago_then_level_then_name(practised, expected):
    scenarios = [scenario("a2", level=2), scenario("b1"), scenario("a1")]
    assert choose(scenarios, (), practised).scenario.id == expected
    assert choose(reversed(scenarios), (), practised).scenario.id == expected


def test_no_scenario_no_choice():
    assert choose([], (), {}) is None
