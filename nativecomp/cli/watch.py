"""`nativecomp watch`: a verb again and again, each time that a file changes."""

import itertools
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from nativecomp.cli.asked import project
from nativecomp.cli.sources import split_function

_PATIENCE = 5.0
"""Seconds that a command has to end by itself."""


def _folders(arguments: Sequence[str]) -> list[Path]:
    """The folders whose files matter: those that arguments name, or that their files are in; else the project's."""
    named = [Path(split_function(word)[0]) for word in arguments]
    found = [path if path.is_dir() else path.parent for path in named if path.is_dir() or path.suffix == ".py"]
    return list(dict.fromkeys(found)) or [project().folder or Path()]


def _outputs(arguments: Sequence[str]) -> list[Path]:
    """What the command writes, which is no reason to run it again."""
    return [Path(after).resolve() for word, after in itertools.pairwise(arguments) if word == "-o"]


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """End a command that still runs."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, required=True, type=click.UNPROCESSED, metavar="VERB [ARGUMENTS]...")
def watch(arguments: tuple[str, ...]) -> NoReturn:
    """Run a verb now, and again each time that a Python file or the project's settings change. Ctrl-C ends it.

    What still runs is ended before. Watched are the folders that the arguments name, and those of the files among them.

    \b
    Examples:
      nativecomp watch build dsp.py -o dsp.mpy --target pico2
      nativecomp watch run life.py
      nativecomp watch deploy dsp.py --run
    """
    from nativecomp.cli.group import VERBS

    if arguments[0] not in VERBS or arguments[0] == "watch":
        raise click.UsageError(
            f"`{arguments[0]}` is no verb to watch; write for instance `nativecomp watch run app.py`"
        )
    from watchfiles import PythonFilter
    from watchfiles import watch as changes_of

    folders, outputs = _folders(arguments), _outputs(arguments)
    wanted = PythonFilter(extra_extensions=(".toml",), ignore_paths=outputs)
    command = [sys.executable, "-m", "nativecomp", *arguments]
    child = subprocess.Popen(command)
    try:
        for changes in changes_of(*folders, watch_filter=wanted, raise_interrupt=True):
            _stop(child)
            names = sorted({Path(path).name for _, path in changes})
            click.echo(f"--- {', '.join(names)} changed", err=True)
            child = subprocess.Popen(command)
    finally:
        _stop(child)
    raise AssertionError("the watcher ends by an exception only")
