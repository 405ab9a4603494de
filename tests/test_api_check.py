"""/v1/check, its batch and its lists: the report, the decision, what is waved through, and every refusal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")

from fastapi.testclient import TestClient

from api.app import create_app
from api.offsets import Units, length
from api.settings import Settings

SEVERE = "您好😀，你是不是傻，滚出去。"
CLEAN = "您好，请您稍等，我帮您查询一下。"
MODERATE = "不归我管，问别人去。"
KEY = "forbidden/shirking/not-my-duty：不归我管"


@pytest.fixture(scope="module")
def client(checker):
    with TestClient(create_app(Settings(max_bytes=20_000, reload_seconds=0), checker=checker)) as client:
        yield client


def post(client, value, **options):
    return client.post("/v1/check", content=json.dumps(value), **options)


@pytest.mark.parametrize(("text", "decision"), [(CLEAN, "send"), (MODERATE, "revise"), (SEVERE, "block"), ("", "send")])
def test_the_decision_follows_the_profile(client, text, decision):
    assert post(client, {"text": text}).json()["decision"] == decision


@pytest.mark.parametrize(
    "text", [SEVERE, "😀😀不归我管，问别人去", "\U00020000不归我管，问别人去", MODERATE, "\ud800不归我管，问别人去"]
)
def test_offsets_count_code_points_and_utf16_units(client, text):
    findings = post(client, {"text": text}).json()["findings"]
    assert findings
    units = text.encode("utf-16-le", "surrogatepass")
    for finding in findings:
        assert text[finding["start"] : finding["end"]] == finding["text"]
        cut = units[2 * finding["utf16_start"] : 2 * finding["utf16_end"]]
        assert cut.decode("utf-16-le", "surrogatepass") == finding["text"]


def test_units():
    assert [Units("a😀b").at(index) for index in range(4)] == [0, 1, 3, 4]
    assert (length(""), length("中"), length("😀中")) == (0, 1, 3)


def test_what_was_waved_through_survives_edits_elsewhere(client):
    first = post(client, {"text": MODERATE}).json()
    keys = [finding["key"] for finding in first["findings"]]
    assert KEY in keys
    again = post(client, {"text": f"您好😀，{MODERATE}谢谢您。", "suppress": keys}).json()
    assert again["decision"] == "send"
    assert [finding["suppressed"] for finding in again["findings"] if finding["key"] == KEY] == [True]
    assert "suppress" not in again["metadata"]


def test_only_what_was_named_is_waved_through(client):
    answer = post(client, {"text": f"{MODERATE}滚出去。", "suppress": [KEY]}).json()
    assert answer["decision"] == "block"


def test_the_gate_is_the_profiles(client, checker):
    default = checker.profile(None)
    lenient = replace(default, gate=replace(default.gate, revise="never", block="never"))
    from api.decisions import decide
    from checker import conversation_from

    report = checker.check(conversation_from({"text": SEVERE}))
    assert (decide(report, default), decide(report, lenient)) == ("block", "send")


def test_a_conversation_with_a_matter(client):
    turns = [{"role": "citizen", "text": "社保卡丢了怎么补办？"}, {"role": "clerk", "text": "您好，请带身份证来补办。"}]
    answer = post(client, {"id": 7, "turns": turns, "profile": "qidong", "x-note": "甲"}).json()
    assert answer["id"] == "7"
    assert answer["profile"] == "qidong"
    assert answer["notice"]["elements"]["time_limit"]["status"] == "missing"
    assert answer["metadata"] == {"x-note": "甲"}


REFUSED = [
    (b'{"text": "\xff"}', 400, "UTF-8"),
    ("不归我管".encode("gb18030"), 400, "UTF-8"),
    (b"{", 400, "JSON"),
    (b"", 400, "JSON"),
    (b"[" * 5_000, 400, "JSON"),
    (b"null", 422, "对象"),
    (b"{}", 422, "turns"),
    (b'{"text": 3}', 422, "text"),
    (b'{"turns": []}', 422, "turns"),
    (b'{"turns": [{"text": 1}, {}]}', 422, "turns[0].text"),
    (b'{"text": "a", "suppress": "b"}', 422, "suppress"),
    ('{"text": "a", "profile": "无此"}'.encode(), 422, "qidong"),
    (b'{"text": "' + b"a" * 20_000 + b'"}', 413, "20000"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "told"), REFUSED)
def test_bad_input_is_refused_and_says_what_to_do(client, body, status, told):
    response = client.post("/v1/check", content=body)
    assert response.status_code == status
    answer = response.json()
    assert told in answer["error"] + answer["advice"]
    assert answer["advice"]


def test_a_body_without_a_length_is_cut_at_the_limit(client):
    def chunks():
        yield from [b" " * 1_000] * 30

    assert client.post("/v1/check", content=chunks()).status_code == 413


def test_unknown_addresses_and_methods(client):
    assert client.get("/v1/nothing").json()["error"] == "没有这个地址"
    assert client.get("/v1/check").status_code == 405
    assert client.get("/v2/nothing").text.startswith("Error: ")


def lines_of(response):
    return [json.loads(line) for line in response.text.splitlines()]


def test_a_batch_answers_every_line_in_its_place(client):
    lines = [
        '{"id": "a", "text": "您好"}', "{", "", '{"text": "x", "profile": "none"}', '{"id": "b", "text": "滚出去"}',
        '{"turns": []}',
    ]  # fmt: skip
    answers = lines_of(client.post("/v1/check/batch", content="\n".join(lines)))
    assert [answer["line"] for answer in answers] == [1, 2, 4, 5, 6]
    assert [answer.get("id", answer.get("status")) for answer in answers] == ["a", 422, 422, "b", 422]
    assert answers[3]["decision"] == "block"
    assert all("advice" in answer for answer in answers if "error" in answer)


def test_a_batch_with_a_line_that_is_not_utf8(client):
    answers = lines_of(client.post("/v1/check/batch", content=b'{"text": "a"}\n\xff\xfe\n{"text": "b"}'))
    assert [answer.get("status", 200) for answer in answers] == [200, 400, 200]


def test_a_batch_longer_than_a_block(client):
    count = 200
    content = "\n".join(json.dumps({"id": str(index), "text": MODERATE}) for index in range(count))
    answers = lines_of(client.post("/v1/check/batch", content=content))
    assert [answer["id"] for answer in answers] == [str(index) for index in range(count)]


def test_a_batch_sent_in_pieces(client):
    whole = "\n".join(json.dumps({"text": f"不归我管{index}"}, ensure_ascii=False) for index in range(20)).encode()
    pieces = (whole[start : start + 7] for start in range(0, len(whole), 7))
    assert [answer["line"] for answer in lines_of(client.post("/v1/check/batch", content=pieces))] == list(range(1, 21))


def test_a_batch_line_beyond_the_limit_ends_it(client):
    def pieces():
        yield b'{"text": "a"}\n'
        yield from [b"a" * 1_000] * 30

    answers = lines_of(client.post("/v1/check/batch", content=pieces()))
    assert [answer.get("status", 200) for answer in answers] == [200, 413]


def test_rules_profiles_and_matters(client, checker):
    rules = client.get("/v1/rules").json()
    assert {rule["kind"] for rule in rules} == {"forbidden", "courtesy", "protocol", "notice"}
    assert len(rules) > len(checker.lexicon.entries)
    assert not any(rule["title"].isascii() for rule in rules)
    profiles = {profile["name"]: profile for profile in client.get("/v1/profiles").json()}
    assert {"default", "qidong", "renshe"} <= set(profiles)
    assert profiles["default"]["gate"] == {"revise": "minor", "block": "severe"}
    assert all(element["title"] for element in profiles["qidong"]["elements"])
    assert all(matter["name"] for matter in client.get("/v1/matters").json())


def test_health(client, checker):
    health = client.get("/v1/health").json()
    assert (health["status"], health["entries"]) == ("ok", len(checker.lexicon.entries))


def test_the_openapi_document_is_complete(client):
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document)))
    assert named <= set(schemas)
    assert {"/v1/check", "/v1/check/batch", "/v1/rules", "/v1/profiles", "/v1/matters", "/v1/health"} <= set(
        document["paths"]
    )
    example = document["paths"]["/v1/check"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    for each in example.values():
        assert post(client, each["value"]).status_code == 200
    assert all(response["content"] for path in document["paths"].values() for operation in path.values()
               for response in operation["responses"].values())  # fmt: skip


def test_no_page_loads_anything_from_elsewhere():
    for path in (Path(__file__).parent.parent / "api" / "web").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href|url|import|fetch)\s*[=(]?\s*["'(]*(?:https?:)?//""", text), path.name


@pytest.mark.parametrize("address", ["/", "/docs", "/static/draft-guard.js", "/openapi.json", "/metrics"])
def test_pages_are_served(client, address):
    assert client.get(address).status_code == 200
