"""言检: checks the language of service clerks against published norms."""

from checker.engine import Checker
from checker.errors import CheckerError, LexiconError, Problem, SourceError
from checker.lexicon import Profile, shipped
from checker.lexicon.loading import document_titles
from checker.model import CATEGORIES, CHANNELS, SEVERITIES, Conversation, Finding, Matter, Report, Turn
from checker.reports.json import to_json
from checker.reports.names import POINT_NAMES, SEVERITY_NAMES, category_name
from checker.sources.conversation import conversation_from
from checker.sources.json_values import parse_json, record_from_line
from checker.sources.record import Record

__all__ = [
    "CATEGORIES",
    "CHANNELS",
    "POINT_NAMES",
    "SEVERITIES",
    "SEVERITY_NAMES",
    "Checker",
    "CheckerError",
    "Conversation",
    "Finding",
    "LexiconError",
    "Matter",
    "Problem",
    "Profile",
    "Record",
    "Report",
    "SourceError",
    "Turn",
    "category_name",
    "conversation_from",
    "document_titles",
    "parse_json",
    "record_from_line",
    "shipped",
    "to_json",
]
