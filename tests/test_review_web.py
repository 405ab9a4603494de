"""The review over HTTP: who gets in, what each may, what is answered, and that nothing leaks."""

from __future__ import annotations

import logging

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[store]'")
pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")

from fastapi.testclient import TestClient
from review_stores import WANG, desk_of, forbidden, scan

from api.review import create_review_app
from api.routes.review import Reviewing
from checker.review.labelling import Sample
from checker.review.links import new_code
from checker.review.sampling import draw

AS_INSPECTOR, AS_CLERK = {"X-Yanjian-Role": "inspector"}, {"X-Yanjian-Role": "clerk"}
WHO = {"who": "王"}


@pytest.fixture(scope="module")
def out(tmp_path_factory, checker):
    return scan(checker, tmp_path_factory.mktemp("web") / "OUT")


@pytest.fixture
def reviewing(tmp_path, out):
    with desk_of(tmp_path / "review.db", out) as desk:
        yield Reviewing(desk, 8751, Sample(desk.engine, draw(desk.engine, out, 3)))


@pytest.fixture
def browser(reviewing):
    """A browser that has opened nothing yet."""
    with TestClient(create_review_app(reviewing, hosts=["testserver"])) as client:
        yield client


@pytest.fixture
def inspector(browser, reviewing):
    assert browser.get("/", params={"token": reviewing.token}).status_code == 200
    browser.headers.update(AS_INSPECTOR)
    return browser


@pytest.fixture
def clerk(browser, reviewing):
    """The clerk whose finding was confirmed."""
    desk = reviewing.desk
    desk.decide(forbidden(desk, "不归我管")[0], "confirm", version=0, person=WANG)
    code = new_code(desk.engine, "社保大厅", "017", WANG)
    assert browser.get("/mine", params={"code": code}).status_code == 200
    browser.headers.update(AS_CLERK)
    return browser


PATHS = ["me", "findings", "findings/1", "facets", "precision", "sample", "sample/1"]
POSTS = ["findings/1", "findings/1/repeat", "links", "sample/1"]


@pytest.mark.parametrize("role", [{}, AS_INSPECTOR, AS_CLERK, {"X-Yanjian-Role": "king"}])
def test_nobody_gets_in_without_the_link(browser, role):
    assert [browser.get(page).status_code for page in ("/", "/?token=wrong", "/mine", "/mine?code=wrong")] == [401] * 4
    assert {browser.get(f"/v1/review/{path}", headers=role).status_code for path in PATHS} == {401}
    assert {browser.post(f"/v1/review/{path}", json={}, headers=role).status_code for path in POSTS} == {401}


def test_the_token_is_exchanged_for_a_cookie_that_scripts_cannot_read(browser, reviewing):
    answer = browser.get("/", params={"token": reviewing.token})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower() and reviewing.token not in cookie
    assert answer.headers["cache-control"] == "no-store" and answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "token" not in answer.text.lower()


def test_the_cookie_alone_is_not_enough(inspector):
    """A page of another site can make the browser send the cookie's request, but not the header."""
    del inspector.headers["X-Yanjian-Role"]
    assert inspector.get("/v1/review/findings").status_code == 401
    assert inspector.post("/v1/review/findings/1", json={"action": "confirm", "version": 0, **WHO}).status_code == 401


def test_other_host_names_are_refused(browser):
    assert browser.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_list_a_finding_a_verdict(inspector):
    items = inspector.get("/v1/review/findings", params={"kind": "forbidden"}).json()["items"]
    number = items[0]["id"]
    case = inspector.get(f"/v1/review/findings/{number}").json()
    assert case["turns"][case["turn"]]["text"][case["start"] : case["end"]] == case["text"]
    assert case["actions"] == ["confirm", "reject"] and case["clauses"]
    value = {"action": "reject", "version": 0, **WHO}
    assert inspector.post(f"/v1/review/findings/{number}", json=value).json()["state"] == "rejected"
    conflict = inspector.post(f"/v1/review/findings/{number}", json=value)
    assert conflict.status_code == 409 and "王刚刚改过" in conflict.json()["error"]
    assert inspector.get("/v1/review/precision").json()[-1]["denied"] == 1
    after = inspector.get("/v1/review/findings", params={"kind": "forbidden", "after": number}).json()
    assert [item["id"] for item in after["items"]] == [item["id"] for item in items[1:]]


REFUSED = [
    ("findings/1", {"action": "confirm", "version": 0}, 422, "姓名"),
    ("findings/1", {"action": "fly", "version": 0, **WHO}, 422, "待核定"),
    ("findings/1", {"action": "confirm", "version": "x", **WHO}, 422, "version"),
    ("findings/1", {"action": "confirm", "version": 0, "colour": 1, **WHO}, 422, "colour"),
    ("findings/1", {"action": "uphold", "version": 0, **WHO}, 422, "不能维持"),
    ("findings/999", {"action": "confirm", "version": 0, **WHO}, 404, "没有这一条"),
    ("findings/1/repeat", WHO, 422, "还没有核定"),
    ("links", {"unit": "没有", "clerk": "没有", **WHO}, 422, "没有这位"),
    ("sample/1", {"label": "problem", "version": 0, **WHO}, 422, "标注不完整"),
    ("nowhere", {}, 404, "没有这个地址"),
]


@pytest.mark.parametrize(("path", "value", "status", "told"), REFUSED)
def test_refusals_are_told_in_chinese(inspector, path, value, status, told):
    answer = inspector.post(f"/v1/review/{path}", json=value)
    assert answer.status_code == status and told in answer.json()["error"]


def test_too_long_and_broken_bodies(inspector):
    assert inspector.post("/v1/review/findings/1", content=b"x" * 30_000).status_code == 413
    assert inspector.post("/v1/review/findings/1", content=b"{").status_code == 400


def test_a_clerk_contests_the_own_finding_and_gets_nothing_else(clerk):
    (item,) = clerk.get("/v1/review/findings").json()["items"]
    value = {"action": "contest", "version": 1, "reason": "当时在引用别人的话", "who": "冒名"}
    case = clerk.post(f"/v1/review/findings/{item['id']}", json=value).json()
    assert (case["state"], case["changes"][-1]["who"]) == ("contested", "017")
    others = [number for number in range(1, 30) if number != item["id"]]
    assert {clerk.get(f"/v1/review/findings/{number}").status_code for number in others} == {404}
    assert {clerk.get(f"/v1/review/{path}").status_code for path in ("precision", "sample", "sample/1")} == {403}
    assert {clerk.post(f"/v1/review/{path}", json={}).status_code for path in POSTS[1:]} == {403}
    assert clerk.get("/v1/review/me").json()["role"] == "clerk"
    assert clerk.get("/v1/review/me", headers=AS_INSPECTOR).status_code == 401


def test_a_link_for_a_clerk_opens_the_page(inspector, reviewing):
    path = inspector.post("/v1/review/links", json={"unit": "社保大厅", "clerk": "017", **WHO}).json()["path"]
    with TestClient(create_review_app(reviewing, hosts=["testserver"])) as other:
        assert other.get(path).status_code == 200
        assert other.get("/v1/review/me", headers=AS_CLERK).json()["clerk"] == "017"
        inspector.post("/v1/review/links", json={"unit": "社保大厅", "clerk": "017", **WHO})
        assert other.get("/v1/review/me", headers=AS_CLERK).status_code == 401


def test_the_sample_is_labelled(inspector):
    turns = inspector.get("/v1/review/sample").json()["turns"]
    shown = inspector.get(f"/v1/review/sample/{turns[0]['id']}").json()
    assert "found" not in shown and "findings" not in shown
    value = {"label": "problem", "category": "shirking", "version": 0, **WHO}
    assert inspector.post(f"/v1/review/sample/{turns[0]['id']}", json=value).json()["label"] == "problem"
    assert inspector.post(f"/v1/review/sample/{turns[0]['id']}", json=value).status_code == 409


def test_without_a_sample(tmp_path, out):
    with desk_of(tmp_path / "other.db", out) as desk:
        reviewing = Reviewing(desk, 8751)
        with TestClient(create_review_app(reviewing, hosts=["testserver"]), headers=AS_INSPECTOR) as client:
            client.get("/", params={"token": reviewing.token})
            assert client.get("/v1/review/me").json()["sample"] is False
            assert client.get("/v1/review/sample").status_code == 404


def test_a_crash_is_logged_without_its_message(inspector, reviewing, monkeypatch, caplog):
    def crash(*_arguments):
        raise KeyError("市民说的话")

    monkeypatch.setattr("checker.review.listing.page", crash)
    logging.getLogger("yanjian.service").propagate = True
    answer = inspector.get("/v1/review/findings")
    assert answer.status_code == 500 and "服务内部出错" in answer.json()["error"]
    assert "KeyError" in caplog.text and "市民说的话" not in caplog.text
