"""`nativecomp bench`: one call, counted on several cores at every level."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from nativecomp.cli import report
from nativecomp.cli.asked import Asked
from nativecomp.cli.options import TargetParameter, define_option, evaluate_call, warning_options
from nativecomp.cli.report import json_option, show_table
from nativecomp.cli.sources import Chosen, files_argument, select
from nativecomp.options import OPT_LEVELS, Options
from nativecomp.targets import Target, find_target

_BOARD = "mps2-an386"
CORES = ("cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m7", "cortex-m33")


@click.command()
@files_argument
@click.option("--call", required=True, help='The call to count, such as "crc(bytes(64), 64)".')
@click.option("--target", "targets", type=TargetParameter(), multiple=True, help="May be given several times.")
@click.option("--bytecode", "beside_bytecode", is_flag=True,
              help="Count it as bytecode, as @native, as written and in C, in images for boards.")  # fmt: skip
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path),
              help="Draw what --bytecode shows into a file: *.png, *.svg or *.pdf.")  # fmt: skip
@warning_options
@define_option
@json_option
def bench(
    files: list[Chosen], call: str, targets: tuple[Target, ...], beside_bytecode: bool, plot: Path | None, defines: Any
) -> None:
    """Count the instructions of a call on several cores and at every level.

    The bytes are those of the file's compiled functions, or of the one that is named. With --bytecode the call runs on
    our runtime, once for each way to compile the file; the count includes calling, and the bytes are the file's. Where
    a C file of the same name stands beside it, its functions are called too, directly. Cycles are those that Arm
    publishes for Cortex-M0 to M4, from the least to the most.

    \b
    Examples:
      nativecomp bench crc.py --call "crc32(bytes(512), 512)"
      nativecomp bench old.py new.py --call "crc32(bytes(512), 512)" --target cortex-m0 --json
      nativecomp bench fib.py --call "fib(15)" --bytecode --target mps2-an386
    """
    from nativecomp.emit.isolation import start

    start()
    if beside_bytecode:
        _count_ways(files, call, targets or (find_target(_BOARD),), dict(defines), plot)
        return
    if plot:
        raise click.UsageError("--plot draws what --bytecode counts: add --bytecode")
    cores = targets or tuple(find_target(name) for name in CORES)
    asked = Asked(cores[0], "balanced", dict(defines))

    def work(chosen: Chosen) -> None:
        rows = []
        for target in cores:
            for opt in OPT_LEVELS:
                module = asked.module(chosen.path, Options(target, opt))
                wanted = select(module.functions, chosen)
                size = module.code_size() if chosen.function is None else sum(one.size for one in wanted.values())
                value, instructions = module.count_call(partial(evaluate_call, call, module.names))
                rows.append((target.name, opt, instructions, size, str(value)))
        title = call if len(files) == 1 else f"{chosen.path}: {call}"
        show_table(("target", "opt", "instructions", "bytes", "result"), rows, title=title, file=chosen.path)

    asked.for_each(files, work)


def _count_ways(
    files: list[Chosen], call: str, boards: tuple[Target, ...], defines: dict[str, int], plot: Path | None
) -> None:
    from nativecomp.program.cway import C_NAME
    from nativecomp.program.ways import Way, measure, measure_c

    if named := next((one for one in files if one.function is not None), None):
        raise click.UsageError(f"--bytecode is for a file: leave out `:{named.function}`; --call says what is called")
    if core := next((one for one in boards if one.board is None), None):
        raise click.UsageError(f"--bytecode runs images, and `{core.name}` is no board: choose one such as {_BOARD}")
    asked = Asked(boards[0], "balanced", defines)
    drawn: dict[str, list[Way]] = {}

    def work(chosen: Chosen) -> None:
        from nativecomp.frontend import read_source

        rows = []
        source, path = read_source(chosen.path), Path(chosen.path)
        for target in boards:
            ways = measure(source, call, asked.options(source, Options(target)))
            if (c_file := path.with_suffix(".c")).is_file():
                try:
                    ways.append(measure_c(c_file, partial(evaluate_call, call), target))
                except click.ClickException as error:
                    ways.append(Way(C_NAME, None, 0, error.message))
            drawn[f"{path.name} on {target.name}"] = ways
            base = ways[0].instructions
            for way in ways:
                faster = round(base / way.instructions, 2) if base and way.instructions else None
                cycles = way.cycles and (
                    way.cycles if report.current.as_json else f"{way.cycles[0]:,}-{way.cycles[1]:,}"
                )
                rows.append((target.name, way.name, way.instructions, cycles, faster, way.size, way.result))
        columns = ("target", "way", "instructions", "cycles", "times_faster", "bytes", "result")
        title = call if len(files) == 1 else f"{chosen.path}: {call}"
        show_table(columns, rows, title=title, folded="target", file=chosen.path)

    asked.for_each(files, work)
    if plot:
        from nativecomp.cli.plot import draw_ways

        draw_ways(plot, call, drawn)
