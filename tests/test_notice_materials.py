"""Materials of a service guide as clerks call them: by head noun, by what tells a paper from the guide's others, by case."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn
from checker.rules.notice.due import came_up, condition, fetched
from checker.rules.notice.lexicon import load_notices
from checker.rules.notice.needless import negated
from checker.rules.notice.talk import plain
from checker.text import fold

LEXICON = load_notices()
NURSERY = ("托育机构备案登记表", "房屋消防验收意见书", "保育员体检表", "卫生评价报告", "收费标准说明", "园舍租赁协议")
WELL = ("取水许可申请书", "水资源论证报告", "环境影响评价报告", "原取水许可证", "与第三者利害关系说明")
FERRY = ("渡口设置申请书", "渡口工程设计图", "渡运安全制度", "船员名册")

TOLD = [
    # the bare head, where the guide has one paper of that family
    (NURSERY, "托育机构备案登记表", "来窗口填张表，再带体检单。"),
    (NURSERY, "园舍租赁协议", "跟房东签的合同也带来。"),
    (FERRY, "渡口设置申请书", "先写份申请交到镇里。"),
    (FERRY, "船员名册", "把撑船的人列个名单交来。"),
    # a word before the head that no other paper of the guide has
    (NURSERY, "房屋消防验收意见书", "消防那个意见带上复印件。"),
    (WELL, "水资源论证报告", "带上水资源那份报告。"),
    (WELL, "与第三者利害关系说明", "再写个利害关系的说明。"),
    # a short form
    (WELL, "环境影响评价报告", "还要交环评报告。"),
    # the old paper
    (WELL, "原取水许可证", "老证也拿来，我们要收回。"),
    # by elimination: the one drawing asked for beside another paper of the guide
    (FERRY, "渡口工程设计图", "申请书写好，再附一张码头的图。"),
    # the shared head of an enumeration, and papers read out with no marks between
    (("健康证明", "培训证明"), "健康证明", "健康和培训证明各带一份。"),
    (("身份证", "户口簿", "收入证明"), "收入证明", "你把身份证户口本还有工资流水都带上"),
    # what will do in its place
    (("往返交通费票据",), "往返交通费票据", "把高铁票留好，带过来。"),
    (("技能人才银行卡（一卡通）",), "技能人才银行卡（一卡通）", "一卡通复印一份。"),
    (("住房公积金缴存明细",), "住房公积金缴存明细", "公积金的明细打一张来。"),
    # a proof described by what it proves
    (("居住证明", "身份证"), "居住证明", "能证明您在那儿居住的东西拿一样来。"),
]
NOT_TOLD = [
    # the bare head, where it could be two
    (("变更登记表", "人员情况表"), "变更登记表", "来了再填那张表。"),
    (WELL, "水资源论证报告", "报告带上。"),
    # a word before the head that makes it another paper
    (NURSERY, "托育机构备案登记表", "先把水表号抄来。"),
    (NURSERY, "园舍租赁协议", "用电合同带来。"),
    (NURSERY, "托育机构备案登记表", "带上体检表。"),
    # nothing but the matter
    (("渡口设置申请书",), "渡口设置申请书", "渡口设置由县交通局受理。"),
    # what the office makes or looks into
    (FERRY, "渡口工程设计图", "带身份证来，我们审核设计图。"),
    (("开工批复",), "开工批复", "材料交齐，局里出批复。"),
    # another paper of the guide, said by its whole name
    (("医师执业证书", "医师资格证书"), "医师执业证书", "带医师资格证书。"),
    (("经办人身份证", "法定代表人身份证"), "经办人身份证", "交法定代表人身份证。"),
    # a piece of the name with no head
    (("符合技术标准的设计方案",), "符合技术标准的设计方案", "工程要符合技术标准，带身份证。"),
    # a certificate of another kind is no identity card
    (("居民身份证",), "居民身份证", "带上厨师的资格证书。"),
]


def _told(materials: tuple[str, ...], said: str, matter: str = "渡口设置") -> dict[str, bool]:
    found = LEXICON.documents.compare(materials, plain(fold(said)), {}, matter)
    return {each.name: bool(each.place) and not each.denied for each in found}


@pytest.mark.parametrize(("guide", "material", "said"), TOLD)
def test_told(guide: tuple[str, ...], material: str, said: str) -> None:
    assert _told(guide, said)[material]


@pytest.mark.parametrize(("guide", "material", "said"), NOT_TOLD)
def test_not_told(guide: tuple[str, ...], material: str, said: str) -> None:
    assert not _told(guide, said)[material]


@pytest.mark.parametrize(
    ("said", "word", "needless"),
    [
        ("残疾证不用带", "残疾证", True),
        ("不用提供残疾证", "残疾证", True),
        ("残疾证我们内部能看到，您就不用翻了", "残疾证我们内部能看到", True),
        ("声明不用登报", "声明", False),
        ("表格您不用找", "表格", False),
        ("身份证更不用说了", "身份证", False),
    ],
)
def test_needless(said: str, word: str, needless: bool) -> None:
    text = plain(fold(said))
    start = text.index(word)
    assert negated(text, start, start + len(word)) is needless


def test_needless_in_speech_without_marks() -> None:
    said = "您把身份证户口本都带过来还有一张存折发票那些就不用给了到时候我们系统里头都能调得到的"
    told = _told(("身份证", "银行卡", "住院发票"), said.replace("发票", "住院发票"))
    assert told == {"身份证": True, "银行卡": True, "住院发票": False}


@pytest.mark.parametrize(
    ("material", "when"),
    [
        ("离婚协议（离异的提供）", "离异"),
        ("营业执照（企业申请时须提交）", "企业申请"),
        ("监护人同意书（仅未成年人提供）", "未成年人"),
        ("施工图（如涉及改建）", "涉及改建"),
        ("电费单（含户号）", ""),
        ("申请表（单位盖章）", ""),
        ("无房证明（由部门共享核验）", ""),
    ],
)
def test_condition_in_brackets(material: str, when: str) -> None:
    assert condition(material) == when


def test_papers_that_the_office_fetches() -> None:
    assert fetched("无房证明（由住建部门核验）")
    assert not fetched("无房证明（由住建部门盖章）")


@pytest.mark.parametrize(
    ("when", "said", "expected"),
    [
        ("已婚", "我和老婆一起买的", True),
        ("已婚", "我还没结婚", False),
        ("贷款超过三十万元", "想贷二十万块", False),
        ("贷款超过三十万元", "想贷五十万块", True),
        ("未满十八周岁", "孩子今年12岁", True),
        ("未满十八周岁", "我今年三十岁", False),
        ("水费未结清", "上家的水费还没结清", True),
        ("水费未结清", "水费都结清了", False),
        ("委托他人办理", "我来办理，要什么？", False),
        ("委托他人办理", "我走不开，叫我弟代办行吗", True),
        ("涉及占用林地", "路要占用一点林地", True),
        ("涉及占用林地", "都是荒坡", False),
    ],
)
def test_case_came_up(when: str, said: str, expected: bool) -> None:
    assert came_up(when, said, "取水许可办理", LEXICON.documents.cases) is expected


GUIDE = Matter(
    "渡口设置",
    materials=("渡口设置申请书", "监护人同意书（未成年人提供）", "船员名册"),
    time_limit="公示5个工作日后10个工作日",
    contact="0999-8345617",
    department="县交通局渡运管理科",
)


@pytest.mark.parametrize(
    ("element", "status", "said"),
    [
        ("materials", "told", "带申请书和撑船人的名册。"),
        ("materials", "partial", "带上申请书。"),
        ("time_limit", "told", "自受理之日起第15个工作日来取批复。"),
        ("time_limit", "wrong", "自受理之日起第20个工作日来取批复。"),
        ("time_limit", "partial", "差不多要一个多月吧。"),
        ("contact", "told", "打我座机，零九九九，八三四，五六一七。"),
        ("contact", "wrong", "打我座机，零九九九，八三四，五六一八。"),
        ("contact", "told", "承办　渡运科　乔三　0999-8345617"),
        ("contact", "missing", "监督电话：0999-8345600"),
    ],
)
def test_against_the_guide(element: str, status: str, said: str) -> None:
    profile = "first_asked"
    turns = (Turn("想在村口设个渡口，怎么办理？", "citizen"), Turn(said, "clerk"))
    report = Checker(detecting=False).check(Conversation(turns, channel="reply", profile=profile, matter=GUIDE))
    assert report.notice is not None
    assert report.notice.elements[element].status == status
