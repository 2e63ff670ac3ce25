"""The files that a command line names: files, folders with all that is in them, and one function of a file.

`dsp.py:fir`, `dsp.py:Filter.step`, `dsp.py:step` where one class has such a method, and `dsp.py:Filter`, all of its
methods, name functions. A folder stands for the Python files in it, at any depth.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

LIBRARY = "nativecomp.lib"

T = TypeVar("T")


@dataclass(frozen=True)
class Chosen:
    """A file to work on.

    Attributes:
        path: as messages name it.
        function: the one that is wanted; None for all.
        place: its path below the folder that was named, or its name.
    """

    path: str
    function: str | None
    place: Path


def split_function(text: str) -> tuple[str, str | None]:
    """`dsp.py:fir` into file and function. A drive letter's colon is part of the file."""
    file, colon, function = text.rpartition(":")
    if not colon or "/" in function or "\\" in function or len(file) < 2:
        return text, None
    return file, function


def _is_outside(folder: Path) -> bool:
    """Whether a folder inside a project is no part of it: hidden, a cache, a virtual environment."""
    return folder.name.startswith((".", "__")) or folder.name == "node_modules" or (folder / "pyvenv.cfg").is_file()


def python_files(folder: Path) -> Iterator[Path]:
    """The Python files in a folder, at any depth."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if not _is_outside(path):
                yield from python_files(path)
        elif path.suffix == ".py":
            yield path


def located(name: str) -> str:
    """The file or folder of a part of our library, `nativecomp.lib.crc` or `nativecomp.lib.crc:crc32`; others stay.

    Raises:
        UsageError: the library has no such module.
    """
    if not name.startswith(LIBRARY):
        return name
    module, colon, function = name.partition(":")
    folder = Path(__file__).parents[1] / "lib"
    path = folder / f"{module.removeprefix(LIBRARY).removeprefix('.')}.py" if module != LIBRARY else folder
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in folder.glob("[!_]*.py")))
        raise click.UsageError(f"{LIBRARY} has no module `{path.stem}`; it has {known}")
    return f"{path}{colon}{function}"


def expand(names: Sequence[str]) -> list[Chosen]:
    """The files that names stand for, in their order, each once.

    Raises:
        UsageError: a folder has no Python file.
    """
    found: dict[Chosen, None] = {}
    if "" in names:
        raise click.UsageError("a file's name is empty: is a variable of the shell not set?")
    for name in map(located, names):
        if not Path(name).is_dir():
            path, function = split_function(name)
            if function == "":
                raise click.UsageError(f"name a function behind the colon of `{name}`, or leave the colon out")
            found[Chosen(path, function, Path(Path(path).name))] = None
            continue
        inside = list(python_files(Path(name)))
        if not inside:
            raise click.UsageError(f"there is no Python file in the folder {name}")
        for file in inside:
            found[Chosen(str(file), None, file.relative_to(name))] = None
    return list(found)


def _expanded(ctx: click.Context, param: click.Parameter, names: Sequence[str]) -> list[Chosen]:
    if not names:
        raise click.UsageError("name a file or a folder, or say `sources = [...]` under [tool.nativecomp] in "
                               "pyproject.toml")  # fmt: skip
    return expand(names)


files_argument = click.argument("files", nargs=-1, metavar="FILE[:FUNCTION]...", callback=_expanded)
"""The argument of verbs that work on each of several files."""


def select(functions: Mapping[str, T], chosen: Chosen) -> dict[str, T]:
    """Those of a file's functions, by qualified name, that are wanted.

    Raises:
        UsageError: there is none of the name, or methods of several classes have it.
    """
    name = chosen.function
    if name is None:
        return dict(functions)
    if name in functions:
        return {name: functions[name]}
    of_class = {key: one for key, one in functions.items() if key.startswith(f"{name}.")}
    if of_class:
        return of_class
    found = {key: one for key, one in functions.items() if key.endswith(f".{name}")}
    if len(found) == 1:
        return found
    if found:
        raise click.UsageError(f"{chosen.path} has several functions `{name}`: say {' or '.join(found)}")
    known = ", ".join(functions) or "none"
    raise click.UsageError(f"{chosen.path} has no compiled function `{name}`; there are: {known}")


def for_each(files: Sequence[Chosen], work: Callable[[Chosen], None]) -> None:
    """Work on each file; what is wrong with one does not keep the others from it.

    Raises:
        CompileError: files were refused; the errors of all are in it.
    """
    from nativecomp.language.diagnostics import CompileError

    refused: list[CompileError] = []
    for file in files:
        try:
            work(file)
        except CompileError as error:
            refused.append(error)
    if refused:
        diagnostics = [one for error in refused for one in error.diagnostics]
        raise CompileError(diagnostics, {name: text for error in refused for name, text in error.sources.items()})
