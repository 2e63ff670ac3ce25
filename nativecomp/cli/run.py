"""`nativecomp run`: a file under this Python with its compiled functions on an emulated core, or its whole image."""

import io
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli import report
from nativecomp.cli.asked import Asked, compile_options, project
from nativecomp.cli.options import data_option, limit_option, link_option, shorten, stack_option
from nativecomp.cli.report import json_option
from nativecomp.options import Options

if TYPE_CHECKING:
    from nativecomp.standins.log import Event

_BOARD_MODULES = """
bluetooth btree cryptolib deflate esp esp32 espnow lcd160cr mip mimxrt network nrf onewire openamp pyb samd stm
umachine vfs webrepl wipy zephyr
"""
"""What only boards have, and the stand-ins have not."""


def run_here(path: str, options: Options, used: set[str], arguments: Sequence[str] = ()) -> int:
    """Execute a file as `__main__`. The exit code; an exception's traceback is shown without our own frames.

    Constants of it, and of the modules beside it, have the values that the options give them; their names go into
    `used`.
    """
    from nativecomp import standins
    from nativecomp.cli.importing import code_of, importing
    from nativecomp.frontend import read_source
    from nativecomp.frontend.rest import check_for_python
    from nativecomp.language.diagnostics import CompileError
    from nativecomp.standins.clock import real_time

    source = read_source(path)
    check_for_python(source)
    standins.install()
    module = ModuleType("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    folder = str(Path(path).resolve().parent)
    sys.path.insert(0, folder)
    sys.argv = [path, *arguments]
    try:
        with real_time(), importing(folder, options, used):
            exec(code_of(source, options, used), module.__dict__)
    except CompileError:
        raise
    except SystemExit as leave:
        if leave.code is None or isinstance(leave.code, int):
            return leave.code or 0
        _tell(str(leave.code))
        return 1
    except BrokenPipeError:
        raise
    except Exception as error:
        _show(error)
        return 1
    return 0


def _teller(events: list[dict[str, object]]) -> "Callable[[Event], None]":
    """What writes down what happens to stand-ins: on standard error, or in a list for the object of `--json`."""

    def keep(event: "Event") -> None:
        events.append(event._asdict())

    def write(event: "Event") -> None:
        click.echo(f"{event.time / 1000:12.3f} ms  {event.device}  {event.action} {event.value}", err=True)

    return keep if report.current.as_json else write


def _tell(text: str) -> None:
    """Say why the program ended."""
    if report.current.as_json:
        report.current.add("error", text)
    else:
        click.echo(text, err=True)


def _show(error: BaseException) -> None:
    """The traceback of a user's program: his own frames, then the note that says where compiled code raised."""
    told = traceback.TracebackException.from_exception(error)
    _leave_out_ours(told)
    _tell(shorten("".join(told.format())).rstrip())
    if isinstance(error, ModuleNotFoundError) and error.name in _BOARD_MODULES.split():
        hint = f"only boards have `{error.name}`: put a stand-in `{error.name}.py` beside the file to run it here"
        click.echo(f"  hint: {hint}, or call its functions by `nativecomp.load(...)`", err=True)


def _leave_out_ours(told: traceback.TracebackException) -> None:
    ours = str(Path(__file__).resolve().parents[1])
    told.stack = traceback.StackSummary.from_list([f for f in told.stack if not f.filename.startswith(ours)])
    for other in (told.__cause__, told.__context__, *(told.exceptions or ())):
        if other is not None:
            _leave_out_ours(other)


@click.command()
@click.argument("file")
@click.argument("arguments", nargs=-1, metavar="[-- ARGUMENTS]")
@compile_options
@click.option(
    "--image", is_flag=True, help="Build a bare-metal image (typed `main()`, or a whole Python program) and run that."
)
@click.option("--emulator", type=click.Choice(["unicorn", "qemu"]), default="unicorn", show_default=True)
@click.option("--output", type=click.Choice(["semihosting", "uart"]), default="semihosting", show_default=True)
@stack_option
@data_option
@link_option
@limit_option
@click.option("--trace", is_flag=True, help="Show what pins, buses and timers do, and when.")
@click.option("--vcd", type=click.Path(dir_okay=False, path_type=Path),
              help="Write what pins do to a file for a viewer such as GTKWave or PulseView.")  # fmt: skip
@click.option("--memcheck", is_flag=True, help="Refuse to read what nobody has written of the stack.")
@json_option
def run(
    file: str, arguments: tuple[str, ...], asked: Asked, image: bool, emulator: str, output: Any, stack: int | None,
    data: tuple[Path, ...], link: tuple[Path, ...], limit: int | None, trace: bool, vcd: Path | None,
    memcheck: bool,
) -> None:  # fmt: skip
    """Run a file: the module here, decorated functions as machine code on an emulated core.

    \b
    Examples:
      nativecomp run life.py
      nativecomp run life.py --target cortex-m0
      nativecomp run life.py -- --width 64              what follows is the file's sys.argv
      nativecomp run blink.py --trace                   `machine` and its like are stand-ins, which tell what is done
      nativecomp run blink.py --vcd blink.vcd           the same for a viewer of logic analysers
      nativecomp run led.py --image --target mps2-an386
      nativecomp run led.py --image --target microbit --emulator qemu
      nativecomp run app.py --image --target host -- one    a program of this computer
    """
    if limit is not None and emulator == "qemu":
        raise click.UsageError("QEMU counts no instructions: leave out --limit, or run without `--emulator qemu`")
    for name, given in (("--stack", stack is not None), ("--data", data), ("--link", link)):
        if given and not image:
            raise click.UsageError(f"{name} is for an image: add --image")
    if (trace or vcd) and image:
        option = "--trace" if trace else "--vcd"
        raise click.UsageError(f"{option} is for the stand-ins of a board's modules: leave out --image")
    if memcheck and image:
        raise click.UsageError("--memcheck is for functions that are called from here: leave out --image")
    events: list[dict[str, object]] = []
    with _output() as text, _recording(vcd) if vcd else nullcontext():
        if image:
            from nativecomp.cli.image import Wishes, run_board
            from nativecomp.frontend import read_source

            options = asked.options(read_source(file))
            code = run_board(file, options, emulator, limit, Wishes(output, stack, data, link), arguments)
        else:
            code = _run(file, arguments, asked, limit, _teller(events) if trace else None, memcheck=memcheck)
    result = {"exit_code": code, "output": text.getvalue(), "events": events}
    report.current.answer(result, lambda: None)
    sys.exit(code)


@contextmanager
def _recording(file: Path) -> Iterator[None]:
    """Write what pins do in the block to a file, also where it ends by an exception."""
    from nativecomp.cli.output import write_file
    from nativecomp.standins.clock import clock
    from nativecomp.standins.log import listening
    from nativecomp.standins.vcd import vcd_of

    events: list[Event] = []
    try:
        with listening(events.append):
            yield
    finally:
        write_file(file, vcd_of(events, clock.now).encode())


@contextmanager
def _output() -> Iterator[io.StringIO]:
    """What the program prints, where one object holds all that is said."""
    text = io.StringIO()
    with redirect_stdout(text) if report.current.as_json else nullcontext():
        yield text


def _run(
    file: str, arguments: tuple[str, ...], asked: Asked, limit: int | None, tell: "Callable[[Event], None] | None",
    *, memcheck: bool,
) -> int:  # fmt: skip
    """Run a file here; the exit code."""
    import nativecomp
    from nativecomp.emit.isolation import start
    from nativecomp.frontend import read_source
    from nativecomp.standins.log import listening

    options = asked.options(read_source(file))
    start()
    # Modules beside the file may have constants of these names too.
    wanted = {**project().defines, **asked.defines}
    nativecomp.configure(target=asked.target, opt=asked.opt, limit=limit, defines=wanted, memcheck=memcheck)
    used: set[str] = set()
    with listening(tell) if tell else nullcontext():
        code = run_here(file, replace(options, defines=wanted), used, arguments)
    if unused := sorted(asked.defines.keys() - used):
        report.note(f"--define {unused[0]}: neither {file} nor what it imports has such a constant")
    return code
