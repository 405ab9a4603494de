"""The review in a real browser: verdicts by keyboard, contest by link, two at once, a phone, and texts that are code."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

pytest.importorskip("sqlalchemy", reason="pip install 'yanjian[store]'")

from review_stores import CONVERSATIONS, said, scan

from .browser import chromium
from .conftest import INSTALL, need

XSS = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>不归我管'


@pytest.fixture(scope="module")
def browser():
    library = pytest.importorskip("playwright.sync_api", reason=INSTALL)
    need(chromium(), "Chromium")
    with library.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(tmp_path, checker):
    """The address that `yanjian review` prints; it runs until the test ends."""
    pytest.importorskip("uvicorn", reason="pip install 'yanjian[serve]'")
    out = scan(checker, tmp_path / "OUT", [*CONVERSATIONS, said(XSS, clerk=XSS)])
    command = [sys.executable, "-m", "checker.cli", "review", str(out), "--no-browser", "--port", "0", "--sample", "4"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603
        found = None
        while not found:
            line = process.stderr.readline()
            assert line, "yanjian review ended"
            found = re.search(r"http://\S+", line)
        yield found[0]
        process.terminate()


@pytest.fixture
def opened(browser):
    """Opens the page as somebody; scripts must not fail."""
    contexts, complaints = [], []

    def open_as(address, name, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        if name:
            page.fill("#ask-text", name)
            page.click("#ask button[value=yes]")
        page.wait_for_selector("#list button")
        return page

    yield open_as
    assert complaints == []
    for context in contexts:
        context.close()


def status(page, text):
    page.wait_for_function("text => document.getElementById('status').textContent.includes(text)", arg=text)


def states(page):
    return [text.split(" ")[0] for text in page.locator("#list small").all_text_contents()]


def choose_forbidden(page):
    page.select_option("[name=kind]", "=forbidden")


def test_verdicts_by_keyboard(opened, address):
    page = opened(address, "王")
    assert "token" not in page.url
    choose_forbidden(page)
    page.keyboard.press("j")
    status(page, "第 2 条")
    page.keyboard.press("k")
    status(page, "第 1 条")
    for key in "yn":  # quick fingers: one verdict each
        page.keyboard.press(key)
    status(page, "不属实")
    assert states(page)[:3] == ["属实", "不属实", "待核定"]
    page.keyboard.press("u")
    status(page, "撤回，现在是“待核定”")
    assert page.locator("#changes li").count() == 2
    page.keyboard.press("k")
    status(page, "属实")
    page.keyboard.press("c")
    page.fill("#ask-text", "当时没说完")
    page.click("#ask button[value=yes]")
    status(page, "申辩中")
    page.keyboard.press("y")
    status(page, "维持")
    assert "当时没说完" in page.text_content("#changes")


def test_search_and_help_by_keyboard(opened, address):
    page = opened(address, "王")
    page.keyboard.press("/")
    page.keyboard.type("快走吧")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('message').textContent.length > 0")
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    page.wait_for_selector("#help[open]")
    page.keyboard.press("Escape")
    assert "医保大厅" in page.text_content("#list")


def test_the_second_of_two_is_told(opened, address):
    first, second = opened(address, "王"), opened(address, "李")
    first.keyboard.press("y")
    status(first, "属实")
    second.keyboard.press("n")
    status(second, "王刚刚改过")
    second.wait_for_function("() => document.getElementById('changes').textContent.includes('王：属实')")
    status(second, "王刚刚改过")


def test_a_double_click_decides_once(opened, address):
    page = opened(address, "王")
    choose_forbidden(page)
    page.wait_for_function("() => !document.getElementById('place').textContent.includes('protocol')")
    page.dblclick("#actions >> text=不属实")
    status(page, "不属实")
    page.wait_for_timeout(300)
    assert states(page).count("不属实") == 1


def test_a_clerk_contests_by_link(opened, address):
    page = opened(address, "王")
    choose_forbidden(page)
    page.keyboard.press("y")
    page.keyboard.press("k")
    status(page, "属实，推诿")
    page.click("text=给这位工作人员发链接")
    page.wait_for_selector("#ask[open]")
    link = page.input_value("#ask-text")
    clerk = opened(link, None)
    assert clerk.locator("nav").is_hidden() and "code" not in clerk.url
    clerk.keyboard.press("c")
    clerk.fill("#ask-text", XSS)
    clerk.click("#ask button[value=yes]")
    status(clerk, "申辩中")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.wait_for_function("() => document.getElementById('changes').textContent.includes('本人')")
    assert XSS in page.text_content("#changes")
    assert page.evaluate("window.hacked") is None and clerk.evaluate("window.hacked") is None


def test_texts_that_are_code_stay_texts(opened, address):
    page = opened(address, XSS)
    page.select_option("[name=clerk]", f"={XSS}")
    page.wait_for_function("() => document.getElementById('turns').textContent.includes('onerror')")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main script").count() == 0


def test_the_sample_by_keyboard(opened, address):
    page = opened(address, "王")
    page.click("[data-pane=sample]")
    page.wait_for_function("() => document.getElementById('progress').textContent.includes('第 1 句')")
    page.keyboard.press("y")
    page.wait_for_selector("#choose[open]")
    page.keyboard.press("1")
    status(page, "有问题")
    for _ in range(3):
        page.keyboard.press("n")
    status(page, "后面没有没标的了")
    assert "已标 4 句" in page.text_content("#progress")
    page.click("[data-pane=figures]")
    page.wait_for_selector("#precision tr")


def test_on_a_phone_nothing_is_cut_off(opened, address):
    page = opened(address, "王", viewport={"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("#list button >> nth=0")
    page.wait_for_selector("#back", state="visible")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("#back")
    page.wait_for_selector("#list", state="visible")
    assert page.evaluate("document.activeElement.closest('#list') !== null")


def test_every_control_has_a_name(opened, address):
    page = opened(address, "王")
    unnamed = """() => [...document.querySelectorAll("button, input, select, textarea")].filter(each =>
        !(each.labels?.length || each.textContent.trim() || each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")))"""
    assert page.evaluate(f"({unnamed})().length") == 0
