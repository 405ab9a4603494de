"""言检: checks the language of service clerks against published norms."""

from checker.engine import Checker
from checker.errors import CheckerError, LexiconError, Problem, SourceError
from checker.model import Conversation, Finding, Matter, Report, Turn
from checker.sources.conversation import conversation_from

__all__ = [
    "Checker",
    "CheckerError",
    "Conversation",
    "Finding",
    "LexiconError",
    "Matter",
    "Problem",
    "Report",
    "SourceError",
    "Turn",
    "conversation_from",
]
