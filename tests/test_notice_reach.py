"""Elements told, told in part or not at all in words of other trades: what depends, what is required, on what grounds."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Turn

CHECKER = Checker(detecting=False)

STATUSES = [
    # it depends, it is not known, a message will tell
    ("time_limit", "partial", "递上来以后盯着手机短信就行。"),
    ("time_limit", "partial", "提交后请留意平台推送。"),
    ("time_limit", "partial", "具体哪天发钱，以街道统一安排为准。"),
    ("time_limit", "partial", "何时能拿到牌照，须视勘验情况而定。"),
    ("time_limit", "partial", "哪天能批，现在还定不了。"),
    ("time_limit", "partial", "什么时候修到您那栋，我给不了准话。"),
    ("time_limit", "partial", "钱要等市里拨下来，有信儿就告诉您。"),
    ("time_limit", "partial", "啥时候开闸放水，得看天气再定。"),
    # a limit
    ("time_limit", "told", "表交来，下班前都能办好。"),
    ("time_limit", "told", "出院的时候直接就报了。"),
    ("time_limit", "told", "下单时自动就减了。"),
    ("time_limit", "told", "结账当时就扣。"),
    ("time_limit", "told", "下班前给您打出来。"),
    ("time_limit", "told", "缴费时直接抵扣。"),
    # what lasts so long
    ("time_limit", "missing", "三天以内的展销不用批。"),
    ("time_limit", "missing", "七天以内的占道不办证。"),
    ("time_limit", "missing", "五天之内的演出说一声就好。"),
    ("time_limit", "missing", "两天内的宴席不用报。"),
    ("time_limit", "missing", "十天以内的堆放不用证。"),
    ("time_limit", "missing", "六个月以内的合同不用备。"),
    # what is required
    ("conditions", "told", "前提是鱼塘不在保护区里。"),
    ("conditions", "told", "门槛就一个，店面四十平。"),
    ("conditions", "told", "楼下没有学校才批得下来。"),
    ("conditions", "told", "车进了目录的才上得了牌。"),
    ("conditions", "told", "没占绿化带就不用审批。"),
    ("conditions", "told", "个人申请不了。"),
    ("conditions", "told", "由挂靠的公司来申报。"),
    ("conditions", "partial", "具备相关的场地条件就行。"),
    ("conditions", "partial", "符合一定的安全要求就可以。"),
    ("conditions", "partial", "先看水务上让不让。"),
    ("conditions", "partial", "得看街道同不同意。"),
    ("conditions", "partial", "满足基本的卫生标准即可。"),
    ("conditions", "partial", "要看消防批不批。"),
    # the grounds
    ("basis", "told", "凭的是教育部那个36号文。"),
    ("basis", "told", "17号文第四条说的。"),
    ("basis", "told", "民法典一千一百二十三条。"),
    ("basis", "told", "殡葬条例十二条就是讲这个的。"),
    ("basis", "told", "两部2021年印发的《关于规范校外托管的意见》管这个。"),
    ("basis", "told", "112号文规定的。"),
    ("basis", "partial", "部里头有规程的。"),
    ("basis", "partial", "省里已经放开了。"),
    ("basis", "partial", "市里出台了一系列政策。"),
    ("basis", "partial", "上头有条文的。"),
    ("basis", "partial", "国家早就取消了。"),
    ("basis", "partial", "县里也有办法的。"),
    # who may be called, without a number
    ("contact", "partial", "有事打我们馆里电话就行。"),
    ("contact", "partial", "不明白的打我们客服。"),
    ("contact", "partial", "随时在这儿喊我。"),
    ("contact", "partial", "打值班室座机就行。"),
    ("contact", "partial", "有事群里找我。"),
    ("contact", "partial", "打站里热线问。"),
    # where, and nowhere in particular
    ("department", "partial", "带好证件，到指定的经办机构办理。"),
    ("department", "partial", "向就近的受理点提出。"),
    ("path", "partial", "到有关部门交了就好。"),
    ("path", "partial", "就近向指定机构提出。"),
    ("path", "partial", "找对应的经办点申请。"),
    # against a decision
    ("remedy", "partial", "有意见的，请依规定途径提出。"),
    ("remedy", "partial", "相关的维权途径届时再告知。"),
    ("remedy", "partial", "可以通过正当渠道反映。"),
    ("remedy", "partial", "按法定程序主张。"),
    ("remedy", "partial", "走正规渠道解决。"),
    ("remedy", "partial", "有关申诉途径另行告知。"),
]
PROFILES = {
    "time_limit": "wenshang",
    "conditions": "wenshang",
    "basis": "renshe",
    "contact": "first_asked",
    "department": "renshe",
    "path": "four_informs",
    "remedy": "renshe",
}
REASONS = [
    ("told", "名下没有车位，故未列入。"),
    ("told", "地块在红线里，因此不予登记。"),
    ("told", "补贴只给养殖户，所以没纳入。"),
    ("told", "去年领过一次，故不予发放。"),
    ("told", "户籍不在本镇，因此未上报。"),
    ("told", "机型不在目录里，故未通过。"),
    ("partial", "有一项对不上，就没报。"),
    ("partial", "有几条不够，就退了。"),
    ("partial", "可能是资料方面有点问题。"),
    ("partial", "大概是材料或者信息不符。"),
    ("partial", "估计是照片的毛病。"),
    ("partial", "有两处有出入。"),
]


def _status(element: str, profile: str, asked: str, said: str) -> str:
    turns = (Turn(asked, "citizen"), Turn(said, "clerk"))
    notice = CHECKER.check(Conversation(turns, channel="reply", profile=profile)).notice
    assert notice is not None
    return notice.elements[element].status


@pytest.mark.parametrize(("element", "status", "said"), STATUSES)
def test_element(element: str, status: str, said: str) -> None:
    asked = "我想办这个，要准备什么材料、怎么办？"
    assert _status(element, PROFILES[element], asked, said) == status


@pytest.mark.parametrize(("status", "said"), REASONS)
def test_reason(status: str, said: str) -> None:
    assert _status("reason", "bianmin_refusal", "我申请的补贴为什么退回来了？", said) == status
