"""Elements in the words of counters and telephones: times in plain speech, steps, conditions, grounds, numbers to call."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

CHECKER = Checker(detecting=False)

LIMITS = [
    # what ends after a publication, and the publication alone
    ("told", "公示期满后五个工作日领证。"),
    ("told", "公告期满再过三个工作日就能拿到新本。"),
    ("told", "挂网七天没人反对，期满后两个工作日出批文。"),
    ("told", "张榜期满后十个工作日打款。"),
    ("told", "公示结束后二十个工作日发文。"),
    ("told", "登报满了以后五个工作日给您换新证。"),
    ("partial", "评完公示五个工作日再发文。"),
    ("partial", "先在村口张榜七天，然后上报。"),
    ("partial", "名单公示五天，没意见就定下来。"),
    ("partial", "网上公告十五个工作日，再登簿。"),
    ("partial", "五个工作日内决定是否受理。"),
    ("partial", "三天之内告诉您立不立案。"),
    ("partial", "收到后五日内作出受理决定。"),
    ("partial", "七个工作日定收不收。"),
    # on the spot
    ("told", "随查随取，不另收钱。"),
    ("told", "随交随走。"),
    ("told", "随申随批。"),
    ("told", "随报随领，哪天来都行。"),
    ("told", "随审随结。"),
    ("told", "随来随打。"),
    ("told", "证打好了，您核对一下。"),
    ("told", "盖好了，您看看章清不清楚。"),
    ("told", "给您排上了，现在就算定了。"),
    ("told", "改好了，您瞧瞧名字对不对。"),
    ("told", "给您约上了，礼拜四来就成。"),
    ("told", "销完了，回执您拿着。"),
    ("told", "多久？立等可取。"),
    ("told", "多久　立等可取"),
    # by a day in the calendar
    ("told", "登记完到八一之前一次打给您。"),
    ("told", "国庆前发到卡上。"),
    ("told", "春节以前统一发放。"),
    ("told", "下周三之前给您答复。"),
    ("told", "这个礼拜五之前办结。"),
    ("told", "重阳节前把钱打给老人。"),
    ("told", "本月底前出结果。"),
    ("told", "下礼拜二之前打款。"),
    # about so long
    ("partial", "大概二十来天。"),
    ("partial", "十天八天的吧。"),
    ("partial", "七八个工作日上下。"),
    ("partial", "个把礼拜。"),
    ("partial", "一两个星期能好。"),
    ("partial", "差不多半个月出证。"),
    # somebody will say
    ("partial", "领证时间另行通知。"),
    ("partial", "发放日期另行公告。"),
    ("partial", "抽号的日子另行告知。"),
    ("partial", "等中队排位置，排好喊你。"),
    ("partial", "等师傅腾出手，轮到了叫您。"),
    ("partial", "修好通知您。"),
    ("partial", "批下来喊你来拿。"),
    ("partial", "弄完给您发消息。"),
    ("partial", "审过了告诉您一声。"),
    ("partial", "至于水压提上来，我们会抓紧。"),
    # how long something has lasted, and what is done here and now by the citizen
    ("missing", "您说家里连着三天停水，我们很过意不去。"),
    ("missing", "一连五天没人收垃圾，是我们的错。"),
    ("missing", "接连两个星期下雨，路还没修。"),
    ("missing", "清明前后十天人多，请错峰。"),
    ("missing", "节前一个星期人多，错开来。"),
    ("missing", "您母亲当场写放弃的声明就行。"),
    ("missing", "申请书现场打印签字。"),
    ("missing", "表当场填，不用带。"),
    ("missing", "文件叫什么我说不上来了。"),
    ("missing", "请在乘车前一天填写。"),
    # the first look alone
    ("partial", "三日内完成初核，再往上报。"),
    ("partial", "五个工作日内作出初审，后面还有评审。"),
    ("partial", "两天内完成预审，往后由市里审。"),
    ("partial", "七日内进行形式审查。"),
    ("partial", "十日内完成初步审核，再报县里。"),
    ("partial", "三个工作日完成初审，再走公示。"),
    # as long as it takes, and no sooner
    ("partial", "三个月起步。"),
    ("partial", "半个月往上。"),
    ("partial", "两个星期开外。"),
    ("partial", "二十天打底。"),
    ("partial", "一个月出头。"),
    ("partial", "过些天吧。"),
    ("partial", "有空位就安排。"),
    ("partial", "来了指标再排。"),
    ("partial", "有人手就派。"),
    ("partial", "批得挺快。"),
    ("partial", "等公众号通知就行。"),
    ("partial", "自然有人给你打电话。"),
    # how often
    ("missing", "联审会一个月开一次。"),
    ("missing", "表一季度报一回。"),
    ("missing", "渠水半个月才放，七天跑一趟。"),
    ("missing", "检测车两个月来一趟。"),
    # a limit
    ("told", "一般五个工作日。"),
    ("told", "一般二十个工作日到账。"),
    ("told", "现打现拿。"),
    ("told", "现刻现取。"),
    ("told", "现烤现领。"),
    ("told", "几天办好：当场。"),
    # another decides how soon; a timetable that is merely looked up
    ("partial", "快慢主要看成都那边。"),
    ("partial", "早晚得看总公司那头。"),
    ("partial", "时间全看人家单位。"),
    ("partial", "哪天能到要看省里。"),
    ("partial", "快慢就看银行那边。"),
    ("partial", "几时能好得看对方。"),
    ("told", "我看下排期，给您约上了。"),
    ("told", "看一下档期，给您订好了。"),
    ("told", "看看号源，给您排上了。"),
]

STEPS = [
    ("told", "先登个记，后头等中队排位置，排好喊你。"),
    ("told", "先验个车，回头去窗口打本，完事装牌。"),
    ("told", "头一步量地，二一步画图，末了登簿发证。"),
    ("told", "上来先测个血压，再抽个血，末了盖个章。"),
    ("told", "表一交，他们审过了，就给你挂牌。"),
    ("told", "领个号，交了表，等叫，签个字就走。"),
    # what follows is left to the office
    ("partial", "填个表，后头的我们来走，你等着钱到卡上就行。"),
    ("partial", "表交来，剩下的我们去办。"),
    ("partial", "签个字，后面的事交给我们。"),
    ("partial", "交了件，余下的不用您管。"),
    ("partial", "后续的我们来弄。"),
    ("partial", "其余的由我们跑。"),
    ("partial", "交站里，按流程退回。"),
    ("partial", "我们按照流程查档核实。"),
    ("partial", "照程序报销。"),
    ("partial", "按流程拨下去。"),
    ("partial", "走程序核销。"),
    ("partial", "依程序补发。"),
    # no step of this matter
    ("missing", "老证丢了就不用交了，到期换证才要收回的。"),
    ("missing", "您觉着不对就来写个复核申请，我们重新算。"),
    ("missing", "不服的，六十天里头申请复议，复议机关审查后答复。"),
    ("missing", "对结果有意见，写个申请，我们重新核对。"),
    ("missing", "当场生效。换表、改管另行预约。"),
    # who goes on with it
    ("told", "跟我们签个协议，交了费，我们给您开证。"),
    ("told", "村里填了表，他们造册，财政打卡。"),
    ("told", "先取个样，验过了，就给开单子。"),
    ("told", "窗口采信息、打一页新的。"),
    ("told", "跟税务对账，对上了报财政，打您卡上。"),
    ("told", "缴了款，我们给您开票，您再来装表。"),
    # words of steps in names of papers and in talk of other things
    ("missing", "①登记申请书②全体签名。"),
    ("missing", "要备案登记表、变更申请单。"),
    ("missing", "喜欢打就打，打一回我就往后放一回。"),
    ("missing", "带审批申报表、认定申请材料。"),
    ("missing", "变更登记证明一份，备案审核资料一套。"),
    ("missing", "认定申报书先放着。"),
]

CONDITIONS = [
    ("told", "还完了就能解。"),
    ("told", "押金交清了就能拆。"),
    ("told", "满月了就能打。"),
    ("told", "离了婚才能分。"),
    ("told", "毕了业才能考。"),
    ("told", "封了顶方能验。"),
    ("told", "在我们县头打过针的都补得到。"),
    ("told", "本村有地的都报得了。"),
    ("told", "交过费的都退得成。"),
    ("told", "在这上过学的都查得到。"),
    ("told", "视力不便的旅客都可预约接送。"),
    ("told", "六十五岁的老人都能领。"),
    ("told", "持证的商户均可报名。"),
    ("told", "带孩子的家庭都可以约。"),
    ("told", "堤顶上不准搭，堤外那块空场可以。"),
    ("told", "消防通道不许摆，广场东边可以。"),
    ("told", "绿化带里不让停，画线的地方行。"),
    ("told", "水源地禁止养，别处可以。"),
    ("told", "车库里头不准装，院子里可以。"),
    ("told", "景区里不许飞，河滩上可以。"),
    ("partial", "符合条件就能变更哈。"),
    ("partial", "够条件的就给换。"),
    ("partial", "达到标准就能评。"),
    ("partial", "满足要求的都会批。"),
    ("partial", "具备条件就准予登记。"),
    ("partial", "符合政策就给报。"),
    ("missing", "交一份租期一年以上的租赁合同。"),
    ("missing", "带三个月以内的体检报告。"),
    ("missing", "要两年以上的驾驶证。"),
    ("missing", "拿半年以内的流水。"),
    ("told", "有人事权的可以办。"),
    ("told", "没养过烈性犬的就能报。"),
    ("told", "属本乡的都可以参。"),
    ("told", "住满五个人的就能申请。"),
    ("told", "够年限的就行。"),
    ("told", "持残疾证的可以领。"),
    ("partial", "凡符合取水条件的单位，均可依法提出申请。"),
    ("partial", "只要符合报销规定就可以报。"),
    ("partial", "受理条件：符合国家及省有关规定的均可申请。"),
    ("partial", "前提：符合规定条件的可以申请。"),
    ("partial", "达到评审要求的就可以报。"),
    ("partial", "具备办学条件的均可申报。"),
]

GROUNDS = [
    ("partial", "文件我记得是区里前几年发的，叫什么我说不上来了。"),
    ("partial", "有个办法，名字我记不清了。"),
    ("partial", "条例好像有，第几条我记不得。"),
    ("partial", "市里发过文件，文号我一时想不起来。"),
    ("partial", "那个文叫啥我忘了。"),
    ("partial", "规定是省里出的，名称我说不全。"),
    ("partial", "省里有个提升技能的通知，多少号来着，我一下子想不起来了。"),
]

CALLS = [
    ("partial", "咨询电话见大厅公示牌。"),
    ("partial", "电话在回执背面印着。"),
    ("partial", "联系方式详见官网。"),
    ("partial", "电话写在墙上。"),
    ("partial", "号码贴在门口。"),
    ("partial", "电话看须知。"),
    ("partial", "有啥事您打我们残联电话。"),
    ("partial", "不懂打我们燃气站的电话。"),
    ("partial", "打咱们水厂值班电话问。"),
    ("partial", "有事打我们农机站电话。"),
    ("partial", "拨我们热力公司的客服电话就行。"),
    ("partial", "打我们驿站的座机。"),
    ("missing", "你在手机12306里点临时乘车证明。"),
    ("missing", "打开交管12123选补证。"),
    ("missing", "在掌上12333里上传照片。"),
    ("missing", "乱收费举报：0555-6710096。"),
]

PLACES = [
    ("missing", "户口本不要了，现在系统里头都能看见。"),
    ("missing", "社保记录系统里查得到，不用您开。"),
    ("missing", "您的学历网上能查到，免交。"),
    ("missing", "缴费情况平台上都有，不必带。"),
    ("missing", "婚姻状况系统里都看得见。"),
    ("missing", "车况网上查得着，不要您交。"),
]

REASONS = [
    ("partial", "征信上有点问题，反正就是征信不行。"),
    ("partial", "您这个资质上有点毛病。"),
    ("partial", "手续方面有些问题。"),
    ("partial", "档案那块不行。"),
    ("partial", "材料上不太行。"),
    ("partial", "资格这块有点问题。"),
    ("partial", "位置不太合适，不予同意。"),
    ("partial", "地点不大合适。"),
    ("partial", "方案不够合理，退回。"),
    ("partial", "时间不很合适，没批。"),
    ("partial", "设计不太理想，本次不予通过。"),
    ("partial", "做法不太规范。"),
    ("told", "那边没停保，所以我这儿转不进来。"),
    ("told", "鱼塘挨着保护区，故此批不下来，因为规划不许养。"),
    ("told", "名字写成了店名。"),
    ("told", "车架号跟行驶证差一位。"),
    ("told", "表上章盖错了。"),
    ("told", "发票是一月开的，不在活动时间内。"),
    ("told", "因为钱是户籍地的财政出。"),
]

OFFICES = [
    # an office is named; another, unnamed, is spoken of in passing
    ("told", "请到2楼5号社保窗口办理，办好后相关单位会联系您。"),
    ("told", "您到县民政局一楼3号窗口办理。别的事请找相关部门。"),
    ("told", "到二楼3号窗口，凭相关部门的批复来办。"),
    ("told", "三楼不动产窗口，相关科室会给您打电话。"),
    ("told", "税务局一楼大厅6号窗，别的疑问向有关部门问。"),
    ("partial", "渠道是水利站修的，清淤请向有关部门提出。"),
    ("partial", "武装部的档案我们去查，您到相关窗口交了就好。"),
    ("partial", "在咱们大厅，找对应的科室。"),
    ("partial", "我局很重视，具体由相关单位受理。"),
    ("partial", "社区那头不管，去指定机构办。"),
    ("partial", "您到我们这边相关的股室找人办。"),
    ("told", "请到县农业农村局渔政股，带有关部门出具的证明。"),
    ("told", "到二楼水务窗口办，有意见可向有关部门反映。"),
]

PROFILES = {
    "time_limit": "wenshang",
    "procedure": "wenshang",
    "conditions": "wenshang",
    "basis": "renshe",
    "department": "renshe",
    "contact": "first_asked",
    "path": "four_informs",
    "reason": "bianmin_refusal",
}
TABLE = [
    (element, status, said)
    for element, rows in {
        "time_limit": LIMITS,
        "procedure": STEPS,
        "conditions": CONDITIONS,
        "basis": GROUNDS,
        "contact": CALLS,
        "path": PLACES,
        "reason": REASONS,
        "department": OFFICES,
    }.items()
    for status, said in rows
]
GUIDED = [
    ("time_limit", "公示期满后5个工作日", "told", "网上公示十五个工作日，期满后五个工作日拿新证。"),
    ("time_limit", "每年8月1日前发放", "told", "到八一之前一次打给您。"),
    ("time_limit", "每年10月1日前发放", "told", "国庆前发到卡上。"),
    ("time_limit", "每年5月1日前发放", "wrong", "到八一之前打给您。"),
    ("time_limit", "3个月加10天", "told", "审核三个月加公示十天办结。"),
    ("time_limit", "13天", "wrong", "办理要三个月加十天办结。"),
    ("time_limit", "当日办结", "wrong", "时限：7个工作日。"),
    ("time_limit", "当天办结", "wrong", "三个工作日出证。"),
    ("time_limit", "当日办结", "told", "当场就给您。"),
    ("time_limit", "17个工作日", "told", "七加十个工作日，一前一后。"),
    ("time_limit", "15日", "told", "半个月办结。"),
    ("time_limit", "7个工作日", "wrong", "五个工作日办结。"),
    (
        "department",
        "县医疗保障事务中心参保股",
        "wrong",
        "按省医保局湘医保发〔2022〕18号文，请到县税务局二楼征收股办理。",
    ),
    ("department", "县水务局排水科", "wrong", "依据市水务局水发〔2021〕3号文件，请到县城管局市政科办理。"),
    ("department", "县民政局", "told", "按民政部民发〔2020〕9号文，请到县民政局办理。"),
]


def _status(element: str, profile: str, asked: str, said: str, matter: Matter | None = None) -> str:
    turns = (Turn(asked, "citizen"), Turn(said, "clerk"))
    notice = CHECKER.check(Conversation(turns, channel="reply", profile=profile, matter=matter)).notice
    assert notice is not None
    return notice.elements[element].status


@pytest.mark.parametrize(("element", "status", "said"), TABLE)
def test_element(element: str, status: str, said: str) -> None:
    asked = "我申请的为什么退回来了？" if element == "reason" else "我想办这个，要准备什么材料、怎么办？"
    assert _status(element, PROFILES[element], asked, said) == status


@pytest.mark.parametrize(
    "said", ["您先填表，随便随取。", "您看随后随办。", "我现在现取。", "您上次没办好了，看看缺什么。"]
)
def test_not_on_the_spot(said: str) -> None:
    assert _status("time_limit", PROFILES["time_limit"], "我想办这个，要准备什么材料、怎么办？", said) != "told"


@pytest.mark.parametrize(("element", "guide", "status", "said"), GUIDED)
def test_element_against_a_guide(element: str, guide: str, status: str, said: str) -> None:
    matter = Matter(name="事项", **{element: guide})
    profile = "qidong" if element == "department" else "wenshang"
    assert _status(element, profile, "我想办这个，要准备什么材料、怎么办？", said, matter) == status
