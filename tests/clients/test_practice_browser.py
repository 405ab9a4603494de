"""The practice in a real browser: a course played through, a killed server, two trainees at once, the trainer, the editor."""

from __future__ import annotations

import os
import signal
from datetime import date, timedelta

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[serve]'")

from sqlalchemy import select

from checker.practice.session import Practice
from checker.store.engine import open_store, writing
from checker.store.practice import Card

from .browser import chromium
from .conftest import INSTALL, need, start, stop

XSS = '<img src=x onerror="window.hacked=1">'
COURSE = "到岗迎接"
SECONDS = 60_000
"""Nothing here takes long; a machine that does much else may."""


@pytest.fixture(scope="module")
def browser():
    library = pytest.importorskip("playwright.sync_api", reason=INSTALL)
    need(chromium(), "Chromium")
    with library.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def scenarios(checker):
    """The shipped scenarios by course, for their model answers."""
    return Practice(checker=checker).courses


@pytest.fixture
def visit(browser):
    """A new browser profile on a page: each is a person of their own."""
    contexts, complaints = [], []

    def opened(url, **options):
        context = browser.new_context(accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.hacked") is None
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Where the service keeps its store and its own lexicon."""
    place = tmp_path_factory.mktemp("practice")
    (place / "own").mkdir()
    return place


@pytest.fixture(scope="module")
def service(place):
    pytest.importorskip("uvicorn", reason="pip install 'yanjian[serve]'")
    running = start(place, "--lexicons", str(place / "own"), YANJIAN_STORE=str(place / "practice.db"))
    yield running
    stop(running)


def sign_in(page, code, name="李明", own="own-code"):
    page.click("summary:has-text('学员登录')")
    page.fill("#sign-in [name=name]", name)
    page.fill("#sign-in [name=class_code]", code)
    page.fill("#sign-in [name=code]", own)
    page.click("#sign-in button")
    page.wait_for_selector("#mine:not([hidden])")


def answer(page, text):
    """Answer, and wait until the citizen reacted or the rubric is there."""
    before = page.locator("#dialogue .said.clerk").count()
    page.fill("#text", text)
    page.click("#answer button")
    page.wait_for_function("before => document.querySelectorAll('#dialogue .said.clerk').length > before", arg=before)


def play(page, scenario):
    """Answer every step by its model."""
    for step in scenario.steps:
        page.wait_for_selector("#text:visible")
        answer(page, step.model)
    page.wait_for_selector("#rubric:visible")


def make_class(page, name):
    """Sign the trainer in, or set them up at the first time, and make a class: its code."""
    page.fill("#entry-form [name=name]", "王老师")
    page.fill("#entry-form [name=code]", "trainer-code")
    page.click("#entry-button")
    page.wait_for_selector("#classes:visible")
    page.fill("#new-class [name=name]", name)
    page.click("#new-class button")
    page.wait_for_selector("#code-box:visible")
    code = page.inner_text("#code")
    page.click("#code-done")
    page.wait_for_selector("#classes:visible")
    return code


def an_hour_passes(store):
    engine = open_store(store)
    with writing(engine) as session:
        for card in session.scalars(select(Card)):
            card.due -= timedelta(hours=1)
    engine.dispose()


def test_a_course_is_played_through_without_signing_in(service, visit, scenarios):
    page = visit(f"{service.url}/practice")
    page.click(f"summary:has-text('{COURSE}')")
    page.click("details[open] >> text=从头练这门课程")
    for scenario in scenarios[COURSE]:
        page.wait_for_function("title => document.getElementById('title').textContent === title", arg=scenario.title)
        play(page, scenario)
        assert page.inner_text("#rubric .score") == "100 分，达标"
        assert "依据：" in page.inner_text("#rubric")
        page.click("#following")
    page.wait_for_selector("#finish:visible")
    assert page.locator("#finish-list li", has_text="最好 100 分").count() == len(scenarios[COURSE])


def test_a_bad_answer_is_told_what_was_wrong_and_what_to_say(service, visit, scenarios):
    page = visit(f"{service.url}/practice")
    page.click("#random")
    page.wait_for_selector("#text:visible")
    while page.locator("#answer:visible").count():
        answer(page, "不知道，你问别人去。")
    text = page.inner_text("#rubric")
    assert "没有达标" in text and "⚠ 不妥" in text and "“" in text and "可以说：" in text and "参考答案" in text
    page.click("#repeat")
    page.wait_for_selector("#text:visible")
    assert page.locator("#dialogue .said.clerk").count() == 0


def test_the_keyboard_is_enough_and_the_phone_is_wide_enough(service, visit):
    page = visit(f"{service.url}/practice", viewport={"width": 360, "height": 740})
    page.wait_for_selector("#random:visible")
    page.focus("#random")
    page.keyboard.press("Enter")
    page.wait_for_selector("#text:visible")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.type("您好，请坐。请问您办什么业务？")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#dialogue .said.clerk")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    unnamed = "[...document.querySelectorAll('input,select,textarea,button')].filter(e => !e.labels?.length && !e.textContent).length"
    for path in ("practice", "trainer", "editor"):
        page.goto(f"{service.url}/{path}")
        page.wait_for_selector("main > section:visible")
        assert page.evaluate(unnamed) == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_a_killed_server_loses_no_answer(tmp_path, visit, scenarios):
    scenario = next(each for course in scenarios.values() for each in course if len(each.steps) >= 2)
    environment = {"YANJIAN_STORE": str(tmp_path / "practice.db")}
    first = start(tmp_path, **environment)
    code = make_class(visit(f"{first.url}/trainer"), "一班")
    page = visit(f"{first.url}/practice")
    sign_in(page, code)
    page.goto(f"{first.url}/practice#scenario={scenario.id}")
    page.wait_for_selector("#text:visible")
    answer(page, scenario.steps[0].model)
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    page.fill("#text", "这时服务器停了")
    page.click("#answer button")
    page.wait_for_function("() => document.getElementById('status').textContent.includes('连不上服务')")
    assert page.input_value("#text") == "这时服务器停了"
    second = start(tmp_path, **environment)  # on another port; the cookie is the host's
    try:
        page.goto(f"{second.url}/practice")
        page.click("#history summary")
        page.click("text=接着练")
        page.wait_for_selector("#text:visible")
        assert page.locator("#dialogue .said.clerk").all_inner_texts()[0].endswith(scenario.steps[0].model)
        for step in scenario.steps[1:]:
            answer(page, step.model)
        page.wait_for_selector("#rubric:visible")
        assert page.inner_text("#rubric .score") == "100 分，达标"
    finally:
        stop(second)


def test_two_trainees_at_once_and_their_trainer(service, visit, scenarios):
    scenario = scenarios[COURSE][0]
    trainer = visit(f"{service.url}/trainer")
    code = make_class(trainer, "一班")
    trainer.click("text=一班")
    trainer.click("#tab-work")
    trainer.fill("#new-work [name=title]", "本周作业")
    trainer.select_option("#work-course", COURSE)
    trainer.fill("#new-work [name=due]", (date.today() + timedelta(days=7)).isoformat())
    trainer.click("#new-work button")
    trainer.wait_for_selector("#work-list >> text=本周作业")

    one, two = (visit(f"{service.url}/practice") for _ in range(2))
    sign_in(one, code, "李明")
    sign_in(two, code, XSS)
    assert "本周作业" in one.inner_text("#assignments")
    for page in (one, two):
        page.goto(f"{service.url}/practice#scenario={scenario.id}")
        page.wait_for_selector("#text:visible")
    for number, step in enumerate(scenario.steps):
        answer(one, step.model)
        answer(two, XSS if number == 0 else "哦。")
    while two.locator("#answer:visible").count():
        answer(two, "哦。")
    assert one.inner_text("#rubric .score") == "100 分，达标"
    assert "没有达标" in two.inner_text("#rubric .score")
    two.goto(f"{service.url}/practice#")
    two.wait_for_selector("#mine:visible")
    assert "李明" not in two.content()

    trainer.goto(f"{service.url}/trainer")
    trainer.click("text=一班")
    trainer.wait_for_selector("#people-rows >> text=李明")
    assert XSS in trainer.inner_text("#people-rows")
    trainer.click("#tab-heat")
    cells = trainer.locator("#heat-table td").all_inner_texts()
    assert any("熟练（1 次）" in each for each in cells) and any("薄弱（1 次）" in each for each in cells)
    trainer.click("#tab-answers")
    trainer.click(f"[aria-label='看 李明 对 {scenario.title} 的回答']")
    trainer.wait_for_selector("#attempt-dialogue .clerk")
    assert scenario.steps[0].model in trainer.inner_text("#attempt-dialogue")
    trainer.click("#attempt-back")
    trainer.click("#answer-rows li:has-text('onerror') a")
    trainer.wait_for_function("() => document.getElementById('attempt-dialogue').textContent.includes('onerror')")
    trainer.click("#attempt-back")
    trainer.click("#tab-manage")
    with trainer.expect_download() as download:
        trainer.click("#export")
    assert download.value.suggested_filename == "练习-一班.xlsx"


def test_the_schedule_brings_back_what_went_wrong(service, visit, place):
    code = make_class(visit(f"{service.url}/trainer"), "二班")
    page = visit(f"{service.url}/practice")
    sign_in(page, code)
    assert "练一个新的场景" in page.inner_text("#next")
    page.click("#next")
    page.wait_for_selector("#text:visible")
    failed = page.inner_text("#title")
    while page.locator("#answer:visible").count():
        answer(page, "不知道，你问别人去。")
    page.wait_for_selector("#rubric:visible")
    an_hour_passes(place / "practice.db")
    page.goto(f"{service.url}/practice#")
    page.reload()
    page.wait_for_function("() => document.getElementById('due').textContent.includes('到期要复习的有')")
    assert f"把到期的再练一遍：{failed}" in page.inner_text("#next")


def test_a_scenario_is_written_tried_and_saved(service, visit, place):
    trainer = visit(f"{service.url}/trainer")
    code = make_class(trainer, "三班")
    editor = trainer
    editor.goto(f"{service.url}/editor")
    editor.wait_for_selector("text=没有问题，可以保存")
    good = editor.input_value("#source")
    editor.fill("#source", good.replace('situation = "arrival"', 'situation = "nowhere"'))
    editor.wait_for_selector("#problems .problem >> text=第 6 行")
    editor.fill("#source", good.replace('title = "来了一位问社保卡的"', f"title = '{XSS}'"))
    editor.wait_for_selector("text=没有问题，可以保存")
    editor.fill("#answers", "您好，请坐。")
    editor.wait_for_selector("#played >> text=100 分，达标")
    editor.fill("#name", "our-hall")
    editor.click("#save")
    editor.wait_for_function("() => document.getElementById('status').textContent.includes('已保存')")
    assert XSS in (place / "own" / "scenarios" / "our-hall.toml").read_text(encoding="utf-8")
    other = trainer.context.new_page()
    other.goto(f"{service.url}/editor")
    other.select_option("#files", "own/our-hall")
    other.wait_for_selector("text=没有问题，可以保存")
    for page in (other, editor):
        page.fill("#source", page.input_value("#source") + "\n# 改过\n")
        page.click("#save")
    editor.wait_for_function("() => document.getElementById('status').textContent.includes('已经被别人改过')")
    trainee = visit(f"{service.url}/practice")
    sign_in(trainee, code)
    trainee.click("summary:has-text('本单位的课程')")
    trainee.click("details[open] >> text=从头练这门课程")
    trainee.wait_for_selector("#text:visible")
    assert trainee.inner_text("#title") == XSS
