"""Denied words: 没空给您查, 谁有工夫带您去 — the words of a service stand there, and the service is refused."""

from __future__ import annotations

import re

REACH = 5
"""So many characters before the words a denial counts."""
_DENIED = re.compile(
    r"(?:(?<![要好行能对是可得差成中够齐会意白楚道懂有来去着在])不(?:能|会|想|可能|打算|负责|肯|愿|用|必|需|得|方便)?|没(?:空|法|时间|工夫|义务|办法|必要)?|懒得|别(?:想|指望)?|"
    r"甭|休想|谁(?:有空|有工夫|耐烦)?|凭(?:什么|啥)|哪(?:有空|有工夫|能)|无法|难道(?:还)?要)(?:我|我们|给|帮)?$"
)


def denied(words: str, start: int) -> bool:
    """Whether what begins at `start` is denied right before it; `words` are with their pauses, as 带身份证不 我帮您查 asks."""
    return bool(_DENIED.search(words[max(0, start - REACH) : start]))
