"""Elements of a notice told in talk: in plain words, over several turns, as a bare answer; each beside what only looks like it."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Turn


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(detecting=False)


def status(checker: Checker, profile: str, element: str, *said: str, channel: str = "window") -> str:
    """How an element is seen in a talk that the citizen begins."""
    roles = ("citizen", "clerk") * len(said)
    turns = tuple(Turn(text, role) for text, role in zip(said, roles, strict=False))
    notice = checker.check(Conversation(turns, channel=channel, profile=profile)).notice
    assert notice is not None
    return notice.elements[element].status


REASONS = [
    # What is wrong with the paper, or not there.
    ("told", "收不了，骑缝章花了，读不出是哪家的。"),
    ("told", "退给您了，图上没标尺寸。"),
    ("told", "办不了，这不是原件。"),
    ("told", "受理不了，租赁合同上没签。"),
    # What came too late, where no place is left.
    ("told", "报不了，您晚了两天。"),
    ("told", "收不了，托班的床位满员了。"),
    ("told", "退回，您那份去年已经归档。"),
    # The rule behind it.
    ("told", "给不了您，取钱得由老人家亲自来。"),
    ("told", "退了，通道八点自动关。"),
    # Empty words in its place.
    ("partial", "反正不合格。"),
    ("partial", "退了，不符合条件嘛。"),
    ("partial", "规定就这样。"),
    ("partial", "电脑判的，退了。"),
    ("partial", "联审那一步没通过。"),
    # What only looks like a reason.
    ("missing", "没批。您稍等两分钟，看看姓对不对。"),
    ("missing", "没批，认不认由不得您。"),
    ("missing", "没批，我也不清楚。"),
    ("missing", "老人有残疾证没有？那没批。"),
]


@pytest.mark.parametrize(("expected", "clerk"), REASONS)
def test_a_reason_in_plain_words(checker: Checker, expected: str, clerk: str) -> None:
    assert status(checker, "bianmin_refusal", "reason", "为什么给我退了？", clerk) == expected


TOLD_IN_TALK = [
    ("conditions", "told", "怎么申请？", "居住证要满两年，别的不限。"),
    ("conditions", "told", "我能养吗，怎么办？", "能养，来登个记。"),
    ("conditions", "told", "能不能申请，怎么弄？", "能是能，三十天里提。"),
    ("conditions", "told", "要怎么申请？", "有本地户口就能报。"),
    ("conditions", "missing", "能不能拍照传给你？怎么申请？", "可以的，传到这儿。"),
    ("conditions", "missing", "怎么申请？", "现在盖不得，章锁起了。"),
    ("materials", "partial", "要带什么？", "身份证、户口本，再加其他有关证明。"),
    ("materials", "partial", "要带什么？", "身份证、学历证书那几样。"),
    ("materials", "told", "要带什么？", "身份证、学历证书，就这几样。"),
    ("procedure", "missing", "怎么申请？", "审核通过后十天内打到卡上。"),
    ("procedure", "missing", "怎么申请？", "带一份盖章的技能培训合格证。"),
    ("procedure", "told", "怎么申请？", "审核通过后公示，再打到卡上。"),
    ("time_limit", "told", "几号知道，怎么办？", "九月六号出结果。"),
    ("time_limit", "told", "怎么办？", "二月第三周发证。"),
    ("time_limit", "partial", "要多久，怎么办？", "这得看专家哪天凑得齐。"),
    ("time_limit", "missing", "怎么办？", "下午好，您等大半天了吧。路上慢点。"),
    ("time_limit", "missing", "怎么办？", "可以领八个月。"),
    ("time_limit", "missing", "怎么办？", "十五号关门，晚一分钟都进不来。"),
]


@pytest.mark.parametrize(("element", "expected", "ask", "clerk"), TOLD_IN_TALK)
def test_an_element_in_talk(checker: Checker, element: str, expected: str, ask: str, clerk: str) -> None:
    assert status(checker, "wenshang", element, "请问怎么办理？", "您说。", ask, clerk) == expected


OTHER_PROFILES = [
    ("four_informs", "path", "told", "在哪里办？", "镇上派出所。"),
    ("four_informs", "path", "missing", "要多久？", "用我们医院的表，三天。"),
    ("qidong", "department", "told", "归谁管？", "县民政局。"),
    ("qidong", "department", "missing", "快点行不行？", "我们这儿都快关灯了。"),
    ("qidong", "basis", "told", "依据呢？", "按县里养蜂奖励办法。"),
    ("qidong", "basis", "told", "依据呢？", "照扶持手艺人那个办法。"),
    ("qidong", "basis", "told", "依据呢？", "省人社去年的八号文。"),
    ("renshe", "remedy", "missing", "办完了？", "好了，不用再开别的，有事再打来。"),
    ("renshe", "remedy", "told", "字印错了呢？", "有错的我们重新打。"),
]


@pytest.mark.parametrize(("profile", "element", "expected", "ask", "clerk"), OTHER_PROFILES)
def test_an_element_of_other_profiles(
    checker: Checker, profile: str, element: str, expected: str, ask: str, clerk: str
) -> None:
    assert status(checker, profile, element, "请问怎么办理？", "您说。", ask, clerk) == expected


@pytest.mark.parametrize(
    ("channel", "ask", "clerk", "expected"),
    [
        ("phone", "以后打哪个电话？", "就打这个号。", "told"),
        ("phone", "你们的电话就是这个吧？", "就这个。", "told"),
        ("window", "你们的电话就是这个吧？", "就这个。", "missing"),
        ("window", "电话多少？", "66128830。", "told"),
        ("phone", "表上编号多少？", "66128830。", "missing"),
    ],
)
def test_the_number_to_call(checker: Checker, channel: str, ask: str, clerk: str, expected: str) -> None:
    found = status(checker, "first_asked", "contact", "请问怎么办理？", "您说。", ask, clerk, channel=channel)
    assert found == expected


def test_a_paper_named_by_its_kind_had_to_be_asked_for(checker: Checker) -> None:
    said = ("开茶馆要带什么？", "身份证、租赁合同。", "防疫的本子要不要？", "要的要的。")
    assert status(checker, "wenshang", "materials", *said) == "partial"


def test_what_is_left_out_at_the_end_of_a_turn_ends_there(checker: Checker) -> None:
    said = ("居住证怎么办？", "先登记，以后换居住证。", "登记带啥？", "身份证，租赁合同。")
    assert status(checker, "wenshang", "materials", *said) == "told"
