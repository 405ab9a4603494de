"""Papers that the clerk describes: by what is written or drawn in them, by what they prove, by a word of their trade."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

DESCRIBED = [
    (("持续经营证明", "营业执照"), "执照复印一张，再打几个月的流水账。"),
    (("实际经营情况材料", "身份证"), "身份证，进货单或者账本，哪样都行。"),
    (("节目内容说明", "演员名单"), "演员名单盖章，曲目和排练视频拷来。"),
    (("民事起诉状", "身份证"), "身份证一份，状子写两份。"),
    (("行政答辩状", "营业执照"), "执照，答辩的状子交一份。"),
    (("书面申请书", "户口簿"), "户口本带上，您替他写份申请，按个手印。"),
    (("迁户登记申请表", "户口簿"), "户口本拿来，填张迁户申请。"),
    (("店铺平面图", "身份证"), "身份证。店里头怎么隔的你手画一张都行"),
    (("加工流程说明", "身份证"), "身份证拿来，先洗后蒸咋个做的写一张纸"),
    (("取水地点和用途说明", "申请表"), "填申请表，在哪口井取水抽来做什么您写清楚。"),
    (("现职称证书", "业绩材料"), "业绩的材料，还有您那个中级的证。"),
    (("机动车号牌", "行驶证"), "行驶证交上来，还有两块车牌。"),
    (("房屋（场地）使用证明", "身份证"), "身份证，场地的使用证明。"),
    (("居住地认定材料（居住证或购房合同）", "身份证"), "身份证。居住证有就带，没有的话拿购房合同。"),
    (("案件有关证据", "身份证"), "身份证。凡是能证明您受骗的都拿来。"),
    (("无犯罪记录证明", "身份证"), "传身份证，有没有前科我们直接跟公安比对。"),
    (("养殖场平面图", "身份证"), "身份证，圈舍咋布置的，你画个草图。"),
    (("从业人员名册", "营业执照"), "执照，店里哪几个人写一张纸给我。"),
    (("现场照片", "身份证"), "身份证，再把漏水的地方拍下来给我看。"),
    (("职业资格证书", "身份证"), "身份证，考下来的那个证拿给我看看。"),
    (("施工合同", "营业执照"), "执照，跟包工队签的那个拿来。"),
    (("与收入有关的合同、协议等资料", "身份证"), "身份证，传一个跟那家公司签的合同。"),
    (("毕业证书、学位证书", "身份证"), "身份证，毕业证学位证都带。"),
]
LEFT_OUT = [
    (("持续经营证明", "营业执照"), "执照复印一张，店要一直开着。", ["持续经营证明"]),
    (("店铺平面图", "身份证"), "身份证。店里头怎么隔的都可以。", ["店铺平面图"]),
    (("加工流程说明", "身份证"), "身份证拿来，咋个做的我们去看。", ["加工流程说明"]),
    (("学历证书", "学位证书"), "毕业证带来。", ["学位证书"]),
    (("装修材料防火证明", "平面图"), "平面图画一张。装修的时候不要贴那个海绵。", ["装修材料防火证明"]),
    (("技术负责人学历证明", "管理制度"), "管理制度打一本技术负责人那个学历证不用交有经验就行", ["技术负责人学历证明"]),
    (("监护人身份证", "诊断证明"), "申请让父母签名，附诊断证明。", ["监护人身份证"]),
    (("信息核对授权书", "身份证"), "身份证带上。", ["信息核对授权书"]),
    (("销售发票", "购房合同", "家庭成员证明"), "购房合同、家庭成员证明。发票不用拿。", ["销售发票"]),
]


def left_out(papers: tuple[str, ...], said: str, ruling: Checker) -> list[str]:
    """Which papers of a guide are seen as left out."""
    turns = (Turn("请问怎么办，要带什么？", "citizen"), Turn(said, "clerk"))
    matter = Matter(name="测试事项", materials=papers)
    notice = ruling.check(Conversation(turns, channel="window", profile="wenshang", matter=matter)).notice
    assert notice is not None
    return list(notice.elements["materials"].missing)


@pytest.mark.parametrize(("papers", "said"), DESCRIBED)
def test_what_is_described_is_told(ruling: Checker, papers: tuple[str, ...], said: str) -> None:
    assert left_out(papers, said, ruling) == []


@pytest.mark.parametrize(("papers", "said", "expected"), LEFT_OUT)
def test_what_only_sounds_like_a_paper_is_not(
    ruling: Checker, papers: tuple[str, ...], said: str, expected: list[str]
) -> None:
    assert left_out(papers, said, ruling) == expected
