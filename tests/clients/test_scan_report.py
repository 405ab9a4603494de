"""The HTML report of a scan in a real browser: figures, the turns behind them, filters, 100,000 findings, hostile texts."""

from __future__ import annotations

import pytest
from scan_folders import REFUSED, checked, corpus, made_up, result_of, write_scan

from checker.reports import html
from checker.reports.names import ELEMENT_NAMES, POINT_NAMES
from checker.reports.results import read_results
from checker.reports.statistics import Statistics

from .browser import chromium
from .conftest import INSTALL, need

ROOM_AROUND_THE_ACTIVE_ROW = """() => {
  const list = document.querySelector("#list").getBoundingClientRect();
  const row = document.querySelector("#list .row[aria-selected=true]").getBoundingClientRect();
  return [row.top - list.top, list.bottom - row.bottom];
}"""
MIDDLE_ROW = """() => {
  const row = document.querySelector("#list .row"), place = Number(row.dataset.place);
  return 40_000 < place && place < 60_000 && [place, row.innerText];
}"""
XSS = '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">'


@pytest.fixture(scope="module")
def browser():
    library = pytest.importorskip("playwright.sync_api", reason=INSTALL)
    need(chromium(), "Chromium")
    with library.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(30_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    page.close()


@pytest.fixture(scope="module")
def scan(checker, tmp_path_factory):
    out = write_scan(tmp_path_factory.mktemp("scan"), checked(checker, corpus()), REFUSED)
    html.write_html(out)
    return out


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    out = write_scan(tmp_path_factory.mktemp("large"), made_up(10_000, 10))
    html.write_html(out)
    return out


@pytest.fixture(scope="module")
def statistics(scan):
    statistics = Statistics()
    for result in read_results(scan):
        statistics.add(result)
    return statistics


@pytest.fixture
def report(page, scan):
    return opened(page, scan)


def opened(page, out):
    page.goto((out / "report.html").as_uri())
    page.wait_for_selector("#main:not([hidden])")
    return page


def violations(out, **wanted):
    """The violations of a scan, with their results, whose fields are as wanted."""
    found = ((result, finding) for result in read_results(out) for finding in result.violations)
    return [
        (result, finding) for result, finding in found if all(finding[key] == value for key, value in wanted.items())
    ]


def counted(page, mode="问题"):
    """How many the list says it holds."""
    return int(page.locator("#modes button", has_text=mode).inner_text().split()[1])


def row_of(page, panel, name):
    return page.locator(f"#panel-{panel} tbody tr").filter(has=page.get_by_role("button", name=name, exact=True))


# figures


def test_kinds_are_counted(report, scan):
    shown = [button.inner_text() for button in report.locator("#kinds button").all()]
    names = {"forbidden": "不当用语", "courtesy": "文明用语", "protocol": "服务流程", "notice": "一次性告知"}
    counts = {name: len(violations(scan, kind=kind)) for kind, name in names.items()}
    assert shown == [f"全部 {sum(counts.values())}", *(f"{name} {count}" for name, count in counts.items())]


def test_clerks_are_told_with_intervals_and_small_samples_apart(report, statistics):
    rows = [row.inner_text() for row in report.locator("#panel-clerk tbody tr").all()]
    ranked = statistics.ranked()
    assert len(rows) == len(ranked)
    for text, (clerk, tally) in zip(rows[:3], ranked[:3], strict=True):
        low, high = tally.rude_rate.interval
        assert clerk.name in text
        assert f"{tally.rude_rate.share:.0%}（{low:.0%}–{high:.0%}）" in text
        assert f"{tally.rude}/{tally.conversations}" in text
        assert f"{tally.mean:.1f}（" in text
    assert all("样本少" in text for text in rows[3:])
    assert not any("样本少" in text for text in rows[:3])


def test_weeks_and_hours_are_those_of_the_statistics(report, statistics):
    for panel, groups in (("week", statistics.weeks), ("hour", statistics.hours)):
        report.locator(f"#panel-{panel} summary").click()
        told = [button.inner_text() for button in report.locator(f"#panel-{panel} details button").all()]
        assert len(told) == len(groups)
        for text, (name, tally) in zip(told, sorted(groups.items()), strict=True):
            assert text.startswith(f"{name} ")
            assert f"{tally.rude}/{tally.conversations} 段" in text


def test_scores_add_up(report, statistics):
    report.locator("#panel-scores summary").click()
    told = [
        int(button.inner_text().split("：")[1].split()[0])
        for button in report.locator("#panel-scores details button").all()
    ]
    assert told == [statistics.scores[low] for low in range(0, 100, 5)]


# a click away


def test_from_a_category_to_the_marked_words(report, scan):
    expected = violations(scan, category="shirking")
    row = row_of(report, "category", "推诿")
    assert f"\t{len(expected)}\t" in row.inner_text()
    row.get_by_role("button").click()
    assert counted(report) == len(expected)
    report.locator("#list .row").first.click()
    report.wait_for_selector("dialog[open] mark.current")
    dialog = report.locator("dialog[open]")
    marked, opinion = dialog.locator("mark.current").all_inner_texts(), dialog.locator(".opinion.current").inner_text()
    finding = next(finding for _, finding in expected if finding["text"] == "".join(marked))
    assert finding["message"] in opinion
    assert f"可以说：{finding['suggestions'][0]}" in opinion
    assert "依据：" in opinion
    assert "《" in opinion
    report.keyboard.press("Escape")
    assert report.locator("dialog[open]").count() == 0


def test_from_a_protocol_point_to_the_turn(report, statistics):
    name, rate = statistics.missed_points()[0]
    row_of(report, "point", POINT_NAMES[name]).get_by_role("button").click()
    assert counted(report, "对话") == rate.hits
    report.locator("#list .row").first.click()
    dialog = report.locator("dialog[open]")
    assert f"✗ {POINT_NAMES[name]}：没有做到" in dialog.inner_text()
    assert dialog.locator(".turn.here").count() == 1


def test_from_a_notice_element_to_its_conversations(report, statistics):
    name, rate = statistics.untold_elements()[0]
    row_of(report, "element", ELEMENT_NAMES[name]).get_by_role("button").click()
    assert counted(report, "对话") == rate.hits
    report.locator("#list .row").first.click()
    assert "一次性告知" in report.locator("dialog[open] .opinions").inner_text()


def test_from_a_bar_to_its_conversations(report, statistics, scan):
    report.locator("#panel-scores .column").last.click()
    assert counted(report, "对话") == statistics.scores[95]
    report.locator("#panel-week .column").first.focus()
    report.keyboard.press("Enter")
    first = statistics.weeks[min(statistics.weeks)]
    assert counted(report, "对话") == first.conversations
    week = [
        (r, f)
        for r, f in violations(scan, kind="forbidden")
        if "2026-09-01" <= r.conversation.get("time", "")[:10] <= "2026-09-06"
    ]
    assert counted(report) == len(week)


def test_sentences_lead_to_their_turns(report, scan):
    severe = report.locator("#highlights li", has_text="情节严重")
    severe.get_by_role("button").click()
    assert counted(report) == len(violations(scan, severity="severe"))
    report.locator("#highlights li", has_text="读不了").get_by_role("button").click()
    assert report.locator("#refused tr").count() == 3


# filters


def test_filters_act_on_everything(report, scan):
    report.select_option("#filter-unit", label="社保窗口")
    expected = [
        (result, finding)
        for result, finding in violations(scan, kind="forbidden")
        if result.conversation["unit"] == "社保窗口"
    ]
    assert counted(report) == len(expected)
    assert report.locator("#panel-unit tbody tr").count() == 1
    report.fill("#filter-from", "2026-09-08")
    report.fill("#filter-to", "2026-09-14")
    expected = [each for each in expected if "2026-09-08" <= each[0].conversation.get("time", "")[:10] <= "2026-09-14"]
    assert counted(report) == len(expected)
    report.select_option("#filter-severity", label="严重")
    assert counted(report) == sum(finding["severity"] == "severe" for _, finding in expected)
    report.get_by_role("button", name="清除筛选").click()
    assert counted(report) == len(violations(scan, kind="forbidden"))


def test_a_category_brings_its_kind(report, scan):
    report.select_option("#filter-category", label="服务流程：去有送声")
    assert counted(report) == len(violations(scan, category="farewell"))
    assert report.locator("#kinds button[aria-pressed=true]").inner_text().startswith("服务流程")


def test_advice_does_not_count_until_asked_for(report, scan):
    advice = sum(
        finding["status"] == "mitigated" for result in read_results(scan) for finding in result.report["findings"]
    )
    report.select_option("#filter-status", label="建议")
    assert counted(report) == advice > 0


def test_search(report, scan):
    report.fill("#filter-text", "不归")
    report.wait_for_function("() => document.querySelector('#filter-text').value === '不归' && filters.text === '不归'")
    expected = [f for _, f in violations(scan, kind="forbidden") if "不归" in f["text"] or "不归" in f["message"]]
    assert counted(report) == len(expected) > 0


# without a mouse, on a phone, on paper


def test_the_keyboard_is_enough(report):
    report.focus("#list")
    report.keyboard.press("ArrowDown")
    report.keyboard.press("ArrowDown")
    report.keyboard.press("ArrowUp")
    assert report.get_attribute("#list", "aria-activedescendant") == "row-1"
    report.keyboard.press("Enter")
    report.wait_for_selector("dialog[open] .opinion.current")
    report.evaluate("document.querySelector('dialog .sheet').dataset.seen = 'yes'")
    report.keyboard.press("ArrowRight")
    report.wait_for_selector("dialog[open] .sheet:not([data-seen])")
    report.keyboard.press("Escape")
    assert report.get_attribute("#list", "aria-activedescendant") == "row-2"


def test_it_fits_a_phone(page, scan):
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, scan)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#list .row").first.click()
    page.wait_for_selector("dialog[open] .opinion")
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= 390


def test_it_prints(report):
    report.emulate_media(media="print")
    assert not report.locator("#filters").is_visible()
    assert report.locator("#highlights").is_visible()
    assert len(report.pdf(format="A4")) > 10_000


def test_plots_have_words(report):
    for panel in report.locator(".panel svg[role=group]").all():
        assert panel.get_attribute("aria-label")
    labels = [column.get_attribute("aria-label") for column in report.locator(".column").all()]
    assert labels
    assert all(labels)


def test_an_old_browser_is_told(browser, scan):
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto((scan / "report.html").as_uri())
    assert "这个浏览器太旧" in page.locator("#opening").inner_text()
    page.close()


# very many


def test_a_hundred_thousand_findings(page, large):
    opened(page, large)
    page.locator("#kinds button", has_text="全部").click()
    assert counted(page) == 100_000
    assert counted(page, "对话") == 10_000
    assert "severe" in page.locator("#list .row .badge").first.get_attribute("class")
    page.select_option("#order", label="原来的顺序")
    page.focus("#list")
    page.keyboard.press("End")
    last = page.locator("#list .row[aria-selected=true]")
    assert last.get_attribute("aria-posinset") == "100000"
    assert "第9999段第19句，这事不归我管" in last.inner_text()
    last.wait_for(state="visible")
    assert page.locator("#list .row").count() < 60
    page.keyboard.press("Enter")
    assert page.locator("dialog[open] mark.current").inner_text() == "第9999段第19句，这事不归我管"
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('#list').scrollTop = document.querySelector('#list').scrollHeight / 2")
    place, text = page.wait_for_function(MIDDLE_ROW).json_value()
    assert f"第{place // 10}段第{place % 10 * 2 + 1}句" in text
    page.select_option("#filter-clerk", label="工号007")
    assert counted(page) == 2000


def test_a_list_taller_than_browsers_allow(page, large):
    opened(page, large)
    page.evaluate("list.show(Uint32Array.from({ length: 2_000_000 }, (_, index) => index % 100_000))")
    page.focus("#list")
    page.keyboard.press("End")
    last = page.locator("#list .row[aria-selected=true]")
    assert last.get_attribute("aria-posinset") == "2000000"
    above, below = page.evaluate(ROOM_AROUND_THE_ACTIVE_ROW)
    assert above >= 0 and below >= -2
    page.keyboard.press("Home")
    assert page.locator("#list .row[aria-selected=true]").get_attribute("aria-posinset") == "1"


def test_what_was_too_much_is_said(page, monkeypatch, tmp_path):
    monkeypatch.setattr(html, "TEXT_LIMIT", 100)
    write_scan(tmp_path, made_up(3, 1))
    html.write_html(tmp_path)
    opened(page, tmp_path)
    assert "2 段对话的原文没有放进这份报告" in page.locator("#warnings").inner_text()
    page.select_option("#order", label="原来的顺序")
    assert counted(page) == 3
    page.locator("#list .row").last.click()
    page.wait_for_selector("dialog[open] .opinion.current")
    assert "请看 results.jsonl：大.jsonl:3" in page.locator("dialog").inner_text()


# hostile texts


@pytest.fixture
def hostile(tmp_path):
    result = next(made_up(1, 1))
    finding = {**result["report"]["findings"][0], "severity": "severe"}
    text = "😀" + XSS
    value = {**result["conversation"], "id": XSS, "clerk": XSS, "unit": XSS, "time": "2026-09-01 10:00" + XSS}
    value["turns"] = [{"role": "citizen", "text": XSS, "speaker": XSS}, {"role": "clerk", "text": text, "speaker": XSS}]
    finding |= {
        "text": XSS,
        "start": 1,
        "end": 1 + len(XSS),
        "rule": XSS,
        "category": XSS,
        "message": XSS,
        "suggestions": [XSS],
    }
    finding["basis"] = [{"document": XSS, "clause": XSS}]
    report = {
        **result["report"],
        "id": XSS,
        "findings": [finding],
        "notes": [XSS],
        "protocol": {XSS: {"status": "missed", "turn": 1}},
    }
    report["notice"] = {"profile": XSS, "elements": {XSS: {"status": "missing", "evidence": [], "missing": [XSS]}}}
    refused = [{"file": XSS, "line": 1, "field": XSS, "message": XSS, "advice": XSS}]
    manifest = {"version": XSS, "inputs": [XSS], "state": "partial", "settings": {"mask": False}}
    write_scan(tmp_path, [result_of(value, report, XSS, 1)], refused, manifest)
    html.write_html(tmp_path)
    return tmp_path


def test_texts_never_run(page, hostile):
    opened(page, hostile)
    for summary in page.locator("#panels summary").all():
        summary.click()
    for button in page.locator("#panels button").all():
        button.click()
    page.locator("#modes button", has_text="问题").click()
    page.locator("#behind button").click()
    page.locator("#list .row").first.click()
    dialog = page.locator("dialog[open]")
    assert dialog.locator("mark.current").inner_text() == XSS
    assert XSS in dialog.locator(".turn").first.inner_text()
    assert page.locator("img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert "没有遮蔽" in page.locator("#warnings").inner_text()
    assert "没有做完" in page.locator("#warnings").inner_text()


def test_scripts_put_in_from_outside_do_not_run(page, scan):
    opened(page, scan)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hacked = 1' }))"
    )
    assert page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in text for text in page.complaints)
    page.complaints.clear()
