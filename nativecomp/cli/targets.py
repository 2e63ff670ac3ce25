"""`nativecomp targets`: the one list that `--target` takes from."""

import click

from nativecomp.cli.options import json_option, show_table
from nativecomp.targets import list_targets


@click.command()
@json_option
def targets(as_json: bool) -> None:
    """List cores and boards.

    \b
    Examples:
      nativecomp targets
      nativecomp targets --json
    """
    rows = [
        (t.name, t.kind, t.core, t.fpu, f"{t.board.flash_size // 1024} KiB" if t.board else "", t.description)
        for t in list_targets()
    ]
    show_table(("target", "kind", "core", "FPU", "flash", "description"), rows, as_json=as_json)
