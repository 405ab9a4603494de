"""Papers waived against the guide, already with the office, or not due; whose paper was told; what is written up."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

WAIVED = [
    (("转学申请表", "接收学校同意书"), "转学申请表填好，同意书别去开了。"),
    (("身份证", "水表检定证书"), "身份证给我，检定那个证书的纸不要了我们系统里看得到。"),
    (("营业执照", "房屋安全鉴定报告"), "执照带来，那份鉴定报告用不到，您自己留着。"),
    (("身份证", "银行贷款结清证明"), "身份证拿来，结清证明莫去打了，用不上。"),
    (("养殖备案表", "土地流转合同"), "填张养殖备案表，流转合同就免了。"),
    (("身份证", "交通费票据"), "身份证带上，车票那些不用给。"),
]
IN_HAND = [
    (("入学通知书", "户口簿"), "入学通知书学校转给我们了，不消你交。户口本带来。"),
    (("伤残鉴定结论书", "银行卡"), "鉴定结论书您信里已经附了一份，够用，不必再交。银行卡复印一份。"),
    (("场所租赁合同", "食品经营许可申请表"), "租赁合同上次办证已经推送到我们系统，不必重复提交，填张申请表就行。"),
    (("验收合格证明", "身份证"), "验收合格的证明住建局抄送到我局了，不用你们再提供。身份证带上。"),
    (("毕业证书", "报名登记表"), "毕业证报名那会儿我们这儿留着复印件，不用再带。登记表填一下。"),
    (("死亡证明", "身份证"), "死亡证明医院报送给我们，您不用交，身份证给我。"),
]
NOT_DUE = [
    (("身份证", "档案证明（档案不在本馆的）"), "身份证拿来，你这档案在俺这儿，那个证明就不用去开了。"),
    (("死亡证明", "身份证"), "死亡证明和您的身份证，火化证不需要。"),
    (("收入证明", "户口簿"), "收入证明单位开，户口本带上，银行流水不用打。"),
]
ASKED_ALL_THE_SAME = [
    # the original is wanted, its copy is free of charge; the notice is published, once
    (("身份证原件", "户口簿"), "身份证原件带来，免费复印，户口本也要。"),
    (("身份证原件", "户口簿"), "带户口本、身份证原件，这里免费复印。"),
    (("身份证", "登报遗失声明"), "身份证，登报遗失声明，登报也免费。"),
    (("身份证", "登报遗失声明"), "身份证、登报遗失声明。登报都免费的。"),
    (("身份证", "登报遗失声明"), "身份证、登报遗失声明带来。您登报了就不用再跑派出所。"),
    (("身份证", "登报遗失声明"), "身份证、登报遗失声明带来，登报了也不用盖章。"),
    (("身份证", "遗失声明（在市级报纸刊登）"), "身份证。遗失声明在报纸上登，不用登报两次，一次就行。"),
    # the paper that grants an exemption; what is to be signed at the window
    (("身份证", "残疾证"), "身份证，带上残疾证可以免。"),
    (("身份证", "低保证"), "身份证，有低保证的可免，所以带上低保证。"),
    (("身份证", "申请表"), "身份证，申请表先别签了，到窗口当面签。"),
]
NO_FEE = [
    (("户口簿", "身份证"), "不收，户口本和身份证带来就行。"),
    (("户口簿", "身份证"), "不收的，户口本和身份证带来就行。"),
    (("居住证", "身份证"), "不收取，居住证和身份证带来。"),
    (("身份证", "户口簿", "检测报告"), "免交，身份证、户口本、检测报告带上。"),
    (("身份证", "户口簿", "检测报告"), "免交，检测报告、身份证、户口本带上。"),
]
WITHOUT_THEM = [
    (("身份证原件", "户口簿"), "户口本带来，身份证原件不用带。", ["身份证原件"]),
    (("身份证", "登报遗失声明"), "身份证带来，登报就不用了。", ["登报遗失声明"]),
]
LEFT_OUT = [
    # your card is not somebody else's
    (("新户主身份证", "原户主身份证", "房产证"), "您的身份证、房产证带上。", ["原户主身份证"]),
    (("买方身份证", "卖方身份证", "行驶证"), "你身份证跟行驶证一起拿来。", ["卖方身份证"]),
    (("申请人身份证", "配偶身份证", "结婚证"), "您本人的身份证，还有结婚证。", ["配偶身份证"]),
    (("承租人身份证", "出租人身份证", "租房合同"), "您的身份证、租房合同。", ["出租人身份证"]),
    (("申请人户口簿", "被赡养人户口簿"), "您的户口本复印一份。", ["被赡养人户口簿"]),
    (("新户主身份证", "原户主身份证"), "您的身份证和前头那家的，都带来。", []),
    (("新户主身份证", "原户主身份证"), "新老户主的身份证一起带来。", []),
    (("买方身份证", "卖方身份证"), "你俩的身份证带上。", []),
    # its content comes first
    (("主要设备清单", "开业申请表"), "申请表领一张填。有几台什么机器，写个单子。", []),
    (("股东名册", "身份证"), "身份证带上。股东有谁各占多少，列个名单。", []),
    (("原料清单", "检测报告"), "检测报告拿来。用了哪些原料，打张清单。", []),
    (("店铺位置示意图", "身份证"), "身份证。店在哪条街哪一段，画张草图。", []),
    (("员工名册", "营业执照"), "执照带上。店里几个员工，造个名册。", []),
    # what is drawn up
    (("出入口示意图", "申请表"), "申请表来填，把大门和通道画成示意图。", []),
    (("用工人员名册", "营业执照"), "执照，把招来的人编成名册。", []),
    (("培训方案", "申请表"), "申请表，几天学什么写成方案。", []),
    # the bare card after 和
    (("身份证", "银行卡"), "您的身份证和一张卡也给我复印。", []),
    (("发票", "银行卡"), "发票还有一张卡，带来。", []),
    # by its species
    (("种畜来源证明", "申请表"), "申请表填好，场里给您的系谱卡和引种证明各印一份。", []),
    (("苗种来源证明", "身份证"), "身份证，还有买鱼苗时的检疫证。", []),
    # the only one of its kind in the guide, by any name of the kind
    (("经营人员培训证明", "申请表"), "申请表填好，把那个结业证拿来。", []),
    (("经营人员培训证明", "安全管理人员培训证明"), "把经营人员的结业证拿来。", ["安全管理人员培训证明"]),
    (("安全生产培训合格证明", "身份证"), "身份证带来，驾校结业证带上。", ["安全生产培训合格证明"]),
    (("缴费凭证遗失声明", "身份证"), "身份证带来，原来的缴费凭证如果还在也带上。", ["缴费凭证遗失声明"]),
    (("营运车辆保险凭证", "行驶证"), "行驶证带来，保单复印一份。", []),
    # 证 does for 证书, 通知 not for 通知书
    (("执业兽医资格证书", "申请表"), "申请表两份，三名执业兽医师的资格证原件。", []),
    (("受理通知书", "申请表"), "申请表两份，我们给您打一张受理通知。", ["受理通知书"]),
    (("遗嘱公证书", "身份证"), "身份证带来，您那份遗嘱公证过没有？", ["遗嘱公证书"]),
]


def materials(
    papers: tuple[str, ...], said: str, ruling: Checker, asked: str = "请问怎么办，要带什么？"
) -> tuple[str, list[str]]:
    """How the materials of a guide are seen, and which of them as left out."""
    turns = (Turn(asked, "citizen"), Turn(said, "clerk"))
    matter = Matter(name="测试事项", materials=papers)
    notice = ruling.check(Conversation(turns, channel="window", profile="wenshang", matter=matter)).notice
    assert notice is not None
    element = notice.elements["materials"]
    return element.status, list(element.missing)


@pytest.mark.parametrize(("papers", "said"), WAIVED)
def test_a_paper_waived_against_the_guide(ruling: Checker, papers: tuple[str, ...], said: str) -> None:
    assert materials(papers, said, ruling)[0] == "wrong"


@pytest.mark.parametrize(("papers", "said"), [*IN_HAND, *NOT_DUE, *ASKED_ALL_THE_SAME])
def test_a_paper_at_hand_or_not_due_is_not_waived(ruling: Checker, papers: tuple[str, ...], said: str) -> None:
    assert materials(papers, said, ruling) == ("told", [])


@pytest.mark.parametrize(("papers", "said", "left_out"), LEFT_OUT)
def test_left_out(ruling: Checker, papers: tuple[str, ...], said: str, left_out: list[str]) -> None:
    assert materials(papers, said, ruling)[1] == left_out


@pytest.mark.parametrize(("papers", "said"), NO_FEE)
def test_the_answer_that_there_is_no_fee_waives_no_paper(ruling: Checker, papers: tuple[str, ...], said: str) -> None:
    assert materials(papers, said, ruling, "办这个收费吗？要带什么？") == ("told", [])


@pytest.mark.parametrize(("papers", "said", "waived"), WITHOUT_THEM)
def test_the_original_or_the_notice_is_waived(
    ruling: Checker, papers: tuple[str, ...], said: str, waived: list[str]
) -> None:
    assert materials(papers, said, ruling) == ("wrong", waived)
