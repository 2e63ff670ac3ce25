"""`nativecomp package`: a folder with a module for many boards, which MicroPython's `mip` installs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from nativecomp.cli import report
from nativecomp.cli.asked import Asked
from nativecomp.cli.options import define_option, opt_option, warning_options
from nativecomp.cli.output import write_file
from nativecomp.cli.report import json_option
from nativecomp.cli.sources import Chosen, located
from nativecomp.mpy.archs import ARCHS


def _modules(path: Path) -> list[tuple[str, Path]]:
    """The modules that a file or a folder stands for: where each is installed, and its source."""
    if not path.is_dir():
        return [(path.name, path)]
    if not (path / "__init__.py").is_file():
        return _inside(path)
    # What the folder is called counts, not how the command line names it.
    return [(f"{path.resolve().name}/{name}", source) for name, source in _inside(path)]


def _inside(folder: Path) -> list[tuple[str, Path]]:
    found = [(path.name, path) for path in sorted(folder.glob("*.py"))]
    for inner in sorted(path for path in folder.iterdir() if (path / "__init__.py").is_file()):
        found += _modules(inner)
    return found


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "out", type=click.Path(file_okay=False), required=True, help="The folder to write to.")
@click.option("--version", default="0.1", show_default=True, help="The version in package.json.")
@click.option("--arch", "archs", multiple=True, type=click.Choice(ARCHS),
              help="An architecture to compile for; may be given several times. [default: all]")  # fmt: skip
@opt_option
@warning_options
@define_option
@json_option
def package(files: tuple[str, ...], out: str, version: str, archs: tuple[str, ...], opt: Any, defines: Any) -> None:
    """Make a folder that `mip` installs: .mpy files for each architecture, and a loader that picks on the board.

    A folder among FILES that holds an `__init__.py` is a Python package, with all that is in it; any other stands for
    the modules and packages in it.

    \b
    Examples:
      nativecomp package dsp.py -o dist
      nativecomp package dsp.py filters.py -o dist --version 1.2
      nativecomp package mylib -o dist
      nativecomp package dsp.py -o dist --arch armv6m --arch armv7emsp
    Then, with the folder on a web server:
      mpremote mip install https://example.org/dist/package.json
    """
    from nativecomp.emit.isolation import start
    from nativecomp.frontend import read_source
    from nativecomp.mpy.package import package_files
    from nativecomp.targets import find_target

    chosen = [arch for arch in ARCHS if arch in archs or not archs]

    start()
    found = [entry for name in files for entry in _modules(Path(located(name)))]
    if not found:
        raise click.UsageError("there is no Python file to package")
    names = [place.removesuffix(".py").removesuffix("/__init__") for place, _ in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise click.UsageError(f"two files would be the module `{twice.replace('/', '.')}`")
    sources = {place: read_source(str(path)) for place, path in found}
    asked = Asked(find_target(chosen[0]), opt, dict(defines))
    of_file: dict[str, Mapping[str, int]] = {}

    def work(one: Chosen) -> None:
        of_file[one.place.as_posix()] = asked.options(sources[one.place.as_posix()]).defines

    asked.for_each([Chosen(str(path), None, Path(place)) for place, path in found], work)
    made = package_files(sources, opt, defines=of_file, version=version, archs=chosen, tell=report.note)
    paths = [path for _, path in found]
    folder = Path(out)
    written = [folder / name for name in made if (folder / name).exists()]
    clash = next((path for path in paths for place in written if place.samefile(path)), None)
    if clash is not None:
        raise click.UsageError(f"the output would replace the source {clash}; give another -o")
    for name, data in made.items():
        write_file(folder / name, data)

    def show() -> None:
        click.echo(f"{folder}: {len(made)} files, {sum(map(len, made.values()))} bytes")
        for name, data in made.items():
            click.echo(f"  {name:<32} {len(data):>7}")

    rows = [{"file": name, "bytes": len(data)} for name, data in made.items()]
    report.current.answer({"folder": str(folder), "files": rows}, show)
