"""What the practice keeps: trainers, classes, trainees, their answers as given, cards and assignments."""

from checker.store.practice.tables import (
    Answer,
    Assignment,
    Attempt,
    Card,
    Failure,
    SignIn,
    Trainee,
    Trainer,
    TrainingClass,
)  # fmt: skip

__all__ = [
    "Answer",
    "Assignment",
    "Attempt",
    "Card",
    "Failure",
    "SignIn",
    "Trainee",
    "Trainer",
    "TrainingClass",
]
