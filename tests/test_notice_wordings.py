"""Papers of a guide in the words of clerks: by office and head, by kin heads, by species, by sound; and those said to be needless."""

import pytest

from checker.rules.notice.lexicon import load_notices
from checker.rules.notice.talk import plain
from checker.text import fold

LEXICON = load_notices()

BY_OFFICE = [
    ("购车发票", "told", "4S店给您开的那张票别扔，跟绿本一块儿带来。"),
    ("机动车检验合格证明", "told", "检测站出的那张合格单，跟行驶证一起交。"),
    ("无犯罪记录证明", "told", "派出所出的那张无犯罪的纸，身份证也要。"),
    ("环境影响评价批复", "told", "执照带上，还有环保局给您发的那个环评批文。"),
    ("卫生检测报告", "told", "执照，疾控中心做的那份检测单子，一起拿来。"),
    ("银行贷款结清证明", "told", "您把身份证，还有银行给打的那张结清单带过来。"),
    ("房屋安全鉴定报告", "told", "身份证，鉴定公司出的那本鉴定书。"),
    ("受理通知书", "left out", "带身份证，我们给您打一张受理通知。"),
    ("核准备案证明", "left out", "带身份证，局里审完，就给您出备案的单子。"),
    ("渔业捕捞登记证明", "left out", "身份证交到站里，县里批了发给您捕捞的那张证。"),
]
KIN = [
    ("社保缴费证明", "told", "身份证，社保缴费清单网上打一份。"),
    ("参保证明", "told", "带身份证和手机上截的参保记录。"),
    ("培训合格证明", "told", "身份证，培训合格的那本证。"),
    ("考试成绩证明", "told", "身份证和成绩单。"),
    ("产权登记查询证明", "told", "身份证，产权登记的查询单。"),
    ("住房公积金缴存证明", "told", "身份证，公积金缴存的流水。"),
    ("水质检测报告", "told", "申请表填好，水质的检测结果附后。"),
    ("排水管网示意图", "told", "申请表，手画一张排水管网的草图。"),
    ("岗前培训记录", "told", "身份证，岗前培训的签到表。"),
    ("社保缴费证明", "left out", "身份证，工作证。"),
    ("无犯罪记录证明", "left out", "身份证，无房记录。"),
]
SPECIES = [
    ("亲属关系证明", "told", "身份证，带上孩子的出生证。"),
    ("监护关系证明", "told", "身份证、户口本。"),
    ("居住地证明", "told", "身份证，房本或者租房的合同。"),
    ("固定住所证明", "told", "身份证，房产证复印件。"),
    ("经济困难证明", "told", "身份证、低保证。"),
    ("学籍证明", "told", "身份证、学生证。"),
    ("车辆来历证明", "told", "身份证，购车发票。"),
    ("资金来源证明", "told", "身份证，银行打的存款证明。"),
    ("主体资格证明", "told", "申请表、执照副本。"),
    ("土地权属证明", "told", "身份证，跟村里签的承包合同。"),
    ("工作经历证明", "told", "身份证，社保缴费记录打一份。"),
    ("劳动关系证明", "told", "身份证，工牌、考勤表都行。"),
    ("拖欠工资证据材料", "told", "身份证，老板打的欠条。"),
    ("退休证明", "told", "身份证，退休本。"),
    ("军人身份证明", "told", "户口本、退伍证。"),
    ("受灾情况证明", "told", "身份证，村里开的证明，现场照片。"),
    ("消防安全检查合格证明", "told", "执照，消防验收的意见书。"),
    ("医疗诊断材料", "told", "身份证、病历、片子。"),
    ("预处理设施证明材料", "told", "身份证，隔油池的验收单。"),
    ("主体资格证明", "left out", "申请表、身份证。"),
    ("居住地证明", "left out", "身份证，结婚证。"),
    ("车辆来历证明", "left out", "身份证、驾驶证。"),
    ("欠薪证据", "left out", "身份证和银行卡。"),
    ("供养关系承诺书", "left out", "身份证、结婚证拿来。"),
]
SHARED_HEAD = [
    ("学历或培训证明", "told", "身份证，毕业证。"),
    ("户籍或居住证明", "told", "身份证、户籍证明。"),
    ("收入或纳税证明", "told", "身份证，收入的证明。"),
    ("结婚或离婚证", "told", "身份证，结婚证。"),
    ("收入证明", "told", "收入、缴费和无房证明都要，身份证带上。"),
    ("户籍证明", "told", "去村里开户籍、收入跟无房证明。"),
    ("学历或培训证明", "left out", "身份证，健康证。"),
]
APPLICATIONS = [
    ("用水申请书", "told", "写个用水申请，身份证复印。"),
    ("低保申请书", "told", "先打个低保申请上来，身份证复印。"),
    ("书面申请", "told", "写份申请按手印，身份证复印。"),
    ("延期申请书", "told", "写一份延期申请交给我，身份证。"),
    ("迁坟申请书", "told", "身份证，再写个迁坟申请给村里。"),
    ("书面申请", "left out", "带身份证来申请。"),
    ("转学申请书", "left out", "身份证带来，打开申请页面填学校。"),
]
BY_SOUND = [
    ("户口簿", "told", "带身分正和护口本来"),
    ("营业执照", "told", "带营夜执照和申请表"),
    ("出生医学证明", "told", "出生正名和申请表"),
    ("结婚证", "told", "捷婚证和申请表"),
    ("社会保障卡", "told", "社宝卡和申请表"),
    ("结婚证", "left out", "接婚纱照和申请表"),
    ("特种作业操作证", "told", "还有原来那个操作正到窗口报名"),
    ("原残疾人证", "told", "你把那个旧正拿上，身份正也拿上"),
    ("购机发票", "told", "身份正带着，买机子的发飘也拿来"),
    ("房屋租赁合同", "told", "租房和同带上，身份证也要"),
    ("职业技能等级证书", "told", "身份证，还有那个等级正书拿来"),
    ("劳动合同", "left out", "身份证，和同住的人一起来"),
    ("购机发票", "left out", "身份证，头发漂了也没事"),
    ("民办学校办学许可证", "told", "那个半学许可证带上"),
    ("残疾人证", "left out", "办好了真正就轻松了，证件照交两张"),
]
NEEDLESS = [
    ("股东会决议", "needless", "申请书签字，股东会决议甭带。"),
    ("验资报告", "needless", "申请书要，验资报告可以不交。"),
    ("消防验收意见书", "needless", "申请书交来。至于消防意见书，因为是老楼，贵公司可以不提供。"),
    ("户口簿", "needless", "身份证带上，户口本就省了。"),
    ("无犯罪记录证明", "needless", "身份证拿来，无犯罪证明用不着开。"),
    ("环评批复", "needless", "身份证。环评批文考虑到规模小，就不用报了。"),
    ("委托书", "needless", "身份证，委托书没必要写。"),
    ("用地协议", "left out", "身份证带上，不用办建设用地手续。"),
    ("身份证", "told", "身份证别带错了，照片两张。"),
    ("申请表", "told", "申请表不用找了，我这里有，填一张，照片两张。"),
]


@pytest.mark.parametrize(
    ("material", "expected", "said"),
    [*BY_OFFICE, *KIN, *SPECIES, *SHARED_HEAD, *APPLICATIONS, *NEEDLESS],
)
def test_wording(material: str, expected: str, said: str) -> None:
    assert _reading((material, "身份证" if material != "身份证" else "照片"), said) == expected


@pytest.mark.parametrize(("material", "expected", "said"), BY_SOUND)
def test_misheard(material: str, expected: str, said: str) -> None:
    guide = (material, "照片")
    assert _reading(guide, LEXICON.documents.heard(guide, said)) == expected


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        ("旅行社业务经营许可证副本", "总社的业务经营许可证副本，盖章。"),
        ("职业技能等级证书复印件", "考取的等级证书，逐张复印。"),
    ],
)
def test_what_is_written_was_not_misheard(guide: str, said: str) -> None:
    assert _reading((guide, "营业执照正副本", "登记证书"), f"请提交，{said}") == "told"
    assert LEXICON.documents.heard((guide,), said) == said


@pytest.mark.parametrize(
    ("guide", "material", "said"),
    [
        (("家庭成员关系证明", "户口簿"), "家庭成员关系证明", "户口本拿来。"),
        (("健康证明", "体检表"), "健康证明", "交一张体检表。"),
        (("收入证明", "社保缴费记录"), "收入证明", "社保缴费记录打一份。"),
        (("住所证明", "结婚证", "房产证"), "住所证明", "结婚证和房本。"),
        (("医疗诊断材料", "出院小结"), "医疗诊断材料", "出院小结复印一份。"),
    ],
)
def test_a_paper_listed_besides_stands_for_itself(guide: tuple[str, ...], material: str, said: str) -> None:
    assert _reading(guide, said, material) == "left out"


def _reading(guide: tuple[str, ...], said: str, material: str = "") -> str:
    found = LEXICON.documents.compare(guide, plain(fold(said)), {}, "事项办理")
    told = next(each for each in found if each.name == (material or guide[0]))
    return "needless" if told.denied else "told" if told.place else "left out"
