"""The `nativecomp` command itself: finds the verb, and turns our errors into messages and exit codes."""

import importlib
import io
import os
import sys
from typing import Any, NoReturn

import click

from nativecomp import __version__
from nativecomp.cli import report
from nativecomp.cli.guard import EXIT_INTERRUPTED, EXIT_REFUSED, end_on_signals, end_unhurried, told
from nativecomp.host import cache
from nativecomp.host.project import ProjectError, find_project

VERBS = {
    "build": "Compile a file to an .mpy file, an object, an image, or text.",
    "run": "Run a file here, or its image, with compiled functions on an emulated core.",
    "asm": "Show source lines beside their machine code.",
    "explain": "Say what each line costs, why, and what to write.",
    "size": "Show the bytes of each function.",
    "bench": "Count the instructions of a call on several cores and levels.",
    "package": "Make a folder that `mip` installs: a module for many boards.",
    "deploy": "Compile files for the connected board and put them there.",
    "flash": "Write the image of a program to a board.",
    "startup": "Write a board's start-up code and linker script for a C project.",
    "gdb": "Run a program's image on an emulated board, under gdb.",
    "repl": "Type Python that runs on an emulated board.",
    "watch": "Run a verb again each time that a file changes.",
    "targets": "List cores and boards, or say all of one.",
    "doctor": "Show versions, the platform, the cache and the tools that were found.",
}


def _turn_cache_off(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted:
        cache.turn_off()


_NO_CACHE = click.Option(
    ["--no-cache"], is_flag=True, expose_value=False, callback=_turn_cache_off,
    help="Make all machine code anew, and keep none for later runs.",
)  # fmt: skip
"""An option of each verb that compiles."""


class _Verbs(click.Group):
    """Lists the verbs without importing them, so that `--help` and each verb start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = getattr(importlib.import_module(f"nativecomp.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        if cmd_name not in ("targets", "doctor", "watch") and _NO_CACHE not in command.params:
            command.params.append(_NO_CACHE)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        import difflib

        if args and args[0] not in VERBS and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0], VERBS, n=1)
            hint = f"Did you mean `{close[0]}`?" if close else f"The verbs are {', '.join(VERBS)}."
            if args[0].endswith(".py"):
                out = args[0].removesuffix(".py") + ".mpy"
                hint = f"To compile a file: `nativecomp build {args[0]} -o {out} --target ...`."
            ctx.fail(f"No such verb `{args[0]}`. {hint}")
        return super().resolve_command(ctx, args)


EXAMPLES = """
\b
Examples:
  nativecomp run blink.py                     run it here, hot functions on an emulated core
  nativecomp asm dsp.py:fir                   see the machine code of one function
  nativecomp build dsp.py -o dsp.mpy --target pico2
  nativecomp build dsp.py --emit obj -o dsp.o --target cortex-m4f
  nativecomp build led.py -o led.elf --target mps2-an386
  nativecomp targets                          the cores and boards
"""


@click.group(cls=_Verbs, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def command(context: click.Context) -> None:
    """Compile Python functions decorated @viper to machine code as fast as C."""
    try:
        context.obj = found = find_project()
        own = {"target": found.target, "opt": found.opt, "files": found.files()}
    except ProjectError as error:
        raise click.UsageError(str(error)) from None
    defaults = {name: value for name, value in own.items() if value}
    # `bench` is there to compare cores.
    context.default_map = {verb: defaults for verb in VERBS if verb != "bench"} | {"bench": {"files": own["files"]}}


def _leave(code: int, message: str = "") -> NoReturn:
    """End the command: with the object of `--json`, or with a message."""
    if message:
        click.echo(message, err=True)
    report.current.finish(code)
    sys.exit(code)


def main() -> None:
    """Entry point of the console script. Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted."""
    from nativecomp.cli.warnings import filter_warnings
    from nativecomp.host import progress

    arguments = sys.argv[1 : sys.argv.index("--")] if "--" in sys.argv else sys.argv[1:]
    # `watch` has no --json of its own: it is for the verb that it runs.
    verb = next((word for word in arguments if not word.startswith("-")), "")
    # Before the options are parsed: what is wrong with them is told as they ask for.
    said = report.begin(verb, as_json="--json" in arguments and verb != "watch")
    filter_warnings("always")
    end_on_signals()
    progress.listen(lambda text: click.echo(text, err=True), progress.bar)
    for stream in (sys.stdout, sys.stderr):
        # A source line may hold what the terminal's encoding does not.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        command(prog_name="nativecomp", standalone_mode=False)
        said.finish(0)
        sys.stdout and sys.stdout.flush()
    except click.ClickException as error:
        if said.as_json:
            said.add("error", error.format_message())
        else:
            error.show()
        _leave(error.exit_code)
    except click.exceptions.Exit as leave:
        _leave(leave.exit_code)
    except SystemExit as leave:
        said.finish(leave.code if isinstance(leave.code, int) else int(leave.code is not None))
        raise
    except (click.Abort, KeyboardInterrupt):
        _leave(EXIT_INTERRUPTED, "interrupted")
    except BrokenPipeError:
        # Whoever read the output has enough of it; Python must not try again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(EXIT_REFUSED)
    except Exception as error:
        text = told(error)
        if said.as_json:
            said.add_error(error, text)
        _leave(EXIT_REFUSED, "" if said.as_json else text)
    finally:
        end_unhurried()
