"""`nativecomp deploy`: compile a file for the connected board and put it there."""

from pathlib import Path
from typing import Any

import click

from nativecomp.cli.options import opt_option, traceback_option


@click.command()
@click.argument("file")
@click.option("--port", help="The board's serial port; needed only where several are connected.")
@click.option("--to", "folder", default="", help="The folder on the board. [default: where it is now]")
@click.option("--run", "should_run", is_flag=True, help="Import what was put there, and show what it prints.")
@opt_option
@traceback_option
def deploy(file: str, port: str | None, folder: str, should_run: bool, opt: Any, traceback: bool) -> None:
    """Compile a file for the connected board and put it there.

    The board is asked what it is; its firmware must be MicroPython 1.23 or newer with native code.

    \b
    Examples:
      nativecomp deploy dsp.py
      nativecomp deploy dsp.py --port /dev/ttyACM1 --to /lib --run
    """
    from nativecomp.emit.isolation import start
    from nativecomp.frontend import read_source
    from nativecomp.ir import FunctionOptions
    from nativecomp.mpy.board import choose_port, connect, list_ports
    from nativecomp.mpy.build import build_mpy
    from nativecomp.options import Options
    from nativecomp.targets import find_target

    module, folder = Path(file).stem, folder if folder == "/" else folder.rstrip("/")
    if not module.isidentifier():
        raise click.UsageError(f"`import` cannot name {Path(file).name}; rename it")
    start()
    source = read_source(file)
    with connect(choose_port(port, list_ports())) as board:
        facts = board.facts()
        arch = facts.arch
        click.echo(f"{facts.machine}, MicroPython {'.'.join(map(str, facts.version))}: {arch}")
        options = Options(find_target(arch), opt, functions=FunctionOptions(traceback=traceback or None))
        data = build_mpy(source, options, name=Path(file).name)
        place = f"{folder.rstrip('/')}/{module}.mpy" if folder else f"{module}.mpy"
        board.write(place, data)
        click.echo(f"{place}: {len(data)} bytes written")
        first = board.found_first(module, place)
        if first != place:
            click.echo(_not_found(module, place, first), err=True)
        if should_run:
            beside = board.found_first(module, place, folder)
            if beside != place:
                raise click.ClickException(f"{beside} hides {place}, which cannot be run: remove it from the board")
            board.run(_IMPORT.format(module, folder), lambda text: click.echo(text, nl=False))


def _not_found(module: str, place: str, first: str | None) -> str:
    """What to say where `import` does not find what was deployed."""
    if first is None:
        folder = place.rpartition("/")[0]
        return f"note: `import {module}` does not find {place}: {folder} is not in `sys.path` on the board"
    return f"note: {first} is on the board too, and `import {module}` prefers it to {place}: remove it"


_IMPORT = """
import sys
sys.modules.pop({0!r}, None)
sys.path.insert(0, {1!r})
try:
    import {0}
finally:
    sys.path.remove({1!r})
if {0!r} not in sys.modules:
    raise ImportError("the firmware has a module {0} of its own, which `import` prefers: rename the file")
"""
