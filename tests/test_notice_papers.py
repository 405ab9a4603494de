"""The papers of a guide, weighed by the detector: what it hears of them, when it is heard itself, and that it learns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from checker import Checker, Conversation, Matter, Report, Turn
from checker.evaluation import input_of
from checker.matching.aliases import Aliases
from checker.matching.papers import FEATURES, Papers
from checker.matching.word_classes import WordClasses
from checker.model import Finding
from checker.rules.notice import papers_said
from checker.rules.notice.ruled import Ruled
from checker.training.aliases import fit_aliases
from checker.training.corpus import examples_of, read_items
from checker.training.papers import denied, fit_papers, lists_of, papers_of, seen_of
from checker.training.vocabulary import vocabulary

CORPUS = Path(__file__).parent / "corpus"
CLASSES = WordClasses(vocabulary())
ALIASES = Aliases(fit_aliases([]), CLASSES)
RULED = [item for item in read_items(sorted(CORPUS.glob("notices-*.jsonl"))) if "ruled" in item]


def talk(said: str, papers: Sequence[str], asked: str = "这个怎么办，要带什么？") -> Conversation:
    """A question and its answer, with a guide of these papers."""
    turns = (Turn(asked, "citizen"), Turn(said, "clerk"))
    return Conversation(turns, profile="wenshang", matter=Matter("测试事项", materials=tuple(papers)))


def features(checker: Checker, conversation: Conversation) -> list[dict[str, float]]:
    """What is heard of each paper."""
    (scene, _), *_ = checker.scenes([conversation])
    assert scene.conversation.matter is not None
    rows = papers_said(scene, checker.notices, scene.conversation.matter).features(ALIASES)
    return [dict(zip(FEATURES, row, strict=True)) for row in rows.tolist()]


HEARD = [
    ("ruled_missing", ("身份证", "船舶检验证书"), "身份证带来。", (0, 1)),
    ("ruled_missing_unraised", ("身份证", "公证书（继承的）"), "身份证带来。继承来的要公证书。", (0, 0)),
    ("case_came_up", ("身份证", "离婚证（离异的）"), "身份证带来。", (0, 0)),
    ("told_beside", ("身份证", "户口簿", "船舶检验证书"), "身份证、户口本带来。检验证书交给他。", (0.25, 0.25, 0)),
    ("told_where_asked", ("身份证", "船舶检验证书"), "请带身份证。别的没有了。", (1, 0)),
    ("told_near_waiving", ("船舶检验证书", "户口簿"), "户口本带来。船舶检验证书要，翻译件就免了。", (1, 0)),
    ("short_form_said", ("身份证", "产前检查记录"), "带上身份证、产检手册。", (1, 1)),
    ("short_form_said", ("身份证", "产前检查记录"), "带上身份证、化验手册。", (1, 0)),
    ("own_letters_said", ("身份证", "船舶检验证书"), "身份证带来，船也开来。", (1, 0.25)),
    ("name_said", ("社会保障卡", "船舶检验证书"), "社保卡带来。", (1, 0)),
    ("head_unsaid", ("股东名册", "平面图"), "名册带来。", (0, 1)),
    ("head_unsaid", ("股东名册", "平面图"), "名册带来，图纸也要。", (0, 0)),
    ("unclaimed_heads", ("身份证", "引种来源材料"), "请带身份证、鹿场签的协议、户口本。", (1 / 3, 1 / 3)),
    ("best_taken", ("劳动合同", "合同备案登记表"), "劳动合同带来。", (0, 1)),
]


@pytest.mark.parametrize(("name", "papers", "said", "expected"), HEARD)
def test_what_is_heard_of_a_paper(checker, name, papers, said, expected):
    heard = [row[name] for row in features(checker, talk(said, papers))]
    assert heard == pytest.approx(list(expected), abs=0.05)


def test_a_case_comes_up_in_the_citizens_words_alone(checker: Checker):
    papers, said = ("身份证", "离婚证（离异的）"), "离异的要离婚证，身份证都要。"
    assert features(checker, talk(said, papers))[1]["case_came_up"] == 0
    assert features(checker, talk(said, papers, "我离婚了，怎么办，要带什么？"))[1]["case_came_up"] == 1


@pytest.fixture
def weighing(checker: Checker, monkeypatch: pytest.MonkeyPatch):
    """A checker whose detector gives the papers of a guide these shares."""

    def with_shares(*shares: float) -> Checker:
        monkeypatch.setattr(Papers, "shares", lambda *_: list(shares))
        return checker

    return with_shares


def missing(report: Report) -> tuple[str, tuple[str, ...]]:
    """How the materials are seen, and which of them as left out."""
    assert report.notice is not None
    element = report.notice.elements["materials"]
    return element.status, element.missing


def finding(report: Report) -> Finding | None:
    """The finding of the materials."""
    found = (each for each in report.findings if each.kind == "notice" and each.category == "materials")
    return next(found, None)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.1, 0.9), ("partial", ("船舶检验证书",))),
        ((0.1, 0.5), ("partial", ("船舶检验证书",))),
        ((0.1, 0.36), ("partial", ("船舶检验证书",))),
        ((0.1, 0.34), ("told", ())),
        ((0.49, 0.34), ("told", ())),
        ((0.5, 0.34), ("partial", ("身份证",))),
        ((1.0, 0.9), ("partial", ("身份证", "船舶检验证书"))),
    ],
)
def test_what_the_detector_holds_likelier_than_not_counts(weighing, shares, expected):
    assert missing(weighing(*shares).check(talk("身份证带来。", ("身份证", "船舶检验证书")))) == expected


def test_a_finding_says_what_the_detector_saw_otherwise(weighing):
    papers = ("身份证", "船舶检验证书", "平面图")
    seen = finding(weighing(0.1, 0.2, 0.9).check(talk("身份证带来。", papers)))
    assert seen is not None
    assert seen.how == "model"
    assert seen.trail == ("规则：没有告知 船舶检验证书、平面图", "统计判断：没有告知的可能 船舶检验证书 20%")
    accused = finding(weighing(0.7, 0.2, 0.3).check(talk("身份证带来。", papers)))
    assert accused is not None
    assert (accused.how, accused.confidence) == ("model", 0.7)
    assert accused.trail[1] == "统计判断：没有告知的可能 身份证 70%，船舶检验证书 20%，平面图 30%"
    agreed = finding(weighing(0.1, 0.8, 0.9).check(talk("身份证带来。", papers)))
    assert agreed is not None
    assert (agreed.how, agreed.trail) == ("exact", ())


@pytest.mark.parametrize(("share", "expected"), [(0.1, ("wrong", ("户口簿",))), (0.09, ("told", ()))])
def test_what_is_said_to_be_needless_is_left_out_unless_the_network_is_sure(weighing, monkeypatch, share, expected):
    monkeypatch.setattr(Papers, "read_shares", lambda *_: [share])
    assert missing(weighing(0.1).check(talk("身份证带来，户口本不用带。", ("身份证", "户口簿")))) == expected
    assert missing(weighing().check(talk("户口本不用带。", ("户口簿",)))) == expected


def test_of_what_is_said_to_be_needless_the_network_is_asked_alone(checker: Checker, monkeypatch):
    conversation = talk("身份证带来，户口本不用带。", ("身份证", "户口簿"))
    (scene, _), *_ = checker.scenes([conversation])
    model, mentions = checker._detector.papers, checker._detector.mentions
    seen = seen_of(
        papers_said(scene, checker.notices, scene.conversation.matter),
        {"missing_materials": []},
        model.aliases,
        mentions,
    )
    (share,) = model.read_shares(seen.features[1:], seen.sight.of([1]))
    monkeypatch.setattr("checker.rules.notice.listed.NEEDLESS", share)
    assert missing(checker.check(conversation)) == ("wrong", ("户口簿",))
    monkeypatch.setattr("checker.rules.notice.listed.NEEDLESS", share + 1e-9)
    assert missing(checker.check(conversation)) == ("told", ())


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        (("身份证", "婚姻登记信息（由部门内部核验获取）"), "身份证带来。"),
        (("身份证", "离婚证（离异的）"), "身份证带来。"),
        (("身份证", "工伤证明（追索劳动报酬的除外）"), "身份证带来，工伤证明不用交。"),
    ],
)
def test_what_is_not_due_is_not_left_out(weighing, papers, said):
    assert missing(weighing(0.1).check(talk(said, papers))) == ("told", ())


def test_the_only_paper_may_be_held_to_be_left_out(weighing):
    assert missing(weighing(0.9).check(talk("身份证带来。", ("身份证",)))) == ("partial", ("身份证",))


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.9, 0.9), ("missing", ("船舶检验证书", "平面图"))),
        ((0.1, 0.9), ("partial", ("平面图",))),
        ((0.1, 0.1), ("told", ())),
    ],
)
def test_papers_may_be_told_in_words_that_the_rules_do_not_know(weighing, shares, expected):
    report = weighing(*shares).check(talk("先到二楼取号，办完公示。", ("船舶检验证书", "平面图")))
    assert missing(report) == expected


@pytest.mark.parametrize(
    "conversation",
    [
        talk("身份证带来。", ()),
        talk("什么都不用带。", ("身份证",)),
        Conversation((Turn("怎么办，要带什么？", "citizen"), Turn("身份证带来。", "clerk")), profile="wenshang"),
    ],
    ids=["no papers", "none needed", "no guide"],
)
def test_where_the_rules_are_plain_enough_nothing_is_weighed(checker: Checker, monkeypatch, conversation):
    monkeypatch.setattr(Papers, "shares", lambda *_: pytest.fail("weighed"))
    checker.check(conversation)


@pytest.mark.parametrize("item", RULED, ids=[item["id"] for item in RULED])
def test_what_the_rules_made_of_the_papers_fits_the_guide(item):
    length = len("\n".join(turn.text for turn in input_of(item).turns if turn.role == "clerk"))
    assert len(item["ruled"]) == len(item["matter"]["materials"])
    for status, *place in item["ruled"]:
        assert status in ("told", "needless", "missing", "not due")
        assert len(place) == (2 if status in ("told", "needless") else 0)
        assert place == sorted(place)
        assert all(0 <= offset <= length for offset in place)


def test_what_is_described_at_the_very_beginning_stands_there(checker: Checker):
    said = "要报的申请书写为啥改新名字什么含义来历写一张说明路从哪到哪画个示意图"
    conversation = talk(said, ("地名更名申请书", "拟用地名说明", "位置示意图"))
    (scene, _), *_ = checker.scenes([replace(conversation, channel="phone")])
    assert scene.conversation.matter is not None
    ruled = papers_said(scene, checker.notices, scene.conversation.matter).ruled
    assert all(each.place and 0 <= each.place[0] < each.place[1] <= len(said) for each in ruled)


def _shown(folder: Path, ruled: bool) -> Path:
    """Notices in which the rules are right, or in which they missed what was told by a short form."""
    lines = []
    for number in range(200):
        told = number % 2 == 0
        short = "船检的本本" if told else "户口本"
        item = {
            "id": f"n{number}",
            "channel": "reply",
            "profile": "wenshang",
            "citizen": "这个怎么办，要带什么？",
            "text": f"第{number}件。请带身份证、{short}。",
            "elements": {"materials": "told" if told else "partial"},
            "matter": {"name": "测试", "materials": ["身份证", "船舶检验证书"]},
            "missing_materials": [] if told else ["船舶检验证书"],
        }
        lines.append({**item, "ruled": [["told", 6, 9], ["missing"]]} if ruled else item)
    path = folder / "notices.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_it_is_learnt_from_what_is_shown_and_the_same_again(tmp_path: Path, checker: Checker):
    path = _shown(tmp_path, ruled=True)
    arrays, again = fit_papers([path], checker), fit_papers([path], checker)
    assert all(np.array_equal(values, again[name]) for name, values in arrays.items())
    model = Papers(arrays, CLASSES)
    for seen in (seen_of(*each, model.aliases) for each in papers_of([path], checker)):
        assert [share >= 0.5 for share in model.shares(seen.features, seen.sight.of)] == seen.left_out.tolist()


def test_papers_surely_told_are_told_whether_the_network_reads_them_or_not(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
):
    assert checker._detector is not None
    model, mentions = checker._detector.papers, checker._detector.mentions
    guides = [
        seen_of(around, item, model.aliases, mentions)
        for around, item in papers_of([CORPUS / "tuning" / "notices-lv.jsonl"], checker)
    ]

    def left_out() -> list[list[bool]]:
        return [[share >= 0.5 for share in model.shares(seen.features, seen.sight.of)] for seen in guides]

    settled = left_out()
    asked: list[int] = []
    for seen in guides:
        model.shares(seen.features, lambda rows, sight=seen.sight: (asked.extend(rows), sight.of(rows))[1])
    assert 0 < len(asked) < sum(len(seen.left_out) for seen in guides) / 2
    monkeypatch.setattr("checker.matching.papers.SETTLED", np.inf)
    assert left_out() == settled


def test_the_names_of_a_guide_are_made_comparable_once(checker: Checker):
    documents = checker.notices.documents
    names, again, other = (
        documents.names_of(["身份证", "户口簿"], {"户口簿": ["户籍册"]}, matter) for matter in ("迁户", "迁户", "补证")
    )
    assert names is again is not other
    long = ["很长的材料名称" * 50] * 10
    assert documents.names_of(long, {}, "迁户") is not documents.names_of(long, {}, "迁户")
    assert [len(called.names) for called in names.called] == [1, 2]


@pytest.mark.parametrize(
    "said",
    [
        "身份证带来，本子都带上。",
        "身份证带来，再拿个本子记一下。",
        "身份证带来，办好给您发一本新的证。",
        "身份证带来，那个证带上。",
    ],
)
def test_one_word_that_could_be_any_paper_acquits_of_none(checker: Checker, said: str) -> None:
    report = checker.check(talk(said, ["身份证", "不动产权证书", "结婚证", "驾驶证"]))
    assert report.notice is not None
    assert set(report.notice.elements["materials"].missing) == {"不动产权证书", "结婚证", "驾驶证"}


def test_words_go_to_the_paper_they_suit_best_and_to_no_other(checker: Checker) -> None:
    assert checker._detector is not None
    papers = ["身份证", "特种设备作业人员证", "船舶检验证书"]
    (scene, _), *_ = checker.scenes([talk("身份证带来，司机的叉车证也要复印。", papers)])
    assert scene.conversation.matter is not None
    around = papers_said(scene, checker.notices, scene.conversation.matter)
    around = replace(around, ruled=[Ruled("身份证", (0, 3)), *(Ruled(paper, missing=True) for paper in papers[1:])])
    heard = around.features(checker._detector.papers.aliases)[:, FEATURES.index("alias")].tolist()
    assert heard[0] == 0
    assert heard[1] > heard[2] == -1


def test_what_sounds_like_a_paper_acquits(checker: Checker) -> None:
    assert checker._detector is not None
    assert checker._detector.papers._weights[FEATURES.index("alias")] < 0


def test_the_word_of_rules_that_erred_is_believed_less(tmp_path: Path, checker: Checker):
    weight = FEATURES.index("ruled_missing")
    erring, right = (fit_papers([_shown(tmp_path, ruled=ruled)], checker)["papers"][weight] for ruled in (True, False))
    assert 0 < erring < right


def test_guides_of_which_nothing_was_left_out_teach_nothing(tmp_path: Path, checker: Checker):
    (tmp_path / "n.jsonl").write_text("", encoding="utf-8")
    assert fit_papers([tmp_path / "n.jsonl"], checker) == {}


def test_held_against_a_file_it_has_not_seen_it_errs_less_than_the_rules(checker: Checker):
    shown, judged = ([CORPUS / f"notices-l{letter}.jsonl" for letter in letters] for letters in ("abcd", "e"))
    model = Papers(fit_papers(shown, checker), CLASSES)
    by_rules = by_model = 0
    for around, item in papers_of(judged, checker):
        seen, weighed = seen_of(around, item, model.aliases), ~denied(around)
        rules = seen.features[:, FEATURES.index("ruled_missing")] > 0
        by_model += int(((np.array(model.shares(seen.features, seen.sight.of)) >= 0.5) != seen.left_out)[weighed].sum())
        by_rules += int((rules != seen.left_out)[weighed].sum())
    assert by_model < 0.9 * by_rules


@pytest.mark.parametrize(
    ("said", "left_out"), [("told", []), ("held", []), ("exempt", []), ("named", ["户口簿"]), ("waived", ["户口簿"])]
)
def test_a_mention_is_a_guide_of_one_paper(tmp_path: Path, checker: Checker, said: str, left_out: list[str]):
    item = {"id": "m", "text": "跟户口上的对一下。", "span": [1, 3], "paper": "户口簿", "said": said}
    (tmp_path / "m.jsonl").write_text(json.dumps(item, ensure_ascii=False), encoding="utf-8")
    [(around, labelled)] = lists_of([tmp_path / "m.jsonl"], checker)
    assert [paper.name for paper in around.ruled] == ["户口簿"]
    assert labelled["missing_materials"] == left_out


def test_a_list_has_its_papers_and_what_was_left_out(tmp_path: Path, checker: Checker):
    item = {
        "id": "l",
        "channel": "phone",
        "citizen": "要带什么",
        "text": "身份证带来本子都带上",
        "matter": "补证",
        "papers": ["身份证", "结婚证"],
        "left_out": ["结婚证"],
    }
    (tmp_path / "l.jsonl").write_text(json.dumps(item, ensure_ascii=False), encoding="utf-8")
    [(around, labelled)] = lists_of([tmp_path / "l.jsonl"], checker)
    assert [paper.name for paper in around.ruled] == item["papers"]
    assert (around.talk.phone, list(around.talk.asked)) == (True, ["要带什么"])
    assert seen_of(around, labelled, ALIASES).left_out.tolist() == [False, True]
    assert not list(examples_of(read_items([tmp_path / "l.jsonl"])))
