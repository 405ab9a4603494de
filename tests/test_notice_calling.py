"""Whether a conversation calls for a notice: consultations against status queries, complaints and what is done on the spot."""

from pathlib import Path

import pytest

from checker.engine import Checker
from checker.errors import LexiconError
from checker.model import Conversation, Turn
from checker.rules.notice import load_notices


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(detecting=False)


def called(checker: Checker, *said: str, profile: str = "wenshang") -> bool:
    """Whether a notice is called for, the citizen speaking first."""
    roles = ("citizen", "clerk") * len(said)
    turns = tuple(Turn(text, role) for text, role in zip(said, roles, strict=False))
    return checker.check(Conversation(turns, channel="window", profile=profile)).notice is not None


CONSULTATIONS = [
    ("我想把餐馆的卫生许可延续一下，咋个弄法？", "带许可证正本、健康证。"),
    ("孩子随我的姓，得准备点儿啥？", "户口本、出生证。"),
    ("叔叔瘫了，护理补贴这块该怎么申领呢", "村里先报。"),
    ("在小区里头开个棋牌室，需不需要办许可？", "不用，备个案。"),
    ("摩托车过户两个人都要到场吗，带哪些证？", "都要来。"),
    ("大学生创业有没有什么扶持政策，我刚毕业", "有一次性补贴。"),
    ("我想给我姥姥申请长护险", "她失能多久了？"),
    ("听讲独生子女父母退休了有奖励金，怎么领法", "社区报。"),
    ("靓女，我想申请公屋，要准备啲乜嘢文件？", "身份证同收入证明。"),
    ("装充电桩要物业盖章不？还要拿哪些东西", "要的。"),
    ("公司要迁到隔壁区，税务那边如何衔接办理", "先清税。"),
    ("办个临时占道要经过哪些步骤", "先申请再踏勘。"),
    ("公司半年没给交公积金，想投诉，怎么弄，要什么材料", "劳动合同，工资条。"),
    ("老板欠我两个月工资，我来登记要带哪些东西", "欠条、考勤。"),
    ("厂里克扣加班费，想告他，要准备啥", "工资条。"),
    ("快递公司没发工资，投诉要带什么", "聊天记录。"),
    ("我来换证，你一次性把要的都给我说全", "驾驶证、照片、体检表。"),
]
OTHER_BUSINESS = [
    ("我上礼拜报的充电桩，装到哪一步了", "在排。"),
    ("我那笔稳岗返还咋还没打过来", "下周。"),
    ("你们三号窗口那个女的说话太难听了，我要投诉", "对不起。"),
    ("麻烦帮我找一下办公室的周主任", "他开会去了。"),
    ("我家楼道灯又不亮了，黑咕隆咚的", "马上派人。"),
    ("同志，我来拿昨天做好的公章", "您稍等，给您拿好。"),
    ("今天礼拜六，你们上不上班呀", "上到中午。"),
    ("材料都在这儿了，你瞅瞅齐不齐", "齐了，签这里。"),
    ("系统老是提示验证码错误，进不去", "清一下缓存。"),
    ("打一份社保缴费清单", "好，打好了，您拿好。"),
    ("我想查查我妈的医保交上了没有", "交上了。"),
    ("护照做好了没，我后天要飞", "做好了。"),
    ("能不能快点，我孩子还在车上", "马上好。"),
    ("楼上拖欠物业费不交，你们管管", "我们去看看。"),
    ("老板拖欠工资，我要反映", "我们记下了。"),
]


@pytest.mark.parametrize(("ask", "answer"), CONSULTATIONS)
def test_a_consultation_calls_for_a_notice(checker: Checker, ask: str, answer: str) -> None:
    assert called(checker, ask, answer, "好的", "请慢走。")


def test_who_hears_a_grievance_is_a_question(checker: Checker) -> None:
    assert called(checker, "请问工资被扣了三百块，我要个说法找谁", "找劳动监察大队，带工资条。")
    assert not called(checker, "你们必须给我个说法！", "对不起。", "我要个说法", "请您消消气。")


@pytest.mark.parametrize(("ask", "answer"), OTHER_BUSINESS)
def test_other_business_calls_for_none(checker: Checker, ask: str, answer: str) -> None:
    assert not called(checker, ask, answer, "好的", "请慢走。")


@pytest.mark.parametrize("said", [("你好", "您好，请讲。"), ("今天没带什么", "没关系。", "那怎么办", "明天再来。")])
def test_neither_greeting_nor_helplessness_is_a_question(checker: Checker, said: tuple[str, ...]) -> None:
    assert not called(checker, *said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("我的扩产备案被打回来三次了，到底哪项不对", "您再看看。"), True),
        (("我来交环评的本子。", "这本子不行，拿回去。"), True),
        (("请问食堂几楼？", "三楼。"), False),
        (("我替我舅来领坟地的票。", "这票打不出来，要他自己按指纹。"), True),
        (("我来报名夜校。", "满了，下一期吧。"), True),
        (("这是我儿子的转学单子。", "转学单子上没盖原校的章。"), True),
        (("我来拿租房补贴的折子。", "折子在这儿，您收好。"), False),
    ],
)
def test_a_refusal_calls_for_its_reason(checker: Checker, said: tuple[str, ...], expected: bool) -> None:
    assert called(checker, *said, profile="bianmin_refusal") is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # What the clerk does: sends for papers and explains who may, or takes in hand and finishes.
        (("我想给两头鹿上个户。", "只要有圈有围栏，都可以。", "要几天？", "到林业站领表，下周过来就批。"), True),
        (("我想给两头鹿上个户。", "登记证书给我，我给您登记。", "要几天？", "登记好了，您收好。"), False),
        # What the citizen wants at all: never begun is nothing under way.
        (("我那个荣军证一直没办，现在还要带啥？", "带退伍证。"), True),
        (("我那个荣军证一直没办好，到哪一步了？", "在打印。"), False),
        # The citizen makes sure of the papers by name.
        (("我想给奶奶领助餐卡，户口本就够了吧？", "再带一张照片。", "多久能拿到？", "三天就能拿。"), True),
    ],
)
def test_what_each_side_does(checker: Checker, said: tuple[str, ...], expected: bool) -> None:
    assert called(checker, *said, "好的", "请慢走。") is expected


LETTERS = [
    (True, "咨询养蜂补助政策。我养了四十箱蜂，想知道能补多少。", "按《养蜂管理办法》，三十箱以上的可以申报。"),
    (True, "我户口迁走了，老宅基地还能翻盖吗？希望得到答复。", "可以，向村里提出申请。"),
    (True, "老板欠我八个月工钱，我要去投诉，怎么个程序？", "带身份证和欠条到劳动监察大队。"),
    (False, "投诉楼下洗车行半夜开水枪。吵得老人睡不着。", "经现场核查，已责令其停业整改。"),
    (False, "希望把东门外那段烂路硬化了。一下雨全是泥。", "该路段已列入明年计划。"),
    (False, "建议在菜场口增设红绿灯。放学时段太乱了。", "您的建议我们已转交警部门。"),
    (False, "咨询三号线什么时候通车。每天上班绕路。", "计划后年建成。"),
    (False, "反映养鸡场臭味的问题。窗子都不敢开，望有关部门重视。", "我镇高度重视，经调查，情况属实。"),
]


@pytest.mark.parametrize(("expected", "letter", "reply"), LETTERS)
def test_letters(checker: Checker, expected: bool, letter: str, reply: str) -> None:
    turns = (Turn(letter, "citizen"), Turn(reply, "clerk"))
    report = checker.check(Conversation(turns, channel="reply", profile="qidong"))
    assert (report.notice is not None) is expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "养犬登记办事指南：一、免疫证明；二、居住证明。"),
        (True, "夜市摊位即日起受理。请携带身份证、健康证，三个工作日出证。"),
        (False, "明天全市停水检修，请储水备用。"),
    ],
)
def test_a_text_without_a_question(checker: Checker, expected: bool, text: str) -> None:
    report = checker.check(Conversation((Turn(text, "clerk"),), channel="reply", profile="qidong"))
    assert (report.notice is not None) is expected


def test_an_agency_replaces_a_signal_by_name(tmp_path: Path) -> None:
    (tmp_path / "notice").mkdir()
    own = tmp_path / "notice" / "calling.toml"
    own.write_text('[wishes]\nby = "citizen"\ncounts = 2\ncues = ["我欲"]\n', encoding="utf-8")
    signals = load_notices([tmp_path]).signals
    assert signals["wishes"].counts == 2
    assert signals["wishes"].found(["我欲开店"])
    assert not signals["wishes"].found(["我想办证"])


def test_what_an_agency_counts_itself_is_not_overruled(tmp_path: Path, checker: Checker) -> None:
    turns = ("路灯不亮。", "记下了。", "我欲知道几时修好。", "今晚。")
    talk = Conversation(
        tuple(Turn(text, "clerk" if number % 2 else "citizen") for number, text in enumerate(turns)), profile="qidong"
    )
    (tmp_path / "notice").mkdir()
    (tmp_path / "notice" / "calling.toml").write_text('[wishes]\nby = "citizen"\ncounts = 30\ncues = ["我欲"]\n')
    assert checker.check(talk).notice is None
    assert Checker([tmp_path]).check(talk).notice is not None


def test_a_faulty_signal_is_told(tmp_path: Path) -> None:
    (tmp_path / "notice").mkdir()
    own = tmp_path / "notice" / "calling.toml"
    own.write_text(
        '[odd]\nby = "nobody"\ncounts = 2\ncues = ["办"]\n\n[open]\nby = "clerk"\ncounts = 1\ncues = ["{办"]\n'
    )
    with pytest.raises(LexiconError) as raised:
        load_notices([tmp_path])
    assert len(raised.value.problems) == 2
