"""Each mention of a paper goes to the paper of the guide that it fits best; what is waived, whose it is, and when it is due."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

CHECKER = Checker(detecting=False)
ASKED = "办这个要带什么材料？"

# A paper and words for it that nobody listed: shared characters, the head noun, what is described.
TOLD = [
    ("收入来源证明", "挣多少钱村里给开个条子"),
    ("购车发票", "买车时开的票"),
    ("养殖场平面图", "场子怎么布置的图"),
    ("施工组织设计", "施工队做的组织设计"),
    ("工资发放花名册", "发工资那张名单"),
    ("消防安全合格意见", "消防队验过的那张意见"),
    ("饮用水水质检验合格证明", "水样化验的单子"),
    ("林地使用权证明", "林地那个证"),
    ("村民代表会议决议", "村里开会的决议"),
    ("近亲属放弃继承声明书", "兄弟姐妹不要遗产的声明"),
    ("医疗废物处置协议", "跟处置公司签的医废合同"),
    ("车辆技术检测报告", "车检测线出的单子"),
    ("安全生产责任险保单", "安责险的保单"),
    ("低保家庭核对授权书", "授权查账那张纸签字"),
    ("医疗机构诊断证明", "县医院开的诊断"),
    ("施工单位资质证书", "队伍的资质"),
    ("店铺照片", "店门口拍一张"),
    ("操作流程图", "后厨那套流程画出来"),
    ("生产工艺流程说明", "豆子怎么磨写上一页纸"),
    ("设备清单", "制冷的机器有哪些列一下"),
    ("林权证", "林权本"),
    ("减征申请单", "减征的表"),
    ("安全操作管理规范书", "安全操作规范书"),
]
# A paper and words for another one.
ANOTHER = [
    ("排水设计图", "健康证"),
    ("环境影响报告表", "体检报告"),
    ("施工合同", "劳动合同"),
    ("检疫证明", "健康证明"),
    ("毕业证书", "资格证书"),
    ("租赁合同", "购销合同"),
    ("无犯罪记录证明", "健康证明"),
    ("用工备案表", "体检表"),
    ("负责人简历", "员工名册"),
    ("气象资料", "产权资料"),
    ("承诺书", "委托书"),
    ("安全管理制度", "安全培训考试那张合格证"),
]
# Which of several papers a mention belongs to.
LEFT_OUT = [
    (("退费申请表", "缴费凭证", "身份证"), "身份证，自己交钱的那个单子也要。", ["退费申请表"]),
    (("申请书", "演员名单和节目单", "演出合同"), "合同，演员名单跟戏目单子都交来。", ["申请书"]),
    (("项目备案证", "设施农用地备案表", "土地租赁协议"), "跟村里租地的合同，备案的那张表。", ["项目备案证"]),
    (("船舶所有权证书", "船舶检验证书", "船舶国籍证书"), "所有权的和国籍的证书拿来。", ["船舶检验证书"]),
    (("占道申请书", "施工方案", "交通疏导方案"), "写份申请，怎么施工的方案。", ["交通疏导方案"]),
    (("抵押合同", "主合同", "登记证书"), "绿本拿来，抵押的那份合同。", ["主合同"]),
    (("养殖证申请表", "尾水处理方案"), "申请表来拿。鱼塘在规划的养殖区里才行。", ["尾水处理方案"]),
    (("备案申请书", "消防合格意见"), "备案申请书写好，消防要等大队出意见。", ["消防合格意见"]),
    (("转诊申请表", "诊断意见"), "转诊申请表。不予备案的，补充诊断意见后可再报。", ["诊断意见"]),
    (("补发申请", "身份证"), "写个申请搁这儿，身份证我瞅一眼。", []),
    # whose it is
    (("身份证", "代办人身份证（代办的）"), "您替他办，老人的身份证带来。", ["代办人身份证（代办的）"]),
    (("身份证", "代办人身份证（代办的）"), "您替他办，老人的身份证带来，他的卡号抄一个。", ["代办人身份证（代办的）"]),
    (("申请人身份证", "代办人身份证（代办的）"), "代他办的话您自己的身份证别忘了，户口本也带。", ["申请人身份证"]),
    (("申请人身份证", "代办人身份证（代办的）"), "代他办的话您自己的身份证和他的身份证都带。", []),
    (("缴费凭证", "亲属关系证明"), "医院开的发票要原件。", ["亲属关系证明"]),
    (("不动产权证书", "房屋安全鉴定报告"), "各户房产证复印件带来。", ["房屋安全鉴定报告"]),
    (("申请表", "档案转递申请表"), "您是档案转走吧。申请表填一张。", []),
    (("档案转递申请表", "调档函"), "档案转走是吧，调档函拿来。", ["档案转递申请表"]),
    (("身份证", "交通费票据", "转诊证明"), "材料嘛车票那些不用给您自己写个条子就行，身份证也带。", ["交通费票据", "转诊证明"]),
    (("委托人身份证", "受托人身份证"), "舅舅的身份证拍来。", ["受托人身份证"]),
    (("儿童身份证", "监护人身份证"), "孩子的身份证带来。", ["监护人身份证"]),
    (("逝者身份证", "经办人身份证"), "逝者的身份证，经办人的身份证也要。", []),
    (("儿童身份证", "监护人身份证"), "孩子和家长的身份证都带来。", []),
    (("买方身份证", "卖方身份证"), "双方的身份证带来。", []),
]
WAIVED = [
    "不用拿了",
    "这回就不收了",
    "现在取消了，不用开",
    "咱们县早就不要这个了",
    "有没有都不打紧",
    "不是必须的，没有就算了",
    "我们不看这个",
    "政策改了，往后不用再附",
    "免于提交",
    "后台能直接调出来，您就别跑了",
    "联网能查到，省得您再复印",
    "以往要收，这次不用附了",
    "嘛，数据推得过来，您不要再交了",
    "您甭费那个劲了",
    "不在我们收的范围",
    "另行抽查，先不必交",
    "可带可不带",
    "无需重复提交",
    "和登记卡另行抽查，先不必交",
]
NOT_WAIVED = [
    "别忘了带",
    "不用自己打印，到窗口领",
    "不用公证，签字就行",
    "别拿复印件来",
    "复印件不收，要原件",
    "不需要翻译，中文的就行",
    "到期的不收，要有效的",
    "不用盖村里的章",
    "别弄丢了，要收的",
    "不能少",
    "不用着急，下周补上也行",
    "我们自己留有，不要您的了",
    "我们这儿给拍，您不用带",
]
GUIDES = [("申请表", "无犯罪记录证明"), ("身份证", "场地租赁合同"), ("报名表", "学历证书"), ("执照", "员工花名册")]
DUE = [
    ("委托书（委托他人查阅的）", "我想帮我舅查他的档案，要什么材料？", "申请表填好。", ["委托书（委托他人查阅的）"]),
    ("代办人户口簿（家属代办的）", ASKED, "由家属带申请表来。", ["代办人户口簿（家属代办的）"]),
    ("车辆备案证明（跨县运输的）", "我贩羊出县，要什么材料？", "申请表填好。", ["车辆备案证明（跨县运输的）"]),
    ("货物说明（跨省运输的）", "货拉到广西去，要什么材料？", "申请表填好。", ["货物说明（跨省运输的）"]),
    ("货物说明（跨省运输的）", "货在县里送，要什么材料？", "申请表填好。", []),
    ("委托公证书（委托他人领取的）", ASKED, "申请表填好，您自己来办，委托公证就用不着做了。", []),
    ("证件照（大厅现场拍摄）", ASKED, "申请表填好，照片您不用带。", []),
    ("父母情况证明（服刑的交判决书）", ASKED, "申请表填好，法院判决书复印一份。", []),
]


def _missing(papers: tuple[str, ...], said: str, asked: str = ASKED) -> list[str]:
    turns = (Turn(asked, "citizen"), Turn(said, "clerk"))
    matter = Matter("某事项", materials=papers)
    notice = CHECKER.check(Conversation(turns, channel="window", profile="wenshang", matter=matter)).notice
    assert notice is not None
    return list(notice.elements["materials"].missing)


@pytest.mark.parametrize(("paper", "words"), TOLD)
@pytest.mark.parametrize("sentence", ["身份证、户口本带上，还有{}。", "登记表来填，{}，身份证复印件一份。"])
def test_words_for_a_paper(paper: str, words: str, sentence: str) -> None:
    assert paper not in _missing(("登记表", "身份证", "户口簿", paper), sentence.format(words))


@pytest.mark.parametrize(("paper", "words"), ANOTHER)
def test_words_for_another(paper: str, words: str) -> None:
    assert paper in _missing(("登记表", "身份证", paper), f"登记表来填，身份证、{words}带上。")


@pytest.mark.parametrize(("papers", "said", "left_out"), LEFT_OUT)
def test_the_paper_that_fits_best(papers: tuple[str, ...], said: str, left_out: list[str]) -> None:
    assert _missing(papers, said, "我替他问，要带什么材料？") == left_out


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("words", WAIVED)
def test_waived(guide: tuple[str, str], words: str) -> None:
    assert _missing(guide, f"{guide[0]}带上，{guide[1]}{words}。") == [guide[1]]


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("words", NOT_WAIVED)
def test_not_waived(guide: tuple[str, str], words: str) -> None:
    assert _missing(guide, f"{guide[0]}带上，{guide[1]}{words}。") == []


@pytest.mark.parametrize(("paper", "asked", "said", "left_out"), DUE)
def test_due(paper: str, asked: str, said: str, left_out: list[str]) -> None:
    assert _missing(("申请表", paper), said, asked) == left_out
