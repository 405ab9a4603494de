"""Whether a notice is called for: the citizen asks how something is done, or the text itself is a notice."""

from __future__ import annotations

import re

from checker.rules.notice.talk import plain
from checker.rules.scene import Scene

_DO = (
    r"(?:办|申|弄|整|搞|领|转|补|换|迁|报|提|认定|上户|上报|开具?|走|注销|过户|登记|缴|交|参保|操作|取|批|备案|"
    r"变|改|续|退|贷|评|考|装|用|签|落|入|认|销|动用|加|交|参|算|约|调|刻|挂|用|查|搬|买|卖|租|摆|养|接|拿|"
    r"享受|处理|解|安|续签|准备)"
)
_HOW = re.compile(
    rf"(?:怎么|怎样|咋个?|咋样|如何|啷个|哪样|怎麼|点样|点)(?:才能|才|去|来|样|个|能|给|往|把|跟|可以)?(?:在网上|"
    rf"在这边|自己|重新|合到|向)?{_DO}|(?:怎么|咋个?|如何)(?:[^。？，]{{0,4}}){_DO}"
    r"|(?:怎么|咋个?|啷个|哪样|怎样)(?:个)?(?:办|弄|整|搞|走|过|领|法)|流程|手续|程序|步骤|咋办|怎么办|办法|"
    r"怎么回事，?怎么解|一次性?(?:告诉|讲|说)|怎么解|点算|哪能办|跑几趟|几趟"
)
_WHAT = re.compile(
    r"(?:要|需要|带|准备|拿|交|备|提供|用|缺|须|得)(?:带|交|准备|拿|些|提供|备|哪|到|点|个|一些|自己)?(?:些|"
    r"点)?(?:什么|啥子?|哪些|哪样|咩|乜|甚么|什麼|文件|材料|证件|资料|东西)(?!事|业务|时候|问题)|(?:什么|啥|"
    r"哪些)(?:材料|手续|证件|资料|东西|条件)|材料(?:呢|清单|单子|有哪些|是哪些)|带啥|拿啥|要些啥|带些|需不需要|"
    r"要不要(?:审批|手续|办证|发票|户口|备案)"
)
_WISH = re.compile(
    r"(?:想|打算|准备)(?!查|问|咨询|约|投诉|反映|找)[^。？，]{0,14}(?:办|申请|领|补|换|转|开|注销|过户|登记|缴|"
    r"变更|改|备案|续|迁|贷|做|卖|摆|装|取|上|报|考)"
)
_MAY = re.compile(
    r"(?:可以|可不可以|能不能|能|可)[^。？，]{0,6}(?:提取?|办理?|领|申请|申领|补办?|报销|参保|落户|转|换|退休|"
    r"享受)[^。？，]{0,6}(?:吗|不|么|嘛|没|？)"
)
_ENTITLED = re.compile(
    r"(?:有没有|有(?:什么|啥|哪些|些|点)?|听(?:人)?说|能享受)[^。？，]{0,8}(?:补贴|补助|政策|优惠|待遇|津贴|救助|减免|扶持)|"
    r"(?:可以|能不能|能|可)[^。？，没]{0,6}(?:交|缴|换|落|迁|贷|代办|改|读|登记|备案|过户|分户|报考)[^。？，了]{0,6}(?:吗|不$|不[。？，]|么|嘛)|"
    r"(?:要|得|需要?)(?:换|续|迁|改|过户|注销|登记|备案|年审|变更|延期)[^。]{0,12}(?:吗|么|嘛|？)"
)
"""The citizen asks what they are entitled to, or whether something can be done."""
_IDLE = re.compile(
    r"^(?:你好|您好|喂|在吗|在不在|有人吗|好的?|谢谢|嗯|行|知道了|明白了?|再见|哦)[，。！？]{0,3}$|谢谢你|"
    r"几点(?:上班|下班|开门|关门)|上不上班|厕所|洗手间|停车|(?<!字)打错(?:了?电话|了?号)?[。！？，]|你叫什么|工号|贵姓|态度|要投诉|我要?举报|骗子|"
    r"什么玩意|滚"
)
_UNDERWAY = re.compile(
    r"(?:材料|东西|资料|手续|单子|证件|身份证|结清证明)[^。？]{0,6}(?:都|也)?(?:带(?:了|来|齐)|齐了|在这|在袋|"
    r"做来了)|(?:已经|我|上周|上礼拜|上个月|前天|昨天|"
    r"[0-9一二三四五六七八九十]+[月号])[^。？，]{0,8}(?:交了?的?(?:材料|申请|手工)|提交(?:的|了)?|申请了|交上来|"
    r"做的鉴定|做的评定)"
    r"|进度|催一?下|显示[^。]{0,3}(?:已|受理|退回|审核)|投诉|我要反映|我反映|回访|举报|打错|还没(?:下来|到|动静|"
    r"消息|办|批)|没(?:到账|发|动静|来人)|不亮|(?:批文|证|钱)[^。]{0,6}下来没|短信通知|我来(?:领|取|交|做)|"
    r"查(?:一下|下|查|个)?(?:我|我那)|约(?:个|一?下)?(?:上门|时间|号)|帮我约|想約|预约(?:一|个)?(?:号|登记)?|"
    r"到了没有|提(?:公积金|取)，?租房的那种|到期了，?(?:签|换个)|补一个$|(?:找|麻烦找)(?:一下|"
    r"下)?[^。？，]{1,8}(?:科长|局长|主任|小|老|骨长|股长)|我找(?!找)|打给我|让我补|让我们来|来领|来办?那个|"
    r"给我外孙办|要挂号|水管爆|暖气|"
    r"我来?(?:递|送|补交|补)[^。？，]{0,8}(?:资料|材料|表|件)|看看?还(?:缺|差)|(?:还)?没收到|路灯|漏水|停[水电]|井盖|下水道|丢在|落在"
)
_REFUSED = re.compile(
    r"为什么|为啥|凭什么|凭啥|咋(?:不|没|给|又|就)|怎么(?:不|没|就|给|又|被|回事|退)|为何|什么原因|啥原因|理由|"
    r"不给(?:批|办|过|报)|退(?:回|件|了)|驳回|没(?:批|通过|过)|打回来|不予|取消|停(?:了|发)|掐了|补不了|"
    r"不能(?:办|申请|补)|能不能补|能申请吗|审核结果|不批|不收|没发|为甚|咋样了|没动静|说不行|咋没|结果"
)
_REFUSES = re.compile(
    r"不予|不符合|不具备|退回|退件|没批|没过|未通过|不予受理|驳回|取消|补不了|办不了|不能办|不给办|暂不|"
    r"退还给您|没法给您|通融|登记不了|办不成|没法办|还差|不够(?:年龄|条件|年限)|收不了|不能(?:登记|受理|批|报|"
    r"领)|批不了|达不到"
)
_NOTICE_WORDS = re.compile(
    r"一次性告知|告知单|告知书|须知|办事指南|补正通知|通知书|办理指南|办理流程|申请材料|办理条件|办结|所需材料|"
    r"需要材料|所需资料|请(?:携带|带|提交|准备|备)|材料[：，]|需提交"
)
_DEMAND = re.compile(r"一次性?(?:告诉|讲|说)|怎么解|还要带(?:什么|啥)|补办要带|要带什么")


_ELSEWHERE = re.compile(r"那边|他们那|人家那")
"""The citizen asks of another office, to which they were sent."""
_COMPLAINT = re.compile(
    r"^[^，。？]{0,16}(?:投诉|举报|反映|质疑|建议|呼吁|请求|希望|曝光|强烈|严重|要求)|脏乱|扰民|不顾|强行|乱象|"
    r"噪音|拖欠|违规|违章|无人管|没人管"
)


def called_for(scene: Scene) -> bool:
    """Whether the conversation calls for the profile's notice."""
    citizen = [plain(scene.text(turn).folded) for turn in scene.citizen_turns]
    clerk = "。".join(plain(scene.text(turn).folded) for turn in scene.clerk_turns)
    if scene.profile.elements == ["reason"]:
        return _refused(citizen, clerk)
    if not citizen:
        return len(_NOTICE_WORDS.findall(clerk)) >= 2
    if len(citizen) == 1:
        idle = _IDLE.search(citizen[0]) or (_COMPLAINT.search(citizen[0]) and not _asks(citizen[0]))
        return not idle or len(_NOTICE_WORDS.findall(clerk)) >= 2 or bool(_INSTRUCTS.search(clerk))
    return _consults(citizen, clerk)


_PAPER = (
    r"(?:身份证|户口[本簿]|证书|证明|执照|申请[表书]|登记表|合同|协议|照片|发票|病历|银行卡|社保卡|复印件|原件|旧证|证)"
)
_INSTRUCTS = re.compile(
    rf"(?:带|携|准备|备齐|提供|提交|交上|持|凭)[^。？]{{0,12}}{_PAPER}|"
    rf"把[^。？]{{0,10}}{_PAPER}[^。？]{{0,10}}(?:给|拿|带|交|发|传)"
)
_LISTS = re.compile(rf"(?<!您)(?:要带|带上|带着|携带|准备|需要|备齐|带|要)(?:[^。？]{{0,10}}{_PAPER}){{2}}")
"""The clerk says what to bring; lists several papers."""
_LIMITS = re.compile(r"工作日|当场|当天|[0-9一二两三四五六七八九十]天|[取拿领]证|现场")
_WAITED = re.compile(
    r"(?:什么时候|啥时候?|几时|哪天|多会儿|好久|何时|到底|怎么)[^。？，]{0,8}(?:批|下来|发下|到账|答复|出来|能拿|能取|有结果)|"
    r"交(?:了|上去)?(?:材料|资料|申请)?[^。？，]{0,6}(?:多?个?月|多?天|周|礼拜|星期)了|等了[^。？，]{0,6}(?:月|天|周)"
)
"""The citizen waits for the outcome of a case."""


def _refused(citizen: list[str], clerk: str) -> bool:
    asked = any(_REFUSED.search(words) for words in citizen)
    return asked or bool(_REFUSES.search(clerk))


def _asks(question: str) -> bool:
    return any(pattern.search(question) for pattern in (_HOW, _WHAT, _WISH, _MAY))


def _consults(citizen: list[str], clerk: str) -> bool:
    """Whether a longer conversation is about how something is done, not about a case under way."""
    if any(_DEMAND.search(words) for words in citizen):
        return True
    if any(_WAITED.search(words) for words in citizen[:1]) and not _HOW.search(citizen[0]):
        return False
    listed = bool(_LISTS.search(clerk) and _LIMITS.search(clerk))
    if any(_UNDERWAY.search(words) for words in citizen[:3]):
        return listed
    how = any(_HOW.search(words) for words in citizen[:3])
    what = any(_WHAT.search(words) and not _ELSEWHERE.search(words) for words in citizen)
    entitled = any(_ENTITLED.search(words) for words in citizen[:2])
    return what or how or listed or entitled or bool(_WISH.search(citizen[0]) or _MAY.search(citizen[0]))
