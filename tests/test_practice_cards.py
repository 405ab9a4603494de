"""A clerk's own confirmed findings become cards, in the store and in the terminal."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[practice]'")

from review_stores import WANG, desk_of, forbidden, said, scan
from sqlalchemy import select
from typer.testing import CliRunner

from checker.cli.app import build
from checker.errors import CheckerError
from checker.practice.cards import cards_from
from checker.practice.kept import Kept
from checker.practice.proving import prove
from checker.practice.session import Practice
from checker.store.engine import open_store, reading, writing
from checker.store.practice import Answer, Card
from checker.store.review import ReviewedFinding

WORDS = "不归我管"
CONVERSATIONS = [
    said("😀这事不归我管，问别人去。"),
    said("😀这事不归我管，问别人去。"),
    said("你快走吧，我要下班了。", clerk="102"),
    said("您好，请稍等，我帮您查询。"),
]
BETTER = "您好，社保卡补办由二楼3号窗口负责，我带您过去。"


@pytest.fixture(scope="module")
def practice(checker):
    return Practice(checker=checker)


@pytest.fixture
def out(tmp_path, checker):
    """A reviewed scan: what clerk 017 said is confirmed, in both conversations."""
    folder = scan(checker, tmp_path / "out", CONVERSATIONS)
    with desk_of(folder / "review.db", folder) as desk:
        for number in forbidden(desk, WORDS):
            desk.decide(number, "confirm", version=0, person=WANG)
    return folder


def confirm_everything(out):
    engine = open_store(out / "review.db")
    with writing(engine) as session:
        for finding in session.scalars(select(ReviewedFinding)):
            finding.state = "confirmed"
    engine.dispose()


def test_the_same_words_are_one_card_and_its_model_passes(out, practice):
    cards = cards_from(out, practice, clerk="017")
    (card,) = cards.scenarios.values()
    assert (cards.left_out, card.situation, card.steps[0].citizen) == (0, "first_asked", "请问社保卡怎么补办？")
    assert WORDS in card.setting and "不归我管" in card.title
    assert all(trial.fine and trial.rubric.score == 100 for trial in prove(card, practice.grader))


@pytest.mark.parametrize(("answer", "passed"), [(BETTER, True), ("这个我帮您问一下，您稍等。", True), ("哦。", False),
                                                ("这事不归我管，问别人去。", False), ("你去问别的部门。", False)])  # fmt: skip
def test_what_is_said_instead_is_graded(out, practice, answer, passed):
    (card,) = cards_from(out, practice, clerk="017").scenarios.values()
    assert practice.start(card).answer(answer).rubric.passed is passed


def test_every_kind_of_finding_is_a_card_or_counted(out, practice):
    confirm_everything(out)
    cards = cards_from(out, practice, clerk="017")
    assert len(cards.scenarios) >= 2
    assert all(trial.fine for card in cards.scenarios.values() for trial in prove(card, practice.grader))


def test_what_is_contested_or_anothers_is_no_card(out, practice):
    confirm_everything(out)
    with pytest.raises(CheckerError, match="017、102"):
        cards_from(out, practice)
    assert WORDS not in str(cards_from(out, practice, clerk="102").scenarios)
    engine = open_store(out / "review.db")
    with writing(engine) as session:
        for finding in session.scalars(select(ReviewedFinding)):
            finding.state = "contested"
    engine.dispose()
    with pytest.raises(CheckerError, match="没有核定属实"):
        cards_from(out, practice, clerk="017")


def test_without_a_review_there_are_no_cards(tmp_path, practice):
    with pytest.raises(CheckerError, match="没有核定的记录"):
        cards_from(tmp_path, practice)


def test_cards_are_played_in_the_terminal_and_come_back(out, tmp_path, practice):
    store = tmp_path / "practice.db"
    arguments = ["practice", "--from", str(out), "--clerk", "017", "--store", str(store)]
    result = CliRunner().invoke(build(), arguments, input=f"哦。\n{BETTER}\n\n")
    assert "做成 1 张卡片" in result.stdout and "换一种说法" in result.stdout
    engine = open_store(store)
    with reading(engine) as session:
        assert session.scalars(select(Answer.text).order_by(Answer.id)).first() == "哦。"
        assert {card.kind for card in session.scalars(select(Card))} == {"situation", "element"}
    engine.dispose()
    again = CliRunner().invoke(build(), arguments, input="q\n")
    assert "现在没有要练的了" in again.stdout


def test_an_unfinished_session_goes_on(tmp_path, practice):
    scenario = next(each for each in practice.scenarios.values() if len(each.steps) > 1)
    for step in scenario.steps:
        kept = Kept(practice, tmp_path / "practice.db")
        session = kept.start(scenario)
        session.answer(step.model)
        kept.close()
    assert session.rubric.score == 100
