"""Characters → toneless Mandarin syllables, merged where speakers and recognisers merge them."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from checker.text import tables

Codes = npt.NDArray[np.uint16]

_BASE = 0xE000
"""Syllables are codes of the private use area, so that they never meet a character."""
_H_TO_F = {"hu": "fu", "hui": "fei", "huan": "fan", "hua": "fa", "huang": "fang", "hun": "fen", "huo": "fo"}


def merged(syllable: str) -> str:
    """The class of a syllable: zh/z, ch/c, sh/s (平翘舌), -ng/-n (前后鼻音), n-/l- and hu-/f- are one."""
    syllable = _H_TO_F.get(syllable, syllable)
    for retroflex in ("zh", "ch", "sh"):
        if syllable.startswith(retroflex):
            syllable = retroflex[0] + syllable[2:]
    if syllable.endswith("ng"):
        syllable = syllable[:-1]
    return "l" + syllable[1:] if syllable.startswith("n") and len(syllable) > 1 else syllable


@cache
def classes() -> dict[str, int]:
    """Syllable as spelled → the number of its class."""
    names = [str(name) for name in tables()["names"]]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(map(merged, names)))}
    return {name: numbers[merged(name)] for name in names}


@cache
def syllable_codes() -> Codes:
    """Code → the code of its syllable's class; a code without a reading stays as it is. Shape (65536,)."""
    by_number = np.array(list(classes().values()), dtype=np.int64)
    syllable = tables()["syllable"].astype(np.int64)
    own = np.arange(0x10000, dtype=np.int64)
    return np.where(syllable > 0, by_number[syllable] + _BASE, own).astype(np.uint16)


@cache
def syllable_numbers() -> npt.NDArray[np.int64]:
    """Code → the number of its syllable's class, above 0; 0 for a code without a reading. Shape (65536,)."""
    spelled = syllable_codes().astype(np.int64) - _BASE + 1
    return np.where(tables()["syllable"].astype(np.int64) > 0, spelled, 0)


def spell(text: str) -> str:
    """A text in syllable codes, of the same length."""
    table = syllable_codes()
    return "".join(chr(table[ord(character)]) for character in text)
