"""Elements in plain words, beside what only sounds like them: vague times, open lists, grounds of a refusal, conditions, procedure."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

TIMES = [
    ("partial", "排到的时候你自然就知道了。"),
    ("partial", "发的时候您就晓得了。"),
    ("partial", "会打电话通知您的，别急。"),
    ("partial", "要不了多长时间。"),
    ("partial", "不会太久的，您放心。"),
    ("partial", "这要看审核那边的进度。"),
    ("partial", "看评估员有没有空呗。"),
    ("partial", "回头我们去看看再说。"),
    ("partial", "到时候公示，你看公示栏。"),
    ("partial", "应该来得及。"),
    ("partial", "两三个月也说不定，半年也说不定。"),
    ("partial", "名额排上了通知，请静候佳音。"),
    ("told", "费交了就生效。"),
    ("told", "字签好就能用。"),
    ("told", "现场量完就知道结果。"),
    ("told", "8月20号统一出结果。"),
    ("told", "年底前发到您卡上。"),
    ("partial", "过两天吧，过两天就好。"),
    ("partial", "批下来一个月八十，快得很。"),
    ("missing", "别三天两头来问。"),
    ("missing", "那家的报告不一定收。"),
    ("missing", "批准了一个月三百块，打卡上。"),
    ("missing", "看我心情，心情好明天就办。"),
    ("missing", "我们上课十五天，天天有老师。"),
    ("missing", "别的来了会告诉你。"),
]
DATES = [
    ("每年8月1日前", "wrong", "年底前发到卡上。"),
    ("次月25日前", "wrong", "次月十号统一打款。"),
    ("7月15日前公布", "wrong", "8月31号统一出结果。"),
    ("每年6月底前发放", "wrong", "9月底发放到户。"),
    ("每年6月底前发放", "told", "6月底发放到户。"),
    ("次月25日前", "told", "次月二十五号统一打款。"),
    ("12月31日前", "told", "年底前发到卡上。"),
]
LISTS = [
    ("partial", "身份证、病历，七七八八一堆呢。"),
    ("partial", "行驶证，身份证，别的看情况。"),
    ("partial", "申请书，租房合同，别的你自己上网看去。"),
    ("partial", "毕业证、照片啥子的。"),
    ("partial", "身份证医保卡，这些拿来。"),
    ("partial", "户口本、房产证，先准备这些。"),
    ("partial", "执照、效果图，还有房东的那个。"),
    ("partial", "出生证，发票，再带齐相关的就行。"),
    ("partial", "身份证、营业执照，差啥再补。"),
    ("partial", "执照、征信报告，还有其他一些。"),
    ("told", "身份证、病历，就这两样。你来办什么的？"),
    ("told", "身份证、照片。批下来到了我们打电话告诉您。"),
    ("told", "身份证、户口本。依据墙上有，拿不准的我翻给您看。"),
    ("partial", "身份证、户口本，别的墙上有，自己看。"),
    ("told", "身份证、照片。门口写着“车辆备案”的那间。"),
    ("told", "营业执照、身份证，别的都不要，回头我们去现场看看再说。"),
]
REASONS = [
    ("told", "视力那一栏医生没写数，空着呢，录不了。"),
    ("told", "《常用地名目录》里没有，登记不了。"),
    ("told", "不行，光靠口头说不行，得有当年的凭证。"),
    ("told", "退了，得C级D级才给补。"),
    ("told", "退了，这里只能填全称。"),
    ("partial", "退件写的是“材料有误”。"),
    ("partial", "背景核查没过。"),
    ("partial", "写的“经比对不符”，就这几个字。"),
    ("partial", "评议的时候没评上。"),
    ("missing", "退了就退了，别占着地方。"),
    ("missing", "没批，短信里没写。"),
    ("missing", "没批，电话里说不清。"),
    ("missing", "退了，别占着线。"),
    ("missing", "退了，喂，电话要断了。"),
    ("told", "退了，图上占用了耕地。"),
    ("missing", "不行。这个窗口我关了。"),
    ("missing", "退了，请登录系统查看。"),
    ("missing", "没通过，再过三个月可以重新交。"),
    ("missing", "没批，你名下打过官司没得？"),
    ("missing", "没选上就是没选上，哪来那么多话。"),
]
OTHERS = [
    ("conditions", "told", "您这儿开办条件是够的。"),
    ("conditions", "told", "屋顶没有违建就能装。"),
    ("conditions", "told", "户口在咱这儿就能落。"),
    ("conditions", "told", "学校是全日制的，就够格。"),
    ("conditions", "told", "只要名字对得上就行。"),
    ("conditions", "told", "在本县参保的都能报。"),
    ("conditions", "missing", "只要身份证。"),
    ("procedure", "told", "村里写个报告，送到林业站，请专家来看，再报县里批。"),
    ("procedure", "told", "交给村里，镇里查验，县局确认，确认以后打卡上。"),
    ("procedure", "missing", "会不会填？不会填我教你。"),
    ("procedure", "missing", "评呗，打个差评随你。"),
    ("procedure", "missing", "冒领的多了。"),
    ("procedure", "missing", "要做个能力评估，去三院。"),
    ("procedure", "missing", "得开个调档。"),
    ("procedure", "missing", "先办个失业登记。"),
    ("procedure", "told", "先填表，我们登记，公示完发证。"),
]
ELEMENTS = [
    ("qidong", "department", "told", "县就业服务中心这边给您办。"),
    ("qidong", "department", "told", "表交我这儿。"),
    ("qidong", "department", "partial", "交给管你那片的人。"),
    ("qidong", "department", "missing", "微信银行的流水都要。"),
    ("qidong", "basis", "told", "按《民法典》来的。"),
    ("qidong", "basis", "told", "免费培训依据《省职业技能提升行动实施方案》。"),
    ("qidong", "basis", "partial", "文件贴在公告栏了。"),
    ("qidong", "basis", "missing", "规定就是我们说多少算多少。"),
    ("qidong", "basis", "missing", "今年宣传学习《反诈骗法》的活动多。"),
    ("four_informs", "path", "told", "手机“掌上办”也能传。"),
    ("four_informs", "path", "told", "手机上也能传，不用跑。"),
    ("first_asked", "contact", "told", "这张名片给你，上头是我座机。"),
    ("renshe", "remedy", "told", "不对的话，三天内向县局提复核，电话5190433。"),
]
DRIPS = [
    ("partial", "身份证、户口本。", "就这两样？", "还有房产证。"),
    ("partial", "带结婚证。", "就这一张啊", "还有她的身份证。"),
    ("partial", "执照带上。", "居住证也要带吧", "那当然要带。"),
    ("partial", "死亡证明、存折。", "我外公的要不要？", "哦，要的，得有张证明。"),
    ("told", "身份证出示一下。", "还要啥？", "一共三样：身份证、退休证、户口本。"),
    ("told", "身份证、户口本，就这两样。", "就这两样？", "对，就这两样。"),
]


def seen(checker: Checker, profile: str, element: str, *said: str, matter: Matter | None = None) -> str:
    """How an element is seen in a talk that the citizen begins."""
    roles = ("citizen", "clerk") * len(said)
    turns = tuple(Turn(text, role) for text, role in zip(said, roles, strict=False))
    notice = checker.check(Conversation(turns, channel="window", profile=profile, matter=matter)).notice
    assert notice is not None
    return notice.elements[element].status


ASK = "请问这个怎么办理，要带什么？"


@pytest.mark.parametrize(("expected", "clerk"), TIMES)
def test_a_time_limit(checker: Checker, expected: str, clerk: str) -> None:
    assert seen(checker, "wenshang", "time_limit", ASK, clerk) == expected


@pytest.mark.parametrize(("guide", "expected", "clerk"), DATES)
def test_a_date_against_the_guide(checker: Checker, guide: str, expected: str, clerk: str) -> None:
    matter = Matter(name="测试补贴发放", materials=("身份证",), time_limit=guide)
    assert seen(checker, "wenshang", "time_limit", ASK, clerk, matter=matter) == expected


@pytest.mark.parametrize(("expected", "clerk"), LISTS)
def test_a_list_of_papers(checker: Checker, expected: str, clerk: str) -> None:
    assert seen(checker, "wenshang", "materials", ASK, clerk) == expected


@pytest.mark.parametrize(("expected", "clerk"), REASONS)
def test_a_reason(checker: Checker, expected: str, clerk: str) -> None:
    assert seen(checker, "bianmin_refusal", "reason", "为什么给我退了？", clerk) == expected


@pytest.mark.parametrize(("element", "expected", "clerk"), OTHERS)
def test_conditions_and_procedure(checker: Checker, element: str, expected: str, clerk: str) -> None:
    assert seen(checker, "wenshang", element, ASK, clerk) == expected


@pytest.mark.parametrize(("profile", "element", "expected", "clerk"), ELEMENTS)
def test_other_elements(checker: Checker, profile: str, element: str, expected: str, clerk: str) -> None:
    assert seen(checker, profile, element, ASK, clerk) == expected


@pytest.mark.parametrize(("expected", "first", "again", "second"), DRIPS)
def test_told_in_drips(checker: Checker, expected: str, first: str, again: str, second: str) -> None:
    assert seen(checker, "wenshang", "materials", ASK, first, again, second) == expected


def test_a_matter_that_is_a_remedy_itself(checker: Checker) -> None:
    matter = Matter(name="劳动能力复查鉴定", materials=("身份证",))
    asked = "我想重新评残，怎么办，要带什么？"
    assert seen(checker, "renshe", "remedy", asked, "一年后可以申请复查，带身份证来。", matter=matter) == "missing"
    assert seen(checker, "renshe", "remedy", asked, "对结论不服，可以起诉。", matter=matter) == "told"
