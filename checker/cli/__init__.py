"""The command `yanjian`: one file a command. Help and messages are for clerks and inspectors, in plain Chinese."""

from checker.cli.app import main

__all__ = ["main"]
