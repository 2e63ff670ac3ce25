"""`nativecomp repl`: a prompt whose lines are compiled here and run on a board."""

import keyword
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from nativecomp.cli.asked import Asked, compile_options
from nativecomp.cli.guard import told
from nativecomp.cli.image import check_host, write_image
from nativecomp.cli.options import stack_option
from nativecomp.host import cache
from nativecomp.options import Options
from nativecomp.targets import Target, find_target

if TYPE_CHECKING:
    from nativecomp.program.serialline import SerialLine
    from nativecomp.program.session import Outcome, ProcessLine, Session

_HISTORY_LINES = 1000
_FIRST, _FURTHER = ">>> ", "... "


DEFAULT_BOARD = "mps2-an386"
"""The board with the core that is compiled for where nothing else is said."""


@click.command()
@click.argument("file", required=False)
@click.option("--port", help="The serial port of a real board that runs the image which `-o` wrote.")
@click.option("-o", "out", type=click.Path(dir_okay=False), metavar="PATH",
              help="Write the board's image, to be put onto it once: *.elf, *.bin, *.hex or *.uf2.")  # fmt: skip
@compile_options
@stack_option
def repl(file: str | None, port: str | None, out: str | None, asked: Asked, stack: int | None) -> None:
    """Type Python at a prompt; it is compiled here and runs on the board. FILE runs first.

    Functions may be decorated as in files. `import` takes modules from the folder of FILE, or the current one. Ctrl-C
    interrupts the board's program, Ctrl-D or `sys.exit()` ends. Without a target the board is mps2-an386, emulated;
    `--target host` is a process of this computer (x86-64 Linux).

    \b
    Examples:
      nativecomp repl
      nativecomp repl --target host
      nativecomp repl dsp.py --target microbit
      echo 'import sys; sys.platform' | nativecomp repl --target netduinoplus2
      nativecomp repl --target pico -o repl.uf2
      nativecomp repl --target pico --port /dev/ttyACM0
    """
    from nativecomp.emit.isolation import start
    from nativecomp.program.replimage import build_repl
    from nativecomp.program.session import BoardGoneError, Session

    if click.get_current_context().get_parameter_source("target") == ParameterSource.DEFAULT:
        asked.target = find_target(DEFAULT_BOARD)
    board, is_host = asked.target.board, asked.target.kind == "host"
    if is_host and (out or port):
        raise click.UsageError("a prompt on this computer needs no image and no port: leave out -o and --port")
    if is_host and stack is not None:
        raise click.UsageError("leave out --stack: a prompt on this computer has the stack of a process")
    if is_host:
        check_host()
    elif board is None or not (board.qemu_machine or port or out):
        message = f"QEMU has no board `{asked.target.name}`: choose one, for instance `--target {DEFAULT_BOARD}`"
        raise click.UsageError(message + "; -o writes the image of a real one, and --port talks to it" * bool(board))
    if out:
        if file or port:
            raise click.UsageError("-o writes the board's image; leave out FILE and --port")
        write_image(Path(out), build_repl(asked.target, stack=stack), asked.target)
        return
    start()
    try:
        with _line(port, asked.target, stack) as line:
            modules = _Modules(Path(file).parent if file else Path(), asked)
            prompt = _Prompt(Session(line, modules.find, _typed), Options(asked.target, asked.opt))
            prompt.session.start(wake=port is not None)
            sys.exit(prompt.run(file, asked))
    except BoardGoneError as error:
        raise click.ClickException(str(error)) from None


def _line(port: str | None, target: Target, stack: int | None) -> "ProcessLine | SerialLine":
    from nativecomp.program.hostprogram import build_host_repl
    from nativecomp.program.replimage import build_repl
    from nativecomp.program.serialline import SerialLine
    from nativecomp.program.session import ProcessLine, QemuLine

    if target.kind == "host":
        return ProcessLine(build_host_repl())
    return SerialLine(port) if port else QemuLine(build_repl(target, stack=stack), target)


@dataclass(frozen=True)
class _Modules:
    """Modules for the board: from a folder, or the runtime's own in Python."""

    folder: Path
    asked: Asked

    def find(self, name: str) -> bytes | None:
        from nativecomp.image.runtime import runtime_sources

        for folder in (self.folder, runtime_sources() / "library"):
            place = folder.joinpath(*name.split("."))
            for path in (place / "__init__.py", place.with_suffix(".py")):
                if path.is_file():
                    file = _built(partial(self._build, path))
                    return None if file is None else bytes([path.name == "__init__.py"]) + file
        return None

    def _build(self, path: Path) -> bytes:
        from nativecomp.frontend import read_source
        from nativecomp.mpy.build import build_mpy

        source = read_source(path)
        return build_mpy(source, self.asked.options(source), name=path.name)


@dataclass
class _Prompt:
    session: "Session"
    options: Options

    def run(self, file: str | None, asked: Asked) -> int:
        """Run the file, then what is typed; the exit code: 1 where what came from no terminal raised."""
        from nativecomp.program.session import Outcome

        outcome = Outcome.OK
        if file:
            outcome = self._run_file(file, asked)
        is_terminal = sys.stdin.isatty()
        if is_terminal:
            self._start_editing()
            click.echo(f"{self.options.target.name}: Ctrl-C interrupts, Ctrl-D ends")
        read = self._ask if is_terminal else _read
        raised = outcome == Outcome.RAISED
        while outcome != Outcome.LEFT and (text := self._read_statement(read)) is not None:
            outcome = self._run_text(text)
            if outcome == Outcome.START_UP:
                click.echo("the board started anew", err=True)
            raised |= outcome == Outcome.RAISED
        return int(raised and not is_terminal)

    def _run_file(self, file: str, asked: Asked) -> "Outcome":
        from nativecomp.frontend import read_source
        from nativecomp.mpy.build import build_mpy

        source = read_source(file)
        return self.session.run(build_mpy(source, asked.options(source), name=Path(file).name), _show)

    def _read_statement(self, read: Callable[[str], str | None]) -> str | None:
        """The lines of a statement; None at the end of the input. What is no Python is told, and left out."""
        from nativecomp.program.typed import is_complete

        text = ""
        while True:
            try:
                line = read(_FURTHER if text else _FIRST)
            except KeyboardInterrupt:
                click.echo("\nKeyboardInterrupt")
                text = ""
                continue
            if line is None:
                return text or None
            text = f"{text}\n{line}" if text else line
            try:
                if is_complete(text):
                    return text
            except (SyntaxError, ValueError, OverflowError) as error:
                _tell(error)
                text = ""

    def _run_text(self, text: str, show: Callable[[str], None] | None = None) -> "Outcome":
        from nativecomp.language.diagnostics import SourceFile
        from nativecomp.mpy.build import build_mpy
        from nativecomp.program.session import Outcome
        from nativecomp.program.typed import with_display

        try:
            shown = with_display(text + "\n")
        except (SyntaxError, ValueError) as error:  # the input ended in the middle
            _tell(error)
            return Outcome.RAISED
        source = SourceFile("<stdin>", shown)
        file = _built(lambda: build_mpy(source, replace(self.options, defines={}), name=source.name))
        return Outcome.RAISED if file is None else self.session.run(file, show or _show)

    def _ask(self, prompt: str) -> str | None:
        try:
            return input(prompt)
        except EOFError:
            click.echo()
            return None

    def _start_editing(self) -> None:
        """Editing of lines, with completion and a history that is kept; where Python has them."""
        with suppress(ImportError):
            import atexit
            import readline

            readline.set_completer(_Completer(self._run_text).complete)
            readline.set_completer_delims(" \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?")
            readline.parse_and_bind("tab: complete")
            if folder := cache.folder():
                history = folder / "repl-history"
                with suppress(OSError):
                    readline.read_history_file(history)
                readline.set_history_length(_HISTORY_LINES)
                atexit.register(_keep, readline.write_history_file, history)


def _built(build: Callable[[], bytes]) -> bytes | None:
    """What is built; None where it is refused, which is told: the board and its variables stay."""
    from nativecomp.language.diagnostics import CompileError

    try:
        return build()
    except Exception as error:
        click.echo(str(error) if isinstance(error, CompileError) else told(error), err=True)
        return None


def _keep(write: Callable[[Path], None], path: Path) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)


@dataclass
class _Completer:
    """Names that begin as typed: the board is asked for those of a module or an object."""

    run: Callable[[str, Callable[[str], None]], object]
    _found: Sequence[str] = ()

    def complete(self, text: str, state: int) -> str | None:
        """What `readline` calls: the next name, or None."""
        if state == 0:
            self._found = self._names(text)
        return self._found[state] if state < len(self._found) else None

    def _names(self, text: str) -> list[str]:
        owner, dot, start = text.rpartition(".")
        if dot and not re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*", owner):
            return []
        said: list[str] = []
        asked = f"dir({owner})" if dot else "dir() + dir(__import__('builtins'))"
        self.run(f"try: print(*{asked})\nexcept Exception: pass\n", said.append)
        names = {name for name in "".join(said).split() if start.startswith("_") or not name.startswith("_")}
        if not dot:
            names.update(keyword.kwlist)
        return sorted(f"{owner}{dot}{name}" for name in names if name.startswith(start))


def _read(prompt: str) -> str | None:
    """A line of a file or a pipe."""
    line = sys.stdin.readline()
    return line.removesuffix("\n") if line else None


class _Shown:
    """What the board's program prints, and the begin of the line that it is in."""

    line = ""

    def __call__(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
        self.line = (self.line + text).rpartition("\n")[2]


_show = _Shown()


def _typed() -> str:
    """A line of standard input for the board's program, after what it has printed; nothing at the end of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    prompt, _show.line = _show.line, ""
    try:
        return input("\r" + prompt if prompt else "") + "\n"
    except EOFError:
        click.echo()
        return ""


def _tell(error: Exception) -> None:
    if isinstance(error, SyntaxError) and error.text:
        click.echo(f'  File "<stdin>", line {error.lineno}\n    {error.text.rstrip()}', err=True)
        click.echo(" " * (3 + (error.offset or 1)) + "^", err=True)
    click.echo(f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}", err=True)
