"""The Chinese names of what reports are made of."""

from __future__ import annotations

from checker.model import CATEGORIES

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
EXTRA_POINT_NAMES = {
    "name_withheld": "问姓名不说",
    "vague_time": "时间含糊",
    "refusal_document": "不予办理不给文书",
    "unit_first": "先报单位",
    "brevity": "电话言简意赅",
    "small_talk": "电话里闲谈",
    "slow_pickup": "三声内接听",
    "silence": "静默不说明",
    "cutting_in": "抢话",
    "speaking_rate": "语速过快",
}
"""The findings on manners besides the eleven points."""
ELEMENT_NAMES = {
    "basis": "政策依据",
    "conditions": "办理条件",
    "materials": "所需材料",
    "procedure": "办理程序",
    "time_limit": "办理时限",
    "department": "受理部门",
    "path": "办理路径",
    "contact": "联系电话",
    "fee": "收费标准",
    "remedy": "补救途径",
    "reason": "不予办理的理由",
    "matter": "事项名称",
    "person": "责任人",
    "standard": "服务标准",
    "delay_reason": "滞办原因",
    "new_time": "新的办结时间",
    "when": "预约时间",
    "attention": "注意事项",
    "satisfaction": "询问满意度",
    "opinion": "征求意见",
    "outcome": "反馈处理情况",
}
"""The elements of notices, as people say them."""
ELEMENT_STATUS_NAMES = {"told": "已告知", "partial": "没有说清", "missing": "没有告知", "wrong": "与办事指南不符"}
SITUATION_NAMES = {
    "arrival": "来时问候",
    "asking_papers": "索取证件材料",
    "balance": "“请”少“不”多",
    "called_away": "中途离开",
    "cannot_finish_now": "不能当场办完",
    "cannot_meet": "不能满足要求",
    "consultation": "来访咨询",
    "dissatisfied": "对方不满意",
    "done": "办完送别",
    "form_wrong": "表格填错",
    "general": "一般用语",
    "long_wait": "久等",
    "own_error": "自己失误",
    "papers_missing": "材料不全",
    "papers_not_acceptable": "材料不合规定",
    "papers_returned": "退还材料",
    "phone_calling_out": "去电",
    "phone_consultation": "来电咨询",
    "phone_opening": "接电话",
    "phone_other_window": "来电问别处业务",
    "phone_person_absent": "来电所找的人不在",
    "phone_person_sought": "来电找人",
    "phone_unclear": "电话没听清",
    "phone_wrong_number": "对方打错电话",
    "please_wait": "请对方稍等",
    "queue_jumping": "要求插队",
    "thanked": "对方致谢",
    "wrong_window": "找错窗口",
}
"""The situations of polite expressions (norms N1)."""
KIND_NAMES = {"forbidden": "不当用语", "courtesy": "文明用语", "protocol": "服务流程", "notice": "一次性告知"}
HOW_NAMES = {
    "exact": "原词", "template": "变化说法", "homophone": "同音", "noise": "变形写法", "fuzzy": "近似", "model": "统计识别",
}  # fmt: skip


def category_name(kind: str, category: str) -> str:
    """A finding's category as people say it; the name itself where an agency added its own."""
    tables = {
        "forbidden": CATEGORIES,
        "courtesy": SITUATION_NAMES,
        "protocol": POINT_NAMES | EXTRA_POINT_NAMES,
        "notice": ELEMENT_NAMES,
    }
    return tables.get(kind, {}).get(category, category)
