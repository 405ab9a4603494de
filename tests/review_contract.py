"""What holds for the review in either database; run by tests/test_review.py and tests/clients/test_store_postgres.py."""

from __future__ import annotations

import threading

import pytest
from review_stores import CLERK, CONVERSATIONS, LI, WANG, desk_of, forbidden, said, scan

from checker.errors import CheckerError
from checker.review.importing import import_results
from checker.review.labelling import Sample
from checker.review.links import clerk_of, new_code
from checker.review.listing import Filters
from checker.review.people import ConflictError, Person, RefusedError, UnseenError
from checker.review.sampling import draw
from checker.review.verdicts import precision_by_rule, verdicts_of


def importing_again_changes_nothing(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        before = desk.page(Filters(), WANG)
        assert before["total"] > 4
        assert import_results(desk.engine, out) == 0
        assert desk.page(Filters(), WANG) == before


def a_verdict_outlives_a_new_scan(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        number, other = forbidden(desk, "不归我管")
        desk.decide(number, "reject", version=0, person=WANG)
        scan(checker, out, [said("您好，请坐。"), *CONVERSATIONS[1:]])
        import_results(desk.engine, out)
        assert other in forbidden(desk, "不归我管") and number not in forbidden(desk)
        assert desk.case(number, WANG)["current"] is False
        scan(checker, out)
        assert import_results(desk.engine, out) > 0
        assert desk.case(number, WANG)["state"] == "rejected" and number in forbidden(desk)


def what_a_new_scan_says_otherwise_is_shown(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        decided, undecided = forbidden(desk, "不归我管")
        desk.decide(decided, "confirm", version=0, person=WANG)
        text = (out / "results.jsonl").read_text(encoding="utf-8").replace('"violation"', '"suspected"')
        (out / "results.jsonl").write_text(text, encoding="utf-8")
        assert import_results(desk.engine, out) == 0
        assert desk.case(undecided, WANG)["status"] == "suspected"
        assert desk.case(decided, WANG)["status"] == "violation"


def the_whole_way(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        number = forbidden(desk, "不归我管")[0]
        steps = [("confirm", WANG, ""), ("contest", CLERK, "他问的是别的科"), ("withdraw", LI, "录音为证"), ("undo", LI, ""),
                 ("uphold", LI, "")]  # fmt: skip
        for version, (action, person, reason) in enumerate(steps):
            case = desk.decide(number, action, version=version, person=person, reason=reason)
        assert case["state"] == "upheld" and case["actions"] == ["undo"]
        told = [(change["who"], change["role"], change["action"], change["reason"]) for change in case["changes"]]
        assert told == [("王", "inspector", "属实", ""), ("017", "clerk", "申辩", "他问的是别的科"),
                        ("李", "inspector", "撤销", "录音为证"), ("李", "inspector", "撤回", ""),
                        ("李", "inspector", "维持", "")]  # fmt: skip


def the_second_of_two_is_told(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        number = forbidden(desk)[0]
        desk.decide(number, "confirm", version=0, person=WANG)
        with pytest.raises(ConflictError, match="王刚刚改过：现在是“属实”"):
            desk.decide(number, "reject", version=0, person=LI)
        assert len(desk.case(number, WANG)["changes"]) == 1


def of_many_at_once_one_wins(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        number = forbidden(desk)[0]
        start, outcomes = threading.Barrier(8), []

        def decide(name):
            start.wait()
            try:
                outcomes.append(desk.decide(number, "confirm", version=0, person=Person(name))["version"])
            except ConflictError:
                outcomes.append("told")

        threads = [threading.Thread(target=decide, args=(str(index),)) for index in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(map(str, outcomes)) == ["1"] + ["told"] * 7
        assert len(desk.case(number, WANG)["changes"]) == 1


def a_clerk_sees_the_own_decided_findings_alone(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        own, other = forbidden(desk, "不归我管")
        code = new_code(desk.engine, "社保大厅", "017", WANG)
        clerk = clerk_of(desk.engine, code)
        assert clerk == CLERK and desk.page(Filters(), clerk)["total"] == 0
        for number in (own, other):
            desk.decide(number, "confirm", version=0, person=WANG)
        assert [item["id"] for item in desk.page(Filters(), clerk)["items"]] == [own]
        assert [each["value"] for each in desk.facets(clerk)["clerk"]] == ["017"]
        for work in (lambda: desk.case(other, clerk), lambda: desk.decide(other, "contest", version=1, person=clerk)):
            with pytest.raises(UnseenError):
                work()
        for action in ("confirm", "uphold", "undo"):
            with pytest.raises(RefusedError):
                desk.decide(own, action, version=1, person=clerk)
        with pytest.raises(RefusedError):
            desk.repeat(own, clerk)
        assert clerk_of(desk.engine, new_code(desk.engine, "社保大厅", "017", WANG)) == CLERK
        assert clerk_of(desk.engine, code) is None


def same_content_is_known_and_decided_together(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        first, second = forbidden(desk, "不归我管")
        assert desk.case(first, WANG)["alike"] == 1
        desk.decide(first, "reject", version=0, person=WANG)
        assert desk.case(second, WANG)["earlier"].denied == 1
        assert desk.repeat(first, LI) == 1
        change = desk.case(second, WANG)["changes"][-1]
        assert (change["who"], change["action"], change["reason"]) == ("李", "不属实", f"内容与第 {first} 条相同")
        mark = next(iter(verdicts_of(desk.engine).values()))
        assert (mark.held, mark.denied) == (0, 2)


def searching_finds_words_as_they_are(url, checker, out):
    scan(checker, out, [*CONVERSATIONS, said("100%不归我管_问别人去", clerk="1")])
    with desk_of(url, out) as desk:
        assert {item["clerk"] for item in desk.page(Filters(search="0%不"), WANG)["items"]} == {"1"}
        assert {item["clerk"] for item in desk.page(Filters(search="%问%"), WANG)["items"]} == set()
        assert desk.page(Filters(search="社保卡怎么", unit="医保大厅"), WANG)["total"] > 0


def odd_characters_are_stored(url, checker, out):
    scan(checker, out, [said("这事◆不归我管，◇问别人去。", clerk="◆")])
    text = (out / "results.jsonl").read_text(encoding="utf-8").replace("◆", "\\u0000").replace("◇", "\\ud800")
    (out / "results.jsonl").write_text(text, encoding="utf-8")
    with desk_of(url, out) as desk:
        case = desk.case(forbidden(desk, "不归我管")[0], WANG)
        said_text = case["turns"][1]["text"]
        assert said_text[case["start"] : case["end"]] == "不归我管"


def sample_and_labels(url, checker, out):
    scan(checker, out, [said(f"第{index}号，不归我管，问别人去。" if index % 3 else "请稍等。") for index in range(30)])
    with desk_of(url, out) as desk:
        name = draw(desk.engine, out, 12)
        assert draw(desk.engine, out, 12) == name
        sample = Sample(desk.engine, name)
        turns = sample.turns()
        assert len(turns) == 12 and sample.missing().recall is None
        for turn in turns:
            text = (shown := sample.turn(turn["id"]))["turns"][shown["turn"]]["text"]
            label = ("problem", "shirking") if "不归我管" in text else ("none", "")
            sample.label(turn["id"], *label, version=0, person=WANG)
        missing = sample.missing()
        assert missing.recall == 1.0 and missing.interval.low < 0.9
        assert (round(missing.found.size), round(missing.missed.size)) == (20, 10)
        with pytest.raises(ConflictError):
            sample.label(turns[0]["id"], "unsure", "", version=0, person=LI)
        with pytest.raises(RefusedError):
            sample.label(turns[0]["id"], "problem", "", version=1, person=LI)
        with pytest.raises(UnseenError):
            sample.turn(10_000)


def precision_follows(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        first, second = forbidden(desk, "不归我管")
        desk.decide(first, "confirm", version=0, person=WANG)
        desk.decide(first, "contest", version=1, person=WANG, reason="口头申辩")
        desk.decide(second, "reject", version=0, person=WANG)
        by_rule = {each.rule: each for each in precision_by_rule(desk.engine)}
        rule = by_rule[desk.case(first, WANG)["rule"]]
        assert (rule.held, rule.denied, rule.contested, rule.precision) == (1, 1, 1, 0.5)
        assert rule.interval.low < 0.1 and rule.interval.high > 0.9
        assert by_rule[""].held == 1 and by_rule[""].undecided > 0


def names_and_reasons_are_needed(url, checker, out):
    scan(checker, out)
    with desk_of(url, out) as desk:
        number = forbidden(desk)[0]
        for name in ("", "  ", "长" * 51):
            with pytest.raises(CheckerError, match="姓名"):
                desk.decide(number, "confirm", version=0, person=Person(name))
        desk.decide(number, "confirm", version=0, person=WANG)
        for reason in (" ", "长" * 2001):
            with pytest.raises(CheckerError, match="理由"):
                desk.decide(number, "contest", version=1, person=WANG, reason=reason)
        with pytest.raises(RefusedError, match="不能维持"):
            desk.decide(number, "uphold", version=1, person=WANG)
        with pytest.raises(RefusedError):
            new_code(desk.engine, "社保大厅", "没有这个人", WANG)


CONTRACT = [importing_again_changes_nothing, a_verdict_outlives_a_new_scan,
            what_a_new_scan_says_otherwise_is_shown, the_whole_way, the_second_of_two_is_told,
            of_many_at_once_one_wins, a_clerk_sees_the_own_decided_findings_alone,
            same_content_is_known_and_decided_together, searching_finds_words_as_they_are, odd_characters_are_stored,
            sample_and_labels, precision_follows, names_and_reasons_are_needed]  # fmt: skip
