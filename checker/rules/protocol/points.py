"""The eleven points of the labelling guide: how each is decided, what is said where it was missed, and the clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checker.model import Citation, Finding, Point
from checker.rules.protocol.arguing import no_argument
from checker.rules.protocol.closing import farewell, thanks_response
from checker.rules.protocol.findings import finding
from checker.rules.protocol.opening import greeting, self_introduction
from checker.rules.protocol.promising import time_commitment
from checker.rules.protocol.questions import answered
from checker.rules.protocol.referring import referral
from checker.rules.protocol.refusing import apology, reason
from checker.rules.protocol.view import View
from checker.rules.protocol.waiting import please_wait


@dataclass(frozen=True, slots=True)
class PointRule:
    """A protocol point: how it is decided, what is said where it was missed, and the clause."""

    decide: Callable[[View], Point]
    message: str
    suggestion: str
    basis: tuple[Citation, ...]

    def finding(self, view: View, name: str, point: Point) -> Finding:
        """The finding for a missed point, on the turn that decided it."""
        turn = point.turn if point.turn is not None else view.clerk_turns[0]
        return finding(view, name, turn, self.message, self.suggestion, self.basis)


def _answered(view: View) -> Point:
    return answered(view)[0]


POINTS: dict[str, PointRule] = {
    "greeting": PointRule(
        greeting, "开头没有问候", "您好，请问您要办理什么业务？",
        (Citation("yakeshi", "一 举止3"), Citation("wenshang", "七1(1)")),
    ),
    "self_introduction": PointRule(
        self_introduction, "没有报出单位或工号", "您好，这里是××窗口，工号××，请问有什么可以帮您？",
        (Citation("renshe", "一(一)"), Citation("yakeshi", "三2")),
    ),
    "answered": PointRule(
        _answered, "有问题没有得到回答，也没有说明怎么办", "您的问题我记下了，我现在就帮您问清楚。",
        (Citation("yakeshi", "一 举止3"), Citation("yakeshi", "四 服务态度2")),
    ),
    "farewell": PointRule(
        farewell, "结束时没有送别", "再见，请慢走。",
        (Citation("yakeshi", "一 举止3"), Citation("wenshang", "七1(2)")),
    ),
    "please_wait": PointRule(
        please_wait, "查询、离开或停顿时没有请对方稍等", "请稍等，我帮您查询一下。",
        (Citation("wenshang", "七1(3)"), Citation("yakeshi", "五 办公用语3")),
    ),
    "apology": PointRule(
        apology, "对方久等、不满或要求办不了，没有致歉", "实在对不起，让您久等了。",
        (Citation("wenshang", "七1(4)"), Citation("yakeshi", "五 办公用语9")),
    ),
    "referral": PointRule(
        referral, "事情归别处办，没有说明该到哪里、找谁", "您咨询的问题由××窗口负责，我带您过去。",
        (Citation("renshe", "三(一)4"), Citation("wenshang", "八1")),
    ),
    "reason": PointRule(
        reason, "不能办或退件，没有说明理由", "按照××规定，您这个情况还缺少××，所以暂时不能办理。",
        (Citation("renshe", "三(四)4"), Citation("wenshang", "八2")),
    ),
    "time_commitment": PointRule(
        time_commitment, "不能当场办完，没有说出具体时间", "我们将在××个工作日内为您办理完毕。",
        (Citation("yakeshi", "五 办公用语6"), Citation("bianmin", "第一篇(二)3")),
    ),
    "thanks_response": PointRule(
        thanks_response, "对方致谢，没有回应", "不客气，这是我应该做的。",
        (Citation("yakeshi", "五 办公用语8"),),
    ),
    "no_argument": PointRule(
        no_argument, "对方不满时，与对方争辩或针锋相对", "您别着急，您反映的问题我记下来，马上帮您核实。",
        (Citation("yakeshi", "四 服务态度4"), Citation("renshe", "一(三)")),
    ),
}  # fmt: skip
