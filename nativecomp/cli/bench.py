"""`nativecomp bench`: one call, counted on several cores at every level."""

from functools import partial

import click

from nativecomp.cli.options import TargetParameter, evaluate_call, json_option, show_table
from nativecomp.targets import Target, find_target

CORES = ("cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m7", "cortex-m33")


@click.command()
@click.argument("file")
@click.option("--call", required=True, help='The call to count, such as "crc(bytes(64), 64)".')
@click.option("--target", "targets", type=TargetParameter(), multiple=True, help="May be given several times.")
@json_option
def bench(file: str, call: str, targets: tuple[Target, ...], as_json: bool) -> None:
    """Count the instructions of a call on several cores and at every level.

    \b
    Examples:
      nativecomp bench crc.py --call "crc32(bytes(512), 512)"
      nativecomp bench crc.py --call "crc32(bytes(512), 512)" --target cortex-m0 --json
    """
    from nativecomp.emit.isolation import start

    start()
    from nativecomp.desk.module import compiled, load
    from nativecomp.options import OPT_LEVELS

    rows = []
    for target in targets or [find_target(name) for name in CORES]:
        for opt in OPT_LEVELS:
            module = compiled(load(file, target=target, opt=opt))
            value, instructions = module.count_call(partial(evaluate_call, call, module.names))
            rows.append((target.name, opt, instructions, module.code_size(), str(value)))
    show_table(("target", "opt", "instructions", "bytes", "result"), rows, as_json=as_json, title=call)
