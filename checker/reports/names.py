"""The Chinese names of what reports are made of."""

from __future__ import annotations

SEVERITY_NAMES = {"severe": "严重", "moderate": "较重", "minor": "较轻"}
STATUS_NAMES = {"violation": "问题", "mitigated": "建议", "suspected": "待确认"}
GRADE_NAMES = {"pass": "合格", "minor": "情节较轻", "moderate": "情节较重", "severe": "情节严重"}
ROLE_NAMES = {"clerk": "工作人员", "citizen": "服务对象", "other": "其他", None: "未知"}
CHANNEL_NAMES = {"window": "窗口", "phone": "电话", "chat": "在线", "reply": "书面"}
POINT_NAMES = {
    "greeting": "来有迎声",
    "self_introduction": "自报身份",
    "answered": "问有答声",
    "farewell": "去有送声",
    "please_wait": "请对方稍等",
    "apology": "致歉",
    "referral": "指引去处",
    "reason": "说明理由",
    "time_commitment": "承诺时间",
    "thanks_response": "回应致谢",
    "no_argument": "不争辩",
}
