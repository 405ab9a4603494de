"""The classes of wordings behind the protocol points: what belongs to a list, and near misses that do not."""

from __future__ import annotations

import pytest

from checker.lexicon.cues import load_cues
from checker.matching.cues import CueMatcher
from checker.text import Batch

TIMES = ("promising.on_the_spot", "promising.not_the_work", "promising.vague")

WORDINGS: dict[tuple[str, ...], tuple[str, str]] = {
    ("refusing.apology", "refusing.apology_unless"): (
        """这事赖我，没跟您讲明白/给您添乱了/耽搁您工夫了/让你久候了/这个错在我们/请您别往心里去，是我说话急了
        /对唔住，系我哋搞错咗/叫你白走一趟嘞/是我没看仔细/冒犯您了/这确实是我们的工作没跟上/我给您道个不是
        /给您造成了不便/老人家遭罪了，真过意不去""",
        """您不用道歉，没事的/这个不麻烦/怪不得您没收到短信/您觉得不好意思就不用说/您可别怪我们/他说让您周三来拿
        /给您留着等您来拿""",
    ),
    ("refusing.refusal", "refusing.refusal_unless"): (
        """表得从头填一张/给您打回去了/审核没过/今天的号放完了/实在爱莫能助/这个给您办不成
        /想都别想/系统里通不过/恕不能办
        /小学已经招满了/才能报，您还差两年/会议室租不出去""",
        """办不了您再来找我/要是批不下来我给您打电话/放心，丢不了/您跑不了第二趟/钱退回您的卡里/审核不过会通知您
        /受不受理三天内告诉您/用不了多久
        /少一样都不办/填错了要重新填/没有停办/不批的话会通知您/我够不着那个柜子""",
    ),
    ("refusing.denial", "refusing.refusal_unless"): (
        """舅妈不行/缓不到/这样子不得行/周日不接种/唔得
        /得他亲自来签""",
        """行不行您看着办/说不准/大娘耳朵不行/要是不行您再打来
        /行不行您说""",
    ),
    ("refusing.reason", "refusing.hollow_reason"): (
        """照片上戴眼镜了/网断了/这张表是旧版的/公章盖反了/名字跟户口本对不上/您还差两个月才满十五年
        /床位满了/孩子还不到六岁/缺一页/名额留给军属了/得双方面签""",
        """不行就是不行/规定就这样/领导不同意/反正不行/唔得就唔得/我说了算
        /后台只显示不通过/系统里只写不符合""",
    ),
    ("referring.elsewhere", "referring.elsewhere_unless"): (
        """我们这儿没这项业务/水费的事找自来水公司/这个得问医保局/该找你们物业/不在这层/这个权限在市里
        /我们平台换不了/路灯归市政公司/这一摊搬到新楼了，归街道管
        /我们局不经手/不是我们这片的/这项挪到南楼了/由头到尾是残联发的我们这边没有/是县医保中心审的/这台打不出来/不跟我们一起""",
        """这个归我们管，您坐/没走错，就是这儿/归档以后给您寄/户口不在这儿也能办吗/社区的章盖好了吗/孩子归妈妈
        /是我们科审的，您放心/公安开的那张证明带了吗""",
    ),
    ("referring.direction", "referring.direction_unless"): (
        "您上三楼左手第二间/出门右拐那栋楼/您联系村里的网格员/坐8路车到行政服务中心/找李科长，在206/到县医院防保科",
        "你去别处问问/找有关部门/归那边/问别人去/您上别家看看/自己想办法",
    ),
    ("referring.unit_telephone", "referring.unit_telephone_unless"): (
        "司法所电话是5523114/征收办六六二零三幺八/打5523114登记科",
        "我们所电话是5523114/值班电话5523114/您留个电话",
    ),
    ("refusing.absent",): (
        "刘姐出差了/小王休产假/负责的同事轮休/她出去办事了",
        "您在家吗/他在二楼/材料在我这里",
    ),
    ("refusing.own_error",): (
        "上次那人少收了一张表/照片给贴成别人的了/你们漏给我盖章了/电话号码登记错了",
        "我少带一张表/请您登记一下号码/别人的照片我不要",
    ),
    ("referring.asks_whom", "referring.asks_whom_unless"): (
        """归哪个部门管/给个号码呗/我上哪儿问去/哪家检测站/那谁清楚呢
        /那在谁手里/谁能做主/划到哪了""",
        """爱找谁找谁/给我看看/我哪儿也不去
        /能上哪个学校/分到哪个小学""",
    ),
    ("refusing.asks_why",): (
        """毛病在哪/给个理由/咋个不批/因为缺什么呢
        /哪一条规定/哪里没填对""",
        """我想办理退休/在哪办/要什么材料
        /哪里拍照/去哪儿交""",
    ),
    ("refusing.asks_leave",): (
        "让我舅当担保行不行/你帮我看看呗/可不可以先领/通融一下嘛",
        "我来交材料/户口在城关镇/两个人的",
    ),
    ("promising.concrete", *TIMES): (
        """腊月二十前打到卡上/俩礼拜/大后天一早您过来拿/四十八小时内上门/最晚这周五下班前/次月五号到账
        /二十六号下午""",
        """公示七天/提前三个月来/从下月一号算/收到六十天内提复议/您还差两年
        /三年前办的/十月底前都来得及/三月五号寄的/一季度开一次会""",
    ),
    ("promising.vague",): (
        "快啦快啦/就这几天吧/这哪有准儿/等上头批/迟早的事/急不来的/要不了几天/早着呢",
        "三天后来拿/明天上午来/一般材料/这个快递我收到了",
    ),
    ("promising.asked", "promising.asked_unless"): (
        "赶得上开学不/月底能不能到/等几耐/周五能出来吗/多长工夫能好/哪天有个信儿",
        "你们几点下班/有效期是多久/多久体检一次/断缴多久会清零/前几天来过",
    ),
    ("waiting.asked", "waiting.asked_unless"): (
        """您坐那儿歇歇脚，我给您办着/您别急着走/给我半分钟/唔好收线，等我睇下/您等到起，马上
        /您坐着，我打个电话/您先别退出""",
        """您回去等电话就行/不用等，当场拿/你就等着吧/等我消息/有时候我们也弄错
        /您坐下慢慢说/停一分钟再插电""",
    ),
    ("waiting.pause", "waiting.pause_unless"): (
        """我进去拿个章/我跟同事核实一下/我翻翻底册/我去库房找找/系统有点卡
        /我拿到后头给所长瞧""",
        """身份证拿来我看下/您自己打个电话问/合同我瞅瞅/发给我，我给您看看/跟您核对一下号码
        /我给您张表/律师会打电话给您""",
    ),
    ("closing.thanks_answer",): (
        """不值一提/莫讲礼/你太见外了/这算啥/不用跟我道谢
        /讲哪里话/没有的事/不存在/该我谢您""",
        """您这个材料不齐/下一位/嗯
        /这件不合适""",
    ),
    ("closing.farewell", "closing.cold_farewell"): (
        "外头下雨，打好伞/天黑了，路上看着点/您老慢着点儿/我送送您/先这样，拜拜/楼梯陡，您扶着栏杆",
        "走好不送/赶紧走/出门右拐/下一位",
    ),
    ("opening.greeting", "opening.greeting_unless"): (
        "早啊，大叔/侬好/来啦老李/吃了吗您",
        "你说/号呢/怎么又来了/什么事",
    ),
    ("opening.unit", "opening.unit_unless"): (
        """喂，卫生院/喂水务所请讲/您好，县劳动监察大队/学区办。/您好12315请讲
        /您好，低保业务线上/在，婚登专席/您好，殡仪馆/这里是入学咨询""",
        """您好，请讲/喂，哪位/您是哪个单位的/您好，您哪个小区
        /你好，哪个厅/您在线上交的吗""",
    ),
    ("answering.evasive",): (
        """该咋办咋办/你去打听打听/我哪记得住/到时候你就知道了/你不会看吗/有通知你就看通知
        /两家都有可能/一步一步来/你跟他们好好说说""",
        """公众号文书下载里有范本/带身份证来/三楼左手第二间/可以的
        /您和他一起来""",
    ),
    ("answering.brush_off",): (
        "派了自然有人找你/你到别处问问/谁让你来的你找谁/讲那么细干啥/我要吃饭了",
        "我自己去找档案给您/到了三楼有人接您/您慢慢讲",
    ),
    ("arguing.upset", "arguing.upset_unless"): (
        """拿老百姓寻开心呢/我忍你很久了/简直胡闹/你横什么横/别拿规定压我/你们说关就关/叫我跑三回还不行，讲不讲理
        /拿我当皮球踢呢/你们别光登记/就不能一次性说清/你们就这么对待老人/你别跟我讲那些/怎么说话的""",
        """请找一下王主任/有人举报我们店，我来问问/我想问举报电话是多少/我刚才说话急，态度不好您别见怪
        /那边没人，我就过来了/孩子的截图给您看
        /孩子妈的身份证也带了/我要告诉您一件事/这服务真好/有没有地方说理/你这人真热心""",
    ),
    ("arguing.grumble",): (
        """从早上六点排到现在/请了半天假来的/跑断腿了/等得我腿都麻了
        /足足跑了四趟""",
        """我从南门进来的/请假条在这里/我跑步来的
        /太麻烦您了/先签字再排号""",
    ),
    ("arguing.protest",): (
        """你这话太难听了/我不是故意的/我就问一句/你可不能这么说话
        /看都不让看/你们不是管水的吗/您这么答人/我才来两回""",
        """这话我记下了/我是来办证的/我问一下
        /我不是本地人/他怎么没来""",
    ),
    ("arguing.delay",): ("咋还没消息/一直没个回音", "还没带/有个好消息"),
    ("refusing.absent", "refusing.absent_unless"): ("所长下乡了", "所长在不在本地/证件在不在身上"),
    ("refusing.asks_fee",): ("收不收押金/要手续费吗", "收不收复印件/要带什么"),
    ("refusing.returned", "refusing.refusal_unless"): ("说我的件被打回/审核没通过", "快递退回了/我办完了"),
    ("refusing.wonders",): ("是啥原因/我来问问", "我来交钱/好的"),
    ("referring.no_house",): ("带上银行卡/在民政局的公众号上填/按残联的规定", "去银行/到民政局"),
    ("referring.own_place",): ("我这儿正好是收件处/就是我本人", "他那儿是收件处"),
    ("referring.next_step",): ("先到派出所销了户再来/本子到手了去激活", "您去派出所"),
    ("waiting.glance",): ("我看一眼/我瞧瞧", "您看一眼/我查一下"),
    ("waiting.records",): ("我看看台账/还有没有号", "我看看这张照片"),
    ("waiting.turned_up",): ("找着了/状态是在审/您这个没过", "公章有/填完给我"),
    ("waiting.citizen_waited", "waiting.citizen_waited_unless"): (
        "找着了没有/都十来分钟了/人就走了",
        "原件还在不在你那儿/材料还在吗",
    ),
    ("closing.thanks", "closing.thanks_unless"): ("热合买提", "先谢绝了"),
}


def _cases(side: int) -> list[tuple[tuple[str, ...], str]]:
    return [(lists, text.strip()) for lists, sides in WORDINGS.items() for text in sides[side].split("/")]


@pytest.fixture(scope="module")
def stands():
    """Whether a cue of a list stands in a text, beside the harmless longer wordings."""
    matcher = CueMatcher(load_cues())

    def found(lists: tuple[str, ...], text: str) -> bool:
        return bool(matcher.find(Batch([text])).of(0, 1).spans(0, lists[0], lists[1:]))

    return found


@pytest.mark.parametrize(("lists", "text"), _cases(0))
def test_wordings_that_belong_to_a_list(stands, lists, text):
    assert stands(lists, text)


@pytest.mark.parametrize(("lists", "text"), _cases(1))
def test_near_wordings_that_do_not(stands, lists, text):
    assert not stands(lists, text)
