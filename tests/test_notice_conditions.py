"""Papers of a guide that are due in one case only: the case said not to hold, never mentioned, or told with its condition."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

CHECKER = Checker(detecting=False)
ASKED = "我想办这个，要带哪些材料？"
TENURE = "抵押权人同意书（设有抵押的）"
LETTER = "委托书（委托办理）"

CASES = [
    ("单位同意函（国家工作人员）", ASKED, "带身份证来就行，您做生意的，不是国家工作人员，单位的函不用开。", "told"),
    ("单位同意函（国家工作人员）", ASKED, "带身份证来，三个工作日。", "told"),
    ("单位同意函（国家工作人员）", "我是国家工作人员，要带什么？", "带身份证来，三个工作日。", "partial"),
    (TENURE, ASKED, "身份证带上，房子没抵押，银行的同意书就不用了。", "told"),
    (TENURE, "房子还在银行抵押着，要什么材料？", "身份证带上就行。", "partial"),
    (TENURE, "房子还在银行抵押着，要什么材料？", "身份证带上就行，抵押权人的同意书不用交。", "wrong"),
    ("旧证（有旧证的）", ASKED, "身份证，旧证没有就不用带。", "told"),
    ("公章（已刻制的）", ASKED, "身份证，公章没刻过就不用带。", "told"),
    ("结婚证（已婚的）", ASKED, "身份证带好，没结婚的不用结婚证。", "told"),
    ("结婚证（已婚的）", "我结婚三年了，要带什么？", "身份证带好。", "partial"),
    (LETTER, ASKED, "带身份证本人来，不是代办，委托书不用写。", "told"),
    (LETTER, ASKED, "带身份证就行，没有委托别人，委托的手续自然也省了。", "told"),
    (LETTER, "我走不开，让我弟代办行吗，要什么材料？", "行，带身份证。", "partial"),
    (LETTER, "我让我弟帮我办，要什么材料？", "行，带身份证，委托书不用。", "wrong"),
    ("水质报告（重点排污单位）", ASKED, "带身份证。水质报告是重点排污单位才要的，您这小店不用。", "told"),
    ("合伙协议（合伙企业）", ASKED, "带身份证，您一个人开，不是合伙，协议不用。", "told"),
    ("变更证明（信息有变化的）", ASKED, "身份证，信息都没变，变更证明不用开。", "told"),
    ("变更证明（信息有变化的）", "我家信息变了，要什么？", "身份证。", "partial"),
    ("营业执照（个体工商户）", ASKED, "带身份证。", "told"),
    ("营业执照（个体工商户）", "我是个体工商户，要啥？", "带身份证。", "partial"),
    ("困难说明（不免经济审查的）", ASKED, "身份证。您不受经济条件限制，困难说明不用写。", "told"),
    ("申请表（申请人）", ASKED, "带身份证，三个工作日。", "partial"),
    ("户口簿", ASKED, "身份证，户口本不用带。", "wrong"),
    # written or printed at the window
    ("投诉书", ASKED, "带身份证，投诉书来了我们帮您写，您签字。", "told"),
    ("申请表", ASKED, "带身份证，表我们现场打出来您签个字就行。", "told"),
]


@pytest.mark.parametrize(("material", "asked", "said", "expected"), CASES)
def test_case(material: str, asked: str, said: str, expected: str) -> None:
    assert _status("materials", asked, said, Matter("事项办理", materials=("身份证", material))) == expected


@pytest.mark.parametrize(
    ("guide", "said", "expected"),
    [
        ("《人力资源市场暂行条例》第十八条", "依据是《劳动合同法》第五十七条。", "wrong"),
        ("《人力资源市场暂行条例》第十八条", "依据是《人力资源市场暂行条例》第十八条。", "told"),
        ("《工伤保险条例》第三十条", "依据是工商保险条例第三十条。", "told"),
        ("《工伤保险条例》第三十条", "依据是《工伤保险条例》第十七条。", "wrong"),
        ("《职称评审管理暂行规定》", "依据是《职称评审规定》（人社部令第40号）。", "told"),
        ("湘人社规〔2023〕12号", "依据是湘人社规〔2023〕12号。", "told"),
        ("湘人社规〔2023〕12号", "依据是湘人社规〔2021〕7号。", "wrong"),
        ("湘人社规〔2023〕12号", "依据是《就业促进法》。", "told"),
        ("《社会保险法》第十六条", "这是上头文件定下来的。", "partial"),
    ],
)
def test_grounds(guide: str, said: str, expected: str) -> None:
    assert _status("basis", "要哪些材料，凭什么？", "带身份证来。" + said, Matter("事项办理", basis=guide)) == expected


@pytest.mark.parametrize(
    ("guide", "said", "expected"),
    [
        ("1个工作日", "早上来，下午下班前新本就给您了。", "told"),
        ("10个工作日", "上午办上午就拿。", "wrong"),
        ("当场办结", "今天下午就能拿走。", "told"),
    ],
)
def test_same_day(guide: str, said: str, expected: str) -> None:
    assert (
        _status("time_limit", "要带什么，多久？", "带身份证来。" + said, Matter("事项办理", time_limit=guide))
        == expected
    )


def _status(element: str, asked: str, said: str, matter: Matter) -> str:
    turns = (Turn(asked, "citizen"), Turn(said, "clerk"))
    report = CHECKER.check(Conversation(turns, channel="reply", profile="renshe", matter=matter))
    assert report.notice is not None
    return report.notice.elements[element].status
