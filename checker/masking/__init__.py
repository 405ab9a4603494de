"""Personal data is masked character for character, so that every offset holds (138****8000).

Identity cards and bank cards are known by their checksums, telephone numbers by their form, names by the words before
them (姓名, 我叫), addresses by road, number and room, plates by their form; the words are in lexicons/masking.toml.
"""

from checker.masking.cells import neutral_cell
from checker.masking.masker import Masker, mask, masker

__all__ = ["Masker", "mask", "masker", "neutral_cell"]
