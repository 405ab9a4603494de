"""What holds for kept practice in either database; run by test_practice_store.py and clients/test_practice_postgres.py.

The scenarios are the test's own: small ones, so that what is tested is the keeping and not the grading.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from checker.errors import CheckerError
from checker.practice.home import home
from checker.practice.overview import office_day, overview
from checker.practice.session import Practice
from checker.practice.training import Training
from checker.store.base import now
from checker.store.engine import open_store, reading, writing
from checker.store.practice import Answer, Attempt, Card, Failure, SignIn, Trainee, TrainingClass, classes
from checker.store.practice.people import TRIES_PER_NAME, People
from checker.store.practice.refusal import RefusalError

SCENARIOS = """course = "测试课程"

[[entry]]
id = "test-greeting"
title = "问好和道别"
situation = "arrival"
level = 1
setting = "您在综合窗口。"
BASIS
  [[entry.step]]
  id = "open"
  citizen = "同志，你好。"
  require = [{ kind = "say", id = "blue", words = ["蓝色"], title = "说蓝色", why = "测试", say_instead = ["请看蓝色的牌子。"], BASIS }]
  model = "您好，请看蓝色的牌子。"
  [[entry.step]]
  id = "close"
  citizen = "谢谢。"
  require = [{ kind = "say", id = "green", words = ["绿色"], title = "说绿色", why = "测试", say_instead = ["请走绿色的门。"], BASIS }]
  model = "不客气，请走绿色的门。"
  [[entry.bad]]
  step = "open"
  text = "您好，请坐。"
  fails = "blue"

[[entry]]
id = "test-farewell"
title = "送别"
situation = "done"
level = 3
setting = "您在综合窗口。"
BASIS
  [[entry.step]]
  id = "close"
  citizen = "办好了，我走了。"
  require = [{ kind = "say", id = "red", words = ["红色"], title = "说红色", why = "测试", say_instead = ["请走红色的门。"], BASIS }]
  model = "请走红色的门。"
  [[entry.bad]]
  step = "close"
  text = "再见。"
  fails = "red"
""".replace("BASIS", 'basis = [{ document = "yakeshi", clause = "五 办公用语1" }]')
GREETING, FAREWELL = "test-greeting", "test-farewell"
GOOD = ("您好，请看蓝色的牌子。", "不客气，请走绿色的门。")
BAD = ("您好，请坐。", "再见。")


def make_practice(folder, checker, scenarios=SCENARIOS) -> Practice:
    """The shipped scenarios and the test's own."""
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "tests.toml").write_text(scenarios, encoding="utf-8")
    return Practice((folder,), checker=checker)


class Hall:
    """A store with a trainer, a class, and trainees as they are asked for."""

    def __init__(self, url, practice):
        self.engine = open_store(url)
        self.practice = practice
        self.training = Training(practice, self.engine)
        self.people = People(self.engine)
        self.people.set_up("王老师", "trainer-code")
        self.trainer = self.people.trainer(self.people.sign_in_trainer("王老师", "trainer-code", "a")).id
        with writing(self.engine) as session:
            self.class_id, self.code = classes.add_class(session, self.trainer, "一班")

    def trainee(self, name="李明"):
        return self.people.trainee(self.people.sign_in_trainee(self.code, name, "own-code", "a")).id

    def play(self, trainee, scenario=GREETING, answers=GOOD):
        played = self.training.open(trainee, scenario)
        for number, given in enumerate(answers):
            played = self.training.answer(trainee, played.row.id, number, given)
        return played

    def count(self, table):
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table))

    def overview(self):
        with reading(self.engine) as session:
            return overview(session, self.trainer, self.class_id, office_day(now()))


def answers_are_kept_as_given(hall):
    odd = "  您好😀，看蓝色\n\t的牌子…… "
    played = hall.play(hall.trainee(), answers=(odd, GOOD[1]))
    with reading(hall.engine) as session:
        kept = session.scalars(select(Answer).order_by(Answer.number)).all()
    assert [each.text for each in kept] == [odd, GOOD[1]]
    assert all(each.given.utcoffset() == timedelta(0) for each in kept)
    assert played.result["transcript"][1]["text"] == odd
    assert (played.row.score, played.row.passed) == (100, True)


def an_answer_is_stored_before_it_is_graded(hall):
    trainee = hall.trainee()
    opened = hall.training.open(trainee, GREETING)
    grader = hall.practice.grader
    hall.practice.grader = None  # so that grading crashes
    try:
        with pytest.raises(AttributeError):
            hall.training.answer(trainee, opened.row.id, 0, GOOD[0])
    finally:
        hall.practice.grader = grader
    again = Training(hall.practice, hall.engine).read(trainee, opened.row.id)
    assert again.answers == (GOOD[0],)
    assert not hall.training.answer(trainee, opened.row.id, 0, "别的话").kept


def a_server_killed_before_the_end_was_kept_loses_nothing(hall):
    trainee = hall.trainee()
    opened = hall.training.open(trainee, GREETING)
    hall.training.answer(trainee, opened.row.id, 0, GOOD[0])
    with writing(hall.engine) as session:  # the last answer was stored, then the server was killed
        session.add(Answer(attempt_id=opened.row.id, number=1, text=GOOD[1]))
    late = Training(hall.practice, hall.engine).answer(trainee, opened.row.id, 2, "再说一句")
    assert (late.row.score, late.kept, late.answers) == (100, False, GOOD)
    assert hall.count(Answer) == 2
    assert hall.training.open(trainee, GREETING).row.id != opened.row.id


def the_same_number_twice_is_one_answer(hall):
    trainee = hall.trainee()
    opened = hall.training.open(trainee, GREETING)
    first = hall.training.answer(trainee, opened.row.id, 0, GOOD[0])
    second = hall.training.answer(trainee, opened.row.id, 0, "别的话")
    assert (first.kept, second.kept) == (True, False)
    assert first.answers == second.answers == (GOOD[0],)
    with pytest.raises(RefusalError, match="还没有轮到"):
        hall.training.answer(trainee, opened.row.id, 5, "别的话")


def two_tabs_at_once_keep_one_answer(hall):
    trainee = hall.trainee()
    attempt = hall.training.open(trainee, GREETING).row.id
    with ThreadPoolExecutor(8) as threads:
        texts = [f"蓝色 {number}" for number in range(8)]
        played = list(threads.map(lambda each: hall.training.answer(trainee, attempt, 0, each), texts))
    assert sum(each.kept for each in played) == 1
    assert len({each.answers for each in played}) == 1
    assert hall.count(Answer) == 1


def opening_at_once_gives_one_attempt(hall):
    trainee = hall.trainee()
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(lambda _: hall.training.open(trainee, GREETING).row.id, range(8)))
    assert len(set(opened)) == 1 == hall.count(Attempt)


def many_people_at_once_lose_nothing(hall):
    trainees = [hall.trainee(f"学员{number}") for number in range(6)]
    with ThreadPoolExecutor(6) as threads:
        played = list(threads.map(lambda each: [hall.play(each), hall.play(each, FAREWELL, ("红色",))], trainees))
    assert all(each.row.score == 100 for pair in played for each in pair)
    assert hall.count(Answer) == 18
    assert hall.count(Card) == 6 * 5


def one_trainee_finishing_twice_at_once_reviews_every_card(hall):
    trainee = hall.trainee()
    first, second = hall.training.open(trainee, GREETING), hall.training.open(trainee, FAREWELL)
    hall.training.answer(trainee, first.row.id, 0, GOOD[0])
    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(hall.training.answer, trainee, first.row.id, 1, GOOD[1]),
                threads.submit(hall.training.answer, trainee, second.row.id, 0, "红色")]  # fmt: skip
        assert [each.result().row.score for each in done] == [100, 100]
    assert hall.count(Card) == 5


def nobody_reads_or_answers_anothers_attempt(hall):
    mine, other = hall.trainee("李明"), hall.trainee("张华")
    attempt = hall.play(mine).row.id
    for ask in (lambda: hall.training.read(other, attempt), lambda: hall.training.answer(other, attempt, 0, "话")):
        with pytest.raises(RefusalError, match="没有这个练习"):
            ask()
    assert home(hall.training, other, hall.class_id, office_day(now())).attempts == ()


def trainers_know_their_own_classes_alone(hall):
    attempt = hall.play(hall.trainee()).row.id
    hall.people.add_trainer("刘老师", "another-code")
    other = hall.people.trainer(hall.people.sign_in_trainer("刘老师", "another-code", "a")).id
    with reading(hall.engine) as session:
        trainee = session.scalars(select(Trainee.id)).one()
        assert classes.class_rows(session, other) == []
        for find, identity in ((classes.find_class, hall.class_id), (classes.find_trainee, trainee),
                               (classes.find_attempt, attempt)):  # fmt: skip
            assert find(session, hall.trainer, identity).id == identity
            with pytest.raises(RefusalError, match="没有这个"):
                find(session, other, identity)


def a_changed_scenario_begins_anew(hall):
    trainee = hall.trainee()
    opened = hall.training.open(trainee, GREETING)
    hall.training.answer(trainee, opened.row.id, 0, GOOD[0])
    with writing(hall.engine) as session:
        session.get(Attempt, opened.row.id).digest = "as it was"
    with pytest.raises(RefusalError, match="刚刚改过"):
        hall.training.answer(trainee, opened.row.id, 1, GOOD[1])
    again = hall.training.open(trainee, GREETING)
    old = hall.training.read(trainee, opened.row.id)
    assert again.row.id != opened.row.id
    assert (old.answers, old.result, old.row.score) == ((GOOD[0],), None, None)


def what_went_wrong_comes_back_first(hall):
    trainee = hall.trainee()
    assert hall.play(trainee, FAREWELL, ("红色",)).row.passed
    assert not hall.play(trainee, GREETING, BAD).row.passed
    with writing(hall.engine) as session:
        cards = {card.name: card for card in session.scalars(select(Card))}
        assert cards["arrival"].due < cards["done"].due
        for card in cards.values():  # as if an hour had passed
            card.due -= timedelta(hours=1)
    seen = home(hall.training, trainee, hall.class_id, office_day(now()))
    assert {card.title for card in seen.due} == {"来有迎声", "说蓝色", "说绿色"}
    assert (seen.choice.scenario.id, len(seen.choice.due)) == (GREETING, 3)


def an_answer_that_is_none_is_refused(hall):
    trainee = hall.trainee()
    attempt = hall.training.open(trainee, GREETING).row.id
    for text_ in ("", "  \n", "a" * 2001, "a\0b", "a\ud800b"):
        with pytest.raises(CheckerError):
            hall.training.answer(trainee, attempt, 0, text_)
    assert hall.count(Answer) == 0


def codes_are_kept_as_hashes(hall):
    hall.trainee()
    with hall.engine.connect() as connection:
        for table in ("practice_trainer", "practice_class", "practice_trainee", "practice_sign_in", "practice_failure"):
            rows = str(connection.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
            for code in ("trainer-code", "own-code", hall.code, hall.code.replace("-", "")):
                assert code not in rows


def the_first_trainer_is_one(hall):
    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(hall.people.set_up, f"老师{number}", "code") for number in range(4)]
    assert all(isinstance(each.exception(), RefusalError) for each in done)


def a_forgotten_code_is_renewed(hall):
    token = hall.people.sign_in_trainer("王老师", "trainer-code", "a")
    code = hall.people.renew_trainer("王老师")
    assert hall.people.trainer(token) is None
    assert hall.people.trainer(hall.people.sign_in_trainer("王老师", code, "a")).id == hall.trainer
    assert hall.people.sign_in_trainer("新来的", hall.people.renew_trainer("新来的"), "a")


def the_class_code_may_be_written_loosely(hall):
    loose = f" {hall.code.lower().replace('-', ' ')} "
    token = hall.people.sign_in_trainee(loose, "李明", "own-code", "a")
    assert hall.people.trainee(token).class_name == "一班"


def a_name_is_its_owners(hall):
    trainee = hall.trainee("李明")
    with pytest.raises(RefusalError, match="个人密码不对"):
        hall.people.sign_in_trainee(hall.code, "李明", "guess", "a")
    with writing(hall.engine) as session:
        classes.reset_trainee(session, hall.trainer, trainee)
    again = hall.people.trainee(hall.people.sign_in_trainee(hall.code, "李明", "a new one", "a"))
    assert again.id == trainee
    assert hall.count(Trainee) == 1


def wrong_codes_are_limited(hall):
    for _ in range(TRIES_PER_NAME):
        with pytest.raises(RefusalError, match="不对"):
            hall.people.sign_in_trainer("王老师", "guess", "b")
    with pytest.raises(RefusalError, match="错得太多"):
        hall.people.sign_in_trainer("王老师", "trainer-code", "b")
    with writing(hall.engine) as session:
        session.query(Failure).update({Failure.time: now() - timedelta(minutes=11)})
    assert hall.people.sign_in_trainer("王老师", "trainer-code", "b")


def right_codes_are_not_limited(hall):
    for _ in range(TRIES_PER_NAME + 2):
        hall.trainee("李明")
    assert hall.count(Failure) == 0


def sign_ins_end(hall):
    token = hall.people.sign_in_trainee(hall.code, "李明", "own-code", "a")
    with writing(hall.engine) as session:
        session.query(SignIn).update({SignIn.expires: now() - timedelta(seconds=1)})
    assert hall.people.trainee(token) is None
    token = hall.people.sign_in_trainee(hall.code, "李明", "own-code", "a")
    assert hall.people.trainer(token) is None
    hall.people.sign_out(token)
    assert hall.people.trainee(token) is None


def assignments_are_followed(hall):
    today = office_day(now())
    with writing(hall.engine) as session:
        for title, due in (("本周", today), ("上周", today - timedelta(days=1))):
            classes.add_assignment(
                session, hall.trainer, hall.class_id, title=title, scenarios=[GREETING, FAREWELL], due=due
            )
    done, begun, idle = (hall.trainee(name) for name in ("甲", "乙", "丙"))
    hall.play(done)
    hall.play(done, FAREWELL, ("红色",))
    hall.play(begun)
    late, current = hall.overview().assignments
    assert [(each.name, each.passed, each.progress) for each in current.statuses] == [
        ("丙", 0, "open"), ("乙", 1, "begun"), ("甲", 2, "done")
    ]  # fmt: skip
    assert {each.progress for each in late.statuses} == {"late"}
    own = home(hall.training, begun, hall.class_id, today).assignments[1]
    assert [(task.title, task.passed) for task in own.tasks] == [("问好和道别", True), ("送别", False)]
    assert home(hall.training, idle, hall.class_id, today).assignments[0].progress == "late"


def the_heat_map_counts_the_latest(hall):
    trainee = hall.trainee()
    hall.trainee("没练过的")
    hall.play(trainee, GREETING, BAD)
    hall.play(trainee)
    row = hall.overview().heat[0]
    assert (row.title, row.whole.standing) == ("来有迎声", "weak")
    assert sorted((cell.score or -1, cell.finished, cell.standing) for cell in row.cells) == [
        (-1, 0, "none"), (50, 2, "weak")
    ]  # fmt: skip


def removing_takes_everything_along(hall):
    trainee = hall.trainee()
    hall.play(trainee)
    with writing(hall.engine) as session:
        classes.remove_class(session, hall.trainer, hall.class_id)
    assert [hall.count(table) for table in (TrainingClass, Trainee, Attempt, Answer, Card)] == [0] * 5


CONTRACT = [
    answers_are_kept_as_given, an_answer_is_stored_before_it_is_graded, a_server_killed_before_the_end_was_kept_loses_nothing,
    the_same_number_twice_is_one_answer, two_tabs_at_once_keep_one_answer, opening_at_once_gives_one_attempt,
    many_people_at_once_lose_nothing, one_trainee_finishing_twice_at_once_reviews_every_card,
    nobody_reads_or_answers_anothers_attempt, trainers_know_their_own_classes_alone, a_changed_scenario_begins_anew,
    what_went_wrong_comes_back_first, an_answer_that_is_none_is_refused, codes_are_kept_as_hashes, the_first_trainer_is_one,
    the_class_code_may_be_written_loosely, a_forgotten_code_is_renewed,
    a_name_is_its_owners, wrong_codes_are_limited, right_codes_are_not_limited,
    sign_ins_end, assignments_are_followed, the_heat_map_counts_the_latest, removing_takes_everything_along,
]  # fmt: skip
