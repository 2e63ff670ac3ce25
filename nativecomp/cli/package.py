"""`nativecomp package`: a folder with a module for many boards, which MicroPython's `mip` installs."""

from pathlib import Path
from typing import Any

import click

from nativecomp.cli.options import opt_option


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "out", type=click.Path(file_okay=False), required=True, help="The folder to write to.")
@click.option("--version", default="0.1", show_default=True, help="The version in package.json.")
@opt_option
def package(files: tuple[str, ...], out: str, version: str, opt: Any) -> None:
    """Make a folder that `mip` installs: .mpy files for each architecture, and a loader that picks on the board.

    A folder among FILES stands for its Python files.

    \b
    Examples:
      nativecomp package dsp.py -o dist
      nativecomp package dsp.py filters.py -o dist --version 1.2
    Then, with the folder on a web server:
      mpremote mip install https://example.org/dist/package.json
    """
    from nativecomp import codegen
    from nativecomp.frontend import read_source
    from nativecomp.mpy.package import package_files

    codegen.start()
    paths = [path for name in files for path in (sorted(Path(name).glob("*.py")) if Path(name).is_dir() else [name])]
    if not paths:
        raise click.UsageError("there is no Python file to package")
    stems = [Path(path).stem for path in paths]
    if twice := next((stem for stem in stems if stems.count(stem) > 1), None):
        raise click.UsageError(f"two files would be the module `{twice}`")
    made = package_files([read_source(str(path)) for path in paths], opt, version=version)
    folder = Path(out)
    clash = next((path for path in paths if (folder / Path(path).name).exists()
                  and (folder / Path(path).name).samefile(path)), None)  # fmt: skip
    if clash is not None:
        raise click.UsageError(f"the output would replace the source {clash}; give another -o")
    for name, data in made.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    click.echo(f"{folder}: {len(made)} files, {sum(map(len, made.values()))} bytes")
    for name, data in made.items():
        click.echo(f"  {name:<32} {len(data):>7}")
