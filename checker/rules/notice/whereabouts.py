"""Who takes a matter in, and where: the names of offices count for little where the one to go to is left unnamed."""

from __future__ import annotations

from checker.deferred import deferred
from checker.rules.notice.cues import Cues
from checker.rules.notice.reading import Reading, read_plain
from checker.rules.notice.talk import Talk

_OFFICE = r"(?:有关|相关|对应|相应|指定)的?(?:职能)?(?:部门|窗口|单位|科室|股室|处室|机构|经办点|受理点)"
_UNNAMED = deferred(
    rf"(?:到|去|向|往|找|由|至|联系|咨询|询问)[^，。；！？]{{0,6}}({_OFFICE})"
    r"(?![^，。；！？]{0,4}(?:反映|投诉|举报|维权|监督|规定|文件|证明|沟通|协调|联合|核实|调查|意见|出具|开具|开的|发的|颁发|盖章|批准|同意|批复))"
    rf"|(?:与|跟|和)({_OFFICE})(?=联系|对接)|({_OFFICE})(?=先审|初审|审核|审批|受理|承办|负责)"
)
"""Where the citizen is sent, or who takes the matter in; what such an office does afterwards is another matter."""
_BESIDES = deferred(r"(?:别的|其他|其它|另外|其余)[^。；！？，]{0,12}$")


def read_whereabouts(talk: Talk, text: str, cues: Cues) -> Reading:
    """A department or a place; told in part where the citizen is sent to 有关部门, whatever offices are named besides."""
    reading = read_plain(talk, text, cues)
    unnamed = tuple(
        found.span(found.lastindex or 0)
        for found in _UNNAMED.finditer(text)
        if not _BESIDES.search(text, max(0, found.start() - 16), found.start())
    )
    return Reading("partial", (), unnamed) if unnamed else reading
