"""A spaCy component: the findings as a span group of the Doc, the report as `Doc._.clerk_report`.

    nlp = spacy.blank("zh")
    nlp.add_pipe("clerk_language", config={"channel": "reply"})
    doc = nlp("您好，这事不归我管。")
    [(span.text, span.label_) for span in doc.spans["clerk_language"]]

A Doc is one turn of the clerk's. To check a whole conversation, make its Doc with `conversation_doc`: the turns stand in it
one a line, and spans count from the beginning of the Doc, while the report counts from the beginning of each turn.

Each span is labelled with the rule, its `kb_id_` is the first clause it rests on, and `Span._.clerk_finding` is the
finding. Spans take in every token they touch. A finding on no words (an empty turn) has no span; the report holds it.
Nothing is masked: the Doc holds the text as given.
"""

# Annotations are read when a pipeline is built, so they are no strings here.
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

from checker.engine import Checker
from checker.errors import CheckerError, Problem, SourceError
from checker.model import Conversation, Report
from checker.reports.json import to_dict
from checker.sources.conversation import conversation_from

try:
    from spacy.language import Language
    from spacy.pipeline import Pipe
    from spacy.tokens import Doc, Span, SpanGroup
    from spacy.util import minibatch
except ImportError as error:
    raise CheckerError(Problem("这个组件要用 spaCy，没有安装", "请运行 pip install 'yanjian[spacy]'")) from error

NAME = "clerk_language"
_SETTINGS = "settings.json"


class ClerkLanguage(Pipe):  # type: ignore[misc]  # spaCy's classes are not typed
    """The component. Its settings are kept by `to_disk` and `to_bytes`; lexicon folders by their paths, not their content."""

    def __init__(self, name: str, settings: Mapping[str, Any]) -> None:
        """Raises CheckerError where a lexicon cannot be read, or the channel or profile is unknown."""
        self.name = name
        self._set(settings)

    def __call__(self, doc: Doc) -> Doc:
        """Check one Doc. Raises SourceError where `Doc._.clerk_conversation` cannot be read."""
        conversation = self._conversation(doc)
        return self._marked(doc, conversation, self._checker.check(conversation))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Check many Docs, a batch at a time. What cannot be read goes to the error handler, as spaCy has it."""
        for batch in minibatch(stream, size=batch_size):
            readable = list(self._readable(batch))
            reports = self._checker.check_many(conversation for _, conversation in readable)
            for (doc, conversation), report in zip(readable, reports, strict=True):
                yield self._marked(doc, conversation, report)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The settings."""
        return json.dumps(self._settings, ensure_ascii=False).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "ClerkLanguage":
        """Take over settings. Raises CheckerError as the constructor does."""
        settings = json.loads(data)
        if settings != self._settings:
            self._set(settings)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the settings into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _SETTINGS).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "ClerkLanguage":
        """Take over the settings of a folder. Raises CheckerError as the constructor does."""
        return self.from_bytes((Path(path) / _SETTINGS).read_bytes())

    def __reduce__(self) -> tuple[Any, ...]:
        """Processes that do not begin as a copy of this one load the lexicons anew."""
        return ClerkLanguage, (self.name, self._settings)

    def _set(self, settings: Mapping[str, Any]) -> None:
        conversation_from({"text": "", "channel": settings["channel"]})
        checker = Checker([Path(folder) for folder in settings["folders"]])
        checker.profile(settings["profile"])
        self._settings, self._checker = dict(settings), checker

    def _readable(self, docs: Iterable[Doc]) -> Iterator[tuple[Doc, Conversation]]:
        for doc in docs:
            try:
                yield doc, self._conversation(doc)
            except CheckerError as error:
                self.get_error_handler()(self.name, self, [doc], error)

    def _conversation(self, doc: Doc) -> Conversation:
        given = doc._.clerk_conversation
        head = {key: self._settings[key] for key in ("channel", "profile")}
        conversation = conversation_from(head | ({"text": doc.text} if given is None else given))
        self._checker.profile(conversation.profile)
        if _joined(conversation) != doc.text:
            advice = "请用 checker.spacy_pipe.conversation_doc 生成 Doc"
            raise SourceError(Problem("clerk_conversation 的各句与 Doc 的文字不一致", advice))
        return conversation

    def _marked(self, doc: Doc, conversation: Conversation, report: Report) -> Doc:
        value = to_dict(report)
        starts = list(accumulate((len(turn.text) + 1 for turn in conversation.turns), initial=0))
        spans = (_span(doc, starts[found["turn"]], found, str(index)) for index, found in enumerate(value["findings"]))
        key = self._settings["span_key"]
        attributes = {name: value[name] for name in ("profile", "score", "grade")}
        doc.user_data[NAME] = value
        doc.spans[key] = SpanGroup(doc, name=key, attrs=attributes, spans=[span for span in spans if span is not None])
        return doc


@Language.factory(  # type: ignore[untyped-decorator]
    NAME,
    default_config={"channel": None, "profile": None, "folders": [], "span_key": NAME},
    assigns=["doc.spans", "doc._.clerk_report"],
)
def create(
    nlp: Language, name: str, channel: str | None, profile: str | None, folders: list[str], span_key: str
) -> ClerkLanguage:
    """The component of a pipeline's configuration. `channel` and `profile` are for Docs that name none of their own."""
    return ClerkLanguage(
        name, {"channel": channel, "profile": profile, "folders": list(map(str, folders)), "span_key": span_key}
    )


def conversation_doc(nlp: Language, conversation: Mapping[str, Any]) -> Doc:
    """A Doc of a whole conversation, given as in the JSON contract; `nlp(doc)` and `nlp.pipe(docs)` check it.

    Raises SourceError with every fault of the conversation, by field.
    """
    doc = nlp.make_doc(_joined(conversation_from(conversation)))
    doc._.clerk_conversation = dict(conversation)
    return doc


def _joined(conversation: Conversation) -> str:
    return "\n".join(turn.text for turn in conversation.turns)


def _span(doc: Doc, start: int, finding: Mapping[str, Any], index: str) -> Span | None:
    """The span of a finding whose turn begins at `start`."""
    if finding["start"] == finding["end"]:
        return None
    first = next(iter(finding["basis"]), None)
    clause = f"{first['document']} {first['clause']}" if first else ""
    span: Span | None = doc.char_span(
        start + finding["start"], start + finding["end"],
        label=finding["rule"], kb_id=clause, span_id=index, alignment_mode="expand",
    )  # fmt: skip
    return span


def _report(doc: Doc) -> dict[str, Any] | None:
    """The report as in the JSON contract: plain data, so that it goes with the Doc wherever the Doc goes."""
    report: dict[str, Any] | None = doc.user_data.get(NAME)
    return report


def _finding(span: Span) -> dict[str, Any] | None:
    report = _report(span.doc)
    return report["findings"][int(span.id_)] if report and span.id_.isdecimal() else None


Doc.set_extension("clerk_conversation", default=None, force=True)
Doc.set_extension("clerk_report", getter=_report, force=True)
Span.set_extension("clerk_finding", getter=_finding, force=True)
