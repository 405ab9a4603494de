"""Typer in Chinese: headings, the help option, and what is wrong with a command as it was typed.

Typer's own texts are English. Headings are the settings that `typer.rich_utils` keeps for them; the rest is said by the
command and group classes below, which every command of `yanjian` is made from.
"""

from __future__ import annotations

import errno
import re
import sys
from typing import Any, NoReturn

import typer
from typer import rich_utils
from typer._click import Context, HelpFormatter  # typer carries its own click and exports no more than BadParameter
from typer._click.exceptions import ClickException, MissingParameter, NoArgsIsHelpError, NoSuchOption
from typer.core import TyperCommand, TyperGroup, TyperOption

from checker.cli.output import UNREADABLE, complain
from checker.errors import CheckerError, Problem

OPTIONS, COMMAND = "[选项]", "命令 …"
_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "（不写时：{}）",
    "ENVVAR_STRING": "（环境变量：{}）",
    "REQUIRED_LONG_STRING": "（必填）",
}
_MESSAGES = (
    (r"Invalid value for (.+?): (?:Value error, )?'(.*)' is not one of (.+)\.", r"\1 不能是 “\2”，可用：\3"),
    (r"Invalid value for (.+?): (.+)", r"\1 的值不对：\2"),
    (r"No such command '(.*?)'.*", r"没有命令 “\1”"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"多出来的参数：\1"),
    (r"Option '(.*)' requires an argument\.", r"\1 后面缺少值"),
    (r"Option '(.*)' does not take a value\.", r"\1 后面不能写值"),
    (r"Missing command\.", "缺少命令"),
)
"""What click says → what the reader is told; messages that are not listed are passed on as they are."""


def set_headings() -> None:
    """Put the headings of help pages into Chinese."""
    for name, text in _HEADINGS.items():
        setattr(rich_utils, name, text)


class ChineseCommand(TyperCommand):
    """A command whose help page is Chinese throughout."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """The help option, described in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line of usage."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")


class ChineseGroup(TyperGroup):
    """A group of commands whose help page and errors are Chinese; errors made by input end it with status 2."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """The help option, described in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line of usage."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")

    def main(self, *args: Any, **settings: Any) -> NoReturn:  # noqa: ANN401  (as in typer)
        """Run a command line and leave with its exit status."""
        try:
            status = super().main(*args, **settings | {"standalone_mode": False})
        except NoArgsIsHelpError:
            status = UNREADABLE
        except ClickException as error:
            complain([Problem(*explain(error))])
            status = UNREADABLE
        except CheckerError as error:
            complain(error.problems)
            status = UNREADABLE
        except OSError as error:
            complain([Problem(f"打不开或写不了：{error.strerror}", "请检查路径和权限", str(error.filename or ""))])
            status = UNREADABLE
        except typer.Abort:
            status = errno.EINTR
        sys.exit(status or 0)


def explain(error: ClickException) -> tuple[str, str]:
    """What was wrong with the command line, and what to do."""
    context: Context | None = getattr(error, "ctx", None)
    advice = f"用法见 {context.command_path} --help" if context else ""
    if isinstance(error, MissingParameter) and error.param is not None:
        return f"缺少参数 {error.param.get_error_hint()}", advice
    if isinstance(error, NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}", advice
    message = error.format_message()
    for pattern, chinese in _MESSAGES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(chinese), advice
    return message, advice


def _in_chinese(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help, option.metavar = "显示这份说明", ""
    return option
