"""The labelled sets under tests/corpus: those of talk, beside the names and mentions of papers."""

from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
_TALK = ("dialogues", "notices", "utterances")
"""What is checked as a conversation."""


def talk_files(folder: Path = CORPUS) -> list[Path]:
    """The labelled utterances, dialogues and notices of a folder and of those within it."""
    return sorted(path for path in folder.rglob("*.jsonl") if path.stem.startswith(_TALK))
