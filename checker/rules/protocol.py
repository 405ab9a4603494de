"""The protocol points of a conversation (来有迎声、问有答声、去有送声; norms N6–N8): each met, missed, or not called for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from checker.model import Citation, Finding, Point
from checker.rules.scene import Scene

NA = Point("na")
_GREETING = re.compile(
    r"[您你]好|早上好|上午好|中午好|下午好|晚上好|欢迎|请坐|请进|快坐|坐[，。吧]|来坐|请问|请讲|有什么(?:可以|能)帮|办(?:什么|啥)(?:业务|事)|需要办|大[爷妈姐哥][^。]{0,4}(?:坐|好)|同志[^。]{0,3}好|为您服务"
)
_UNIT = re.compile(
    r"(?:局|中心|热线|大厅|窗口|科|股|所|站|办|处|街道|社区|医院|公司|客服|服务台|咨询台|值班室|前台|12[0-9]{3})|工号|[0-9零一二三四五六七八九十]+号(?:话务员|坐席|客服|工作人员|为您)|我(?:是|叫)|我姓"
)
_FAREWELL = re.compile(
    r"再见|再会|拜拜|慢走|走好|慢点走|慢点儿|路上慢|路上小心|一路|欢迎(?:再来|您再|下次|随时)|祝您|祝你|祝老|生活愉快|回见|下次见|明天见|有(?:事|问题|需要)(?:您)?(?:再|随时)|路滑"
)
_COLD_FAREWELL = re.compile(r"走好不送|慢走不送|好走不送|不送")
_THANKS = re.compile(r"谢谢|多谢|感谢|谢了|谢啦|谢您|谢你|辛苦(?:你|您|了)|麻烦(?:你|您)?了")
_NOT_THANKS = re.compile(r"谢(?:谢)?你全家|我谢谢你|先谢|不谢")
_THANKS_ANSWER = re.compile(
    r"不客气|不用客气|别客气|不用谢|不谢|应该的|应该做的|没事|没关系|甭客气|客气啥|客气了|莫客气|不麻烦|别这么说|您太客气|职责|也谢谢|谢谢您|感谢您|为您服务|为人民服务|应当的|小事|不辛苦|哪里哪里|举手之劳|高兴"
)
_LOOK_UP = re.compile(
    r"(?:我|帮您|给您|替您|为您)[^。，]{0,6}(?:查(?:一下|下|查|看)|看(?:一下|下|看)|核实|问(?:一下|下|问)|调(?:一下|取|出)|打个电话|请示|去拿|去取|去问|复印|转接|接通|出去一下|离开)|系统[^。，]{0,4}(?:慢|卡)|查到了|查了(?:一下|下)?|久等"
)
_PLEASE_WAIT = re.compile(
    r"稍等|稍候|稍侯|稍后|等一下|等一会|等会|等下|等我|等等|别挂|不要挂|请等|坐(?:一会|会)|马上|等.{0,4}分钟|片刻|让您久等|久等了"
)
_WAITED = re.compile(r"怎么没声|半天没声|还在吗|喂喂|人呢|等了|说话呀|听得到吗")


@dataclass(frozen=True, slots=True)
class PointRule:
    """A protocol point: how it is decided, what is said where it was missed, and the clause."""

    decide: Callable[[Scene], Point]
    message: str
    suggestion: str
    basis: tuple[Citation, ...]


def greeting(scene: Scene) -> Point:
    """The clerk's first words greet (来有迎声)."""
    turn = scene.clerk_turns[0]
    return _met(turn, bool(_GREETING.search(scene.words(turn)[:60])))


def self_introduction(scene: Scene) -> Point:
    """On the telephone, by video or online the clerk names the unit or their number; not called for at a window."""
    if scene.conversation.channel in ("window", "reply"):
        return NA
    for turn in scene.clerk_turns[:2]:
        if _UNIT.search(scene.words(turn)[:50]):
            return Point("met", turn)
    return Point("missed", scene.clerk_turns[0])


def farewell(scene: Scene) -> Point:
    """The clerk's last words see the citizen off (去有送声)."""
    turn = scene.clerk_turns[-1]
    words = scene.words(turn)
    return _met(turn, bool(_FAREWELL.search(words)) and not _COLD_FAREWELL.search(words))


def thanks_response(scene: Scene) -> Point:
    """The citizen thanks; the clerk's next words answer it."""
    missed: Point | None = None
    for turn in scene.turns_of("citizen"):
        words = scene.words(turn)
        if not _THANKS.search(words) or _NOT_THANKS.search(words):
            continue
        answer = scene.next_clerk_turn(turn)
        if answer is None:
            continue
        if _THANKS_ANSWER.search(scene.words(answer)):
            return Point("met", answer)
        missed = Point("missed", answer)
    return missed or NA


def please_wait(scene: Scene) -> Point:
    """The clerk pauses, leaves or looks something up, and asks the citizen to wait."""
    missed: Point | None = None
    for turn in scene.clerk_turns:
        words = scene.words(turn)
        if _PLEASE_WAIT.search(words):
            return Point("met", turn)
        if _LOOK_UP.search(words) and missed is None:
            missed = Point("missed", turn)
    if missed is None:
        waited = [turn for turn in scene.turns_of("citizen") if _WAITED.search(scene.words(turn))]
        missed = Point("missed", waited[0]) if waited else None
    return missed or NA


def _met(turn: int, met: bool) -> Point:
    return Point("met" if met else "missed", turn)


POINTS: dict[str, PointRule] = {
    "greeting": PointRule(
        greeting, "开头没有问候", "您好，请问您要办理什么业务？",
        (Citation("yakeshi", "一 举止3"), Citation("wenshang", "七1(1)")),
    ),
    "self_introduction": PointRule(
        self_introduction, "没有报出单位或工号", "您好，这里是××窗口，工号××，请问有什么可以帮您？",
        (Citation("renshe", "一(一)"), Citation("yakeshi", "三2")),
    ),
    "farewell": PointRule(
        farewell, "结束时没有送别", "再见，请慢走。",
        (Citation("yakeshi", "一 举止3"), Citation("wenshang", "七1(2)")),
    ),
    "please_wait": PointRule(
        please_wait, "查询、离开或停顿时没有请对方稍等", "请稍等，我帮您查询一下。",
        (Citation("wenshang", "七1(3)"), Citation("yakeshi", "五 办公用语3")),
    ),
    "thanks_response": PointRule(
        thanks_response, "对方致谢，没有回应", "不客气，这是我应该做的。",
        (Citation("yakeshi", "五 办公用语8"),),
    ),
}  # fmt: skip


def protocol(scene: Scene) -> tuple[dict[str, Point], list[Finding]]:
    """The outcome of every point, and a finding for each that the profile counts and that was missed.

    A single draft is no conversation: nothing is called for there.
    """
    if not scene.clerk_turns or len(scene.conversation.turns) < 2:
        return dict.fromkeys(POINTS, NA), []
    outcomes = {name: rule.decide(scene) for name, rule in POINTS.items()}
    missed = [name for name, point in outcomes.items() if point.status == "missed" and name in scene.profile.points]
    return outcomes, [_finding(scene, name, outcomes[name]) for name in missed]


def _finding(scene: Scene, name: str, point: Point) -> Finding:
    rule = POINTS[name]
    turn = point.turn if point.turn is not None else scene.clerk_turns[0]
    text = scene.conversation.turns[turn].text
    return Finding(
        rule=f"protocol/{name}", kind="protocol", category=name, severity="minor", status="violation",
        turn=turn, start=0, end=len(text), text=text, how="exact", confidence=0.9,
        message=rule.message, suggestions=(rule.suggestion,), basis=rule.basis,
    )  # fmt: skip
