"""Mentioned, not used: quotations, reports of another's words, forms read aloud, negated and forbidden words."""

from __future__ import annotations

from checker.deferred import deferred
from checker.judging.context import Context

_OPEN, _CLOSE = "“‘《（【", "”’》）】"
_OPENED = deferred(r"[“‘《（【\"]")
_REPORT = deferred(
    r"(?:他|她|它|人家|对方|那边|那里|他们|她们|(?<![跟对给和向同])[您你]|之前|上次|上回|刚才|有人|群众|同事|谁|银行|医院|派出所|社区|单位|邻居|系统|页面|屏幕|提示)"
    r"[^，。]{0,8}(?:说|讲|告诉|回|答|写|显示|提示|让您|叫您|问|喊)(?:是|的是|了|过|我|您|你|的|着|一句|了句|了一句|一声)?[:，“]?$"
)
_NEGATED = deferred(
    r"(?:不会|不能|不要|不许|不准|不可以|不得|禁止|严禁|杜绝|避免|从不|从没|没有|没|绝不|决不|别|哪能|怎么能|怎么会|不该|不应该|不应|岂能|哪会|不是)"
    r"(?:再|这样|跟您|对您|[对跟](?:群众|老百姓|办事的?人|人家|他们|谁|客人)|给您|随便|简单|就|轻易|一句|只|动不动|说|讲|回|用|出现|以|拿|把|您|一个|任何|让您|叫您|有|人|谁|想|要){0,5}[“‘]?$"
)

_READ_ALOUD = deferred(
    r"(?:表|单子|通知|公告|文件|条例|规定|短信|牌子|栏|页|合同|证|条款|说明)(?:上|里|中|上面|里面|这一栏|这栏)?"
    r"[^。，]{0,6}(?:写着|写的|写|印着|叫|填|勾|标着|念|规定)(?:是|的是|了)?[:，“]?$"
)


def quoted(context: Context) -> str | None:
    """The hit stands between quotation marks: 一句“不知道”就让您白跑一趟."""
    before, after = context.left, context.right
    if not _OPENED.search(before):
        return None
    opened = max(before.rfind(mark) for mark in _OPEN)
    closed = max(before.rfind(mark) for mark in _CLOSE)
    following = [place for mark in _CLOSE if (place := after.find(mark)) >= 0]
    straight = before.count('"') % 2 == 1 and '"' in after
    if (opened > closed and following) or straight:
        return "引号里的话，是引述不是使用"
    return None


def reported(context: Context) -> str | None:
    """The hit is what somebody else said: 他们说不归他们管，我帮您问问."""
    if _REPORT.search(context.clause_before) or _REPORT.search(context.before):
        return "转述别人的话"
    return None


def read_aloud(context: Context) -> str | None:
    """The words of a form or a notice: 这一栏填“不清楚”就行."""
    return "念的是表格或文件上的字" if _READ_ALOUD.search(context.clause_before) else None


def negated(context: Context) -> str | None:
    """The words are denied or forbidden: 我们不会说不归我管."""
    if _NEGATED.search(context.clause_before):
        return "否定或禁止这样说"
    return None
