"""Builds `checker/data/tables.npz`: the character tables of the normal form. Run `python -m checker.tables` to rebuild.

`fold` maps every code point to one code of the basic plane (uint16, shape (0x110000,)): width and compatibility forms
by Unicode NFKC, upper case to lower, Traditional to Simplified by the characters of OpenCC, and everything that carries
no word to one of the marks below. `syllable` maps a folded code to the number of its toneless Mandarin reading (uint16,
shape (65536,), 0 where there is none), readings by pypinyin. The file is committed, so that running the checker needs
neither OpenCC nor pypinyin; a test rebuilds it and compares.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).parent / "data" / "tables.npz"
CODE_POINTS = 0x110000

NOISE, PAUSE, TURN_END = " ", "，", "\uffff"
"""Marks in folded text: of what carries no word, of a pause within a sentence, of the end of a turn."""
STOPS = "。？！；"
"""Sentence ends in folded text; a line break is a full stop."""
KEPT_MARKS = "“”‘’\"'《》（）【】×%+@#"
_PAUSES = ",，、:：﹐﹑﹕—–"
_FULL_STOPS = "\n\r\v\f\x85\u2028\u2029。．｡"
_OPENING = {"「": "“", "『": "“", "｢": "“", "【": "【", "[": "【", "［": "【", "〔": "（", "(": "（", "（": "（"}
_CLOSING = {"」": "”", "』": "”", "｣": "”", "】": "】", "]": "】", "］": "】", "〕": "）", ")": "）", "）": "）"}


def fold_character(character: str, simplified: dict[str, str]) -> str:
    """The folded form of one character: always exactly one character of the basic plane."""
    marks = _OPENING | _CLOSING | dict.fromkeys(_FULL_STOPS, "。") | dict.fromkeys(_PAUSES, PAUSE)
    if character in marks:
        return marks[character]
    if character == TURN_END:
        return NOISE
    plain = unicodedata.normalize("NFKC", character)
    plain = plain if len(plain) == 1 else character
    lower = plain.lower()
    plain = lower if len(lower) == 1 else plain
    plain = {"?": "？", "!": "！", ";": "；", "؟": "？"}.get(plain, plain)
    plain = marks.get(plain, plain)
    plain = simplified.get(plain, plain)
    if plain in STOPS or plain in KEPT_MARKS or plain == PAUSE or plain in marks.values():
        return plain
    return plain if unicodedata.category(plain)[0] in "LN" and ord(plain) < 0x10000 else NOISE


def simplified_characters() -> dict[str, str]:
    """Traditional → Simplified by character: the first reading of OpenCC's TSCharacters and the regional variants."""
    import opencc

    folder = Path(opencc.__file__).parent / "dictionary"
    table: dict[str, str] = {}
    for name in ("TWVariantsRev.txt", "HKVariantsRev.txt", "TSCharacters.txt"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            source, _, targets = line.partition("\t")
            target = targets.split(" ")[0]
            if len(source) == len(target) == 1 and ord(target) < 0x10000:
                table[source] = target
    chained = {source: table.get(target, target) for source, target in table.items()}
    # Characters of Simplified text stay as they are where OpenCC reads them as Traditional: 么 (幺) and 抬 (擡); 答覆 is 答复.
    return {**chained, "么": "么", "麼": "么", "麽": "么", "抬": "抬", "擡": "抬", "覆": "复"}


def fold_table() -> npt.NDArray[np.uint16]:
    """The table `fold`, shape (0x110000,)."""
    simplified = simplified_characters()
    table = np.full(CODE_POINTS, ord(NOISE), dtype=np.uint16)
    for code in range(CODE_POINTS):
        if not 0xD800 <= code < 0xE000:
            table[code] = ord(fold_character(chr(code), simplified))
    return table


def syllable_table() -> tuple[npt.NDArray[np.uint16], list[str]]:
    """The table `syllable`, shape (65536,), and the names of the syllables by number (0 is none)."""
    from pypinyin import Style, lazy_pinyin

    names = [""]
    numbers: dict[str, int] = {}
    table = np.zeros(0x10000, dtype=np.uint16)
    for code in range(0x4E00, 0xA000):
        reading = lazy_pinyin(chr(code), style=Style.NORMAL, errors="ignore")
        if reading and reading[0].isalpha():
            name = reading[0].replace("ü", "v")
            if name not in numbers:
                numbers[name] = len(names)
                names.append(name)
            table[code] = numbers[name]
    return table, names


def build() -> dict[str, npt.NDArray[np.generic]]:
    """All arrays of the file."""
    syllables, names = syllable_table()
    return {"fold": fold_table(), "syllable": syllables, "names": np.array(names)}


def main() -> None:
    """Write the file anew."""
    DATA.parent.mkdir(exist_ok=True)
    arrays = build()
    np.savez_compressed(DATA, fold=arrays["fold"], syllable=arrays["syllable"], names=arrays["names"])


if __name__ == "__main__":
    main()
