"""The practice over HTTP: what each route does, who may ask for what, and what is refused."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")

from fastapi.testclient import TestClient
from openpyxl import load_workbook
from practice_contract import BAD, FAREWELL, GOOD, GREETING, SCENARIOS

from api.app import create_app
from api.keys import hash_of
from api.people import TRAINEE, TRAINER
from api.settings import ApiKey, Settings
from checker import shipped
from checker.practice.session import Practice
from checker.store.practice import codes

BASE = "/v1/practice"
XSS = "<img src=x onerror=alert(1)>"
DUE = (date.today() + timedelta(days=7)).isoformat()


@pytest.fixture(autouse=True, scope="module")
def easy_codes():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(codes.HARDNESS, "n", 2)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lexicons")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "tests.toml").write_text(SCENARIOS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def loaded(folder, checker):
    """The practice, loaded once for all tests that do not write scenarios."""
    return Practice((folder,), checker=checker)


class Visitor:
    """Somebody's browser."""

    def __init__(self, app):
        self.client = TestClient(app)

    def get(self, path, status=200):
        return self._checked(self.client.get(f"{BASE}/{path}"), status)

    def post(self, path, body, status=200, method="POST", **headers):
        return self._checked(self.client.request(method, f"{BASE}/{path}", json=body, headers=headers), status)

    def delete(self, path, status=200):
        return self.post(path, {}, status, "DELETE")

    def play(self, scenario=GREETING, answers=GOOD):
        view = self.post("attempts", {"scenario": scenario})
        for number, text in enumerate(answers):
            view = self.post(f"attempts/{view['attempt']}/answers", {"number": number, "text": text})
        return view

    def _checked(self, response, status):
        assert response.status_code == status, response.text
        return response.json() if "json" in response.headers["content-type"] else response.content


class Hall:
    """A service with a store of its own, and people in it."""

    def __init__(self, app):
        self.app = app

    def visitor(self):
        return Visitor(self.app)

    def first_trainer(self, name="王老师"):
        visitor = self.visitor()
        visitor.post("trainer/set-up", {"name": name, "code": "trainer-code"})
        return visitor

    def other_trainer(self, trainer):
        trainer.post("trainer/trainers", {"name": "刘老师", "code": "another-code"})
        visitor = self.visitor()
        visitor.post("trainer/sign-in", {"name": "刘老师", "code": "another-code"})
        return visitor

    def trainee(self, code, name="李明"):
        visitor = self.visitor()
        visitor.post("sign-in", {"class_code": code, "name": name, "code": "own-code"})
        return visitor


@contextmanager
def opened(store, folder, loaded, checker):
    settings = Settings(reload_seconds=0, store=str(store / "practice.db"), lexicons=(folder,))
    app = create_app(settings, checker=checker)
    app.state.classroom._made = (checker, loaded)
    yield Hall(app)
    app.state.classroom.close()


@pytest.fixture
def hall(tmp_path, folder, loaded, checker):
    with opened(tmp_path, folder, loaded, checker) as hall:
        yield hall


# without signing in


def test_a_newcomer_practises_and_nothing_is_stored(tmp_path, hall):
    visitor = hall.visitor()
    courses = visitor.get("courses")
    assert GREETING in [each["id"] for course in courses for each in course["scenarios"]]
    view = visitor.post("try", {"scenario": GREETING, "answers": []})
    assert (view["number"], view["rubric"], view["transcript"][0]["text"]) == (0, None, "同志，你好。")
    view = visitor.post("try", {"scenario": GREETING, "answers": list(GOOD)})
    assert (view["rubric"]["score"], view["rubric"]["passed"]) == (100, True)
    assert visitor.get("me") == {"trainee": None}
    assert list(tmp_path.iterdir()) == []


def test_the_rubric_says_why_what_instead_and_by_which_clause(hall):
    view = hall.visitor().post("try", {"scenario": GREETING, "answers": list(BAD)})
    item = view["rubric"]["items"][0]
    assert (item["outcome"], item["title"], item["suggestion"]) == ("missed", "说蓝色", "请看蓝色的牌子。")
    assert item["clauses"] and "五 办公用语1" in item["clauses"][0]
    assert view["rubric"]["models"][0] == {"citizen": "同志，你好。", "text": "您好，请看蓝色的牌子。"}


@pytest.mark.parametrize("body", [{"scenario": "none", "answers": []}, {"scenario": GREETING, "answers": [""]},
                                  {"scenario": GREETING, "answers": ["a"] * 41}, {"scenario": GREETING}, [], "a",
                                  {"scenario": GREETING, "answers": ["a", "b", "c", "d", "e", "f"]}])  # fmt: skip
def test_what_cannot_be_played_is_refused(hall, body):
    response = hall.visitor().client.post(f"{BASE}/try", json=body)
    assert response.status_code in (404, 422)
    assert response.json()["error"]


def test_where_there_are_keys_trying_needs_one(checker, loaded):
    app = create_app(Settings(reload_seconds=0, keys=(ApiKey(name="a", sha256=hash_of("x")),)), checker=checker)
    app.state.classroom._made = (checker, loaded)
    visitor = Visitor(app)
    visitor.post("try", {"scenario": GREETING, "answers": []}, 401)
    visitor.post("try", {"scenario": GREETING, "answers": []}, 200, **{"X-API-Key": "x"})


@pytest.mark.parametrize("page", ["/practice", "/trainer", "/editor"])
def test_pages_run_nothing_from_elsewhere(hall, page):
    response = hall.visitor().client.get(page)
    assert response.status_code == 200
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "<script>" not in response.text and "://" not in response.text


# trainees


def test_a_trainee_joins_practises_and_sees_it_again(hall):
    trainer = hall.first_trainer()
    code = trainer.post("trainer/classes", {"name": "一班"})["code"]
    trainee = hall.trainee(code)
    view = trainee.play()
    me = trainee.get("me")["trainee"]
    assert (me["name"], me["class"], me["best"]) == ("李明", "一班", {GREETING: 100})
    assert [each["score"] for each in me["attempts"]] == [100]
    assert trainee.get(f"attempts/{view['attempt']}") == {**view, "kept": True}
    assert me["next"]["id"] and not me["due"]


def test_answering_twice_is_told(hall):
    code = hall.first_trainer().post("trainer/classes", {"name": "一班"})["code"]
    one, two = hall.trainee(code), hall.trainee(code)
    attempt = one.post("attempts", {"scenario": GREETING})["attempt"]
    assert two.post("attempts", {"scenario": GREETING})["attempt"] == attempt
    assert one.post(f"attempts/{attempt}/answers", {"number": 0, "text": GOOD[0]})["kept"]
    late = two.post(f"attempts/{attempt}/answers", {"number": 0, "text": "别的话"})
    assert not late["kept"]
    assert [turn["text"] for turn in late["transcript"] if turn["role"] == "clerk"] == [GOOD[0]]
    two.post(f"attempts/{attempt}/answers", {"number": 7, "text": "别的话"}, 409)


# who may ask for what

SIGNED_IN = [("GET", "attempts/{attempt}"), ("POST", "attempts"), ("POST", "attempts/{attempt}/answers")]
OF_TRAINERS = [
    ("GET", "trainer/classes/{class}"), ("DELETE", "trainer/classes/{class}"), ("POST", "trainer/classes/{class}/code"),
    ("GET", "trainer/classes/{class}/attempts"), ("GET", "trainer/classes/{class}/export.xlsx"),
    ("POST", "trainer/classes/{class}/assignments"), ("DELETE", "trainer/assignments/{assignment}"),
    ("DELETE", "trainer/trainees/{trainee}"), ("POST", "trainer/trainees/{trainee}/reset"),
    ("GET", "trainer/attempts/{attempt}"),
]  # fmt: skip
ANY_TRAINER = [
    ("POST", "trainer/classes"), ("POST", "trainer/trainers"), ("GET", "editor/files"), ("GET", "editor/own/tests"),
    ("POST", "editor/check"), ("PUT", "editor/own/x"),
]  # fmt: skip
BODIES = {
    "attempts": {"scenario": GREETING}, "attempts/{attempt}/answers": {"number": 0, "text": "话"},
    "trainer/classes": {"name": "二班"}, "trainer/trainers": {"name": "赵老师", "code": "code"},
    "trainer/classes/{class}/assignments": {"title": "作业", "scenarios": [GREETING], "due": DUE},
    "editor/check": {"text": ""}, "editor/own/x": {"text": "", "digest": None},
}  # fmt: skip


def people(hall):
    """A trainer with a class of two, an attempt and an assignment; another trainer; and the numbers of it all."""
    trainer = hall.first_trainer()
    made = trainer.post("trainer/classes", {"name": "一班"})
    hall.mine, hall.other = hall.trainee(made["code"], "李明"), hall.trainee(made["code"], "张华")
    attempt = hall.mine.play(answers=GOOD[:1])["attempt"]
    work = trainer.post(f"trainer/classes/{made['id']}/assignments", BODIES["trainer/classes/{class}/assignments"])
    found = trainer.get(f"trainer/classes/{made['id']}")["trainees"]
    hall.numbers = {"class": made["id"], "attempt": attempt, "assignment": work["id"], "trainee": found[0]["id"]}
    hall.trainer, hall.code = trainer, made["code"]
    hall.second = hall.other_trainer(trainer)
    return hall


@pytest.fixture
def peopled(hall):
    return people(hall)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, folder, loaded, checker):
    """The same, shared by the tests in which nothing may change."""
    with opened(tmp_path_factory.mktemp("store"), folder, loaded, checker) as hall:
        yield people(hall)


def ask(visitor, hall, method, path, status):
    address = path.format(**hall.numbers)
    if method == "GET":
        return visitor.get(address, status)
    return visitor.post(address, BODIES.get(path, {}), status, method)


def test_every_route_is_in_these_tests(hall):
    free = {
        "courses",
        "try",
        "sign-in",
        "sign-out",
        "me",
        "trainer",
        "trainer/set-up",
        "trainer/sign-in",
        "trainer/sign-out",
    }
    named = {path for _, path in (*SIGNED_IN, *OF_TRAINERS, *ANY_TRAINER)} | free
    known = {route.path.removeprefix(f"{BASE}/") for route in _routes(hall.app) if route.path.startswith(BASE)}
    shapes = {"{id:int}": "{}", "{attempt:int}": "{}", "{kind}/{name}": "own/tests", "own/{name}": "own/x"}
    shapes |= dict.fromkeys(("{class}", "{attempt}", "{assignment}", "{trainee}"), "{}")

    def shaped(path):
        for old, new in shapes.items():
            path = path.replace(old, new)
        return path

    assert {shaped(path) for path in known} == {shaped(path) for path in named}


def _routes(app):
    from api.routes import editor, practice, trainer

    return [*practice.routes.routes, *trainer.routes.routes, *editor.routes.routes]


@pytest.mark.parametrize(("method", "path"), [*SIGNED_IN, *OF_TRAINERS, *ANY_TRAINER])
def test_nobody_gets_in_without_signing_in(guarded, method, path):
    ask(guarded.visitor(), guarded, method, path, 401)


@pytest.mark.parametrize(("method", "path"), [*OF_TRAINERS, *ANY_TRAINER])
def test_a_trainee_is_no_trainer(guarded, method, path):
    ask(guarded.mine, guarded, method, path, 401)


def test_a_token_of_one_kind_is_none_of_the_other(guarded):
    token = guarded.mine.client.cookies[TRAINEE]
    visitor = guarded.visitor()
    visitor.client.cookies.set(TRAINER, token)
    ask(visitor, guarded, "GET", "trainer/classes/{class}", 401)


@pytest.mark.parametrize(("method", "path"), OF_TRAINERS)
def test_what_is_another_trainers_is_not_there(guarded, method, path):
    before = guarded.trainer.get(f"trainer/classes/{guarded.numbers['class']}")
    ask(guarded.second, guarded, method, path, 404)
    assert guarded.trainer.get(f"trainer/classes/{guarded.numbers['class']}") == before


@pytest.mark.parametrize(("method", "path"), OF_TRAINERS)
def test_what_is_not_there_is_not_found(guarded, method, path):
    nowhere = SimpleNamespace(numbers=dict.fromkeys(guarded.numbers, 10**30))
    ask(guarded.trainer, nowhere, method, path, 404)


@pytest.mark.parametrize(("method", "path"), [("GET", "attempts/{attempt}"), ("POST", "attempts/{attempt}/answers")])
def test_what_is_another_trainees_is_not_there(guarded, method, path):
    ask(guarded.other, guarded, method, path, 404)


def test_a_trainee_is_told_nothing_of_others(peopled):
    assert "李明" not in str(peopled.other.get("me"))
    assert peopled.other.get("me")["trainee"]["attempts"] == []


def test_the_trainer_sees_the_answers(peopled):
    view = ask(peopled.trainer, peopled, "GET", "trainer/attempts/{attempt}", 200)
    assert view["trainee"] == "李明"
    assert [turn["text"] for turn in view["transcript"] if turn["role"] == "clerk"] == [GOOD[0]]
    rows = ask(peopled.trainer, peopled, "GET", "trainer/classes/{class}/attempts", 200)
    assert [(row["name"], row["attempt"]["score"]) for row in rows] == [("李明", None)]


# cookies, other sites, codes


def test_cookies_are_for_our_pages_alone(peopled):
    body = {"class_code": peopled.code, "name": "李明", "code": "own-code"}
    response = peopled.visitor().client.post(f"{BASE}/sign-in", json=body)
    header = response.headers["set-cookie"].lower()
    assert "httponly" in header and "samesite=strict" in header


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                                     {"Origin": "http://localhost:9999"}, {"Origin": "null"},
                                     {"Origin": "chrome-extension://abcdef"}, {"Content-Type": "text/plain"}])  # fmt: skip
@pytest.mark.parametrize("path", ["attempts", "sign-out", "trainer/classes", "try"])
def test_other_sites_change_nothing(guarded, headers, path):
    both = guarded.visitor()
    both.client.cookies.update(guarded.mine.client.cookies)
    both.client.cookies.update(guarded.trainer.client.cookies)
    both.post(path, BODIES.get(path, {}), 403, **headers)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}])
def test_our_own_pages_do(peopled, headers):
    peopled.mine.post("attempts", {"scenario": GREETING}, 200, **headers)


def test_signing_out_ends_it(peopled):
    token = peopled.mine.client.cookies[TRAINEE]
    peopled.mine.post("sign-out", {})
    visitor = peopled.visitor()
    visitor.client.cookies.set(TRAINEE, token)
    assert visitor.get("me") == {"trainee": None}


def test_wrong_codes(peopled):
    visitor = peopled.visitor()
    for _ in range(5):
        visitor.post("sign-in", {"class_code": peopled.code, "name": "李明", "code": "guess"}, 403)
    visitor.post("sign-in", {"class_code": peopled.code, "name": "李明", "code": "own-code"}, 429)
    visitor.post("sign-in", {"class_code": "WRONG", "name": "李明", "code": "own-code"}, 403)
    visitor.post("trainer/set-up", {"name": "后来的", "code": "code"}, 409)


@pytest.mark.parametrize("body", [{"name": "", "code": "1234"}, {"name": "a" * 41, "code": "1234"}, {"name": "a", "code": "1"},
                                  {"name": "a\0", "code": "1234"}, {"name": "a"}, {"name": 5, "code": "1234"}])  # fmt: skip
def test_names_and_codes_that_cannot_be(hall, body):
    hall.visitor().post("trainer/set-up", body, 422)


# what the trainer takes along


def test_the_workbook_holds_it_all_and_runs_nothing(hall):
    trainer = hall.first_trainer()
    made = trainer.post("trainer/classes", {"name": "一班"})
    trainer.post(f"trainer/classes/{made['id']}/assignments", {"title": "本周", "scenarios": [GREETING], "due": DUE})
    hall.trainee(made["code"], "=cmd|' /C calc'!A0").play(answers=("+蓝色\x0b的", "绿色"))
    hall.trainee(made["code"], XSS).play(FAREWELL, ("再见",))
    book = load_workbook(io.BytesIO(trainer.get(f"trainer/classes/{made['id']}/export.xlsx")))
    assert book.sheetnames == ["学员", "热力图", "作业", "练习记录", "回答"]
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [each for each in cells if each.startswith(("=", "+", "@"))]
    assert "'+蓝色的" in cells and XSS in cells
    assert any("没有做到：说红色" in each for each in cells)


def test_assignments_and_removal(peopled):
    view = ask(peopled.trainer, peopled, "GET", "trainer/classes/{class}", 200)
    assert [(each["title"], each["due"]) for each in view["assignments"]] == [("作业", DUE)]
    assert peopled.mine.get("me")["trainee"]["assignments"][0]["tasks"] == [
        {"id": GREETING, "title": "问好和道别", "passed": False}
    ]  # fmt: skip
    ask(peopled.trainer, peopled, "DELETE", "trainer/assignments/{assignment}", 200)
    ask(peopled.trainer, peopled, "DELETE", "trainer/trainees/{trainee}", 200)
    view = ask(peopled.trainer, peopled, "GET", "trainer/classes/{class}", 200)
    assert (view["assignments"], len(view["trainees"])) == ([], 1)
    peopled.trainer.post("trainer/classes", {"name": "一班"}, 409)
    code = ask(peopled.trainer, peopled, "POST", "trainer/classes/{class}/code", 200)["code"]
    peopled.visitor().post("sign-in", {"class_code": peopled.code, "name": "新人", "code": "code"}, 403)
    peopled.visitor().post("sign-in", {"class_code": code, "name": "新人", "code": "code"}, 200)


@pytest.mark.parametrize("body", [{"title": "作业", "scenarios": [], "due": DUE}, {"title": "", "scenarios": ["a"], "due": DUE},
                                  {"title": "作业", "scenarios": ["a"], "due": "明天"}])  # fmt: skip
def test_assignments_that_cannot_be(peopled, body):
    peopled.trainer.post(f"trainer/classes/{peopled.numbers['class']}/assignments", body, 422)


# the editor


@pytest.fixture
def desk(tmp_path, checker, loaded):
    """A trainer with a lexicon folder of their own to write into."""
    (tmp_path / "own").mkdir()
    with opened(tmp_path, tmp_path / "own", loaded, checker) as hall:
        hall.trainer = hall.first_trainer()
        hall.folder = tmp_path / "own" / "scenarios"
        yield hall


def save(hall, text, digest=None, name="own", status=200):
    return hall.trainer.post(f"editor/own/{name}", {"text": text, "digest": digest}, status, "PUT")


def test_a_text_is_checked_while_it_is_written(desk):
    broken = SCENARIOS.replace('situation = "arrival"', 'situation = "nowhere"')
    found = desk.trainer.post("editor/check", {"text": broken})
    assert [(each["line"], each["field"]) for each in found["problems"]] == [(6, "situation")]
    assert desk.trainer.post("editor/check", {"text": 'course = "a"\nx = =\n'})["problems"][0]["line"] == 2
    fine = desk.trainer.post("editor/check", {"text": SCENARIOS, "scenario": GREETING, "answers": [*GOOD, "多说一句"]})
    assert (fine["problems"], [each["fine"] for each in fine["trials"]]) == ([], [True] * 5)
    assert fine["played"]["rubric"]["score"] == 100


def test_only_what_proves_itself_is_saved(desk):
    save(desk, "[[", status=422)
    refused = save(desk, SCENARIOS.replace("您好，请看蓝色的牌子。", "您好。"), status=422)
    assert "您好。" in refused["error"]
    assert not desk.folder.exists()


def test_what_was_changed_meanwhile_is_not_overwritten(desk):
    digest = save(desk, SCENARIOS)["digest"]
    save(desk, SCENARIOS, status=409)
    newer = save(desk, SCENARIOS + "# 一\n", digest)["digest"]
    refused = save(desk, SCENARIOS + "# 二\n", digest, status=409)
    assert "别人改过" in refused["error"]
    assert desk.trainer.get("editor/own/own") == {"text": SCENARIOS + "# 一\n", "digest": newer}
    assert [path.name for path in desk.folder.iterdir()] == ["own.toml"]


def test_shipped_scenarios_are_read_and_never_written(desk, tmp_path, checker, loaded):
    files = desk.trainer.get("editor/files")
    shipped_files = [each["name"] for each in files["files"] if not each["own"]]
    before = desk.trainer.get(f"editor/shipped/{shipped_files[0]}")
    save(desk, SCENARIOS, name=shipped_files[0])
    assert desk.trainer.get(f"editor/shipped/{shipped_files[0]}") == before
    for number, folders in enumerate(((), (shipped(),))):
        settings = Settings(reload_seconds=0, store=str(tmp_path / f"{number}.db"), lexicons=folders)
        app = create_app(settings, checker=checker)
        app.state.classroom._made = (checker, loaded)
        hall = Hall(app)
        hall.trainer = hall.first_trainer()
        assert "不能保存" in hall.trainer.get("editor/files")["refusal"]
        assert "不能保存" in save(hall, SCENARIOS, status=422)["error"]
        app.state.classroom.close()


@pytest.mark.parametrize("name", ["..", "a.b", "A", "中文", "a" * 50, "-", "a%2Fb", "%00"])
def test_names_of_files_that_cannot_be(desk, name):
    assert desk.trainer.client.put(
        f"{BASE}/editor/own/{name}", json={"text": SCENARIOS, "digest": None}
    ).status_code in (404, 405, 422)
    assert desk.trainer.client.get(f"{BASE}/editor/own/{name}").status_code in (404, 405)
    assert not desk.folder.exists()
