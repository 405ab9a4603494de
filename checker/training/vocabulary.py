"""lexicons/word_classes.toml → the arrays of checker.matching.word_classes."""

from __future__ import annotations

import tomllib

import numpy as np
import numpy.typing as npt

from checker.lexicon.folder import shipped
from checker.matching.word_classes import FIRST_CODE

FILE = "word_classes.toml"


def vocabulary() -> dict[str, npt.NDArray[np.generic]]:
    """The words, and the code of each: that of its class, or its own; the same for the same file."""
    read = tomllib.loads((shipped() / FILE).read_text(encoding="utf-8"))
    alike = [*read["classes"].values(), *([word] for word in read["plain"]["words"])]
    codes = {word: code for code, words in enumerate(alike, start=FIRST_CODE) for word in words}
    return {
        "words": np.frombuffer("\n".join(codes).encode(), dtype=np.uint8),
        "word_codes": np.array(list(codes.values()), dtype=np.uint16),
    }
