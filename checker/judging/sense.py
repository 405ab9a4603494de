"""Used, but in another sense: another subject, a question, a polite enquiry, a condition, a rule, self-reproach, a colleague."""

from __future__ import annotations

from checker.deferred import deferred
from checker.judging.context import Context

_CITIZEN = deferred(
    r"(?:您|你|大家|群众|老人|他|她|谁|孩子|本人|自己)(?:要是|如果|若|若是|还|也|都|有|对|那边|现在|这边|可能|哪里|哪些|什么|有什么|暂时|不用|要){0,5}$"
)
_THIRD_PARTY = deferred(
    r"(?:商家|卖家|店家|厂家|单位|公司|银行|房东|学校|医院|物业|开发商|对方)(?:那边|方面|一直|也|都|就|还|是|因为什么|[为未]什么|为啥|怎么|咋){0,3}$"
)
"""未什么 is 为什么 as it is typed in haste."""
_WITHHELD = ("不给", "不让", "不肯", "不退", "不同意")
_ENQUIRY = deferred(
    r"^(?:您|你)?[^，。]{0,14}(?:吗|没|没有|呢|不|是不是|有没有|哪|什么|怎么|多少|几|谁)[^，。]{0,8}[？。，]?$"
)
_QUESTION_END = deferred(r"^[^，。！；]{0,10}(?:吗|吧|么|没有)?？")
_CONDITION_BEFORE = deferred(r"(?:要是|如果|万一|若|若是|假如|倘若|实在|哪怕|只要|凡是|一旦|怕)[^。]{0,8}$")
_CONDITION_AFTER = deferred(
    r"^(?:的话|的时候|的情况下|的地方|的，您|的您|的可以|的随时|的请|的尽管|的就|的部分|的问题|的内容|的人|之处|时，|就问|就打|就来|就喊|就说|您就|您再|可以问|可以再|随时|没关系|也没关系|不要紧|也不要紧)"
)
_SELF = deferred(r"(?:是我|怪我|我的错|我没|都怪|我们没|抱歉|对不起)[^。]{0,4}$")

_RULE_SUBJECT = deferred(r"(?:费|钱|款|补贴|津贴|部分|账户|基金|押金|利息|税|工本|成本|损失)[也是都]?$")
_RULE_OUTCOME = deferred(
    r"免费|不收|不用您|承担|支付|报销|统筹|国家|财政|单位(?:出|交|缴)|由.{1,10}(?:出|付|交|缴|承担)"
)
_COLLEAGUE = deferred(
    r"^(?:哎|诶|喂)?(?:(?:小|老)[\u4e00-\u9fff]|[\u4e00-\u9fff](?:科|局|所|队|主任|科长|股长|班长|工))(?:，|你|帮|把)"
)


def other_subject(context: Context) -> str | None:
    """The one who does not know, may ask or refuses is the citizen or somebody else: 您不清楚的地方尽管问, 房东不给您开."""
    refused_by_another = context.words.startswith(_WITHHELD) and _THIRD_PARTY.search(context.clause_before)
    if refused_by_another or _CITIZEN.search(context.clause_before):
        return "说的是对方，不是工作人员自己"
    return None


def enquiry(context: Context) -> str | None:
    """不知道您带身份证了吗: a polite way of asking."""
    if context.words.endswith("知道") and _ENQUIRY.match(context.clause_after):
        return "客气的询问"
    return None


def questioned(context: Context) -> str | None:
    """The hit is asked, not said: 您看这样行不行？"""
    return "是提问" if _QUESTION_END.match(context.clause_after) else None


def conditional(context: Context) -> str | None:
    """The hit is a case that may arise: 要是网上办不了，您就来窗口."""
    if _CONDITION_BEFORE.search(context.clause_before) or _CONDITION_AFTER.match(context.after):
        return "说的是一种情况"
    return None


def self_reproach(context: Context) -> str | None:
    """The clerk owns a fault of their own: 是我没讲清楚."""
    return "工作人员的自我检讨" if _SELF.search(context.clause_before) else None


def rule_fact(context: Context) -> str | None:
    """A fact about a rule, with the payer or owner named: 取暖费不归社保管，一分没扣."""
    if _RULE_SUBJECT.search(context.clause_before) and _RULE_OUTCOME.search(context.after):
        return "说的是规定，不是推诿"
    return None


def to_colleague(context: Context) -> str | None:
    """Said to a colleague: 小李，凭证打印机的墨盒你知道不知道放哪儿了."""
    return "同事之间的话" if _COLLEAGUE.match(context.left.replace(" ", "")) else None
