"""TOML entries → Lexicon: schema, templates, loading, linting."""

from checker.lexicon.loading import Lexicon, load_lexicon, shipped
from checker.lexicon.profiles import Profile, load_profiles
from checker.lexicon.schema import Entry

__all__ = ["Entry", "Lexicon", "Profile", "load_lexicon", "load_profiles", "shipped"]
