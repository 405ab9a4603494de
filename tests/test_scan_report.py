"""The reports of a scan: what is counted, what is said of it, and the files that are written."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from datetime import datetime
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scan_folders import MANIFEST, REFUSED, checked, corpus, made_up, result_of, write_scan
from typer.testing import CliRunner

from checker import CheckerError
from checker.cli.app import build
from checker.reports import html, xlsx
from checker.reports.highlights import highlights
from checker.reports.moments import moment
from checker.reports.results import read_results
from checker.reports.statistics import Clerk, Rate, Statistics, wilson

FORMULA = '=HYPERLINK("http://example.invalid","点我")'
XSS = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def results(checker):
    return list(checked(checker, corpus()))


@pytest.fixture(scope="module")
def scan(results, tmp_path_factory):
    out = write_scan(tmp_path_factory.mktemp("scan"), results, REFUSED)
    html.write_html(out)
    xlsx.write_xlsx(out)
    return out


@pytest.fixture(scope="module")
def book(scan):
    return openpyxl.load_workbook(scan / "report.xlsx")


def statistics_of(results) -> Statistics:
    statistics = Statistics()
    for result in results:
        statistics.add(
            SimpleNamespace(
                violations=[f for f in result["report"]["findings"] if f["status"] == "violation"], **result
            )
        )
    return statistics


def rows(sheet):
    heads, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in others]


def conversation(clerk, *, rude=False, severe=False, **fields):
    """A result of one clerk turn; `rude` with one violation of forbidden language."""
    result = next(made_up(1, 1))
    finding = {**result["report"]["findings"][0], "severity": "severe" if severe else "moderate"}
    report = {**result["report"], "findings": [finding] if rude or severe else [], "score": 75.0 if rude else 100.0}
    value = {**result["conversation"], "clerk": clerk, "unit": "一号窗口", **fields}
    return result_of(value, report, "录音.jsonl", 1)


def many(clerk, conversations, rude, **fields):
    return [conversation(clerk, rude=index < rude, **fields) for index in range(conversations)]


# figures


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (410, 1000, 0.3799, 0.4408),
    ],
)
def test_wilson(hits, total, low, high):
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-4)


@given(st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson_holds_the_share_within_0_and_1(rate):
    low, high = wilson(*rate)
    assert 0 <= low <= rate[0] / rate[1] + 1e-9
    assert rate[0] / rate[1] - 1e-9 <= high <= 1


@pytest.mark.parametrize(
    ("one", "other", "compared"),
    [
        (Rate(50, 100), Rate(10, 100), "above"),
        (Rate(10, 100), Rate(50, 100), "below"),
        (Rate(12, 100), Rate(10, 100), "alike"),
        (Rate(19, 19), Rate(0, 1000), "few"),
        (Rate(20, 20), Rate(0, 19), "few"),
    ],
)
def test_rates_are_compared_only_where_intervals_do_not_overlap(one, other, compared):
    assert one.against(other) == compared


@pytest.mark.parametrize(
    ("time", "day", "hour", "week"),
    [
        ("2026-11-21T09:30:00+08:00", "2026-11-21", 9, "2026-W47"),
        ("2026/1/1 23:59", "2026-01-01", 23, "2026-W01"),
        ("2027年1月3日 8时5分", "2027-01-03", 8, "2026-W53"),
        ("2024.12.30", "2024-12-30", None, "2025-W01"),
    ],
)
def test_moments_are_local_as_given(time, day, hour, week):
    found = moment(time)
    assert (found.day.date().isoformat(), found.hour, found.week) == (day, hour, week)


@pytest.mark.parametrize("time", [None, 12, "", "昨天", "2026-13-40", "2026-02-30 10:00", "1.5", "20261121"])
def test_what_is_no_moment_is_left_out(time):
    assert moment(time) is None


def test_counts_agree_with_the_results(results):
    statistics = statistics_of(results)
    found = [
        finding for result in results for finding in result["report"]["findings"] if finding["status"] == "violation"
    ]
    assert statistics.total.conversations == len(results)
    assert sum(spread.findings for spread in statistics.categories.values()) == len(found)
    assert sum(spread.findings for spread in statistics.rules.values()) == len(found)
    assert statistics.total.findings.total() == len(found)
    for part in (statistics.clerks, statistics.units, statistics.channels):
        assert sum(tally.conversations for tally in part.values()) == len(results)
    timed = [result for result in results if result["conversation"].get("time")]
    assert sum(tally.conversations for tally in statistics.weeks.values()) == len(timed) < len(results)
    missed = sum(point["status"] == "missed" for result in results for point in result["report"]["protocol"].values())
    assert sum(rate.hits for _, rate in statistics.missed_points()) == missed


def test_a_conversation_counts_once_for_a_category():
    (spread,) = statistics_of(made_up(1, 1)).categories.values()
    assert (spread.findings, spread.conversations) == (1, 1)
    twice = statistics_of(made_up(1, 6)).categories["forbidden", "shirking"]
    assert (twice.findings, twice.conversations) == (2, 1)


def test_clerks_with_few_conversations_are_not_ranked():
    statistics = statistics_of([*many("甲", 19, 19), *many("丙", 40, 10), *many("乙", 40, 20), *many("", 50, 0)])
    assert [clerk.name for clerk, _ in statistics.ranked()] == ["乙", "丙", "甲"]
    assert statistics.compared(statistics.clerks[Clerk("一号窗口", "甲")]) == "few"


def test_clerks_of_the_same_rate_stand_by_name_whatever_their_unit():
    first = [conversation("丁", unit="二号窗口") for _ in range(40)]
    statistics = statistics_of([*first, *many("丙", 40, 0), *many("戊", 40, 0)])
    assert [clerk.name for clerk, _ in statistics.ranked()] == sorted(["丁", "丙", "戊"])


def test_the_same_name_in_another_unit_is_another_clerk():
    statistics = statistics_of([conversation("甲"), conversation("甲", unit="二号窗口")])
    assert len(statistics.clerks) == 2


# what stands out


def said(results, refused=0):
    return "\n".join(sentence.text for sentence in highlights(statistics_of(results), refused))


def test_a_clerk_far_above_the_others_is_named():
    text = said([*many("甲", 60, 40), *many("乙", 200, 10)])
    assert "1 位工作人员有不当用语的对话明显多于其他人：甲（一号窗口） 67%（95% 区间 54%–77%）" in text
    assert "乙" not in text


def test_a_clerk_slightly_above_the_others_is_not():
    assert "明显多于" not in said([*many("甲", 60, 5), *many("乙", 200, 10)])


def test_severe_problems_of_few_clerks():
    severe = [conversation(name, severe=True) for name in "甲乙丙" for _ in range(10)]
    others = [conversation(name, severe=index < 2) for name in "丁戊己庚" for index in range(50)]
    text = said([*severe, *others])
    assert (
        "情节严重的问题 38 处，涉及 7 位工作人员；其中 3 位（丙（一号窗口）、乙（一号窗口）、甲（一号窗口））占 79%，而他们的对话占 13%。"
        in text
    )


def test_few_severe_problems_are_not_over_read():
    assert "情节严重的问题 3 处，涉及 1 位工作人员；数量不多，请逐处核对。" in said(
        [conversation("甲", severe=True)] * 3 + many("乙", 50, 0)
    )


def test_severe_problems_of_those_who_work_most_do_not_stand_out():
    busy = [conversation(name, severe=index < 10) for name in "甲乙丙" for index in range(300)]
    assert "没有集中在少数人身上" in said([*busy, conversation("丁", severe=True), conversation("戊", severe=True)])


def test_a_change_is_told_only_beyond_chance():
    before, after = {"time": "2026-03-02 10:00"}, {"time": "2026-03-11 10:00"}
    risen = said([*many("甲", 100, 10, **before), *many("甲", 100, 40, **after)])
    assert "最近一周（2026-W11）有不当用语的对话上升：40%" in risen
    assert "最近一周" not in said([*many("甲", 100, 10, **before), *many("甲", 100, 13, **after)])


def test_few_conversations_and_refused_ones_are_told():
    text = said(many("甲", 5, 1), refused=7)
    assert "对话不到 20 段" in text
    assert "7 处读不了，没有检查，也没有算作合格。" in text


def test_nothing_but_refused():
    assert said([], refused=1) == "1 处读不了，没有检查，也没有算作合格。"


# the HTML file


def blocks(out):
    """The embedded data, unpacked."""
    page = (out / "report.html").read_text(encoding="utf-8")
    found = re.findall(r'<script type="text/plain" id="([a-z0-9_-]+)">([A-Za-z0-9+/=]*)</script>', page)
    return {name: gzip.decompress(base64.b64decode(packed)) for name, packed in found}


def test_the_page_runs_its_own_script_alone(scan):
    page = (scan / "report.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#x27;", "'")
    script, style = (
        re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1],
        re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1],
    )
    for source, part in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"{source} 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", page)


def test_texts_stand_in_blocks_only(scan):
    page = (scan / "report.html").read_text(encoding="utf-8")
    words = next(
        f["text"]
        for result in read_results(scan)
        for f in result.violations
        if f["kind"] == "forbidden" and len(f["text"]) > 3
    )
    assert words not in page
    data = blocks(scan)
    assert words in json.loads(data["words"])


def test_the_columns_hold_every_finding(scan, results):
    data = blocks(scan)
    tables = json.loads(data["tables"])
    findings = [finding for result in results for finding in result["report"]["findings"]]
    assert len(json.loads(data["words"])) == len(findings) == len(data["column-finding_note"]) // 4
    assert len(json.loads(data["ids"])) == len(results)
    notes = memoryview(data["column-finding_note"]).cast("I")
    assert [tables["notes"][note][3] for note in notes] == [finding["message"] for finding in findings]
    assert tables["refused_count"] == 2
    assert tables["left_out"] == 0


def test_reports_are_the_same_every_time(scan):
    before = [(scan / name).read_bytes() for name in ("report.html", "report.xlsx")]
    html.write_html(scan)
    xlsx.write_xlsx(scan)
    assert [(scan / name).read_bytes() for name in ("report.html", "report.xlsx")] == before


def test_of_too_much_text_the_gravest_stays(tmp_path, monkeypatch):
    clean = [{**conversation("甲"), "key": f"{index:016}"} for index in range(5)]
    severe = [conversation("乙", severe=True), conversation("丙", severe=True)]
    write_scan(tmp_path, [*clean, *severe])
    size = sum(len(turn["text"].encode()) for turn in severe[0]["conversation"]["turns"])
    monkeypatch.setattr(html, "TEXT_LIMIT", 3 * size)
    html.write_html(tmp_path)
    data = blocks(tmp_path)
    assert [bool(each) for each in json.loads(data["block-0"])] == [True, False, False, False, False, True, True]
    assert json.loads(data["tables"])["left_out"] == 4


def test_nothing_read_gives_a_page(tmp_path):
    write_scan(tmp_path, [], REFUSED)
    html.write_html(tmp_path)
    xlsx.write_xlsx(tmp_path)
    assert json.loads(blocks(tmp_path)["tables"])["highlights"] == [
        ["2 处读不了，没有检查，也没有算作合格。", {"refused": True}]
    ]


# the workbook


def test_the_sheets(book):
    assert book.sheetnames == ["汇总", "工作人员", "窗口", "问题清单", "协议", "告知", "读不了的"]


def test_every_finding_is_a_row_to_be_ruled_on(book, results):
    findings = [
        (result, index, finding) for result in results for index, finding in enumerate(result["report"]["findings"])
    ]
    sheet = book["问题清单"]
    listed = rows(sheet)
    assert [row["编号"] for row in listed] == [f"{result['key']}-{index}" for result, index, _ in findings]
    place = next(place for place, (_, _, finding) in enumerate(findings) if finding["severity"] == "severe")
    row, (result, _, finding) = listed[place], findings[place]
    assert row["原话"] == finding["text"]
    assert f"【工作人员：{result['conversation']['turns'][finding['turn']]['text']}】" in row["前后文"]
    assert row["说明"] == finding["message"]
    assert row["依据"].startswith(("人社局《", "《", "祁东县", "牙克石市", "汶上县"))
    assert row["建议说法"].split("\n") == finding["suggestions"]
    assert (row["严重程度"], row["状态"], row["核定"], row["备注"]) == ("严重", "问题", None, None)
    assert isinstance(row["把握"], float | int)
    (validation,) = sheet.data_validations.dataValidation
    assert validation.formula1 == '"属实,不属实,待议"'
    assert str(validation.sqref) == f"S2:S{len(findings) + 1}"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:T{len(findings) + 1}"


def test_times_are_dates_and_numbers_are_numbers(book):
    listed = rows(book["问题清单"])
    assert all(isinstance(row["时间"], datetime | None) for row in listed)
    assert all(isinstance(row["行"], int) for row in listed)
    for sheet in ("工作人员", "窗口"):
        for row in rows(book[sheet]):
            assert all(isinstance(row[name], int | float) for name in ("对话", "占比", "区间下限", "严重", "平均分"))


def test_small_samples_are_marked(book):
    clerks = {row["工作人员"]: row for row in rows(book["工作人员"])}
    assert clerks["石一鸣"]["与其他相比"] == clerks["周素云"]["与其他相比"] == "样本少"
    assert clerks["石一鸣"]["均分下限"] is None
    assert list(clerks)[-2:] == ["周素云", "石一鸣"]
    assert all(row["与其他相比"] != "样本少" for row in rows(book["窗口"]))


def test_refused_ones_are_listed(book):
    assert [row["原因"] for row in rows(book["读不了的"])] == ["找不到说话人一列", "文件是空的"]


def test_formulas_are_neutralised(tmp_path):
    result = conversation(FORMULA, rude=True, unit="+1", id="@x")
    text = FORMULA + "不归我管"
    result["conversation"]["turns"][1]["text"] = text
    result["report"]["findings"][0] |= {"text": text, "end": len(text), "message": "-1+1"}
    write_scan(tmp_path, [{**result, "file": "=cmd.csv"}], [{**REFUSED[0], "file": "=坏.csv"}])
    xlsx.write_xlsx(tmp_path)
    cells = [
        cell for sheet in openpyxl.load_workbook(tmp_path / "report.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    assert any(cell.value == "'" + text for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[:1] in "=+-@" and cell.value]


def test_findings_beyond_one_sheet_go_on_to_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "ROWS", 4)
    write_scan(tmp_path, made_up(3, 3))
    xlsx.write_xlsx(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    found = [row["编号"] for name in ("问题清单", "问题清单2", "问题清单3") for row in rows(book[name])]
    assert found == [f"{result['key']}-{index}" for result in made_up(3, 3) for index in range(3)]
    assert str(book["问题清单3"].data_validations.dataValidation[0].sqref) == "S2"


def test_a_long_list_keeps_the_gravest_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "LISTED", 3)
    write_scan(tmp_path, [*(conversation("甲", rude=True) for _ in range(4)), conversation("乙", severe=True)])
    xlsx.write_xlsx(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    listed = rows(book["问题清单"])
    assert [row["严重程度"] for row in listed].count("严重") == 1 and len(listed) == 3
    told = {row[0]: row[1] for row in book["汇总"].iter_rows(values_only=True)}
    assert told["问题清单列不下的（轻的，全部见 findings.parquet）"] == 2


@pytest.mark.parametrize("text", ["a\x00\x0bb\ud800", "长" * 40_000, "😀" * 20_000, "", XSS])
def test_awkward_texts(text, tmp_path):
    result = conversation(text, rude=True, id=text, time=text)
    result["conversation"]["turns"][1]["text"] = text + "不归我管"
    result["report"]["findings"][0]["text"] = text + "不归我管"
    write_scan(tmp_path, [{**result, "report": {**result["report"], "id": text}}])
    html.write_html(tmp_path)
    xlsx.write_xlsx(tmp_path)
    (row,) = rows(openpyxl.load_workbook(tmp_path / "report.xlsx")["问题清单"])
    assert row["原话"]
    assert len(row["原话"]) <= xlsx.CHARACTERS
    assert (tmp_path / "report.html").read_text(encoding="utf-8").count("<script>") == 1


def test_the_agencys_own_documents_are_named(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "clauses.toml").write_text('[ours]\ntitle = "本局《服务守则》"\nclauses = ["第一条"]\n', encoding="utf-8")
    result = conversation("甲", rude=True)
    result["report"]["findings"][0]["basis"] = [{"document": "ours", "clause": "第一条"}]
    write_scan(tmp_path, [result], manifest={**MANIFEST, "settings": {"lexicons": [str(own)]}})
    html.write_html(tmp_path)
    xlsx.write_xlsx(tmp_path)
    (row,) = rows(openpyxl.load_workbook(tmp_path / "report.xlsx")["问题清单"])
    assert row["依据"] == "本局《服务守则》 第一条"
    assert json.loads(blocks(tmp_path)["tables"])["notes"][0][5] == ["本局《服务守则》 第一条"]


# the command


def test_the_command_makes_both_again(results, tmp_path):
    write_scan(tmp_path, results[:3])
    done = CliRunner().invoke(build(), ["report", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert {path.name for path in tmp_path.iterdir()} == {
        "results.jsonl",
        "refused.jsonl",
        "scan.json",
        "report.html",
        "report.xlsx",
    }


def test_no_scan_here(tmp_path):
    with pytest.raises(CheckerError, match="这里没有检查的结果"):
        html.write_html(tmp_path)


def test_a_broken_line_is_named(results, tmp_path):
    write_scan(tmp_path, results[:2])
    with (tmp_path / "results.jsonl").open("ab") as file:
        file.write(b'{"key": "abc", "fi')
    with pytest.raises(CheckerError, match=r"results\.jsonl:3：内容不完整"):
        xlsx.write_xlsx(tmp_path)


def test_a_partial_scan_is_said_to_be_partial(results, tmp_path):
    write_scan(tmp_path, results[:2], manifest={**MANIFEST, "state": "partial"})
    xlsx.write_xlsx(tmp_path)
    summary = list(openpyxl.load_workbook(tmp_path / "report.xlsx")["汇总"].iter_rows(values_only=True))
    assert any(row[:2] == ("检查是否做完", "没有做完") for row in summary)
