"""`yanjian practice` in the terminal: answers from the standard input, plain Chinese, a polite end."""

from __future__ import annotations

import pytest
from practice_scenes import practice
from typer.testing import CliRunner

from checker.cli.app import build


@pytest.fixture(autouse=True)
def _loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.cli.practice.Practice", lambda _folders: practice())


def run(*arguments: str, stdin: str = ""):
    return CliRunner().invoke(build(), ["practice", *arguments], input=stdin)


def test_a_scenario_is_played_to_its_rubric():
    result = run("--scenario", "arrival-lost-card", stdin="您好，请坐，您办什么业务？\n不客气，慢走\n")
    assert result.exit_code == 0
    for text in ("对方：我社保卡补好了", "通过，100 分", "✓ 送别：做到", "依据：", "参考说法"):
        assert text in result.stdout


def test_what_was_missed_is_told_with_what_to_say():
    result = run("--scenario", "wait-thanked", stdin="嗯\n")
    assert "还要再练，0 分" in result.stdout
    assert "✗ 回应致谢：没做到" in result.stdout
    assert "可以说：" in result.stdout


def test_what_was_told_only_when_asked_again_is_marked():
    result = run("--scenario", "wait-lookup", stdin="我帮您查一下\n请稍等\n对不起让您久等了\n")
    assert "△ 请对方稍等：追问后才做到" in result.stdout or "✗ 请对方稍等" in result.stdout


def test_the_guide_is_at_hand():
    assert "您手边的办事指南" in run("--scenario", "notice-social-card").stdout


@pytest.mark.parametrize("stdin", ["", "q\n", "\n退出\n"])
def test_the_end_of_the_input_ends_politely(stdin):
    result = run("--scenario", "wait-thanked", stdin=stdin)
    assert result.exit_code == 0
    assert "今天就练到这里" in result.stdout


def test_a_course_is_picked_by_number_and_played_one_by_one():
    result = run("--level", "1", stdin="99\n1\nq\n")
    assert result.exit_code == 0
    assert "1. 到岗迎接" in result.stdout
    assert "没有课程 “99”" in result.stderr
    assert "开门第一位" in result.stdout


def test_a_course_goes_on_to_the_next_scenario():
    result = run(
        "请候与久等", "--level", "1", stdin="请您坐着稍等，我帮您查\n让您久等了\n\n对不起让您久等了，我马上给您办\nq\n"
    )
    assert "排了一个多小时" in result.stdout


def test_the_list_shows_every_course_and_scenario():
    result = run("--list")
    assert result.exit_code == 0
    assert "电话礼仪" in result.stdout
    assert "phone-open" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--scenario", "x"], "没有场景 “x”"), (["跳舞"], "没有课程 “跳舞”"), (["--level", "9", "1"], "没有第 9 级")],
)
def test_an_unknown_name_is_told(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
