"""What a project says in `[tool.nativecomp]` of its `pyproject.toml`: what its files are compiled for.

    [tool.nativecomp]
    target = "pico2"                # or the path of a target file, seen from the project's folder
    opt = "speed"
    sources = ["firmware", "lib/*.py"]

    [tool.nativecomp.defines]
    LED = 25

The file is looked for in the current folder and those around it; the nearest one counts.
"""

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

NAME = "pyproject.toml"


class ProjectError(Exception):
    """A table that is not right; the message names the file and says what to write."""


@dataclass(frozen=True)
class Project:
    """
    Attributes:
        folder: where its file is; None where there is none, or it says nothing of us.
        sources: files, folders and patterns, as they are written.
    """

    folder: Path | None = None
    target: str | None = None
    opt: Literal["size", "balanced", "speed"] | None = None
    sources: tuple[str, ...] = ()
    defines: Mapping[str, int] = field(default_factory=dict)

    def files(self) -> list[str]:
        """The files and folders that `sources` name, as seen from the current folder.

        Raises:
            ProjectError: nothing is there.
        """
        assert self.folder is not None or not self.sources
        found: list[str] = []
        for source in self.sources:
            assert self.folder is not None
            matches = sorted(self.folder.glob(source)) if any(c in source for c in "*?[") else [self.folder / source]
            if not matches or not matches[0].exists():
                raise ProjectError(f"{self.folder / NAME}: nothing is called {source!r}, which `sources` names")
            found += [os.path.relpath(match) for match in matches]
        return found


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _is_numbers(value: Any) -> bool:
    return isinstance(value, dict) and all(
        name.isidentifier() and type(number) is int for name, number in value.items()
    )


_KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "target": (lambda value: isinstance(value, str), 'the name of a target or a path, such as "pico2"'),
    "opt": (lambda value: value in ("size", "balanced", "speed"), '"size", "balanced" or "speed"'),
    "sources": (_is_names, 'a list of files, folders and patterns, such as ["firmware", "lib/*.py"]'),
    "defines": (_is_numbers, "a table of integers: write `[tool.nativecomp.defines]`, `LED = 25`"),
}
"""By key: whether a value is right, and what it takes."""


def _checked(table: Any, where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise ProjectError(f"{where}: `tool.nativecomp` is a table: write `[tool.nativecomp]`")
    for key, value in table.items():
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"the keys are {', '.join(_KEYS)}"
            raise ProjectError(f"{where}: [tool.nativecomp] has an unknown key `{key}`; {hint}")
        is_right, takes = _KEYS[key]
        if not is_right(value):
            raise ProjectError(f"{where}: `{key}` in [tool.nativecomp] is {takes}, not {value!r}")
    return table


def find_project(start: Path | None = None) -> Project:
    """The project of a folder (of the current one if none is given).

    Raises:
        ProjectError: its table is not right, or its file is no TOML.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        path = folder / NAME
        if not path.is_file():
            continue
        where = os.path.relpath(path)
        try:
            whole = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise ProjectError(f"{where} cannot be read: {error}") from None
        tool = whole.get("tool", {})
        if not isinstance(tool, dict) or "nativecomp" not in tool:
            return Project()
        table = _checked(tool["nativecomp"], where)
        target = table.get("target")
        if target is not None and target.endswith(".toml"):
            target = str(folder / target)
        sources = tuple(table.get("sources", ()))
        return Project(folder, target, table.get("opt"), sources, dict(table.get("defines", {})))
    return Project()
