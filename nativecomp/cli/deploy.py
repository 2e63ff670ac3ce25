"""`nativecomp deploy`: compile files for the connected board and put them there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli import report
from nativecomp.cli.asked import Asked
from nativecomp.cli.options import define_option, opt_option, traceback_option, warning_options
from nativecomp.cli.report import json_option
from nativecomp.cli.sources import Chosen, files_argument
from nativecomp.ir import FunctionOptions
from nativecomp.options import Options

if TYPE_CHECKING:
    from nativecomp.mpy.board import Connection


@click.command()
@files_argument
@click.option("--port", help="The board's serial port; needed only where several are connected.")
@click.option("--to", "folder", default="", help="The folder on the board. [default: where it is now]")
@click.option("--run", "should_run", is_flag=True, help="Import the last file there, and show what it prints.")
@opt_option
@traceback_option
@warning_options
@define_option
@json_option
def deploy(
    files: list[Chosen], port: str | None, folder: str, should_run: bool, opt: Any, traceback: bool, defines: Any
) -> None:
    """Compile files for the connected board and put them there.

    The board is asked what it is; its firmware must be MicroPython 1.23 or newer with native code.

    \b
    Examples:
      nativecomp deploy dsp.py
      nativecomp deploy filters/ main.py --run
      nativecomp deploy dsp.py --port /dev/ttyACM1 --to /lib --run
    """
    from nativecomp.emit.isolation import start
    from nativecomp.mpy.board import choose_port, connect, list_ports
    from nativecomp.targets import find_target

    folder = folder if folder == "/" else folder.rstrip("/")
    for chosen in files:
        if not all(part.isidentifier() for part in chosen.place.with_suffix("").parts):
            raise click.UsageError(f"`import` cannot name {chosen.place}; rename it")
        if chosen.function:
            raise click.UsageError(f"what is deployed is the whole of {chosen.path}: leave out `:{chosen.function}`")
    start()
    with connect(choose_port(port, list_ports())) as board:
        facts = board.facts()
        version = ".".join(map(str, facts.version))
        report.current.tell(f"{facts.machine}, MicroPython {version}: {facts.arch}")
        result: dict[str, Any] = {
            "board": {"machine": facts.machine, "MicroPython": version, "architecture": facts.arch}, "files": [],
            "output": "",
        }  # fmt: skip
        functions = FunctionOptions(traceback=traceback or None)
        asked = Asked(find_target(facts.arch), opt, dict(defines))
        asked.for_each(files, lambda chosen: result["files"].append(_put(board, asked, chosen, folder, functions)))
        if should_run:
            result["output"] = _run(board, files[-1], folder)
    report.current.answer(result, lambda: None)


def _place(chosen: Chosen, folder: str) -> str:
    path = chosen.place.with_suffix(".mpy").as_posix()
    return f"{folder.rstrip('/')}/{path}" if folder else path


def _module(chosen: Chosen) -> str:
    return ".".join(chosen.place.with_suffix("").parts).removesuffix(".__init__")


def _put(
    board: "Connection", asked: Asked, chosen: Chosen, folder: str, functions: FunctionOptions
) -> dict[str, object]:
    from nativecomp.frontend import read_source
    from nativecomp.mpy.build import build_mpy

    source, module, place = read_source(chosen.path), _module(chosen), _place(chosen, folder)
    options = asked.options(source, Options(asked.target, asked.opt, functions=functions))
    data = build_mpy(source, options, name=Path(chosen.path).name)
    for parent in reversed(chosen.place.parents[:-1]):
        board.make_folder(_place(Chosen("", None, parent), folder).removesuffix(".mpy"))
    board.write(place, data)
    report.current.tell(f"{place}: {len(data)} bytes written")
    if len(chosen.place.parts) == 1 and (first := board.found_first(module, place)) != place:
        report.note(_not_found(module, place, first))
    return {"file": chosen.path, "place": place, "bytes": len(data)}


def _run(board: "Connection", chosen: Chosen, folder: str) -> str:
    """Import it; what it prints."""
    module, place = _module(chosen), _place(chosen, folder)
    beside = board.found_first(module, place, folder) if "." not in module else place
    if beside != place:
        raise click.ClickException(f"{beside} hides {place}, which cannot be run: remove it from the board")
    code = _IMPORT.format(module, folder)
    parts: list[str] = []

    def show(text: str) -> None:
        parts.append(text)
        report.current.tell(text, nl=False)

    board.run(code, show)
    return "".join(parts)


def _not_found(module: str, place: str, first: str | None) -> str:
    """What to say where `import` does not find what was deployed."""
    if first is None:
        folder = place.rpartition("/")[0]
        return f"`import {module}` does not find {place}: {folder} is not in `sys.path` on the board"
    return f"{first} is on the board too, and `import {module}` prefers it to {place}: remove it"


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
