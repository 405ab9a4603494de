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
    # whom the guide exempts; speech without marks, in which it is not known what is needless
    (("申请表", "困难证明（讨薪的除外）"), "讨工钱的，困难证明也就不用开了，填张申请表。", set()),
    (("申请表", "困难证明（讨薪的除外）"), "填张申请表就行。", {"困难证明（讨薪的除外）"}),
    (("申请表", "身份证（复印件除外）"), "填张申请表，身份证不用带。", {"身份证（复印件除外）"}),
    (("职业技能等级证书", "身份证"), "身份证还有那个等级证书拍照准备好表不用单独填手机上把信息录了就等于填表了", set()),
    # numerals in circles part the items of a list
    (("登记申请书", "结清证明", "产权证书"), "材料①登记申请书②银行开的结清证明③房屋的产权证书", set()),
    (("身份证", "结婚证"), "身份证带来。不用带①结婚证。", {"结婚证"}),
    (("登记申请书", "结清证明", "产权证书"), "材料⑴登记申请书⑵房屋的产权证书", {"结清证明"}),
    # an item of a list that speaks of how long is no heading of another
    (
        ("申请表", "平面图", "水质检测报告"),
        "请备齐以下各件。\n（1）申请表；\n（2）管线平面图一张；\n（3）池子的尺寸，说明多久清一次；\n（4）出水水质的化验报告。",
        set(),
    ),
    # a form that is filled in now, a paper of this year, a contract on file
    (("延续申请表", "身份证"), "身份证刷一下。表现在填，填完我录进去。", set()),
    (("评优申请表", "身份证"), "身份证带来，还要平时表现材料。", {"评优申请表"}),
    (("缴费凭证", "身份证"), "请附身份证，以及今年以来自己缴费的票据。", set()),
    (("缴费凭证", "身份证"), "今年以来，我们发放缴费凭证三千份。身份证带来。", {"缴费凭证"}),
    (("房屋租赁备案合同", "户口簿"), "户口本、租房合同（备案过的那种）带来。", set()),
    # examples in brackets, of which any will do; one form of the paper that is not wanted
    (("身份类别证明（毕业证、退役证等）", "营业执照"), "执照，毕业证或者退伍证，二选一。", set()),
    (("身份类别证明（毕业证、退役证等）", "营业执照"), "执照带来。", {"身份类别证明（毕业证、退役证等）"}),
    (("身份证或医保凭证", "病历"), "病历要盖章。医保卡或者身份证一个就够，现在不要复印件了。", set()),
    (("身份证", "病历"), "病历要盖章。身份证不用带。", {"身份证"}),
    # somebody vouches for it, in a few words
    (("收入证明", "身份证"), "身份证。工资这块让单位出一张，盖公章。", set()),
    (("村委会情况说明", "身份证"), "户主身份证。村里写个情况，村主任签字盖章。", set()),
    (("收入证明", "身份证"), "身份证。工资这块您不用担心，年底会涨。", {"收入证明"}),
    # waived in other words, named only, done as it stands there
    (
        ("遗失登报声明", "身份证"),
        "需要本人写个申请单位盖章评审表从档案里复印登报声明那个不用了身份证照片两张交到职称科",
        {"遗失登报声明"},
    ),
    (("检测报告", "健康证"), "健康证得有。检测报告不用做，小店用不着。", {"检测报告"}),
    (("增值税发票", "房产证"), "原来房东那本房产证。发票也不要，二手房哪来的发票。", {"增值税发票"}),
    (("承诺书", "身份证"), "身份证。承诺书不签了，那个以前要，现在不用。", {"承诺书"}),
    (("营业执照", "身份证"), "身份证。电费发票抬头按营业执照上的名称开。", {"营业执照"}),
    (("营业执照", "身份证"), "身份证；按营业执照上的地址来办，执照带上。", set()),
    (("责任认定书", "劳动合同"), "劳动合同；没签合同的，拿工友证言等证明是本厂职工。", {"责任认定书"}),
    # written, drawn or photographed in a few words
    (("遗失情况说明", "户口簿"), "户口本带来。怎么丢的，写几句，签名按手印。", set()),
    (("改造部位照片", "残疾证"), "残疾证印一下。要改造的部位手机照几张洗出来。", set()),
    (("用气申请表", "身份证"), "带身份证。先到营业厅填用气申请，再约时间。", set()),
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
