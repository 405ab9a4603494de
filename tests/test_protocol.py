"""The protocol points: conversations of a few turns, the outcome, and the turn that decided it."""

from __future__ import annotations

import pytest

from checker import Checker, Conversation, Turn
from checker.rules.protocol import POINTS

HELLO = "您好，请问您要办理什么业务？"


def conversation(*texts: str, channel: str = "window") -> Conversation:
    """Turns by turns, the clerk first; a text that begins with 民： is the citizen's."""
    turns = [Turn(text.removeprefix("民："), "citizen" if text.startswith("民：") else "clerk") for text in texts]
    return Conversation(tuple(turns), channel=channel)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def outcome(ruling: Checker):
    """(status, turn) of one point."""

    def decide(point: str, *texts: str, channel: str = "window") -> tuple[str, int | None]:
        found = ruling.check(conversation(*texts, channel=channel)).protocol[point]
        return found.status, found.turn

    return decide


CASES = [
    ("greeting", "window", ["您好，办什么业务？", "民：补卡。"], ("met", 0)),
    ("greeting", "window", ["里边坐，办啥事？", "民：补卡。"], ("met", 0)),
    ("greeting", "window", ["下一个，啥事？", "民：补卡。"], ("missed", 0)),
    ("greeting", "phone", ["喂哪里", "民：你好我问一下"], ("missed", 0)),
    ("self_introduction", "phone", ["喂您好东山县医保局", "民：你好"], ("met", 0)),
    ("self_introduction", "phone", ["您好，请讲。", "民：你好，我问一下"], ("missed", 0)),
    ("self_introduction", "phone", ["喂", "民：是社保局吗", "是的您好这里是社保局", "民：好"], ("met", 2)),
    ("self_introduction", "window", ["您好。", "民：补卡。"], ("na", None)),
    ("farewell", "window", [HELLO, "民：办好了，走了。", "您慢走，路上当心。"], ("met", 2)),
    ("farewell", "window", [HELLO, "民：办好了，走了。", "走好不送。"], ("missed", 2)),
    ("farewell", "phone", [HELLO, "民：再见", "不客气再见", "民：再见", "嗯"], ("met", 4)),
    ("thanks_response", "window", [HELLO, "民：谢谢啊", "莫客气，应该的"], ("met", 2)),
    ("thanks_response", "window", [HELLO, "民：谢谢啊", "嗯，下一个"], ("missed", 2)),
    ("thanks_response", "window", [HELLO, "民：谢谢。那几天能拿？", "二十天，快递到家。"], ("missed", 2)),
    ("thanks_response", "phone", [HELLO, "民：谢谢谢谢", "快去吧，祝您中标，再见"], ("missed", 2)),
    ("thanks_response", "window", [HELLO, "民：谢谢，添麻烦了", "言重了，顺手的事，慢走"], ("met", 2)),
    ("thanks_response", "window", [HELLO, "民：先不说了", "好的"], ("na", None)),
    ("thanks_response", "chat", [HELLO, "民：清楚了，辛苦您", "别客气，再见"], ("met", 2)),
    ("thanks_response", "window", [HELLO, "民：麻烦您帮我看看表", "填对了"], ("na", None)),
    ("please_wait", "phone", [HELLO, "民：查下我的社保", "好的稍等我查一下"], ("met", 2)),
    ("please_wait", "phone", [HELLO, "民：查下我的社保", "我去问一下", "民：喂喂还在吗", "在"], ("missed", 2)),
    ("please_wait", "window", [HELLO, "民：补卡", "身份证给我看一下。"], ("na", None)),
    ("please_wait", "window", [HELLO, "民：排了一个小时了，补卡", "久等了，身份证给我。"], ("na", None)),
    ("please_wait", "phone", [HELLO, "民：查下我的社保", "久等了，缴了八年"], ("missed", 2)),
    ("please_wait", "window", [HELLO, "民：几时好", "您等我们短信通知吧。"], ("na", None)),
    ("apology", "window", [HELLO, "民：我都等了一个小时了", "实在对不起，让您久等了。"], ("met", 2)),
    ("apology", "window", [HELLO, "民：你们什么态度，我要投诉", "您说。"], ("missed", 1)),
    ("apology", "window", [HELLO, "民：补卡要带什么？", "身份证。"], ("na", None)),
    ("apology", "window", [HELLO, "民：井盖归谁管？", "不归我们管，归城管局。"], ("na", None)),
    ("referral", "window", [HELLO, "民：医保在这儿办吗", "医保不在我们这儿，您到二楼8号窗口。"], ("met", 2)),
    ("referral", "window", [HELLO, "民：医保在这儿办吗", "这个不归我们管。", "民：那找谁", "不知道。"], ("missed", 4)),
    ("referral", "window", [HELLO, "民：补卡在哪里办？", "就在我这儿办，一楼3号窗口。"], ("na", None)),
    ("referral", "window", [HELLO, "民：津贴在这儿领吗", "去年划到医保局了，您到三楼。"], ("met", 2)),
    ("reason", "window", [HELLO, "民：能给我办吗", "这个办不了，按规定得本人来签字。"], ("met", 2)),
    ("reason", "window", [HELLO, "民：能给我办吗", "不能办。", "民：为什么", "不能就是不能。"], ("missed", 2)),
    ("reason", "window", [HELLO, "民：能办吗", "能办，身份证给我。"], ("na", None)),
    ("reason", "window", [HELLO, "民：批了没", "没批。", "民：为啥没批？", "我查一下。", "民：嗯", "缺一份合同。"], ("met", 6)),
    ("reason", "window", [HELLO, "民：批了没", "没批。", "民：为啥？", "没批就是没批。"], ("missed", 2)),
    ("reason", "window", [HELLO, "民：能代办吗", "代办不成，要本人签字。"], ("met", 2)),
    ("time_commitment", "window", [HELLO, "民：多久能拿到？", "十五个工作日。"], ("met", 2)),
    ("time_commitment", "window", [HELLO, "民：多久能拿到？", "过几天就好了。"], ("missed", 2)),
    ("time_commitment", "window", [HELLO, "民：今天能拿到吗？", "当场就能拿。"], ("na", None)),
    ("time_commitment", "window", [HELLO, "民：你们几点下班？", "我们五点半下班。"], ("na", None)),
    ("time_commitment", "window", [HELLO, "民：哪天来拿？", "过两天再看吧。"], ("missed", 2)),
    ("no_argument", "window", [HELLO, "民：你们这不是坑人吗", "您别着急，我帮您查。"], ("met", 2)),
    ("no_argument", "window", [HELLO, "民：我要投诉你", "投诉去呗，我怕谁。"], ("missed", 2)),
    ("no_argument", "window", [HELLO, "民：我来补卡", "好的。"], ("na", None)),
    ("answered", "window", [HELLO, "民：要带什么材料？", "身份证和户口本。"], ("met", 2)),
    ("answered", "window", [HELLO, "民：要带什么材料？", "自己看墙上去。"], ("missed", 1)),
    ("answered", "window", [HELLO, "民：找谁修？", "这个我不清楚", "民：那问谁嘛", "您打12345问问"], ("met", 4)),
    ("answered", "window", [HELLO, "民：我来交材料。", "好的。"], ("na", None)),
    ("answered", "phone", [HELLO, "民：蜂场大概几月份验收啊我好安排人", "六月中旬去验"], ("met", 2)),
    ("answered", "window", [HELLO, "民：要贴签不？", "滚一边去，少烦我。", "民：到底要贴签不？", "要贴，贴在箱盖上。"], ("met", 4)),
    ("answered", "window", [HELLO, "民：外省的卡行吗？", "不清楚。", "民：那多久到账？", "十个工作日到账。"], ("missed", 1)),
    ("answered", "window", [HELLO, "民：这栏要填吗？", "你少啰嗦，烦不烦。", "民：……好。", "签完字拿到隔壁盖章就行。"], ("missed", 1)),
    ("answered", "window", [HELLO, "民：批了没有？", "没批就是没批。", "民：算了。", "慢走。"], ("missed", 1)),
    ("answered", "window", [HELLO, "民：他让我来，自己不在，耍人玩呢？", "您消消气，我给他打电话。"], ("na", None)),
    ("referral", "phone", [HELLO, "民：我那补贴停在验收上，验收归谁管啊", "验收在二楼植保股，您打六六二零一一七"], ("met", 2)),
    ("referral", "window", [HELLO, "民：蜂箱补助也在这儿领吗？", "那归别的口子，我不清楚。", "民：哦。", "嗯。"], ("missed", 2)),
    ("referral", "window", [HELLO, "民：路灯坏了。", "路灯不归我们管。", "民：哦。", "嗯。"], ("missed", 2)),
    ("referral", "window", [HELLO, "民：路灯归你们管吗？", "归我们管，明天去修。"], ("na", None)),
    ("no_argument", "window", [HELLO, "民：咋还没到账？", "你少啰嗦，烦不烦。", "民：哦，那我再等等。", "嗯。"], ("na", None)),
    ("no_argument", "window", [HELLO, "民：表在哪儿？", "你少啰嗦，烦不烦。", "民：我就等着用！", "桌上。"], ("missed", 2)),
    ("time_commitment", "phone", [HELLO, "民：周末去得成吗", "周六上午九点到下午一点，中间不歇"], ("na", None)),
    ("please_wait", "phone", ["您好，耽误您两分钟可以吗？", "民：行", "您满意吗？", "民：还行"], ("na", None)),
    ("please_wait", "phone", [HELLO, "民：查下我的号", "我翻一下册子，电话您拿着先别撂"], ("met", 2)),
    ("reason", "window", [HELLO, "民：旧卡丢了。", "给您挂失了，那张卡作废了，补一张就行。"], ("na", None)),
    ("answered", "window", [HELLO, "民：去哪儿办？", "你到别处问问。", "民：好吧，谢谢。", "慢走，伞别忘了。"], ("missed", 1)),
    ("answered", "window", [HELLO, "民：要带啥？", "你自己掰扯去，问那么细干啥。", "民：算了。", "嗯。"], ("missed", 1)),
    ("answered", "chat", [HELLO, "民：委托书有没有样本？", "公众号下载专区里有。"], ("met", 2)),
    ("reason", "window", [HELLO, "民：舅舅担保成不成？", "舅舅不成，合同上要查户口关系。"], ("met", 2)),
    ("reason", "window", [HELLO, "民：两本都要带吗？", "蓝的那本带来，绿的不行。"], ("na", None)),
    ("reason", "window", [HELLO, "民：能办吗", "办不了。", "民：为什么？", "不行就是不行。", "民：唉", "退回了，差个章。"], ("missed", 2)),
    ("reason", "window", [HELLO, "民：帮我开一张", "开不了，他们厂早搬到外省去了，底册都带走了。"], ("met", 2)),
    ("referral", "window", [HELLO, "民：医保也在你这儿办吗？", "不在，各搞各的。", "民：哦", "嗯"], ("missed", 2)),
    ("referral", "window", [HELLO, "民：这个找谁开？", "区消防大队，长江路三号。"], ("met", 2)),
    ("referral", "chat",
     ["民：扣除没过", "您好，公积金中心在线客服。我们的数据每月五号都传过去，从来没有断过，扣除是税务局在审，您打12366。"], ("met", 1)),
    ("referral", "window", [HELLO, "民：交到哪？", "就业中心二楼，就是我这个办公室。"], ("na", None)),
    ("apology", "window", [HELLO, "民：号丢了。", "你脑子呢？", "民：我再找找。", "滚一边去，别挡着后头的人。"], ("na", None)),
    ("apology", "window", [HELLO, "民：号丢了。", "你脑子呢？", "民：你这话太难听。", "滚一边去，别挡着后头的人。"], ("missed", 2)),
    ("time_commitment", "window", [HELLO, "民：好的。", "审完十个工作日发新证。"], ("met", 2)),
    ("time_commitment", "window", [HELLO, "民：多久批下来？", "先公示七天，完了快得很。"], ("missed", 2)),
    ("time_commitment", "window", [HELLO, "民：不服咋办？", "六十天之内提复议。"], ("na", None)),
    ("no_argument", "window", [HELLO, "民：找一下王主任。", "他开会去了。"], ("na", None)),
    ("please_wait", "window", [HELLO, "民：租房提取。", "合同给我，我看看。"], ("na", None)),
    ("please_wait", "window", [HELLO, "民：合同带来了。", "我看看啊。日期、章都有。"], ("na", None)),
    ("please_wait", "window", [HELLO, "民：去年报的名。", "我看看花名册。"], ("missed", 2)),
    ("please_wait", "phone", [HELLO, "民：尾号3301。", "嗯……找着了，还在复审。"], ("missed", 2)),
    ("please_wait", "window", [HELLO, "民：给您。", "好。", "民：查着没有？我站半天了。", "批了。"], ("missed", 3)),
    ("referral", "chat", [HELLO, "民：要走哪些步骤", "交材料→去派出所盖章→我们发证"], ("na", None)),
    ("referral", "window", [HELLO, "民：能办吗", "能，银行卡带来，您到这儿签字。"], ("na", None)),
    ("referral", "window", [HELLO, "民：纤夫的底册呢", "没进我们馆，在航道处，电话6620155。"], ("met", 2)),
    ("reason", "window", [HELLO, "民：证怎么显示退回了？", "报下编号。", "民：三五。", "照片过期了。"], ("met", 4)),
    ("reason", "phone", [HELLO, "民：养蜂补助没通过，想问问。", "系统只显示不通过。"], ("missed", 2)),
    ("reason", "window", [HELLO, "民：要是不批咋办", "不批会给您书面的。"], ("na", None)),
    ("reason", "window", [HELLO, "民：收不收钱？", "不收。"], ("na", None)),
    ("apology", "window", [HELLO, "民：蜂箱补助咋还没到？", "下周三到卡。"], ("na", None)),
    ("apology", "window", [HELLO, "民：钱呢？", "下周。", "民：上月也说下周，咋还没到？", "下周。"], ("missed", 3)),
    ("apology", "window", [HELLO, "民：要本人来？", "孩子在不在本地？"], ("na", None)),
    ("time_commitment", "window", [HELLO, "民：多久？", "那是三年前的规矩，如今看审核。"], ("missed", 2)),
    ("time_commitment", "window", [HELLO, "民：好。", "现场丈量是后天上午九点。"], ("met", 2)),
    ("no_argument", "window", [HELLO, "民：我孩子妈的证也办，这服务真好。", "好的。"], ("na", None)),
    ("self_introduction", "chat", ["在的，渔船检验专席", "民：你好"], ("met", 0)),
    ("self_introduction", "phone", ["喂社保", "民：问个事"], ("met", 0)),
    ("self_introduction", "phone", ["您好劳动仲裁，您讲", "民：问个事"], ("met", 0)),
    ("self_introduction", "chat", ["您好，市民政在线，请留言", "民：你好"], ("met", 0)),
    ("self_introduction", "chat", ["您好，10月1号到3号休息，4号上班", "民：好"], ("missed", 0)),
    ("self_introduction", "chat", ["您好，车是自己的，还是租公司的？", "民：自己的"], ("missed", 0)),
    ("self_introduction", "chat", ["能的，上政务网搜“档案查询”就行", "民：好"], ("missed", 0)),
]  # fmt: skip


@pytest.mark.parametrize(("point", "channel", "texts", "expected"), CASES)
def test_a_point_and_the_turn_that_decided_it(outcome, point, channel, texts, expected):
    assert outcome(point, *texts, channel=channel) == expected


def test_the_detector_agrees_with_nearly_all_that_the_rules_decide(checker):
    reports = checker.check_many(conversation(*texts, channel=channel) for _, channel, texts, _ in CASES)
    agreed = [report.protocol[case[0]].status == case[3][0] for case, report in zip(CASES, reports, strict=True)]
    assert sum(agreed) >= 0.9 * len(CASES)


def test_every_point_is_reported(checker):
    assert set(checker.check(conversation(HELLO, "民：补卡")).protocol) == set(POINTS)


def test_a_draft_calls_for_no_point(checker):
    report = checker.check(Conversation((Turn("明天再来吧。", "clerk"),)))
    assert {point.status for point in report.protocol.values()} == {"na"}


def test_each_question_names_the_turn_that_answers_it(checker):
    report = checker.check(
        conversation(HELLO, "民：补卡要钱吗？在哪儿拍照？", "不要钱，大厅里就能拍。", "民：那多久能好？", "别问我。")
    )
    assert [(question.text, question.answered_by) for question in report.questions] == [
        ("补卡要钱吗？", 2),
        ("在哪儿拍照？", 2),
        ("那多久能好？", None),
    ]


def test_questions_stand_where_they_are_said(checker):
    talk = conversation(HELLO, "民：你好 我想问下 失业金咋个领", "带身份证来", channel="phone")
    questions = checker.check(talk).questions
    assert questions
    assert all(talk.turns[q.turn].text[q.start : q.end] == q.text for q in questions)


EXTRAS = [
    ("protocol/vague_time", "window", [HELLO, "民：多久？", "十天。", "民：什么时候寄？", "过几天吧。"], "过几天"),
    ("protocol/name_withheld", "window", [HELLO, "民：你叫什么名字？", "凭什么告诉你。"], "凭什么告诉你。"),
    ("protocol/refusal_document", "window", [HELLO, "民：咋没批？", "您的申请不予受理，未满十八岁。"], "不予受理"),
    ("protocol/small_talk", "phone", ["您好，社保局。", "民：补卡", "喂妈我上班呢"], "喂妈"),
    ("protocol/unit_first", "phone", ["喂你好", "民：是社保局吗", "对，这里是社保局"], "喂你好"),
    ("protocol/brevity", "phone", ["您好，社保局。", "民：怎么办", "带身份证来办" * 60], None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "channel", "texts", "span"), EXTRAS)
def test_what_the_norms_ask_besides(ruling, rule, channel, texts, span):
    found = [
        finding for finding in ruling.check(conversation(*texts, channel=channel)).findings if finding.rule == rule
    ]
    assert len(found) == 1
    assert span is None or found[0].text == span


QUIET = [
    ("protocol/vague_time", [HELLO, "民：多久？", "很快，三个工作日就好。"]),
    ("protocol/name_withheld", [HELLO, "民：您贵姓？", "我姓段，工号12。"]),
    ("protocol/name_withheld", [HELLO, "民：你这是什么态度？", "对不起。"]),
    ("protocol/refusal_document", [HELLO, "民：咋没批？", "不予受理，这是《不予受理通知书》，原因写在上面。"]),
    ("protocol/refusal_document", [HELLO, "民：钱呢？", "费用会退回到您的卡里。"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "texts"), QUIET)
def test_what_is_done_rightly_is_left_alone(checker, rule, texts):
    assert rule not in {finding.rule for finding in checker.check(conversation(*texts)).findings}


def test_a_rude_word_after_a_complaint_is_a_quarrel(checker):
    report = checker.check(conversation(HELLO, "民：你们怎么又让我跑一趟，我要投诉！", "有意见找领导去。"))
    assert report.protocol["no_argument"].status == "missed"
