"""What is said beside the papers of a guide: cases only supposed, other people's papers, words that sound like a paper."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

CHECKER = Checker(detecting=False)

CASES = [
    (
        ("摊位申请表", "身份证", "摊主授权书（租用摊位的）"),
        "表填一张，身份证带来。租的话要摊主写个授权，您是自己的摊子，那授权就用不着。",
        set(),
    ),
    (
        ("补发申请书", "身份证", "原渔船检验证书（损坏的）", "遗失启事（遗失的）"),
        "申请书来了填，身份证、泡烂的那本检验证书拿来。登启事那是丢了才要的，您不用。",
        set(),
    ),
    (
        ("补发申请书", "身份证", "遗失启事（遗失的）"),
        "丢了是吧，申请书来了填，身份证拿来就行。",
        {"遗失启事（遗失的）"},
    ),
    (("认证申请表", "两寸照片（用于境外的）"), "寄到韩国用的是吧，认证申请表填好。", {"两寸照片（用于境外的）"}),
    (("注销申请书", "抵押登记证明（他项权证）"), "注销申请书和他项权证拿来。", set()),
    (("行驶证换领申请表", "身份证", "行驶证"), "身份证、行驶证拿来。", {"行驶证换领申请表"}),
    (("户口簿", "身份证"), "您是本县常住户口，身份证带来，户口的事他们会查。", {"户口簿"}),
    (("户口簿", "身份证"), "身份证带来，户口也带来。", set()),
    (("原操作证", "体检表"), "请递交：原证、体检表。", set()),
    (("存款人身份证", "代办人身份证"), "让老太太写个条子，老太太的身份证拿来。", {"代办人身份证"}),
    (("新用户身份证", "过户申请表"), "原来那位不来，他的身份证也不用。把您自己的身份证带上，过户表填一张。", set()),
    (("购苗发票", "身份证"), "身份证拿到买苗子的发票也要", set()),
    (("户口簿", "银行卡"), "银行卡备好，户口本不要了现在网上看得见", {"户口簿"}),
]


@pytest.mark.parametrize(("guide", "said", "left_out"), CASES)
def test_left_out(guide: tuple[str, ...], said: str, left_out: set[str]) -> None:
    turns = (Turn("这个怎么办，要带什么材料？", "citizen"), Turn(said, "clerk"))
    matter = Matter("事项办理", materials=guide)
    report = CHECKER.check(Conversation(turns, channel="window", profile="four_informs", matter=matter))
    assert report.notice is not None
    assert set(report.notice.elements["materials"].missing) == left_out


OWN = [("我想代办的话要带什么？", "委托书（代办的）"), ("我离婚的话怎么办，带什么？", "离婚证（离异的）")]


@pytest.mark.parametrize(("asked", "paper"), OWN)
def test_a_case_that_a_citizen_asks_about_has_come_up(asked: str, paper: str) -> None:
    matter = Matter("事项办理", materials=("身份证", paper))
    turns = (Turn(asked, "citizen"), Turn("身份证带来。", "clerk"))
    report = CHECKER.check(Conversation(turns, channel="window", profile="four_informs", matter=matter))
    assert report.notice is not None
    assert report.notice.elements["materials"].missing == (paper,)


def test_names_of_any_length_are_looked_for() -> None:
    matter = Matter("事项办理", materials=("身份证", "证" * 3_000))
    turns = (Turn("怎么办，要带什么材料？", "citizen"), Turn("身份证带来。", "clerk"))
    for channel in ("window", "phone"):
        report = CHECKER.check(Conversation(turns, channel=channel, profile="four_informs", matter=matter))
        assert report.notice is not None
