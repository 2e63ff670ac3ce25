"""`nativecomp bench`: one call, counted on several cores at every level."""

from functools import partial
from typing import Any

import click

from nativecomp.cli.asked import Asked
from nativecomp.cli.options import TargetParameter, define_option, evaluate_call, warning_options
from nativecomp.cli.report import json_option, show_table
from nativecomp.cli.sources import Chosen, files_argument, select
from nativecomp.options import OPT_LEVELS, Options
from nativecomp.targets import Target, find_target

CORES = ("cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m7", "cortex-m33")


@click.command()
@files_argument
@click.option("--call", required=True, help='The call to count, such as "crc(bytes(64), 64)".')
@click.option("--target", "targets", type=TargetParameter(), multiple=True, help="May be given several times.")
@warning_options
@define_option
@json_option
def bench(files: list[Chosen], call: str, targets: tuple[Target, ...], defines: Any) -> None:
    """Count the instructions of a call on several cores and at every level.

    The bytes are those of the file's compiled functions, or of the one that is named.

    \b
    Examples:
      nativecomp bench crc.py --call "crc32(bytes(512), 512)"
      nativecomp bench old.py new.py --call "crc32(bytes(512), 512)" --target cortex-m0 --json
    """
    from nativecomp.emit.isolation import start

    start()
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
