"""Completeness of the one-time notice: elements told, partial, missing or wrong, in letters, talk and raw ASR."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Report, Turn
from checker.rules.notice.dates import dates
from checker.rules.notice.quantities import money, number, spans
from checker.text import fold


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(detecting=False)


def told(
    checker: Checker,
    clerk: str,
    profile: str,
    *,
    ask: str = "请问怎么办理？",
    channel: str = "reply",
    matter: Matter | None = None,
) -> Report:
    turns = (Turn(ask, "citizen"), Turn(clerk, "clerk"))
    return checker.check(Conversation(turns, channel=channel, profile=profile, matter=matter))


def statuses(report: Report) -> dict[str, str]:
    assert report.notice is not None
    return {name: element.status for name, element in report.notice.elements.items()}


CASES = [
    ("qidong", "basis", "told", "依据《工伤保险条例》第十七条办理。"),
    ("qidong", "basis", "told", "按失业保险条例办的"),
    ("qidong", "basis", "told", "依据是国发〔1978〕104号文。"),
    ("qidong", "basis", "partial", "按国家有关规定办理。"),
    ("qidong", "basis", "missing", "我们刚参加了《工伤保险条例》知识竞赛。"),
    ("qidong", "time_limit", "told", "自受理之日起20个工作日内办结。"),
    ("qidong", "time_limit", "told", "材料齐的话当场就给您办好。"),
    ("qidong", "time_limit", "partial", "大概十来天吧。"),
    ("qidong", "time_limit", "partial", "我们会尽快办理。"),
    ("qidong", "time_limit", "partial", "法定时限内办结。"),
    ("qidong", "time_limit", "missing", "请于成立之日起30日内申请参保。"),
    ("qidong", "time_limit", "missing", "周一至周五8:30到17:00都有人。"),
    ("qidong", "time_limit", "missing", "许可证有效期五年。"),
    ("qidong", "procedure", "told", "窗口受理、审核、公示、发证。"),
    ("qidong", "procedure", "told", "先填表，再拍照，然后我录入系统打证。"),
    ("qidong", "procedure", "partial", "按规定程序办理。"),
    ("qidong", "procedure", "missing", "在二楼左手第三间。"),
    ("qidong", "materials", "told", "请带身份证和户口簿。"),
    ("qidong", "materials", "told", "不用提供任何材料。"),
    ("qidong", "materials", "partial", "请带齐相关材料。"),
    ("qidong", "materials", "partial", "请带身份证等材料来。"),
    ("qidong", "materials", "missing", "您提交的身份证、户口簿已收悉。"),
    ("qidong", "department", "told", "由县人社局工伤保险股受理。"),
    ("qidong", "department", "partial", "请向有关部门了解。"),
    ("first_asked", "contact", "told", "有疑问请打电话0571-8812345。"),
    ("first_asked", "contact", "partial", "有问题随时联系我们。"),
    ("first_asked", "contact", "missing", "投诉电话：12345。"),
    ("first_asked", "contact", "told", "您到窗口来就行，详询5550261。"),
    ("first_asked", "contact", "told", "材料交社区。\n住房保障科 5550147"),
    ("first_asked", "contact", "missing", "受理单在窗口5550147。"),
    ("first_asked", "contact", "missing", "交到中心20261123那天的材料。"),
    ("qidong", "basis", "told", "这笔钱是省人口与计划生育条例里定的。"),
    ("qidong", "basis", "partial", "县里有个惠民殡葬的文件，前年发的。"),
    ("qidong", "basis", "missing", "小区有个放材料的文件柜。"),
    ("qidong", "time_limit", "missing", "拿到证十二个月里面要申请。"),
    ("qidong", "time_limit", "told", "我们15个工作日内要报到县里，当天就发。"),
    ("renshe", "remedy", "told", "不服的，可在六十日内申请行政复议。"),
    ("renshe", "remedy", "partial", "如有异议，请按规定渠道反映。"),
    ("wenshang", "conditions", "told", "年满六十周岁的都可以申请。"),
    ("wenshang", "conditions", "partial", "符合条件的均可申请。"),
    ("four_informs", "path", "told", "到社区服务大厅2号窗口办理。"),
    ("four_informs", "path", "partial", "请到有关部门办理。"),
    ("qidong", "basis", "told", "依据县政府办〔2020〕33号文件。"),
    ("qidong", "basis", "missing", "您的信访〔2024〕33号来件我们看到了。"),
    ("qidong", "time_limit", "told", "现办现走。"),
    ("qidong", "time_limit", "told", "审核通过，下午来拿。"),
    ("qidong", "time_limit", "partial", "约需一两个月。"),
    ("qidong", "time_limit", "partial", "时间得看那边排队，说不好。"),
    ("qidong", "time_limit", "missing", "事故发生之日起一年内可以申请。"),
    ("qidong", "time_limit", "told", "满15个工作日后补发新证。"),
    ("qidong", "procedure", "partial", "请在网站了解有关办事流程。"),
    ("qidong", "materials", "told", "户口本身份证给我看看。"),
    ("qidong", "materials", "partial", "带身份证、学历证书这些。"),
    ("qidong", "materials", "told", "身份证、户口本、结算单，就这些。"),
    ("qidong", "department", "partial", "到就业部门申请。"),
    ("wenshang", "conditions", "missing", "不收费，手机上就能办。"),
    ("wenshang", "conditions", "missing", "最晚不超过十五天。"),
    ("bianmin_refusal", "reason", "told", "房子还有抵押没解除，过不了。"),
    ("bianmin_refusal", "reason", "partial", "不符合林业政策的有关要求。"),
    ("bianmin_refusal", "reason", "told", "您名下另有一套62平方米住房，不属于住房困难家庭。"),
    ("bianmin_refusal", "reason", "partial", "不符合有关规定，退回。"),
    ("qidong", "materials", "told", "清单在墙上，我给您念：施工图、租赁合同、消防承诺书，就这三样。"),
    ("qidong", "materials", "partial", "施工图、租赁合同，还有些别的，到时候看。"),
    ("qidong", "time_limit", "partial", "快的慢的都有，看上头忙不忙。"),
    ("qidong", "time_limit", "partial", "批好了会喊你来。"),
    ("qidong", "procedure", "missing", "我镇立即组织人员进行调查核实。"),
    ("qidong", "department", "missing", "我局高度重视，您所反映的情况属实。"),
    ("qidong", "department", "told", "到市红十字会登记。"),
    ("qidong", "materials", "missing", "我们正在制定改造方案，方案出来就公布。"),
    ("qidong", "time_limit", "missing", "请在正常工作日来，缴下一年度的费。"),
    ("qidong", "basis", "missing", "您没写属地，无法确定相关政策。"),
    ("callback", "outcome", "told", "二楼的饮水机已经换了滤芯。"),
    ("callback", "outcome", "told", "把那级松了的台阶修好了。"),
    ("callback", "outcome", "partial", "您说的事，我们早就妥善处理了。"),
    ("callback", "outcome", "partial", "已把您反映的问题落实到位。"),
    ("callback", "satisfaction", "missing", "我们一定让您满意。"),
    ("callback", "opinion", "missing", "感谢您的宝贵建议。"),
    ("delay", "delay_reason", "partial", "由于工作原因，延到下周三办完。"),
    ("delay", "delay_reason", "told", "由于制图室停电，延到下周三办完。"),
    ("appointment", "attention", "partial", "请您务必注意。"),
    ("commitment", "fee", "partial", "收费标准见墙上公示。"),
    ("four_informs", "path", "told", "菜场楼上，上楼左拐第二间。"),
    ("four_informs", "path", "missing", "我在这儿干了十年，加我个人微信慢慢聊。"),
    ("qidong", "basis", "partial", "这是上级的文件要求的。"),
    ("qidong", "procedure", "told", "流程：村里递件→镇上到田头看→县局审批→领证"),
    ("qidong", "procedure", "told", "照片拍好发到小程序，填上铺面尺寸，周五抽签，抽中了现场签协议发牌。"),
    ("qidong", "materials", "told", "带身份证和健康证。具体啥时候发，看那边通知。"),
    ("qidong", "time_limit", "missing", "材料里法定不准出境的一栏要填。"),
    ("qidong", "time_limit", "missing", "我们在网站上挂十五个工作日，看有没有人来说。"),
    ("qidong", "time_limit", "partial", "证打好了我给你捎回来。"),
    ("qidong", "department", "missing", "有事找我就是，我是这个窗口的老乔。"),
    ("bianmin_refusal", "reason", "partial", "没过，说是要求上还差一些。"),
    ("bianmin_refusal", "reason", "told", "您于2024年3月2日提交的复核申请未通过：系统比对显示您名下有车。"),
    ("bianmin_refusal", "reason", "told", "您5月8日递交的申请，经审查，受伤距申请已超过一年，不予受理。"),
    ("wenshang", "conditions", "partial", "可以申请的：符合市容管理有关规定的单位和个人。"),
    ("wenshang", "conditions", "partial", "符合相关条件的渔民可以领补贴。"),
    ("wenshang", "conditions", "told", "出了县要先迁档，您这个没跨县。"),
    ("four_informs", "path", "partial", "具体怎么报名，以到时候的公告为准。"),
    ("four_informs", "path", "missing", "遇到险情先打119，也可以向法院起诉。"),
    ("renshe", "remedy", "told", "要是错扣了，拨电话过来更正，下月补上。"),
]


@pytest.mark.parametrize(("profile", "element", "status", "clerk"), CASES)
def test_element(checker: Checker, profile: str, element: str, status: str, clerk: str) -> None:
    ask = "为什么给我退了？" if profile == "bianmin_refusal" else "请问怎么办理？"
    assert statuses(told(checker, clerk, profile, ask=ask))[element] == status


def test_evidence_points_at_the_text(checker: Checker) -> None:
    report = told(checker, "您好，请带身份证。自受理之日起二十个工作日办结。", "wenshang")
    assert report.notice is not None
    texts = ["请问怎么办理？", "您好，请带身份证。自受理之日起二十个工作日办结。"]
    evidence = [each for element in report.notice.elements.values() for each in element.evidence]
    assert evidence
    assert all(texts[each.turn][each.start : each.end] == each.text for each in evidence)


def test_asr_without_punctuation(checker: Checker) -> None:
    clerk = "先到三号窗口合税缴税完了到登记窗口交件做个询问笔录受理之后两个工作日来领新证材料是身份证户口本结婚证"
    found = statuses(told(checker, clerk, "wenshang", channel="phone"))
    assert found["procedure"] == found["time_limit"] == found["materials"] == "told"


GUIDE = Matter(
    name="残疾人证办理",
    materials=("申请表", "居民身份证复印件", "户口簿", "两寸照片", "病历资料"),
    time_limit="15个工作日",
    fee="不收费",
    department="县残联",
)


def test_materials_as_people_say_them(checker: Checker) -> None:
    report = told(checker, "填申请表，带身份证正反面、户口本、病历，到县残联，15个工作日办完。", "qidong", matter=GUIDE)
    assert report.notice is not None
    assert report.notice.elements["materials"].missing == ("两寸照片",)
    assert statuses(report)["materials"] == "partial"
    assert statuses(report)["time_limit"] == "told"


def test_a_material_said_to_be_needless_is_wrong(checker: Checker) -> None:
    report = told(checker, "带申请表、身份证、户口本、病历，照片不用交。", "wenshang", matter=GUIDE)
    assert statuses(report)["materials"] == "wrong"
    assert report.notice is not None
    assert report.notice.elements["materials"].missing == ("两寸照片",)


@pytest.mark.parametrize(("said", "status"), [("十五个工作日", "told"), ("20个工作日", "wrong"), ("15天", "wrong")])
def test_limit_against_the_guide(checker: Checker, said: str, status: str) -> None:
    report = told(checker, f"带身份证。自受理之日起{said}内办结。", "wenshang", matter=GUIDE)
    assert statuses(report)["time_limit"] == status


def test_findings_say_what_to_say(checker: Checker) -> None:
    report = told(checker, "带身份证来，20个工作日办完。", "wenshang", matter=GUIDE)
    found = {finding.rule: finding for finding in report.findings if finding.kind == "notice"}
    assert found["notice/wenshang/time_limit"].suggestions == ("办理时限（具体的）：15个工作日。",)
    assert "户口簿" in found["notice/wenshang/materials"].message
    assert all(finding.basis and finding.severity == "minor" for finding in found.values())


@pytest.mark.parametrize(
    ("citizen", "called"),
    [
        (("请问居住证怎么办？", "要带什么材料？"), True),
        (("我上周交的申请，想查一下我那个进度", "那什么时候能好？"), False),
        (("我要投诉你们窗口没人", "你们怎么处理？"), False),
    ],
)
def test_called_for(checker: Checker, citizen: tuple[str, ...], called: bool) -> None:
    turns = tuple(turn for said in citizen for turn in (Turn(said, "citizen"), Turn("好的，您稍等。", "clerk")))
    report = checker.check(Conversation(turns, profile="wenshang"))
    assert (report.notice is not None) is called


def test_default_profile_asks_for_no_notice(checker: Checker) -> None:
    assert told(checker, "带身份证来。", "default").notice is None


def test_every_shipped_element_has_its_cues(checker: Checker) -> None:
    named = {element for profile in checker.profiles.values() for element in profile.elements}
    assert named <= set(checker.notices.cues)
    for cues in checker.notices.cues.values():
        for patterns in (cues.told, cues.vague, cues.none, cues.label):
            assert not any(pattern.match("") for pattern in patterns.each)


def test_other_profiles(checker: Checker) -> None:
    delay = told(
        checker, "对不起，因为系统升级，您的变更登记推迟到3月21日办完。", "delay", ask="怎么还没办好，要怎么办？"
    )
    assert statuses(delay)["delay_reason"] == statuses(delay)["new_time"] == "told"
    visit = told(checker, "约好了，5月20日下午两点，到二楼2号窗口，带身份证，迟到半小时内给您留号。", "appointment")
    assert set(statuses(visit).values()) == {"told"}
    call = told(checker, "请问您对服务满意吗？还有什么意见和建议？您反映的叫号机已经修好了。", "callback")
    assert set(statuses(call).values()) == {"told"}


def test_told_in_drips_is_partial(checker: Checker) -> None:
    turns = (
        Turn("失业金怎么领，要带什么材料？", "citizen"), Turn("带身份证和解除合同证明。", "clerk"),
        Turn("还有没有别的？", "citizen"), Turn("还有银行卡。", "clerk"),
    )  # fmt: skip
    report = checker.check(Conversation(turns, profile="wenshang"))
    assert statuses(report)["materials"] == "partial"


@pytest.mark.parametrize(
    ("more", "answer", "status"),
    [
        ("租赁合同要不要带？", "嗯，也要。", "partial"),
        ("光这两样就行了？", "还有租赁合同。", "partial"),
        ("租赁合同要不要带？", "不要，那个我们查得到。", "told"),
    ],
)
def test_a_paper_that_the_citizen_had_to_ask_for(checker: Checker, more: str, answer: str, status: str) -> None:
    turns = (
        Turn("开干洗店怎么办证，要带什么？", "citizen"), Turn("身份证、平面图。", "clerk"),
        Turn(more, "citizen"), Turn(answer, "clerk"),
    )  # fmt: skip
    report = checker.check(Conversation(turns, profile="wenshang"))
    assert statuses(report)["materials"] == status


def test_second_trip_of_a_case(checker: Checker) -> None:
    def visit(clerk: str) -> Conversation:
        turns = (Turn("低保怎么申请？", "citizen"), Turn(clerk, "clerk"))
        return Conversation(turns, profile="wenshang", case="c-1")

    first, second = checker.check_many([visit("请带身份证。"), visit("请带户口本来。")])
    assert not [finding for finding in first.findings if finding.rule.endswith("second-trip")]
    found = [finding for finding in second.findings if finding.rule == "notice/wenshang/second-trip"]
    assert "第 2 次" in found[0].message
    assert "户口本" in found[0].message


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("15", 15),
        ("十五", 15),
        ("二十", 20),
        ("一百二", 120),
        ("三百", 300),
        ("两", 2),
        ("半", 0.5),
        ("一千零五十", 1050),
    ],
)
def test_number(words: str, value: float) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    ("words", "amount", "unit", "rough"),
    [
        ("十五个工作日", 15, "workday", False),
        ("两周内", 14, "day", False),
        ("半个月", 0.5, "month", False),
        ("一个半月", 1.5, "month", False),
        ("大概十来天", 0, "day", True),
        ("一刻钟左右", 15, "minute", False),
        ("3到5个工作日", 5, "workday", False),
    ],
)
def test_spans(words: str, amount: float, unit: str, rough: bool) -> None:
    (span,) = spans(fold(words))
    assert (span.amount, span.unit, span.rough) == (amount, unit, rough)


def test_spans_of_one_unit_are_summed_and_others_are_not() -> None:
    assert [(span.amount, span.unit) for span in spans("七加十个工作日")] == [(17.0, "workday")]
    assert [(span.amount, span.unit) for span in spans("三个工作日加两个工作日")] == [(5.0, "workday")]
    assert [(span.amount, span.unit) for span in spans("三个月加十天")] == [(3.0, "month"), (10.0, "day")]


@pytest.mark.parametrize(
    ("words", "found"), [("八一之前", [(8, 1)]), ("国庆节前", [(10, 1)]), ("六月十一之前", []), ("二十一前", [])]
)
def test_feasts_are_dates_and_parts_of_dates_are_no_feasts(words: str, found: list[tuple[int, int]]) -> None:
    assert [date for date in dates(words) if date in {(8, 1), (10, 1)}] == found


@pytest.mark.parametrize("words", ["2024年3月5日", "三月五号", "第三日", "十月", "六十周岁"])
def test_dates_and_ages_are_no_spans(words: str) -> None:
    assert list(spans(fold(words))) == []


def test_half_a_month_is_fifteen_days() -> None:
    (half,), (days,) = spans("半个月"), spans("15天")
    assert half.same(days)


def test_money() -> None:
    assert [amount for _, _, amount in money("工本费三百块，押金1.2万元")] == [300, 12_000]


CONSULTS = [
    (True, "我妈八十了，听说有补贴？", "八十岁以上的可以申请。"),
    (True, "灵活就业的能交生育险吗？", "可以，跟医保一起缴。"),
    (True, "我的残疾证要换新的。", "带旧证、身份证、两张照片，二十个工作日来取。"),
    (False, "我的低保啥时候批下来，交材料一个多月了。", "到县里了，这个月底前能发。"),
    (False, "我来递公司变更的资料，看还缺啥。", "合同少一个章。"),
]


@pytest.mark.parametrize(("called", "ask", "clerk"), CONSULTS)
def test_called_for_by_question_and_answer(checker: Checker, called: bool, ask: str, clerk: str) -> None:
    turns = (Turn(ask, "citizen"), Turn(clerk, "clerk"), Turn("好的", "citizen"), Turn("请慢走。", "clerk"))
    report = checker.check(Conversation(turns, channel="window", profile="wenshang"))
    assert bool(report.notice) == called


@pytest.mark.parametrize(("more", "status"), [("我这种单亲的可以办吗？", "told"), ("那就寄到单位吧。", "missing")])
def test_a_bare_yes_is_a_condition_only_where_it_was_asked(checker: Checker, more: str, status: str) -> None:
    turns = (
        Turn("助学金怎么申领？", "citizen"), Turn("先填表。", "clerk"),
        Turn(more, "citizen"), Turn("行，地址写这儿。", "clerk"),
    )  # fmt: skip
    report = checker.check(Conversation(turns, profile="wenshang"))
    assert statuses(report)["conditions"] == status


def test_no_papers_needed_as_an_answer(checker: Checker) -> None:
    report = told(checker, "不用的，全部线上就能办。", "wenshang", ask="怎么办，要带材料吗？")
    assert statuses(report)["materials"] == "told"
