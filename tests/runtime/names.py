"""The names that the C sources mention: `python -m tests.runtime.names` writes them into the header that lists them."""

import re

from tests.runtime.host import RUNTIME

HEADER = RUNTIME / "include" / "nativecomp" / "names_own.h"
STATIC = RUNTIME / "include" / "nativecomp" / "names_static.h"
_USE = re.compile(r"\b(?:N|NAME)\((\w+)\)")
# Lists whose entries are names: macro, which arguments are.
_LISTS = {
    "NC_EXCEPTIONS": (1,),
    "NC_MODULES": (1,),
    "NC_UNARY_OPERATORS": (2,),
    "NC_COMPARISONS": (2,),
    "NC_ARITHMETIC_OPERATORS": (2, 3, 4),
    "ERRORS": (1,),
}
_LIST = re.compile(r"#define (\w+)\(X\)((?:.*\\\n)*.*)")
_ENTRY = re.compile(r"\bX\(([^()]*)\)")
_HEAD = re.compile(r"\bNC_(?:TYPE|CHILD)_HEAD\((\w+)")
_MODULE = re.compile(r"^NC_MODULE\((\w+)", re.MULTILINE)
_PARAMETERS = {"ID", "NAME", "EXCEPTION", "METHOD", "IN_PLACE", "REFLECTED", "NAME_ID", "none", "x"}


def used_names() -> set[str]:
    """All identifiers that stand for names in the sources, without those of the .mpy format."""
    names: set[str] = set()
    for path in sorted(RUNTIME.rglob("*.[ch]")):
        text = path.read_text("utf-8")
        names |= set(_USE.findall(text)) | set(_HEAD.findall(text)) | set(_MODULE.findall(text))
        for macro, body in _LIST.findall(text):
            for entry in _ENTRY.findall(body) if macro in _LISTS else []:
                arguments = [argument.strip() for argument in entry.split(",")]
                names |= {arguments[i - 1] for i in _LISTS[macro]}
    fixed = set(re.findall(r"X\((\w+),", STATIC.read_text("utf-8")))
    return names - fixed - _PARAMETERS


def header() -> str:
    """The text of the header."""
    lines = ["// The other names that C code mentions, by `python -m tests.runtime.names`: X(identifier, text).\n"]
    return "".join([*lines, *(f'X({name}, "{name}")\n' for name in sorted(used_names()))])


if __name__ == "__main__":
    HEADER.write_text(header(), "utf-8")
