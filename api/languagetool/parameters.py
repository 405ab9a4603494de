"""The parameters of a check, out of the query and the raw body: clients send it with any header, encoded or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from api.body import decoded
from api.errors import ServiceError
from api.languagetool.annotation import Markup, plain_markup, read_annotation
from checker import CHANNELS

YES = ("true", "yes", "1")
LEVELS = ("default", "picky")
MODES = ("all", "textLevelOnly", "allButTextLevelOnly")
LANGUAGE = "zh-CN"
AUTO = "auto"
FIELDS_MAX = 64
_NAMES = (
    "text|data|language|preferredVariants|motherTongue|preferredLanguages|enabledRules|disabledRules|enabledCategories"
    "|disabledCategories|enabledOnly|level|mode|username|apiKey|c|v|useragent|instanceId|textSessionId|profile|channel"
)
_BETWEEN_RAW = re.compile(rf"&(?=(?:{_NAMES})=)")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules are wanted, by rule or category id."""

    enabled: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    enabled_only: bool = False

    def wants(self, rule: str, category: str) -> bool:
        """Whether hits of a rule are to be told."""
        if self.enabled_only:
            return bool(self.enabled & {rule, category})
        return rule in self.enabled or not self.disabled & {rule, category}


@dataclass(frozen=True, slots=True)
class Parameters:
    """One check as a client asked for it."""

    markup: Markup
    detected: bool
    choice: Choice
    picky: bool
    mode: str
    compact: bool
    profile: str | None
    channel: str


def fields_of(query: bytes, body: bytes) -> dict[str, str]:
    """All parameters; those of the query win over those of the body. Raises ServiceError 400."""
    return _pairs(body) | _pairs(query)


def read_parameters(fields: dict[str, str]) -> Parameters:
    """The check that is asked for. Raises ServiceError 400 for what cannot be."""
    return Parameters(
        markup=_markup(fields),
        detected=_language(fields) == AUTO,
        choice=_choice(fields),
        picky=_one_of(fields, "level", LEVELS) == "picky",
        mode=_one_of(fields, "mode", MODES),
        compact=fields.get("c") == "1",
        profile=fields.get("profile") or None,
        channel=_one_of(fields, "channel", ("reply", *CHANNELS)),
    )


def _pairs(data: bytes) -> dict[str, str]:
    text = decoded(data).strip("\r\n")
    if not text.isascii():
        return _raw_pairs(text)
    try:
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MAX))
    except UnicodeDecodeError as error:
        raise _bad("参数不是 UTF-8 编码", "请把内容转成 UTF-8 再发") from error
    except ValueError as error:
        raise _bad(f"参数太多，最多 {FIELDS_MAX} 个", "正文里的 & 要写成 %26") from error


def _raw_pairs(text: str) -> dict[str, str]:
    """LibreOffice does not encode: what stands there is meant, %, + and & among it."""
    pairs = (field.partition("=") for field in _BETWEEN_RAW.split(text))
    return {name: value for name, _, value in pairs}


def _markup(fields: dict[str, str]) -> Markup:
    if ("text" in fields) == ("data" in fields):
        problem = "text 和 data 只能写一个" if "text" in fields else "缺少 text 或 data"
        raise _bad(problem, "把要检查的文字写在 text 里，带标记的写在 data 里")
    return plain_markup(fields["text"]) if "text" in fields else read_annotation(fields["data"])


def _language(fields: dict[str, str]) -> str:
    language = fields.get("language", "")
    if not language:
        raise _bad("缺少 language", f"写 {LANGUAGE} 或 {AUTO}")
    if "preferredVariants" in fields and language != AUTO:
        raise _bad("preferredVariants 只能和 language=auto 一起用", "请删去 preferredVariants")
    if language != AUTO and language.lower().replace("_", "-").split("-")[0] != "zh":
        raise _bad(f"不支持的语言 {language!r}", f"可用：zh、{LANGUAGE}、{AUTO}")
    return language


def _choice(fields: dict[str, str]) -> Choice:
    enabled = _names(fields, "enabledRules") | _names(fields, "enabledCategories")
    disabled = _names(fields, "disabledRules") | _names(fields, "disabledCategories")
    enabled_only = fields.get("enabledOnly", "").lower() in YES
    if enabled_only and disabled:
        raise _bad("enabledOnly 不能和 disabledRules、disabledCategories 一起用", "请只留一种")
    if enabled_only and not enabled:
        raise _bad("enabledOnly 需要 enabledRules 或 enabledCategories", "请写上要用的规则")
    return Choice(enabled, disabled, enabled_only)


def _names(fields: dict[str, str], key: str) -> frozenset[str]:
    return frozenset(name.strip() for name in fields.get(key, "").split(",") if name.strip())


def _one_of(fields: dict[str, str], key: str, values: tuple[str, ...]) -> str:
    """A parameter with few values; the first is meant where it is left out."""
    value = fields.get(key) or values[0]
    if value not in values:
        raise _bad(f"{key} 不能是 {value!r}", f"可用：{'、'.join(dict.fromkeys(values))}")
    return value


def _bad(message: str, advice: str) -> ServiceError:
    return ServiceError(HTTPStatus.BAD_REQUEST, message, advice)
