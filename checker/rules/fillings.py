"""The documents' expressions (您的××项填写有误) filled in with what is at hand: window, name, material, unit."""

from __future__ import annotations

import re

from checker.deferred import deferred
from checker.rules.scene import Scene

_WINDOW = deferred(r"[0-9一二三四五六七八九十]{1,3}(?=号(?:窗|台|柜|，|。|$|那|办|红|隔壁))")
_MATERIAL = deferred(
    r"身份证|户口本|户口簿|结婚证|离婚证|出生证|社保卡|银行卡|营业执照|执照|居住证|房产证|不动产证|租房合同|合同|发票|照片|申请表|登记表"
    r"|委托书|授权书|承诺书|病历|诊断证明|复印件|证明|毕业证|驾驶证|驾照|残疾证"
)
_PERSON = deferred(
    r"(?:找|请|喊|叫)(?:一下|下|哈)?(?:你们|您们|咱们)?(?:[^的]{1,6}的)?"
    r"(.{1,4}(?:科长|主任|局长|所长|股长|站长|经理|老师|同志|师傅|会计|书记)|小.|老.)"
)
_UNIT = deferred(r"(?:这里是|这儿是|我是)?([^，。？\s]{2,12}(?:局|中心|热线|大厅|服务站|派出所|科|办公室))")
_SAMPLE_UNIT = "牙克石市社保局"


def filled(expression: str, scene: Scene, turn: int, person: str = "") -> str:
    """The expression with its ×× filled where the turn, the conversation or the person sought tell how."""
    text = scene.text(turn).folded
    window = _WINDOW.search(text)
    if window:
        expression = expression.replace("××号", f"{window[0]}号").replace("××窗口", f"{window[0]}号窗口")
    material = _MATERIAL.search(text)
    if material:
        expression = re.sub(r"××(?=项|证件|材料)(?:证件|材料)?", material[0], expression)
    name = _PERSON.search(person)
    if name:
        expression = expression.replace("××", name[1])
    unit = _unit(scene)
    return expression.replace(_SAMPLE_UNIT, unit).replace("这里是××", f"这里是{unit}")


def _unit(scene: Scene) -> str:
    """The unit of the conversation, as given or as the clerk names it; ×× where neither does."""
    if scene.conversation.unit:
        return scene.conversation.unit
    first = _UNIT.search(scene.text(scene.clerk_turns[0]).folded) if scene.clerk_turns else None
    return first[1] if first else "××"
