"""`nativecomp targets`: the one list that `--target` takes from."""

import json

import click

from nativecomp.cli.options import json_option
from nativecomp.targets import Target, list_targets

KINDS = {"core": "cores", "arch": "architectures", "chip": "chips", "board": "boards"}


def _facts(target: Target) -> dict[str, object]:
    flash = target.board.flash_size if target.board else None
    return {
        "target": target.name, "kind": target.kind, "core": target.core, "FPU": target.fpu,
        "float bits": target.float_bits, "mpy": target.mpy, "flash": flash, "description": target.description,
    }  # fmt: skip


@click.command()
@json_option
def targets(as_json: bool) -> None:
    """List cores, architectures, chips and boards.

    \b
    Examples:
      nativecomp targets
      nativecomp targets --json
    """
    found = list_targets()
    if as_json:
        click.echo(json.dumps([_facts(target) for target in found], indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("target", no_wrap=True)
    table.add_column(".mpy", no_wrap=True)
    table.add_column("what it is")
    for kind, title in KINDS.items():
        table.add_row(f"[bold]{title}[/]")
        for target in found:
            if target.kind == kind:
                table.add_row(f"  {target.name}", target.mpy, target.description + " (images)" * bool(target.board))
    Console().print(table)
