"""Papers that the office gets itself, and those waived for a case that does not hold: nothing is left for the citizen to bring."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

FETCHED = [
    (("身份证", "不动产登记信息"), "身份证带来，不动产登记信息由我中心向登记处调取，您不用跑。"),
    (("营业执照", "完税证明"), "执照带上。完税证明我们直接跟税务比对，不用打。"),
    (("身份证", "社保缴费记录"), "身份证给我，缴费记录我们自己查，不用打印。"),
    (("户口簿", "低保证"), "户口本带来。低保证不用拿，我这儿点一下就看到了。"),
    (("身份证", "毕业证书"), "身份证要。毕业证不用传，证书编号一输就有。"),
    (("身份证", "出生医学证明"), "身份证拿来。出生证不用带，卫健那边的数据我们能看到。"),
    (("申请表", "结婚证"), "填张申请表，结婚证您别带了，我们自己去民政调。"),
    (("申请表", "规划许可证"), "申请表盖章；规划许可证无需提供，由本局从审批系统提取。"),
    (("身份证", "原始档案"), "身份证带来就行，原始档案不用去复印，我柜子里有。"),
    (("身份证", "体检报告"), "身份证带着。体检报告不用拿，医院做完直接传到我们系统。"),
    (("身份证", "营业执照"), "身份证拍照上传，营业执照免传，系统会自动带出来。"),
    (("申请表", "不动产权证书"), "申请表填好就行，房本不用拿，不动产中心跟我们联网，我自己调。"),
    (("申请表", "户口簿"), "申请表签字，户口簿通过数据共享获取，您无需提供。"),
    (("身份证", "参保证明"), "身份证带上，参保证明我们这边能直接打出来，您不用管。"),
    (("身份证", "纳税证明"), "身份证就行，纳税证明我们去跟税务要，你不用打。"),
    (("身份证", "信用报告"), "身份证。信用报告由窗口工作人员代为查询，无需自备。"),
    (("身份证", "照片"), "身份证。照片不用带，我们现场给您拍。"),
    (("身份证", "户口簿"), "户口本刚才进门您给我看过了，不用再拿。身份证复印一张。"),
]
CANNOT_BE_DUE = [
    (("发票", "登记证书（纳入目录管理的设备）"), "发票带来，您这台不进目录，登记证书不用管。"),
    (("身份证", "经营许可证（销售处方药的药品）"), "身份证带上，您只卖创可贴，许可证就不用了。"),
    (("申请表", "授权委托书（由他人代办的）"), "申请表填好，委托书不走代办的免。"),
]
WAIVED = [
    (("申请表", "检验报告"), "申请材料：申请表。\n免交：检验报告。"),
    (("申请表", "公证书"), "申请材料│申请表\n无需提交│公证书"),
    (("申请表", "应急预案"), "申请表填一张。应急预案那个册子，好多店花钱找人写，您别花那冤枉钱，不用交。"),
    (("身份证", "检测报告"), "身份证。检测报告可以免。"),
    (("身份证", "承诺书"), "身份证带来，承诺书那张纸没啥用，别填了。"),
    (("身份证", "验资报告"), "身份证要，验资报告早些年要，现在取消了。"),
    (("身份证", "学历证书"), "身份证；学历证这块我们不看。"),
    (("身份证", "遗失声明（在市级报纸刊登）"), "身份证带上，证丢了不用登报，写个说明就行。"),
    (("身份证", "购房发票"), "身份证。购房发票不要了，我们系统里看得到。"),
    (("身份证", "消防验收意见"), "身份证带来。消防验收意见不用交，回头我们去现场看。"),
]


def materials(papers: tuple[str, ...], said: str, ruling: Checker) -> tuple[str, list[str]]:
    """How the materials of a guide are seen, and which of them as left out."""
    turns = (Turn("请问怎么办，要带什么？", "citizen"), Turn(said, "clerk"))
    matter = Matter(name="测试事项", materials=papers)
    notice = ruling.check(Conversation(turns, channel="window", profile="wenshang", matter=matter)).notice
    assert notice is not None
    element = notice.elements["materials"]
    return element.status, list(element.missing)


@pytest.mark.parametrize(("papers", "said"), [*FETCHED, *CANNOT_BE_DUE])
def test_what_the_office_gets_itself_or_is_not_due_is_not_left_out(
    ruling: Checker, papers: tuple[str, ...], said: str
) -> None:
    assert materials(papers, said, ruling) == ("told", [])


@pytest.mark.parametrize(("papers", "said"), WAIVED)
def test_a_bare_waiver_leaves_the_paper_out(ruling: Checker, papers: tuple[str, ...], said: str) -> None:
    assert materials(papers, said, ruling) == ("wrong", [papers[1]])
