"""Words that sound like a paper and ask for none: what follows a refusal, 户口 where it is no 户口本."""

from __future__ import annotations

from checker.deferred import deferred
from checker.rules.notice.talk import masked

_AFTER_REFUSAL = deferred(
    r"(?:不予|不合格|[不没未]通过|[不没]过|退回来?|没批|没[备办报]上)[^，。；！？]{0,12}的?，[^。；！？]{0,60}|补充[^，。；！？]{2,16}后|"
    r"[要得还]等[^，。；！？]{1,8}[出发批][^，。；！？]{2,8}(?=[。；！？]|$)"
)
"""What is asked for only of those whose matter was refused, or is waited for and comes by itself."""
_REGISTERED = deferred(
    r"(?:常住|集体|[本外我咱][省市县区乡镇村地]的?|农村|农业|城镇|[落迁销上转立分入查]了?|注销|申报|登记)户口(?!的?那?个?[本簿薄册页复原证])|"
    r"户口(?=[的也就]?(?:在|是|还在|登记|条例|所在|性质|迁|类型|没|一直|早|落|转|事))"
)
"""Where somebody is registered, not the book of it: 本县常住户口, 户口的事."""


def without_unasked(text: str) -> str:
    """The text with such words blanked out, of the same length."""
    return masked(masked(text, _AFTER_REFUSAL), _REGISTERED)
