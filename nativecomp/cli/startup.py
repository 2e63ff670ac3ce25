"""`nativecomp startup`: the start-up code and the linker script of a board, for a C project to take over."""

from pathlib import Path

import click

from nativecomp.cli import report
from nativecomp.cli.options import stack_option, target_option
from nativecomp.cli.output import write_file
from nativecomp.cli.report import json_option
from nativecomp.targets import Target


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@target_option
@stack_option
@click.option("--output", type=click.Choice(["semihosting", "uart"]), default="semihosting", show_default=True,
              help="Where what is printed and fault reports go.")  # fmt: skip
@json_option
def startup(folder: Path, target: Target, stack: int | None, output: str) -> None:
    """Write a board's start-up code, linker script and a Makefile into a folder of a C project.

    They are those that images of compiled functions have, and the project's own from then on. A file that is there and
    says something else is not written over.

    \b
    Examples:
      nativecomp startup firmware/ --target mps2-an386
      nativecomp startup firmware/ --target pico2 --output uart --stack 8192
    """
    from nativecomp.image.takeover import startup_files
    from nativecomp.program.boardimage import stack_size

    files = startup_files(target, stack_size(target, stack), output)  # type: ignore[arg-type]
    for name, text in files.items():
        place = folder / name
        if place.exists() and (not place.is_file() or place.read_bytes() != text.encode()):
            raise click.ClickException(f"{place} is there, with another text: move it away, or name another folder")
    for name, text in files.items():
        write_file(folder / name, text.encode())
    said = {"folder": str(folder), "target": target.name, "files": sorted(files)}
    report.current.answer(said, lambda: click.echo(f"{folder}, target {target.name}, files {', '.join(sorted(files))}"))
