"""The names that the C sources mention: `python -m tests.runtime.names` writes them into the headers that list them."""

import ast
import re
import textwrap

from nativecomp.program.names import NAME_USE, listed_names, name_table
from tests.runtime.host import RUNTIME

HEADER = RUNTIME / "include" / "nativecomp" / "names_own.h"
STATIC = RUNTIME / "include" / "nativecomp" / "names_static.h"
TABLE = RUNTIME / "objects" / "names_table.h"
_HEAD = re.compile(r"\bNC_(?:TYPE|CHILD)_HEAD\((\w+)")
_MODULE = re.compile(r"^NC_MODULE\((\w+)", re.MULTILINE)
_ALWAYS = {"builtins", "errno", "runtime"}
"""Modules of which each program has something."""
_PARAMETERS = {"ID", "NAME", "EXCEPTION", "METHOD", "IN_PLACE", "REFLECTED", "NAME_ID", "none", "x"}


def names_in(text: str) -> set[str]:
    """All identifiers that stand for names in a C text."""
    used = {match[2] for match in NAME_USE.finditer(text)}
    return used.union(_HEAD.findall(text), _MODULE.findall(text), *listed_names(text).values())


def used_names() -> list[str]:
    """Those of all sources without those of the .mpy format; what modules alone use stands last."""
    files = {path: names_in(path.read_text("utf-8")) for path in sorted(RUNTIME.rglob("*.[ch]"))}
    modules = {path for path in files if path.parent.name == "modules" and path.stem not in _ALWAYS}
    core = set[str]().union(*(names for path, names in files.items() if path not in modules))
    fixed = set(re.findall(r"X\((\w+),", STATIC.read_text("utf-8")))
    names = core.union(*files.values()) - fixed - _PARAMETERS
    return sorted(names, key=lambda name: (name not in core, name))


def header() -> str:
    """The text of the header."""
    lines = ["// The other names that C code mentions, by `python -m tests.runtime.names`: X(identifier, text).\n"]
    return "".join([*lines, *(f'X({name}, "{name}")\n' for name in used_names())])


def table() -> str:
    """The text of the table of all fixed names: offsets, hashes and an index by hash."""
    entries = re.findall(r"X\(\w+, (\".*\")\)", STATIC.read_text("utf-8") + header())
    arrays = name_table([b"", *(ast.literal_eval("b" + entry) for entry in entries)])
    lines = [
        "// The table of fixed names, by `python -m tests.runtime.names`: see nativecomp/names.h.",
        "// clang-format off",
    ]
    for name in ("offsets", "hashes", "index"):
        lines += textwrap.wrap(
            f"static const uint16_t fixed_{name}[] = {{{', '.join(map(str, arrays[name]))}}};",
            110,
            subsequent_indent="    ",
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    HEADER.write_text(header(), "utf-8")
    TABLE.write_text(table(), "utf-8")
