"""`nativecomp deploy`: compile a file for the connected board and put it there."""

from pathlib import Path
from typing import Any

import click

from nativecomp.cli.options import opt_option


@click.command()
@click.argument("file")
@click.option("--port", help="The board's serial port; needed only where several are connected.")
@click.option("--to", "folder", default="", help="The folder on the board. [default: where it is now]")
@click.option("--run", "should_run", is_flag=True, help="Import the module on the board and show what it prints.")
@opt_option
def deploy(file: str, port: str | None, folder: str, should_run: bool, opt: Any) -> None:
    """Compile a file for the connected board and put it there.

    The board is asked what it is; its firmware must be MicroPython 1.23 or newer with native code.

    \b
    Examples:
      nativecomp deploy dsp.py
      nativecomp deploy dsp.py --port /dev/ttyACM1 --to /lib --run
    """
    from nativecomp import codegen
    from nativecomp.board import choose_port, connect, list_ports
    from nativecomp.frontend import read_source
    from nativecomp.mpy.build import build_mpy
    from nativecomp.targets import find_target

    module = Path(file).stem
    if not module.isidentifier():
        raise click.UsageError(f"`import` cannot name {Path(file).name}; rename it")
    codegen.start()
    source = read_source(file)
    with connect(choose_port(port, list_ports())) as board:
        facts = board.facts()
        arch = facts.arch
        click.echo(f"{facts.machine}, MicroPython {'.'.join(map(str, facts.version))}: {arch}")
        data = build_mpy(source, find_target(arch), opt, name=Path(file).name)
        place = f"{folder.rstrip('/')}/{module}.mpy" if folder else f"{module}.mpy"
        board.write(place, data)
        click.echo(f"{place}: {len(data)} bytes written")
        shadow = place.removesuffix(".mpy") + ".py"
        if board.run(_EXISTS.format(shadow)).strip() == "True":
            click.echo(f"note: {shadow} is on the board too, and `import` prefers it: remove it", err=True)
        if should_run:
            click.echo(board.run(_IMPORT.format(module, folder or "")), nl=False)


_EXISTS = """
import os
try:
    os.stat({!r})
    print(True)
except OSError:
    print(False)
"""
_IMPORT = """
import sys
sys.modules.pop({0!r}, None)
if {1!r} and {1!r} not in sys.path:
    sys.path.append({1!r})
import {0}
"""
