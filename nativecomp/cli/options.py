"""Options that several verbs share, and the ways they print."""

import re
import traceback
from collections.abc import Callable, Sized
from pathlib import Path
from typing import Any, Literal, TypeVar

import click
from click.shell_completion import CompletionItem

from nativecomp.cli import report
from nativecomp.cli.warnings import filter_warnings
from nativecomp.options import OPT_LEVELS
from nativecomp.targets import DEFAULT_TARGET, Target, TargetError, find_target, list_targets

F = TypeVar("F", bound=Callable[..., Any])


class TargetParameter(click.ParamType[Target]):
    """The name of a core or board, or the path of a target file."""

    name = "target"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Target:
        if isinstance(value, Target):
            return value
        try:
            return find_target(value)
        except TargetError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        names = [target for target in list_targets() if target.name.startswith(incomplete)]
        return [CompletionItem(one.name, help=one.description) for one in names]


class DefineParameter(click.ParamType[tuple[str, int]]):
    """`NAME=INTEGER`, the integer as Python writes one."""

    name = "define"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        name, equals, number = value.partition("=")
        try:
            if equals and name.isidentifier():
                return name, int(number, 0)
        except ValueError:
            pass
        self.fail(f"{value!r} is not NAME=INTEGER, such as LED=0x40028000", param, ctx)


target_option = click.option(
    "--target", type=TargetParameter(), default=DEFAULT_TARGET, show_default=True,
    help="A core or board (`nativecomp targets` lists them), or a target file.",
)  # fmt: skip
opt_option = click.option(
    "--opt", type=click.Choice(OPT_LEVELS), default="balanced", show_default=True,
    help="What to prefer where it has to be chosen.",
)  # fmt: skip
traceback_option = click.option(
    "--traceback",
    is_flag=True,
    help="Name compiled functions in tracebacks; it costs a handler in each call.",
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), default=None, help="Instructions that a call or the image may take."
)
stack_option = click.option(
    "--stack", type=click.IntRange(min=1), default=None, metavar="BYTES",
    help="RAM for the stack of a Python program in an image; a quarter and at most 64 KiB if not given.",
)  # fmt: skip
data_option = click.option(
    "--data", multiple=True, type=click.Path(exists=True, path_type=Path), metavar="PATH",
    help="A file or folder that a Python program in an image can open, and import modules from.",
)  # fmt: skip
link_option = click.option(
    "--link", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="OBJECT",
    help="An object of C that the image of a compiled `main()` is linked with.",
)  # fmt: skip
define_option = click.option(
    "--define", "defines", multiple=True, type=DefineParameter(), metavar="NAME=INTEGER",
    help="Give a constant of the file another value, such as a board's register address.",
)  # fmt: skip


def _filter(action: Literal["error", "ignore"]) -> Callable[[click.Context, click.Parameter, bool], None]:
    def callback(ctx: click.Context, param: click.Parameter, is_given: bool) -> None:
        if is_given:
            filter_warnings(action)

    return callback


def warning_options(function: F) -> F:
    strict = click.option("--strict", is_flag=True, expose_value=False, callback=_filter("error"),
                          help="Make errors of warnings.")  # fmt: skip
    silent = click.option("--no-warnings", is_flag=True, expose_value=False, callback=_filter("ignore"),
                          help="Show no warnings.")  # fmt: skip
    return strict(silent(function))


def note_if_empty(file: str, functions: Sized) -> None:
    """Say so where a file has nothing to compile: a decorator may have been forgotten."""
    if not functions:
        report.note(f"{file} has no compiled functions; write `@viper` above a `def`")


def evaluate_call(text: str, names: dict[str, Any]) -> Any:
    """Evaluate a Python expression such as `fir(bytearray(64), 64)` with these functions and the usual containers.

    Raises:
        click.UsageError: it is no Python, or uses a name that is not there.
        click.ClickException: it raised something else.
    """
    import array
    import math

    try:
        return eval(text, {"array": array.array, "math": math, **names})
    except (SyntaxError, NameError) as error:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        raise click.UsageError(f"--call {text!r}: {message}; write a Python call of a function of the file") from None
    except (Exception, SystemExit) as error:
        raise click.ClickException(f"--call {text!r} raised {describe(error)}") from None


def describe(error: BaseException) -> str:
    """An exception as Python shows it, its notes too."""
    return shorten("".join(traceback.format_exception_only(error))).rstrip()


def shorten(report: str) -> str:
    """The text of a traceback with our own exceptions called by their names alone."""
    return re.sub(r"^(\W*)nativecomp\.(?:\w+\.)+(\w+:)", r"\1\2", report, flags=re.MULTILINE)
