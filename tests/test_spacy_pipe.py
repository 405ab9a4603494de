"""The spaCy component: spans, reports, batches, and settings that outlive the process."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from checker import CheckerError, conversation_from
from checker.reports.json import to_dict
from checker.spacy_pipe import NAME, conversation_doc

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.json"))
DRAFTS = [
    "您好😀，这事不归我管，问别人去。",
    "  这事 不归我管\n\n问别人去 ",
    "您好，请您稍等，我帮您查一下。",
    "",
    "你是不是傻，滚出去。",
]
OWN = """
category = "shirking"

[[entry]]
id = "own-words"
phrases = ["去找隔壁老王"]
severity = "moderate"
why = "推给别人而没有指引"
say_instead = ["您咨询的问题由三号窗口负责，我带您过去。"]
basis = [{ document = "bianmin", clause = "第一篇(三)5" }]
flag = ["去找隔壁老王。", "这事去找隔壁老王。"]
pass = ["老王在隔壁。", "隔壁是老王。"]
advise = ["去找隔壁老王，我带您过去，三号窗口。"]
"""


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("zh")
    pipeline.add_pipe(NAME)
    return pipeline


@pytest.fixture(scope="module")
def by_words():
    pipeline = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    pipeline.add_pipe(NAME, config={"channel": "phone", "profile": "qidong"})
    return pipeline


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own" / "forbidden"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(OWN, encoding="utf-8")
    return folder.parent


def spans(doc):
    return [(span.text, span.label_) for span in doc.spans[NAME]]


@pytest.mark.parametrize("text", DRAFTS)
def test_a_draft_has_its_report_and_spans(nlp, checker, text):
    doc = nlp(text)
    report = checker.check(conversation_from({"text": text}))
    assert doc._.clerk_report == to_dict(report)
    assert spans(doc) == [(finding.text, finding.rule) for finding in report.findings]


def test_a_span_leads_to_clause_and_finding(nlp):
    doc = nlp(DRAFTS[0])
    span = doc.spans[NAME][0]
    assert (span.text, span.label_, span.kb_id_) == (
        "不归我管",
        "forbidden/shirking/not-my-duty",
        "bianmin 第一篇(三)5",
    )
    assert span._.clerk_finding == doc._.clerk_report["findings"][0]
    assert doc.spans[NAME].attrs["score"] == doc._.clerk_report["score"]
    assert doc[:2]._.clerk_finding is None


def test_spans_of_words_take_in_the_finding(by_words):
    doc = by_words(DRAFTS[0])
    found = [span._.clerk_finding["text"] in span.text for span in doc.spans[NAME]]
    assert found and all(found)
    assert (doc._.clerk_report["channel"], doc._.clerk_report["profile"]) == ("phone", "qidong")


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_a_conversation_is_one_doc(nlp, checker, path):
    value = json.loads(path.read_text(encoding="utf-8"))
    doc = nlp(conversation_doc(nlp, value))
    report = checker.check(conversation_from(value))
    assert doc._.clerk_report == to_dict(report)
    assert spans(doc) == [(finding.text, finding.rule) for finding in report.findings if finding.text]


def test_a_conversation_names_channel_and_profile_of_its_own(by_words):
    turns = [{"role": "clerk", "text": DRAFTS[0]}]
    doc = by_words(conversation_doc(by_words, {"turns": turns, "channel": "chat", "profile": "wenshang"}))
    assert (doc._.clerk_report["channel"], doc._.clerk_report["profile"]) == ("chat", "wenshang")


@settings(max_examples=30, deadline=None)
@given(texts=st.lists(st.text(st.sampled_from("您不归我管问别人去 \n\t，。😀滚"), max_size=30), min_size=1, max_size=4))
def test_batches_are_as_single_docs(nlp, texts):
    assert [doc._.clerk_report for doc in nlp.pipe(texts, batch_size=2)] == [nlp(text)._.clerk_report for text in texts]


def test_a_doc_that_cannot_be_read_goes_to_the_error_handler(by_words):
    bad, other = by_words.make_doc("不归我管"), by_words.make_doc("不归我管")
    bad._.clerk_conversation = {"turns": [{"role": "clerk", "text": "别的话"}]}
    other._.clerk_conversation = {"text": "不归我管", "profile": "nobody"}
    with pytest.raises(CheckerError, match="不一致"):
        by_words(bad)
    with pytest.raises(CheckerError, match="没有名为"):
        list(by_words.pipe([other]))
    failed = []
    by_words.set_error_handler(lambda name, component, docs, error: failed.append((name, str(error))))
    assert [doc.text for doc in by_words.pipe([bad, "您好", other])] == ["您好"]
    assert [name for name, _ in failed] == [NAME, NAME]


@pytest.mark.parametrize("setting", [{"profile": "nobody"}, {"channel": "smoke"}, {"folders": ["nowhere"]}])
def test_wrong_settings_are_told_when_the_pipeline_is_built(setting):
    with pytest.raises(CheckerError):
        spacy.blank("zh").add_pipe(NAME, config=setting)


def test_a_doc_keeps_its_report(nlp):
    doc = nlp(conversation_doc(nlp, json.loads(SAMPLES[0].read_text(encoding="utf-8"))))
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.clerk_report == doc._.clerk_report
    assert spans(again) == spans(doc)
    assert [span._.clerk_finding for span in again.spans[NAME]] == [span._.clerk_finding for span in doc.spans[NAME]]


def test_a_pipeline_keeps_its_settings(own, tmp_path):
    pipeline = spacy.blank("zh")
    pipeline.add_pipe(NAME, config={"folders": [str(own)], "span_key": "found", "channel": "chat"})
    pipeline.to_disk(tmp_path / "saved")
    from_bytes = spacy.blank("zh")
    from_bytes.add_pipe(NAME)
    from_bytes.from_bytes(pipeline.to_bytes())
    for again in (spacy.load(tmp_path / "saved"), from_bytes):
        doc = again("这事去找隔壁老王。")
        assert [span.label_ for span in doc.spans["found"]] == ["forbidden/shirking/own-words"]
        assert doc._.clerk_report["channel"] == "chat"


def test_a_component_is_copied_by_its_settings(nlp):
    component = copy.copy(nlp.get_pipe(NAME))
    assert spans(component(nlp.make_doc(DRAFTS[0]))) == spans(nlp(DRAFTS[0]))


def _run(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def test_spacy_finds_the_component_by_itself():
    script = (
        f"import spacy; nlp = spacy.blank('zh'); nlp.add_pipe({NAME!r}); print(nlp('不归我管')._.clerk_report['grade'])"
    )
    assert _run(script) == "moderate"


def test_without_spacy_the_install_line_is_told():
    script = "import sys; sys.modules['spacy.language'] = None\ntry: import checker.spacy_pipe\nexcept Exception as e: print(e)"
    assert "pip install 'yanjian[spacy]'" in _run(script)
