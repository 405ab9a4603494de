"""TOML entries → Lexicon: schema, templates, loading, linting."""

from checker.lexicon.folder import shipped
from checker.lexicon.loading import Lexicon, load_lexicon
from checker.lexicon.profiles import Profile, load_profiles
from checker.lexicon.schema import Entry

__all__ = ["Entry", "Lexicon", "Profile", "load_lexicon", "load_profiles", "shipped"]
