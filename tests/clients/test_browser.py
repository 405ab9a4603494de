"""The page, the draft guard and the extension in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .browser import chromium, office_page
from .conftest import INSTALL, need, start, stop

ROOT = Path(__file__).parent.parent.parent
EXTENSION = ROOT / "samples" / "draft-guard-extension"
MODERATE = "这事不归我管，问别人去。"
WORDS = "不归我管"
SEVERE = "你是不是傻，滚出去。"
XSS = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
MARKS = "document.querySelector('yanjian-draft-guard')?.shadowRoot.querySelectorAll('.mirror span')"
RANGES = (
    "Object.keys({severe:1,moderate:1,minor:1}).flatMap(n=>[...(CSS.highlights.get('yanjian-'+n)||[])]).map(String)"
)


@pytest.fixture(scope="module")
def playwright():
    library = pytest.importorskip("playwright.sync_api", reason=INSTALL)
    need(chromium(), "Chromium")
    with library.sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def page(browser):
    page = browser.new_page()
    page.set_default_timeout(20_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    assert page.complaints == []
    page.close()


@pytest.fixture(scope="module")
def guarding(tmp_path_factory):
    """A service that pages of other origins may call."""
    pytest.importorskip("uvicorn", reason="pip install 'yanjian[serve]'")
    running = start(tmp_path_factory.mktemp("guarding"), YANJIAN_ORIGINS=json.dumps(["*"]))
    yield running
    stop(running)


@pytest.fixture
def office(guarding):
    script = f'<script src="{guarding.url}/static/draft-guard.js" data-send="#chat-send" defer></script>'
    with office_page(script) as url:
        yield url


def marks(page, count):
    """The words underlined in the textarea, once there are so many."""
    page.wait_for_function(f"() => ({MARKS} || []).length === {count}")
    return page.evaluate(f"[...({MARKS} || [])].map(span => span.textContent)")


# the draft guard


def test_typing_is_marked_and_left_as_it_is(page, office):
    page.goto(office)
    page.click("#draft")
    page.keyboard.type("😀" + MODERATE, delay=5)
    assert WORDS in marks(page, 2)
    assert page.input_value("#draft") == "😀" + MODERATE
    page.keyboard.type("请坐")
    assert page.input_value("#draft") == f"😀{MODERATE}请坐"


def test_the_underline_lies_under_the_words(page, office):
    page.goto(office)
    page.fill("#draft", f"您好😀。\n{MODERATE}")
    page.focus("#draft")
    marks(page, 2)
    span = page.evaluate(f"{MARKS}[0].getBoundingClientRect().toJSON()")
    field = page.evaluate("document.querySelector('#draft').getBoundingClientRect().toJSON()")
    assert field["left"] < span["left"] < span["right"] < field["right"]
    assert field["top"] + 15 < span["top"] < field["bottom"]


def test_a_replacement_is_clicked_and_undone(page, office):
    page.goto(office)
    page.click("#draft")
    page.keyboard.type("😀" + MODERATE)
    marks(page, 2)
    for _ in range(len(MODERATE) - 4):
        page.keyboard.press("ArrowLeft")
    suggestion = page.locator("yanjian-draft-guard .say").first
    told = suggestion.text_content()
    suggestion.click()
    assert page.input_value("#draft") == f"😀这事{told}，问别人去。"
    page.keyboard.press("Control+z")
    assert page.input_value("#draft") == "😀" + MODERATE
    assert WORDS in marks(page, 2)


def test_a_place_is_waved_through(page, office):
    page.goto(office)
    page.fill("#draft", MODERATE)
    page.click("#draft", position={"x": 60, "y": 10})
    marks(page, 2)
    page.locator("yanjian-draft-guard .badge").first.click()
    page.locator("yanjian-draft-guard .waive").first.click()
    assert marks(page, 1) == ["问别人去"]


def test_composition_is_not_disturbed(page, office):
    page.goto(office)
    page.click("#draft")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/check" in request.url else None)
    session = page.context.new_cdp_session(page)
    for part in ("bu", "bugui", "不归我"):
        session.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
        page.wait_for_timeout(400)
        assert page.input_value("#draft") == part
    assert asked == []
    session.send("Input.insertText", {"text": MODERATE})
    assert WORDS in marks(page, 2)
    assert page.input_value("#draft") == MODERATE


def test_contenteditable_is_marked_without_a_change(page, office):
    page.goto(office)
    page.click("#rich")
    page.keyboard.type("您好😀")
    page.keyboard.press("Enter")
    page.keyboard.type(MODERATE)
    page.wait_for_function(f"() => ({RANGES}).includes('{WORDS}')")
    html = page.inner_html("#rich")
    assert "span" not in html
    assert page.inner_text("#rich").split() == ["您好😀", MODERATE]
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    suggestion = page.locator("yanjian-draft-guard .say").first
    told = suggestion.text_content()
    suggestion.click()
    assert page.inner_text("#rich").split()[1] == f"这事{told}，问别人去。"
    page.keyboard.press("Control+z")
    assert page.inner_text("#rich").split()[1] == MODERATE


def test_sending_is_asked_about_when_blocked(page, office):
    page.goto(office)
    page.fill("#draft", SEVERE)
    page.focus("#draft")
    page.click("#submit")
    page.locator("yanjian-draft-guard dialog button", has_text="返回修改").click()
    assert "/sent" not in page.url
    assert page.input_value("#draft") == SEVERE
    page.click("#submit")
    page.locator("yanjian-draft-guard dialog button", has_text="仍然发送").click()
    page.wait_for_url("**/sent?draft=*")


def test_a_clean_draft_is_sent_at_once(page, office):
    page.goto(office)
    page.click("#draft")
    page.keyboard.type("您好，请您稍等。")
    page.click("#submit")
    page.wait_for_url("**/sent?draft=*")


def test_a_button_without_a_form_is_held_back_too(page, office):
    page.goto(office)
    page.click("#rich")
    page.keyboard.type(SEVERE)
    page.click("#chat-send")
    page.locator("yanjian-draft-guard dialog button", has_text="返回修改").click()
    assert page.inner_text("#out") == ""
    page.click("#chat-send")
    page.locator("yanjian-draft-guard dialog button", has_text="仍然发送").click()
    page.wait_for_function("() => document.getElementById('out').textContent === 'sent'")


def test_text_is_never_run(page, office):
    page.goto(office)
    page.click("#draft")
    page.keyboard.insert_text(f"{XSS}{MODERATE}")
    marks(page, 2)
    page.locator("yanjian-draft-guard .badge").first.click()
    assert page.evaluate("window.hacked") is None


def test_a_strict_policy_of_the_page_is_kept_to(page, guarding):
    policy = f"default-src 'self' {guarding.url}"
    script = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    with office_page(f'{script}<script src="{guarding.url}/static/draft-guard.js" defer></script>') as url:
        page.goto(url)
        page.click("#draft")
        page.keyboard.type(MODERATE)
        assert WORDS in marks(page, 2)
        assert page.evaluate(f"getComputedStyle({MARKS}[0].parentNode).color") == "rgba(0, 0, 0, 0)"


def test_a_server_away_stays_out_of_the_way(page):
    with office_page("") as url:
        page.goto(url)
        page.add_script_tag(path=str(ROOT / "api" / "web" / "static" / "draft-guard.js"))
        page.evaluate("YanjianDraftGuard.start({server: 'http://127.0.0.1:9'})")
        page.click("#draft")
        page.keyboard.type(SEVERE)
        badge = page.locator("yanjian-draft-guard .badge").first
        badge.wait_for()
        assert "连不上" in badge.text_content()
        page.click("#submit")
        page.wait_for_url("**/sent?draft=*")


# the page


def test_the_page_shows_a_conversation(page, server):
    page.goto(server)
    page.wait_for_function("() => document.querySelectorAll('#profile option').length > 5")
    page.select_option("#profile", "qidong")
    page.fill("#text", f"市民：社保卡丢了怎么补办？\n工作人员：您好😀，{MODERATE}")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result:not([hidden])")
    assert WORDS in page.locator("mark").all_text_contents()
    assert "分" in page.inner_text("#score")
    assert page.locator("#protocol li").count() > 0
    assert "依据" in page.inner_text("#findings")
    with page.expect_download() as download:
        page.click("#export-json")
    report = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert report["decision"] == "revise"


def drag(page, selector, *kinds, **data):
    """What the browser gets from a desktop from which something is dragged onto an element."""
    box = page.locator(selector).bounding_box()
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session = page.context.new_cdp_session(page)
    for kind in kinds:
        given = {"items": [], "files": [], "dragOperationsMask": 1, **data}
        session.send("Input.dispatchDragEvent", {"type": kind, **place, "data": given})


@pytest.mark.parametrize("target", ["#text", "h1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_is_dropped_on_the_page(page, server, tmp_path, target, encoding):
    file = tmp_path / "草稿.txt"
    file.write_bytes(MODERATE.encode(encoding))
    page.goto(server)
    drag(page, target, "dragEnter", "dragOver", files=[str(file)])
    page.wait_for_selector("#text.over")
    drag(page, target, "drop", files=[str(file)])
    page.wait_for_function("() => document.getElementById('text').value.length > 0")
    assert page.input_value("#text") == MODERATE
    assert page.locator("#text.over").count() == 0
    page.click("button[type=submit]")
    page.wait_for_selector("mark")


def test_dragged_words_go_where_the_browser_puts_them(page, server):
    page.goto(server)
    items = [{"mimeType": "text/plain", "data": MODERATE}]
    drag(page, "#text", "dragEnter", "dragOver", "drop", items=items)
    page.wait_for_function("() => document.getElementById('text').value.length > 0")
    assert page.input_value("#text") == MODERATE


def test_the_page_takes_a_chosen_file(page, server):
    page.goto(server)
    page.set_input_files("#file", {"name": "a.txt", "mimeType": "text/plain", "buffer": MODERATE.encode("gb18030")})
    page.wait_for_function("() => document.getElementById('text').value.length > 0")
    page.click("button[type=submit]")
    page.wait_for_selector("mark")
    assert page.input_value("#text") == MODERATE


@pytest.mark.parametrize("text", [
    f"{XSS}{MODERATE}",
    f"坐席：您好\n{XSS[:12]}：{XSS}\n坐席：{MODERATE}",
    json.dumps({"id": XSS, "clerk": XSS, "x": XSS, "turns": [{"role": "clerk", "text": XSS + MODERATE}]}),
    json.dumps({"turns": [{"speaker": XSS, "role": "clerk", "text": MODERATE}], "matter": XSS}),
])  # fmt: skip
def test_nothing_of_a_text_is_run_on_the_page(page, server, text):
    page.goto(server)
    page.fill("#text", text)
    page.click("button[type=submit]")
    page.wait_for_function("() => document.getElementById('status').textContent.match(/检查完了|不/)")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#result img, #result script").count() == 0


def test_the_page_says_what_was_wrong(page, server):
    page.goto(server)
    page.fill("#text", '{"turns": []}')
    page.click("button[type=submit]")
    page.wait_for_function("() => document.getElementById('status').textContent.includes('turns')")


def test_the_page_fits_a_phone_and_a_screen_reader(page, server):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(server)
    page.fill("#text", MODERATE * 5)
    page.click("button[type=submit]")
    page.wait_for_selector("mark")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    unnamed = "[...document.querySelectorAll('input,select,textarea,button')].filter(e => !e.labels?.length && !e.textContent).length"
    assert page.evaluate(unnamed) == 0
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_the_documentation_is_whole_without_a_network(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/docs")
    page.wait_for_selector("#schemas table")
    assert page.locator("#operations h2").count() >= 6
    assert all(url.startswith(server) or url.startswith("data:") for url in asked)


# the extension


def test_the_extension_guards_the_sites_that_were_named(playwright, server, tmp_path):
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path), executable_path=chromium(), headless=False,
        args=["--headless=new", "--no-sandbox", f"--load-extension={EXTENSION}", f"--disable-extensions-except={EXTENSION}"],
    )  # fmt: skip
    worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
    identity = worker.url.split("/")[2]
    with office_page("") as url:
        page = context.new_page()
        page.goto(url)
        page.click("#draft")
        page.keyboard.type(MODERATE)
        page.wait_for_timeout(1_000)
        assert page.locator("yanjian-draft-guard").count() == 0
        options = context.new_page()
        options.goto(f"chrome-extension://{identity}/options.html")
        options.fill("[name=server]", server)
        options.fill("[name=sites]", "127.0.0.1")
        options.click("button")
        options.wait_for_function("() => document.getElementById('status').textContent.includes('已保存')")
        page.reload()
        page.click("#draft")
        page.keyboard.type("😀" + MODERATE)
        assert WORDS in marks(page, 2)
    context.close()
