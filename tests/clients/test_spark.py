"""The check on a local Spark session: partitions for two executors, skewed ones among them; results as `scan` gives them."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest

from checker.scan import Settings, scan

from .conftest import need

ROOT = Path(__file__).parent.parent.parent
PARTITIONS = 4
"""Two executors with two tasks each."""
TELEPHONE = "13800138000"
OWN = """
category = "refusal"

[[entry]]
id = "come-back-another-year"
phrases = ["明年再来吧"]
severity = "minor"
why = "让群众改年再来，没有原因"
say_instead = ["请稍等，我帮您查询一下。"]
basis = [{ document = "bianmin", clause = "第一篇(三)5" }]
flag = ["今年名额没了，明年再来吧。", "明年再来吧！"]
pass = ["明年再来体检就行。", "您明年来也可以。"]
advise = ["今年截止了，明年再来吧，我先帮您登记，一开始就打电话通知您。"]
"""


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql", reason="pip install 'yanjian[spark]'")
    need(shutil.which("java"), "Java")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").appName("yanjian").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.sql.shuffle.partitions", PARTITIONS).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def adaptor(spark):
    from checker import spark as module

    return module


@pytest.fixture(scope="module")
def given():
    """Conversations of our own in a mixed order, some of them about one case, three that cannot be read or checked."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "samples").glob("*.json"))]
    lines = (ROOT / "tests" / "corpus" / "dialogues-r.jsonl").read_text(encoding="utf-8").splitlines()
    found += [{name: json.loads(line)[name] for name in ("id", "channel", "turns")} for line in lines]
    found += [_visit(number, papers) for number, papers in enumerate(["身份证", "身份证和户口簿", "户口簿", "结婚证"])]
    found.append({"id": "number", "turns": [{"role": "clerk", "text": f"您打{TELEPHONE}，这事不归我管。"}]})
    found.append({"id": "empty", "turns": []})
    found.append({"id": "nobody's", "profile": "nobody", "turns": [{"role": "clerk", "text": "您好"}]})
    random.Random(1).shuffle(found)  # noqa: S311
    return sorted(found, key=lambda value: value.get("time", ""))


def _visit(number: int, papers: str) -> dict:
    turns = [
        {"role": "citizen", "text": "我来办社会保障卡补领，要带什么？"},
        {"role": "clerk", "text": f"您好，请您带{papers}来办理。"},
    ]
    time = f"2026-03-0{number + 1}T09:00:00+08:00"
    return {"id": f"visit-{number}", "case": "一案", "profile": "qidong", "time": time, "turns": turns}


@pytest.fixture(scope="module")
def folder(given, tmp_path_factory):
    """What `yanjian scan` makes of them."""
    folder = tmp_path_factory.mktemp("scanned")
    (folder / "calls.jsonl").write_text(_lines(given), encoding="utf-8")
    scan([folder / "calls.jsonl"], folder / "out", Settings(), tell=lambda progress: None)
    return folder / "out"


@pytest.fixture(scope="module")
def scanned(folder):
    """The results by id."""
    results = map(json.loads, (folder / "results.jsonl").read_text(encoding="utf-8").splitlines())
    return {result["report"]["id"]: result for result in results}


def _lines(values) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def _texts(spark, values):
    """JSON texts, nine tenths of them in one partition."""
    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    parts = [texts[: len(texts) * 9 // 10], *(texts[len(texts) * 9 // 10 + part :: 3] for part in range(3))]
    data = spark.sparkContext.parallelize(parts, PARTITIONS).flatMap(list)
    return data.map(lambda text: (text,)).toDF("value string")


def _reports(checked):
    rows = checked.collect()
    return {row.id: json.loads(row.report) for row in rows if row.report}, [row for row in rows if row.refused]


def test_json_texts_are_checked_as_scan_does(spark, adaptor, given, scanned):
    reports, refused = _reports(adaptor.check_conversations(_texts(spark, given), json="value"))
    assert reports == {name: result["report"] for name, result in scanned.items()}
    assert sorted(row.id for row in refused) == ["empty", "nobody's"]
    assert any(finding["rule"].endswith("second-trip") for finding in reports["visit-3"]["findings"])


def test_columns_are_checked_as_scan_does(spark, adaptor, given, scanned, tmp_path):
    (tmp_path / "calls.jsonl").write_text(_lines(given), encoding="utf-8")
    data = spark.read.json(str(tmp_path / "calls.jsonl")).repartition(PARTITIONS)
    reports, refused = _reports(adaptor.check_conversations(data))
    assert _plain(reports) == _plain({name: result["report"] for name, result in scanned.items()})
    assert sorted(row.id for row in refused) == ["empty", "nobody's"]
    assert {row.refused.field for row in refused} == {"turns", "profile"}
    assert all(row.score is None and row.found is None for row in refused)


def _plain(reports):
    """Reports without the metadata: a table gives every row the fields of all."""
    return {name: {**report, "metadata": None} for name, report in reports.items()}


def _bare(turn):
    return turn.keys() == {"role", "text"}


def _turn_rows(given):
    for value in given:
        shared = [value.get(name) for name in ("channel", "profile", "case", "time")]
        for number, turn in enumerate(value["turns"]):
            yield (value["id"], number, turn["role"], turn["text"], *shared)


def test_turns_are_checked_as_conversations(spark, adaptor, given, scanned):
    whole = [value for value in given if "matter" not in value and all(map(_bare, value.get("turns", [{}])))]
    rows = list(_turn_rows(whole))
    random.Random(2).shuffle(rows)  # noqa: S311
    names = "`通话编号` string, `第几句` int, `角色` string, `内容` string, `渠道` string, `标准` string, `案件号` string, `时间` string"
    data = spark.createDataFrame(rows, names).repartition(PARTITIONS)
    reports, refused = _reports(adaptor.check_turns(data, order="第几句"))
    assert len(reports) > 15
    for name, report in reports.items():
        assert report["findings"] == scanned[name]["report"]["findings"], name
        assert report["score"] == scanned[name]["report"]["score"], name
    assert [row.id for row in refused] == ["nobody's"]


def test_a_skewed_table_of_turns_is_streamed(spark, adaptor):
    """One call with more turns than are checked, rows without an id, and a few good calls."""
    from pyspark.sql import functions as sql

    huge = spark.range(120_000).select(sql.lit("huge").alias("id"), sql.col("id").cast("int").alias("n"))
    lost = spark.range(50).select(sql.lit(None).cast("string").alias("id"), sql.col("id").cast("int").alias("n"))
    good = spark.range(30).select(sql.concat(sql.lit("good"), "id").alias("id"), sql.lit(1).alias("n"))
    data = (
        huge.union(lost).union(good).withColumn("role", sql.lit("clerk")).withColumn("text", sql.lit("这事不归我管。"))
    )
    reports, refused = _reports(adaptor.check_turns(data, order="n"))
    assert {report["findings"][0]["text"] for report in reports.values()} == {"不归我管"}
    assert len(reports) == 30
    assert sorted(row.id or "" for row in refused) == [""] * 50 + ["huge"]


def test_findings_are_a_flat_table(spark, adaptor, given, scanned, tmp_path):
    checked = adaptor.check_conversations(_texts(spark, given), json="value")
    checked.write.parquet(str(tmp_path / "checked"))
    rows = adaptor.findings(spark.read.parquet(str(tmp_path / "checked"))).collect()
    expected = [
        (name, finding["rule"], finding["turn"], finding["start"], finding["end"], finding["text"])
        for name, result in scanned.items()
        for finding in result["report"]["findings"]
    ]
    assert sorted((row.id, row.rule, row.turn, row.start, row.end, row.text) for row in rows) == sorted(expected)
    assert all(row.context[row.start : row.end] == row.text and len(row.fingerprint) == 16 for row in rows)


def test_personal_data_is_masked_unless_told(spark, adaptor, given):
    data = _texts(spark, [value for value in given if value["id"] == "number"])
    for mask in (True, False):
        settings = Settings(mask=mask, profile="bianmin")
        row = adaptor.check_conversations(data, json="value", settings=settings).first()
        assert row.profile == "bianmin"
        assert (TELEPHONE in json.dumps(row.asDict(recursive=True), ensure_ascii=False)) is not mask


def test_lexicons_are_sent_along(spark, adaptor, tmp_path):
    folder = tmp_path / "our-lexicons" / "forbidden"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(OWN, encoding="utf-8")
    spark.sparkContext.addFile(str(folder.parent), recursive=True)
    data = spark.createDataFrame([("明年再来吧。", "chat")], "text string, channel string")
    for lexicons in (("our-lexicons",), (str(folder.parent),)):
        checked = adaptor.check_conversations(data, settings=Settings(lexicons=lexicons))
        assert [row.rule for row in adaptor.findings(checked).collect()] == ["forbidden/refusal/come-back-another-year"]


def test_findings_of_an_earlier_scan_are_left_out(spark, adaptor, given, folder):
    settings = Settings(baseline=(str(folder),))
    checked = adaptor.check_conversations(_texts(spark, given), json="value", settings=settings, follow_cases=False)
    assert adaptor.findings(checked).count() == 0
    assert checked.where("report is not null").count() == len(given) - 2


def test_broken_rows_are_refused(spark, adaptor):
    texts = ["", "{", "[]", "1", '{"turns": "x"}', '{"id": 7, "turns": [{"role": "x?", "text": 1}]}', None]
    data = spark.createDataFrame([(text,) for text in texts], "value string")
    rows = adaptor.check_conversations(data, json="value").collect()
    assert len(rows) == len(texts)
    assert all(row.report is None and row.refused.message for row in rows)
    assert [row.id for row in rows if row.id] == ["7"]


def test_cases_without_a_time_are_followed_too(spark, adaptor, given):
    visits = [value for value in given if "case" in value]
    rows = [(value["id"], value["case"], value["profile"], value["turns"]) for value in visits]
    data = spark.createDataFrame(
        rows, "id string, case string, profile string, turns array<struct<role string, text string>>"
    )
    reports, _ = _reports(adaptor.check_conversations(data))
    rules = [finding["rule"] for report in reports.values() for finding in report["findings"]]
    assert sum(rule.endswith("second-trip") for rule in rules) >= 1


def test_dates_and_numbers_of_tables_are_understood(spark, adaptor):
    from decimal import Decimal

    turns = [{"role": "clerk", "text": "您好", "start": Decimal("1.5"), "end": Decimal("2.5")}]
    schema = (
        "id bigint, time timestamp, turns array<struct<role string, text string, start decimal(9,2), end decimal(9,2)>>"
    )
    data = spark.createDataFrame([(5, datetime(2026, 3, 1, 9), turns)], schema)
    row = adaptor.check_conversations(data).first()
    assert (row.id, row.refused) == ("5", None)
    assert row.time.startswith("2026-03-01T09:00")


@pytest.mark.parametrize(("columns", "call", "message"), [
    ("id string, words string", lambda module, data: module.check_conversations(data), "words"),
    ("id string, role string, text string", lambda module, data: module.check_turns(data), "order"),
    ("id string, role string, text string", lambda module, data: module.check_turns(data, order="n"), "没有 n 列"),
])  # fmt: skip
def test_missing_columns_are_told_at_once(spark, adaptor, columns, call, message):
    from checker import SourceError

    with pytest.raises(SourceError, match=message):
        call(adaptor, spark.createDataFrame([], columns))


def test_an_unknown_profile_ends_the_job(spark, adaptor):
    data = spark.createDataFrame([("您好",)], "text string")
    with pytest.raises(Exception, match="没有名为"):
        adaptor.check_conversations(data, settings=Settings(profile="nobody")).collect()


def test_without_cases_nothing_is_brought_together(spark, adaptor, given):
    checked = adaptor.check_conversations(_texts(spark, given), json="value", follow_cases=False)
    reports, _ = _reports(checked)
    rules = {finding["rule"] for report in reports.values() for finding in report["findings"]}
    assert not any(rule.endswith("second-trip") for rule in rules)
