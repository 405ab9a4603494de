"""LanguageTool's contract: parameters, answers, errors, and the traps that real clients set."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest

pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

TEXT = "您好😀，这事不归我管，问别人去。"
WORDS = "不归我管"
OFFSET = 7
"""Of the words in the text, in UTF-16 units: the emoji counts two."""
RULE, CATEGORY = "YANJIAN_FORBIDDEN_SHIRKING_NOT_MY_DUTY", "YANJIAN_SHIRKING"
LONGEST = 300


@pytest.fixture(scope="module")
def client(checker):
    with TestClient(create_app(Settings(max_characters=LONGEST, reload_seconds=0), checker=checker)) as client:
        yield client


def check(client, path="/v2/check", **fields):
    return client.post(path, data={"language": "zh-CN", **fields})


def first(response, words=WORDS):
    """The match on these words."""
    text = response.json()["matches"]
    return next(match for match in text if words_of(match) == words)


def words_of(match):
    context = match["context"]
    units = context["text"].encode("utf-16-le")
    return units[2 * context["offset"] : 2 * (context["offset"] + context["length"])].decode("utf-16-le")


@pytest.mark.parametrize("path", ["/check", "/v2/check", "/v2/v2/check", "/v2/check/check"])
@pytest.mark.parametrize("method", ["GET", "POST", "both"])
def test_check_at_every_address_by_every_method(client, path, method):
    fields = {"language": "zh", "text": TEXT}
    if method == "POST":
        response = client.post(path, data=fields)
    else:
        response = client.request("GET" if method == "GET" else "POST", path, params=fields)
    match = first(response)
    assert (match["offset"], match["length"]) == (OFFSET, len(WORDS))
    assert response.headers["content-type"] == "application/json"


def test_the_answer_has_all_that_the_strictest_client_reads(client):
    answer = check(client, text=TEXT).json()
    assert answer["software"]["apiVersion"] == 1
    assert answer["language"]["detectedLanguage"].keys() >= {"name", "code", "confidence"}
    assert answer["warnings"] == {"incompleteResults": False}
    assert answer["sentenceRanges"] == [[0, len(TEXT) + 1]]
    match = first(check(client, text=TEXT))
    assert match.keys() >= {"message", "shortMessage", "replacements", "offset", "length", "context", "sentence",
                            "type", "rule", "ignoreForIncompleteSentence", "contextForSureMatch"}  # fmt: skip
    assert match["rule"].keys() >= {"id", "description", "issueType", "category"}
    assert (match["rule"]["id"], match["rule"]["category"]) == (RULE, {"id": CATEGORY, "name": "推诿"})
    assert match["sentence"] == TEXT
    assert match["replacements"]
    assert match["type"]["typeName"]


def test_nothing_looks_like_a_spelling_mistake(client):
    rules = client.get("/v2/configinfo", params={"language": "zh-CN"}).json()["rules"]
    assert len(rules) > 100
    assert len({rule["ruleId"] for rule in rules}) == len(rules)
    for rule in rules:
        told = f"{rule['ruleId']} {rule['categoryId']} {rule['locQualityIssueType']}"
        assert not any(word in told for word in ("SPELLER_RULE", "MORFOLOGIK", "HUNSPELL", "TYPOS", "misspelling"))


def test_the_context_is_cut_and_on_one_line(client):
    before, after = "我们窗口今天人多。" * 8, "大厅五点下班。" * 8
    match = first(check(client, text=f"{before}\n不归我管，问别人去。\n{after}"))
    context = match["context"]["text"]
    assert context.startswith("...")
    assert context.endswith("...")
    assert "\n" not in context
    assert len(context) == 40 + len(WORDS) + 40 + 6


BODIES = {
    "encoded": (urlencode({"text": TEXT, "language": "zh-CN"}), "application/x-www-form-urlencoded"),
    "raw, as LibreOffice sends it": (f"text={TEXT}&language=zh-CN", "application/x-www-form-urlencoded"),
    "text/json, as TeXstudio sends it": (urlencode({"language": "zh-CN", "text": TEXT}), "text/json"),
    "no type, as older ltex-ls sends it": (urlencode({"language": "zh-CN", "text": TEXT}), None),
    "with a line end": (f"language=zh-CN&text={quote(TEXT)}\r\n", "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies_as_clients_send_them(client, name):
    body, kind = BODIES[name]
    headers = {"content-type": kind} if kind else {}
    match = first(client.post("/v2/check", content=body.encode(), headers=headers))
    assert match["offset"] == OFFSET


def test_signs_in_an_unencoded_text_are_meant(client):
    text = "50%25 & a=b + 1&2，不归我管，问别人去"
    match = first(client.post("/v2/check", content=f"text={text}&language=zh-CN&motherTongue=zh".encode()))
    assert match["offset"] == text.index(WORDS)


def annotated(*parts, **more):
    return json.dumps({"annotation": [dict([part]) for part in parts], **more}, ensure_ascii=False)


ANNOTATIONS = [
    (annotated(("text", TEXT)), OFFSET, 4),
    (annotated(("markup", "<b>😀</b>"), ("text", TEXT)), 9 + OFFSET, 4),
    (annotated(("text", "这事不归"), ("markup", "<b>"), ("text", "我管，问别人去")), 2, 7),
    (json.dumps({"text": TEXT, "metaData": {"x": 1}}), OFFSET, 4),
    (json.dumps({"annotation": [{"text": "好", "offset": 0}, {"markup": "<br/>", "interpretAs": "\n\n", "offset": 1},
                                {"text": "这事不归我管，问别人去。"}], "more": []}), 8, 4),
    (json.dumps({"annotation": [{"text": "这事不归"}, {"markup": "$w$", "interpretAs": "我"},
                                {"text": "管，问别人去"}]}), 2, 6),
]  # fmt: skip


@pytest.mark.parametrize(("data", "offset", "length"), ANNOTATIONS)
def test_offsets_count_the_markup(client, data, offset, length):
    matches = check(client, data=data).json()["matches"]
    assert (offset, length) in [(match["offset"], match["length"]) for match in matches]


def ids(response):
    return {match["rule"]["id"] for match in response.json()["matches"]}


def test_rules_and_categories_are_chosen(client):
    assert RULE in ids(check(client, text=TEXT))
    assert RULE not in ids(check(client, text=TEXT, disabledRules=f"X,{RULE}"))
    assert RULE not in ids(check(client, text=TEXT, disabledCategories=CATEGORY))
    assert RULE in ids(check(client, text=TEXT, disabledCategories=CATEGORY, enabledRules=RULE))
    assert ids(check(client, text=TEXT, enabledOnly="yes", enabledRules=RULE)) == {RULE}
    assert ids(check(client, text=TEXT, enabledOnly="true", enabledCategories="X")) == set()


def test_the_modes_share_the_matches_between_them(client):
    fields = {"text": "一次性告知单：办理居住证，需要材料：1.身份证；2.户口簿。滚出去！", "profile": "qidong"}
    whole = ids(check(client, **fields))
    of_text = ids(check(client, mode="textLevelOnly", **fields))
    others = ids(check(client, mode="allButTextLevelOnly", **fields))
    assert of_text
    assert others
    assert not of_text & others
    assert of_text | others == whole


def test_advice_is_told_to_the_picky(client):
    text = "这个不归我们管，您到二楼5号窗口找医保科。"
    assert RULE not in ids(check(client, text=text))
    assert RULE in ids(check(client, text=text, level="picky"))


def test_compact_answers_leave_the_software_out(client):
    assert "software" not in check(client, text=TEXT, c="1").json()


def test_what_clients_send_besides_is_accepted(client):
    more = {"callback": "x", "textSessionId": "1", "instanceId": "2", "v": "3", "useragent": "u", "username": "n",
            "apiKey": "k", "motherTongue": "zh", "preferredLanguages": "zh"}  # fmt: skip
    assert check(client, text=TEXT, **more).json()["matches"]


def test_auto_detects_chinese(client):
    response = client.post("/v2/check", data={"language": "auto", "preferredVariants": "zh-CN", "text": TEXT})
    detected = response.json()["language"]["detectedLanguage"]
    assert detected["code"] == "zh-CN"
    assert detected["confidence"] == 1.0


REFUSED = [
    ({"text": "a"}, 400, "language"),
    ({"language": "zh"}, 400, "text"),
    ({"language": "zh", "text": "a", "data": "{}"}, 400, "text"),
    ({"language": "en-US", "text": "a"}, 400, "zh-CN"),
    ({"language": "zh", "text": "a", "preferredVariants": "zh-CN"}, 400, "preferredVariants"),
    ({"language": "zh", "text": "a", "enabledOnly": "true"}, 400, "enabledRules"),
    ({"language": "zh", "text": "a", "enabledOnly": "1", "enabledRules": "a", "disabledRules": "b"}, 400, "Only"),
    ({"language": "zh", "text": "a", "level": "x"}, 400, "picky"),
    ({"language": "zh", "text": "a", "mode": "x"}, 400, "textLevelOnly"),
    ({"language": "zh", "text": "a", "profile": "x"}, 400, "qidong"),
    ({"language": "zh", "data": "{"}, 400, "JSON"),
    ({"language": "zh", "data": "[]"}, 400, "annotation"),
    ({"language": "zh", "data": '{"annotation": [{"text": 1}]}'}, 400, "text"),
    ({"language": "zh", "data": '{"annotation": [{}]}'}, 400, "markup"),
    ({"language": "zh", "text": "好" * 301}, 413, "limit of 300 characters (it's 301 characters)"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "status", "told"), REFUSED)
def test_errors_are_plain_text(client, fields, status, told):
    response = client.post("/v2/check", data=fields)
    assert response.status_code == status
    assert response.text.startswith("Error: ")
    assert told in response.text
    assert response.headers["content-type"].startswith("text/plain")


def test_bytes_that_are_not_utf8(client):
    for body in (b"language=zh&text=\xff", b"language=zh&text=%ff"):
        response = client.post("/v2/check", content=body)
        assert (response.status_code, response.text[:7]) == (400, "Error: ")


def test_a_long_text_counts_utf16_units(client):
    assert check(client, text="😀" * (LONGEST // 2)).status_code == 200
    assert check(client, text="😀" * (LONGEST // 2 + 1)).status_code == 413


@pytest.mark.parametrize("prefix", ["", "/v2", "/v2/v2", "/v2/check"])
def test_the_other_endpoints(client, prefix):
    assert client.get(f"{prefix}/languages").json() == [{"name": "Chinese", "code": "zh", "longCode": "zh-CN"}]
    assert client.get(f"{prefix}/maxtextlength").text == str(LONGEST)
    assert client.get(f"{prefix}/healthcheck").text == "OK"
    assert client.get(f"{prefix}/info").json()["software"].keys() >= {
        "name",
        "version",
        "buildDate",
        "commit",
        "premium",
    }
    assert client.get(f"{prefix}/configinfo").json()["parameter"] == {"maxTextLength": LONGEST}
    assert client.get(f"{prefix}/words").json() == {"words": []}
    assert client.post(f"{prefix}/words/add", data={"word": "a"}).json() == {"added": False}
    assert client.post(f"{prefix}/words/delete", data={"word": "a"}).json() == {"deleted": False}


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
@pytest.mark.parametrize("path", ["/v2/check", "/v2/languages", "/check", "/v2/words/add"])
def test_pings_are_answered(client, method, path):
    assert client.request(method, path).status_code == 200


def test_a_browser_extension_may_call(client):
    origin = "chrome-extension://abcdefghijklmnop"
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    assert client.options("/v2/check", headers=headers).headers["access-control-allow-origin"] == origin
    foreign = {**headers, "Origin": "https://example.org"}
    assert "access-control-allow-origin" not in client.options("/v2/check", headers=foreign).headers


def test_keys_and_rates_are_refused_as_languagetool_does(checker):
    from api.keys import hash_of
    from api.settings import ApiKey

    key = ApiKey(name="window", sha256=hash_of("secret"), requests_per_minute=1)
    with TestClient(create_app(Settings(keys=(key,), reload_seconds=0), checker=checker)) as client:
        assert check(client, text="a").status_code == 403
        assert check(client, text="a", apiKey="secret").status_code == 200
        assert check(client, text="a", apiKey="secret").status_code == 403
