"""`nativecomp run`: a file under this Python with its compiled functions on an emulated core, or its whole image."""

import sys
import traceback
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli.options import (
    define_option,
    limit_option,
    opt_option,
    shorten,
    stack_option,
    target_option,
    warning_options,
)
from nativecomp.options import Options
from nativecomp.targets import Target

if TYPE_CHECKING:
    from nativecomp.standins.log import Event

_BOARD_MODULES = """
bluetooth btree cryptolib deflate esp esp32 espnow lcd160cr mip mimxrt network nrf onewire openamp pyb rp2 samd stm
uctypes umachine vfs webrepl wipy zephyr
"""
"""What only boards have, and the stand-ins have not."""


def run_here(path: str, arguments: Sequence[str] = ()) -> int:
    """Execute a file as `__main__`. The exit code; an exception's traceback is shown without our own frames."""
    from nativecomp import standins
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
    sys.path.insert(0, str(Path(path).resolve().parent))
    sys.argv = [path, *arguments]
    try:
        with real_time():
            exec(compile(source.text, path, "exec", dont_inherit=True), module.__dict__)
    except CompileError:
        raise
    except SystemExit as leave:
        if leave.code is None or isinstance(leave.code, int):
            return leave.code or 0
        click.echo(str(leave.code), err=True)
        return 1
    except BrokenPipeError:
        raise
    except Exception as error:
        _show(error)
        return 1
    return 0


def _tell(event: "Event") -> None:
    """Write what happens to a stand-in to standard error."""
    click.echo(f"{event.time / 1000:12.3f} ms  {event.device}  {event.action} {event.value}", err=True)


def _show(error: BaseException) -> None:
    """The traceback of a user's program: his own frames, then the note that says where compiled code raised."""
    report = traceback.TracebackException.from_exception(error)
    _leave_out_ours(report)
    click.echo(shorten("".join(report.format())).rstrip(), err=True)
    if isinstance(error, ModuleNotFoundError) and error.name in _BOARD_MODULES.split():
        hint = f"only boards have `{error.name}`: put a stand-in `{error.name}.py` beside the file to run it here"
        click.echo(f"  hint: {hint}, or call its functions by `nativecomp.load(...)`", err=True)


def _leave_out_ours(report: traceback.TracebackException) -> None:
    ours = str(Path(__file__).resolve().parents[1])
    report.stack = traceback.StackSummary.from_list([f for f in report.stack if not f.filename.startswith(ours)])
    for other in (report.__cause__, report.__context__, *(report.exceptions or ())):
        if other is not None:
            _leave_out_ours(other)


@click.command()
@click.argument("file")
@click.argument("arguments", nargs=-1, metavar="[-- ARGUMENTS]")
@target_option
@opt_option
@warning_options
@click.option(
    "--image", is_flag=True, help="Build a bare-metal image (typed `main()`, or a whole Python program) and run that."
)
@click.option("--emulator", type=click.Choice(["unicorn", "qemu"]), default="unicorn", show_default=True)
@click.option("--output", type=click.Choice(["semihosting", "uart"]), default="semihosting", show_default=True)
@define_option
@stack_option
@limit_option
@click.option("--trace", is_flag=True, help="Show what pins, buses and timers do, and when.")
def run(
    file: str,
    arguments: tuple[str, ...],
    target: Target,
    opt: Any,
    image: bool,
    emulator: str,
    output: Any,
    defines: Any,
    stack: int | None,
    limit: int | None,
    trace: bool,
) -> None:
    """Run a file: the module here, decorated functions as machine code on an emulated core.

    \b
    Examples:
      nativecomp run life.py
      nativecomp run life.py --target cortex-m0
      nativecomp run life.py -- --width 64              what follows is the file's sys.argv
      nativecomp run blink.py --trace                   `machine` and its like are stand-ins, which tell what is done
      nativecomp run led.py --image --target mps2-an386
      nativecomp run led.py --image --target microbit --emulator qemu
    """
    if limit is not None and emulator == "qemu":
        raise click.UsageError("QEMU counts no instructions: leave out --limit, or run without `--emulator qemu`")
    if stack is not None and not image:
        raise click.UsageError("--stack is for an image: add --image")
    if trace and image:
        raise click.UsageError("--trace is for the stand-ins of a board's modules: leave out --image")
    if image:
        from nativecomp.cli.image import run_board

        options = Options(target, opt, defines=dict(defines))
        sys.exit(run_board(file, options, emulator, output, limit, stack))
    import nativecomp
    from nativecomp.emit.isolation import start
    from nativecomp.standins.log import listening

    start()
    nativecomp.configure(target=target, opt=opt, limit=limit)
    with listening(_tell) if trace else nullcontext():
        sys.exit(run_here(file, arguments))
