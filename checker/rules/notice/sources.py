"""The grounds and the telephone: laws, numbered documents and numbers to call, found by their form."""

from __future__ import annotations

import re

from checker.deferred import deferred
from checker.rules.notice.cues import Cues
from checker.rules.notice.reading import Place, Reading, decided, places, read_plain
from checker.rules.notice.talk import MASK, Talk

_TITLE = deferred(
    r"《[^》]{1,60}(?:法|条例|办法|规定|细则|规程|意见|通知|方案|规范|决定|制度|计划|标准|目录|公约|规则|解释|"
    r"批复|指南（试行）|政策|措施|若干|规划|纲要|法典|守则|规划)(?:（[^）]{1,12}）)?》"
)


_NUMBERED = deferred(r"[\u4e00-\u9fff]{1,10}[（\[【]?(?:19|20)[0-9]{2}[）\]】年]，?第?[0-9]{1,4}号")
_FILE_OF_CASE = deferred(
    r"(?:字|信访|受理|告知|补正|复决|不予|认|编号|受|答复|回复|信|裁|案|收|工单|报)[（\[【]?(?:19|20)"
)


def read_basis(talk: Talk, text: str, cues: Cues) -> Reading:
    """A law, rule or document that is named as the grounds."""
    told = (*places(_TITLE, text), *_numbered(text), *places(cues.told, text))
    return decided(tuple(sorted(told)), places(cues.vague, text))


def _numbered(text: str) -> tuple[Place, ...]:
    """Numbered documents (县政办〔2020〕33号); the numbers of letters, cases and decisions are none."""
    return tuple(place for place in places(_NUMBERED, text) if not _FILE_OF_CASE.search(text[place[0] : place[1]]))


_PHONE = re.compile(
    r"(?<![0-9x×])(?:0[0-9]{2,3}[ ，\-—（）()]{0,2})?[2-9][0-9x×*]{6,7}(?![0-9])|"
    r"(?<![0-9])1[3-9][0-9][0-9x×*]{8}|(?<![0-9])400[0-9，\-]{7,9}"
    r"|(?<![0-9])(?:12[0-9]{3}|96[0-9]{3,4}|95[0-9]{3})(?![0-9])|"
    r"[零幺一二三四五六七八九0-9]{7,12}(?![日月年元号])|"
    r"零[一二三四五六七八九]{2,3}[，、 ]?(?:[零幺一二三四五六七八九]{2,4}[，、 ]?){2,4}|(?:幺二|九六|九五)[零幺一二三四五六七八九]{3,4}",
    re.IGNORECASE,
)
_WITH_AREA = re.compile(r"0[0-9]{2,3}[\-—－（）()]{1,2}[2-9][0-9x×*]{6,7}$", re.IGNORECASE)
"""A number with its area code is a telephone's, with no word beside it that says so."""
_CALL = deferred(r"电话|打|拨|号码|热线|直线|座机|手机|固话|联系|问|咨询|找|微信|专线|致电|记一下|专员|科长|老师|姓")
_CITIZENS = deferred(
    r"(?<!给)[您你](?:的|留|预留|来电|在信末|信中|本人)[^。；，]{0,14}(?:手机|电话|号)[^。；，]{0,6}$|"
    r"传真[号是：，]{0,3}$|编号[^。；]{0,8}$|单号[^。；]{0,4}$|信访[^。；]{0,8}$|投诉[^。；]{0,10}$|"
    r"举报[^。；]{0,8}$|监督[^。；]{0,8}$|邮编[^。；]{0,3}$|身份证[^。；]{0,6}$|工号[^。；]{0,4}$|〔$|打开$|"
    r"掌上$|发〔?$"
)

_OF_OFFICE = deferred(r"(?:[\u4e00-\u9fff]{2}[科局站室处股]|中心|[详垂]询)，{0,2}$")
_LANDLINE = re.compile(r"(?!(?:19|20)[0-9]{2}[01])[2-9][0-9]{6,7}$")
"""A number right after the name of an office is its telephone's: 住房保障科 5550147; a date is none."""
_CARD = deferred(r"(?:名片|便民卡|联系卡)[^，。；]{0,3}(?:给|拿|收|[您你])")
"""A card that is handed over with the number on it."""


_APP = deferred(r"^[，]{0,2}(?:app|里|上(?!班)|中|网|小程序|平台|官网|客户端|公众号|选|点)")
_APP_BEFORE = deferred(r"(?:交管|铁路|移民局|登录|登陆|手机)[，]{0,1}$")
_SHORT = 6
"""A short number may be the name of an app (交管12123, 铁路12306)."""


def read_contact(talk: Talk, text: str, cues: Cues) -> Reading:
    """A telephone number for this matter; supervision lines, the citizen's own number and file numbers are none.

    On the telephone the number that was called is one too, where the clerk says so.
    """
    raw = "".join(MASK if hidden == MASK else character for character, hidden in zip(talk.raw, text, strict=True))
    told = []
    for found in _PHONE.finditer(raw):
        before = text[max(0, found.start() - 24) : found.start()]
        if _CITIZENS.search(before) or _is_app(found[0], before, text[found.end() : found.end() + 6]):
            continue
        around = before + text[found.end() : found.end() + 10]
        with_area = _WITH_AREA.match(found[0]) and MASK not in before[-3:]
        if (
            _CALL.search(around)
            or (_OF_OFFICE.search(before) and _LANDLINE.match(found[0]))
            or cues.label.search(talk.question_before(found.start()))
            or with_area
        ):
            told.append(found.span())
    same_line = read_plain(talk, text, cues) if talk.phone else Reading("missing")
    return decided((*told, *places(_CARD, text), *same_line.told), places(cues.vague, text))


def _is_app(number: str, before: str, after: str) -> bool:
    return len(number) <= _SHORT and bool(_APP.search(after) or _APP_BEFORE.search(before))
