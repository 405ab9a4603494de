"""Made for more than one user: settings, keys, limits, metrics, logs, and lexicons that change while it runs."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
import threading
import weakref
from http import HTTPStatus
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")

from fastapi.testclient import TestClient

from api.app import create_app
from api.errors import ServiceError
from api.keys import Bucket, Keys, hash_of
from api.lexicons import Lexicons
from api.pool import Pool
from api.review import create_review_app
from api.routes.review import Reviewing
from api.settings import ApiKey, Settings, load_settings
from checker import CheckerError

SECRET = "secret-of-window-1"  # noqa: S105
TEXT = "这事不归我管，问别人去。"
ENTRY = """category = "shirking"

[[entry]]
id = "go-upstairs"
phrases = ["去楼上碰碰运气"]
severity = "moderate"
why = "没有说明该找谁"
say_instead = ["您咨询的问题由××窗口负责，我带您过去。"]
basis = [{ document = "bianmin", clause = "第一篇(三)5" }]
flag = ["去楼上碰碰运气吧。", "你去楼上碰碰运气。"]
pass = ["请您到楼上3号窗口。", "您好。"]
advise = ["去楼上碰碰运气，三楼5号窗口找医保科。"]
"""


def serve(checker, **settings):
    return TestClient(create_app(Settings(**{"reload_seconds": 0, **settings}), checker=checker))


def key(name="window", secret=SECRET, **limits):
    return ApiKey(name=name, sha256=hash_of(secret), **limits)


def check(client, text=TEXT, secret=None, **headers):
    headers |= {"Authorization": f"Bearer {secret}"} if secret else {}
    return client.post("/v1/check", json={"text": text}, headers=headers)


# settings


def test_settings_come_from_the_environment_over_the_file(tmp_path, monkeypatch):
    file = tmp_path / "yanjian.toml"
    file.write_text(f'queue = 5\nmax_bytes = 7\n[[keys]]\nname = "a"\nsha256 = "{hash_of("x")}"\n', encoding="utf-8")
    monkeypatch.setenv("YANJIAN_CONFIG", str(file))
    monkeypatch.setenv("YANJIAN_MAX_BYTES", "9")
    monkeypatch.setenv("YANJIAN_LEXICONS", f"{tmp_path}:{tmp_path / 'b'}")
    settings = load_settings()
    assert (settings.queue, settings.max_bytes, settings.keys[0].name) == (5, 9, "a")
    assert settings.lexicons == (tmp_path, tmp_path / "b")


@pytest.mark.parametrize(("content", "told"), [("queue = 0", "queue"), ("quue = 1", "quue"), ("queue = ", "TOML"),
                                               ('[[keys]]\nname = "a"\nsha256 = "x"', "keys.0.sha256")])  # fmt: skip
def test_wrong_settings_are_named(tmp_path, monkeypatch, content, told):
    file = tmp_path / "yanjian.toml"
    file.write_text(content, encoding="utf-8")
    monkeypatch.setenv("YANJIAN_CONFIG", str(file))
    with pytest.raises(CheckerError, match=told):
        load_settings()


def test_a_missing_file_of_settings_is_named(monkeypatch):
    monkeypatch.setenv("YANJIAN_CONFIG", "/nowhere.toml")
    with pytest.raises(CheckerError, match=r"nowhere\.toml"):
        load_settings()


# keys and limits


@pytest.mark.parametrize("address", ["/v1/rules", "/v1/profiles", "/v1/matters"])
def test_keys_open_the_service(checker, address):
    with serve(checker, keys=(key(), key("phone", "other"))) as client:
        assert client.get(address).status_code == 401
        assert client.get(address, headers={"X-API-Key": "wrong"}).status_code == 401
        assert client.get(address, headers={"X-API-Key": SECRET}).status_code == 200
        assert client.get(address, headers={"Authorization": "Bearer other"}).status_code == 200
        assert client.get("/v1/health").status_code == 200


def test_no_key_is_kept_as_it_is():
    keys = Keys(Settings(keys=(key(),)))
    assert SECRET not in repr(vars(keys))


def test_every_key_has_its_own_limits(checker):
    limited = key(requests_per_minute=2, max_bytes=60)
    with serve(checker, keys=(limited, key("phone", "other"))) as client:
        assert check(client, secret=SECRET).status_code == 200
        assert check(client, TEXT * 5, secret=SECRET).status_code == 413
        refused = check(client, secret=SECRET)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
        assert "2" in refused.json()["advice"]
        assert check(client, TEXT * 5, secret="other").status_code == 200  # noqa: S106


def test_a_bucket_fills_again():
    bucket = Bucket(60, 1)
    assert bucket.take()
    assert not bucket.take()
    bucket.filled -= 1.5
    assert bucket.take()


def test_other_origins_are_listed(checker):
    with serve(checker, origins=("https://oa.example.cn",)) as client:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        listed = client.options("/v1/check", headers={"Origin": "https://oa.example.cn", **asked})
        assert listed.headers["access-control-allow-origin"] == "https://oa.example.cn"
        foreign = client.options("/v1/check", headers={"Origin": "https://example.org", **asked})
        assert "access-control-allow-origin" not in foreign.headers


def test_the_queue_is_bounded():
    async def fill() -> list[object]:
        pool, gate = Pool(2, 5), threading.Event()
        waiting = [asyncio.create_task(pool.run(gate.wait)) for _ in range(3)]
        await asyncio.wait(waiting[2:])
        gate.set()
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        again = await pool.run(str)
        pool.close()
        return [*outcomes, again]

    first, second, third, again = asyncio.run(fill())
    assert (first, second, again) == (True, True, "")
    assert isinstance(third, ServiceError)
    assert third.status == 503


def test_work_that_takes_too_long_is_given_up_but_keeps_its_place():
    async def when_free(pool: Pool) -> str:
        while True:
            try:
                return await pool.run(str)
            except ServiceError:
                await asyncio.sleep(0.01)

    async def wait() -> list[str]:
        pool, gate = Pool(1, 1.0), threading.Event()
        statuses = []
        for _ in range(2):
            with pytest.raises(ServiceError) as caught:
                await pool.run(gate.wait)
            statuses.append(str(caught.value))
        gate.set()
        async with asyncio.timeout(60):
            assert await when_free(pool) == ""
        pool.close()
        return statuses

    first, second = asyncio.run(wait())
    assert "超过了 1 秒" in first
    assert "排队" in second


def test_long_texts_go_to_the_worker(checker):
    with serve(checker, inline_characters=5) as client:
        assert check(client).json()["decision"] == "revise"


def test_a_full_service_says_so(checker):
    with serve(checker, open_requests=1) as client:
        client.app.state.service.metrics  # noqa: B018
        edge = client.app.middleware_stack
        while type(edge).__name__ != "Edge":
            edge = edge.app
        edge._working = 1
        assert (check(client).status_code, client.get("/v2/languages").text[:6]) == (503, "Error:")


# the short way


@pytest.mark.parametrize(
    ("path", "content", "kind"),
    [
        ("/v1/check", json.dumps({"text": "不归我管"}), "application/json"),
        ("/v1/check", "{", "application/json"),
        ("/v1/check", json.dumps({"text": 1}), "application/json"),
        ("/v2/check", "language=zh-CN&text=%E4%B8%8D%E5%BD%92%E6%88%91%E7%AE%A1", "application/x-www-form-urlencoded"),
        ("/v2/check", "language=zh-CN", "application/x-www-form-urlencoded"),
    ],
)
def test_the_busiest_addresses_answer_as_by_the_usual_way(checker, path, content, kind):
    with serve(checker) as client:
        usual = client.post(path, content=content, headers={"Content-Type": kind, "Origin": "https://example.org"})
        direct = client.post(path, content=content, headers={"Content-Type": kind})
        page = client.get("/metrics").text
    assert (direct.status_code, direct.content) == (usual.status_code, usual.content)
    assert direct.headers["content-type"] == usual.headers["content-type"]
    assert direct.headers["vary"] == "Origin"
    assert f'yanjian_requests_total{{path="{path}",status="{direct.status_code}"}} 2.0' in page


def test_the_busiest_addresses_have_their_methods_only(checker):
    with serve(checker) as client:
        assert client.get("/v1/check").status_code == 405
        assert client.post("/v1/check/", json={"text": ""}).status_code == 200


# metrics and logs


def test_metrics_count_without_text(checker):
    with serve(checker) as client:
        check(client)
        client.get("/no/such/address")
        page = client.get("/metrics").text
    assert 'yanjian_requests_total{path="/v1/check",status="200"} 1.0' in page
    assert 'yanjian_requests_total{path="other",status="404"} 1.0' in page
    assert 'yanjian_checked_total{decision="revise"} 1.0' in page
    assert "yanjian_lexicons_stale 0.0" in page
    assert "不归" not in page


@pytest.fixture
def logged(checker):
    """The lines that are logged while a function runs."""

    def lines_of(act) -> list[str]:
        found: list[str] = []
        with serve(checker) as client:
            handler = logging.Handler()
            handler.emit = lambda record: found.append(record.getMessage())
            logging.getLogger("yanjian.service").addHandler(handler)
            act(client)
        return found

    return lines_of


def test_logs_are_json_and_hold_no_text(logged):
    def act(client) -> None:
        check(client, "私密的话，不归我管")
        client.get("/v2/check", params={"language": "zh", "text": "私密的话，不归我管"})
        client.post("/v1/check", content="{私密的话")
        client.post("/v1/check/batch", content='{"text": "私密的话"}\n{"私密的话')

    lines = logged(act)
    assert [json.loads(line)["status"] for line in lines] == [200, 200, 400, 200]
    assert all({"time", "method", "path", "status", "ms", "client"} <= json.loads(line).keys() for line in lines)
    assert not any("私密" in line or "不归" in line for line in lines)


def test_a_crash_is_answered_and_logged_without_text(logged, monkeypatch):
    def crash(*_arguments) -> None:
        raise ValueError("私密的话")

    monkeypatch.setattr("api.routes.check.conversation_from", crash)
    answers = []
    lines = logged(lambda client: answers.append(check(client)))
    assert answers[0].status_code == 500
    assert answers[0].json()["advice"]
    assert json.loads(lines[0])["event"] == "crash"
    assert not any("私密" in line for line in lines)


# lexicons that change


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "forbidden").mkdir()
    (tmp_path / "forbidden" / "shirking.toml").write_text(ENTRY, encoding="utf-8")
    return tmp_path


def finds(lexicons: Lexicons, rule: str) -> bool:
    return lexicons.checker.lexicon.find(rule) is not None


def test_lexicons_are_renewed_and_a_broken_edit_changes_nothing(folder: Path):
    lexicons = Lexicons([folder])
    file = folder / "forbidden" / "shirking.toml"
    assert finds(lexicons, "go-upstairs")

    file.write_text(ENTRY.replace("go-upstairs", "go-downstairs"), encoding="utf-8")
    asyncio.run(lexicons.renew())
    assert finds(lexicons, "go-downstairs")
    assert not lexicons.problems

    good = lexicons.checker
    file.write_text(ENTRY.replace("severity", "severty"), encoding="utf-8")
    asyncio.run(lexicons.renew())
    assert lexicons.checker is good
    assert any("severty" in str(problem) and "shirking.toml" in str(problem) for problem in lexicons.problems)

    file.write_text(ENTRY, encoding="utf-8")
    asyncio.run(lexicons.renew())
    assert finds(lexicons, "go-upstairs")
    assert not lexicons.problems


def test_unchanged_files_are_not_read_again(folder: Path):
    lexicons = Lexicons([folder])
    before = lexicons.checker
    asyncio.run(lexicons.renew())
    assert lexicons.checker is before


def test_health_tells_of_a_broken_edit(checker):
    from checker import Problem

    with serve(checker) as client:
        client.app.state.service.lexicons.problems = (Problem("坏了", "请改"),)
        health = client.get("/v1/health").json()
        assert (health["status"], health["problems"]) == ("stale", ["坏了。请改"])
        assert re.search(r"yanjian_lexicons_stale 1\.0", client.get("/metrics").text)


# memory


def test_what_stays_is_left_out_of_garbage_collection_while_the_service_runs(checker):
    with serve(checker) as client:
        assert check(client).status_code == 200
        assert gc.get_freeze_count()
    assert not gc.get_freeze_count()


def test_a_lexicon_that_was_replaced_is_collected_although_it_was_left_out(folder: Path):
    lexicons = Lexicons([folder])
    old = weakref.ref(lexicons.checker)
    gc.freeze()
    (folder / "forbidden" / "shirking.toml").write_text(ENTRY.replace("upstairs", "downstairs"), encoding="utf-8")
    asyncio.run(lexicons.renew())
    gc.unfreeze()
    assert old() is None


def test_nothing_is_told_to_the_telemetry_of_the_framework(monkeypatch):
    trace = pytest.importorskip("opentelemetry.trace", reason="FastAPI 太旧，没有遥测")
    asked = []

    class Provider(trace.TracerProvider):
        def get_tracer(self, *names, **options):
            asked.append(names)
            return trace.NoOpTracer()

    monkeypatch.setattr(trace, "get_tracer_provider", Provider)
    with TestClient(create_app()) as client:
        assert client.post("/v1/check", json={"text": TEXT}).status_code == 200
    with TestClient(create_review_app(Reviewing(None, 8751), hosts=["testserver"])) as client:
        assert client.get("/nowhere").status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
    assert not asked
