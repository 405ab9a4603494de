"""Loading and linting: every problem at once, with file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import Checker, LexiconError
from checker.lexicon import load_lexicon, load_profiles
from checker.trials import lint_folders

GOOD = """category = "refusal"

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


def folder_with(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path


def problems_of(
    tmp_path: Path, text: str, name: str = "forbidden/refusal.toml"
) -> list[tuple[str, int | None, str, str]]:
    folder = folder_with(tmp_path, name, text)
    problems = [problem for problem in lint_folders([folder]) if problem.file.startswith(str(folder))]
    return [(Path(problem.file).name, problem.line, problem.field, problem.message) for problem in problems]


def test_a_good_entry_has_no_problems_and_works(tmp_path):
    assert problems_of(tmp_path, GOOD) == []
    assert Checker([tmp_path]).lexicon.find("come-back-another-year")


# (what is put in place of what, line, field, part of the message)
FAULTS = [
    ('severity = "minor"', 'severity = "bad"', 6, "severity", "不是允许的值"),
    ('severity = "minor"\n', "", 3, "severity", "缺少这个字段"),
    ("flag =", "flags =", 10, "flags", "不认识的字段"),
    ('id = "come-back-another-year"', 'id = "Come Back"', 4, "id", "小写字母"),
    ('["明年再来吧"]', '"明年再来吧"', 5, "phrases", "列表"),
    ('"明年再来吧"]', '"明年{再来吧"]', 5, "phrases", "缺少 }"),
    ('document = "bianmin"', 'document = "bianming"', 9, "basis", "没有名为"),
    ('clause = "第一篇(三)5"', 'clause = "第九篇"', 9, "basis", "没有条款"),
    ('clause = "第一篇(三)5"', 'clauses = "第一篇(三)5"', 9, "basis.0.clauses", "不认识的字段"),
    ('["今年名额没了，明年再来吧。", "明年再来吧！"]', '["明年再来吧。"]', 10, "flag", "条数不够"),
    ('"明年再来吧！"]', '"后年再来吧！"]', 10, "flag", "没有作为问题指出"),
    ('["明年再来体检就行。"', '["今年不办，明年再来吧。"', 11, "pass", "被指出了"),
    ("advise = [", "unless = [", 3, "advise", "缺少 advise"),
    ('["今年截止了，明年再来吧，我先帮您登记', '["明年再来吧，烦死了，不归我管', 12, "advise", "应当是建议"),
    ('["请稍等，我帮您查询一下。"]', '["不归我管，问别人去。"]', 8, "say_instead", "本身有"),
    ('["明年再来吧"]', '["明年再来吧", "不归我管"]', 5, "phrases", "也在 forbidden/shirking/not-my-duty 里"),
    ('["明年再来吧"]', '["明年再来吧", "嗯明年再说"]', 5, "phrases", "语气词"),
    ('["明年再来吧"]', '["明年再来吧", "不清楚"]', 5, "phrases", "藏在常用词"),
    ('why = "', 'blunt = true\nwhy = "', 13, "advise", "不能补救"),
    ('category = "refusal"\n', "", 1, "", "开头缺少 category"),
    ('category = "refusal"', 'category = "refusal"\nowner = "me"', 2, "owner", "不认识的字段"),
    ("[[entry]]", "[[entry]", 3, "", "不是正确的 TOML"),
]


@pytest.mark.parametrize(("old", "new", "line", "field", "message"), FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path, old, new, line, field, message):
    assert old in GOOD
    problems = problems_of(tmp_path, GOOD.replace(old, new, 1))
    matching = [problem for problem in problems if problem[1:3] == (line, field) and message in problem[3]]
    assert matching, problems


def test_fields_out_of_order_are_told(tmp_path):
    lines = GOOD.splitlines()
    lines.insert(4, lines.pop(9))  # flag before phrases
    assert any("应当写在" in message for *_, message in problems_of(tmp_path, "\n".join(lines)))


def test_an_entry_that_can_never_be_reported_is_told(tmp_path):
    shadowed = GOOD.replace('["明年再来吧"]', '["明年再来吧"]\nunless = ["明年再来吧"]')
    assert any("遮住" in message for *_, message in problems_of(tmp_path, shadowed))


def test_all_problems_of_all_files_come_at_once(tmp_path):
    folder_with(tmp_path, "forbidden/a.toml", GOOD.replace('"minor"', '"x"').replace("flag", "flags"))
    folder_with(tmp_path, "forbidden/b.toml", GOOD.replace("第一篇(三)5", "第九篇"))
    folder_with(tmp_path, "profiles/own.toml", 'extends = "nobody"\n')
    files = {Path(problem.file).name for problem in lint_folders([tmp_path])}
    assert {"a.toml", "b.toml", "own.toml"} <= files
    with pytest.raises(LexiconError) as caught:
        load_lexicon([tmp_path])
    assert len(caught.value.problems) >= 3


def test_the_same_id_twice_is_told(tmp_path):
    entry = GOOD.split("\n\n", 1)[1]
    assert any("重复" in message for *_, message in problems_of(tmp_path, GOOD + "\n" + entry))


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(LexiconError, match="没有这个词库文件夹"):
        Checker([tmp_path / "nowhere"])


def test_an_own_entry_replaces_the_shipped_one(tmp_path, said):
    text = GOOD.replace("come-back-another-year", "not-my-duty").replace('"refusal"', '"shirking"')
    own = load_lexicon([folder_with(tmp_path, "forbidden/shirking.toml", text)])
    assert own.find("forbidden/shirking/not-my-duty").phrases == ["明年再来吧"]
    assert [entry.id for entry in own.entries if entry.own] == ["not-my-duty"]
    assert len(own.entries) == len(load_lexicon().entries)


def test_an_own_clause_file_adds_documents(tmp_path):
    folder_with(tmp_path, "clauses.toml", '[ours]\ntitle = "本局规范"\nclauses = ["一"]\n')
    text = GOOD.replace('document = "bianmin", clause = "第一篇(三)5"', 'document = "ours", clause = "一"')
    assert problems_of(tmp_path, text) == []
    assert load_lexicon([tmp_path]).titles["ours"] == "本局规范"


def test_a_profile_extends_another_and_says_what_differs(tmp_path):
    folder_with(tmp_path, "profiles/own.toml", 'title = "本局"\nextends = "qidong"\n[deductions]\nsevere = 40.0\n')
    profiles = load_profiles([tmp_path])
    assert profiles["own"].deductions.severe == 40
    assert profiles["own"].deductions.minor == profiles["qidong"].deductions.minor
    assert profiles["own"].elements == profiles["qidong"].elements


PROFILE_FAULTS = [
    ('off = "x"\n', "off", "列表"),
    ("[deductions]\nminor = -1.0\n", "deductions.minor", ""),
    ("colour = 1\n", "colour", "不认识的字段"),
    ('extends = "own"\n', "extends", "不存在或互相引用"),
    ('off = ["forbidden/shirking/not-my-dutty"]\n', "off", "没有规则"),
]


@pytest.mark.parametrize(("text", "field", "message"), PROFILE_FAULTS)
def test_faults_of_profiles_are_told(tmp_path, text, field, message):
    folder_with(tmp_path, "profiles/own.toml", f'title = "本局"\n{text}')
    problems = lint_folders([tmp_path])
    assert any(problem.field == field and message in problem.message for problem in problems), problems


def test_a_profile_switches_rules_off(tmp_path):
    from checker import Conversation, Turn

    folder_with(tmp_path, "profiles/own.toml", 'title = "本局"\noff = ["forbidden/shirking/not-my-duty"]\n')
    checker = Checker([tmp_path])
    turns = (Turn("不归我管。", "clerk"),)
    assert "forbidden/shirking/not-my-duty" in _rules(checker.check(Conversation(turns)))
    assert "forbidden/shirking/not-my-duty" not in _rules(checker.check(Conversation(turns, profile="own")))


def _rules(report):
    return {finding.rule for finding in report.findings}
