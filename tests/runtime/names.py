"""The names that the C sources mention: `python -m tests.runtime.names` writes them into the headers that list them."""

import ast
import itertools
import re
import textwrap

from tests.runtime.host import RUNTIME

HEADER = RUNTIME / "include" / "nativecomp" / "names_own.h"
STATIC = RUNTIME / "include" / "nativecomp" / "names_static.h"
TABLE = RUNTIME / "objects" / "names_table.h"
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


def hash_bytes(text: bytes) -> int:
    """As nc_hash_bytes of the runtime, which is MicroPython's hash in 16 bits."""
    value = 5381
    for byte in text:
        value = value * 33 & 0xFFFFFFFF ^ byte
    return value & 0xFFFF or 1


def table() -> str:
    """The text of the table of all fixed names: offsets, hashes and an index by hash."""
    entries = re.findall(r"X\(\w+, (\".*\")\)", STATIC.read_text("utf-8") + header())
    texts = [b"", *(ast.literal_eval("b" + entry) for entry in entries)]
    offsets = list(itertools.accumulate((len(text) + 1 for text in texts), initial=0))
    size = 1 << (len(texts) * 3 // 2).bit_length()
    index = [0] * size
    for number, text in enumerate(texts[1:], 1):
        place = hash_bytes(text) % size
        while index[place]:
            place = (place + 1) % size
        index[place] = number + 1
    arrays = {"offsets": offsets, "hashes": [hash_bytes(text) for text in texts], "index": index}
    lines = [
        "// The table of fixed names, by `python -m tests.runtime.names`: see nativecomp/names.h.",
        "// clang-format off",
    ]
    for name, numbers in arrays.items():
        lines += textwrap.wrap(
            f"static const uint16_t fixed_{name}[] = {{{', '.join(map(str, numbers))}}};", 110, subsequent_indent="    "
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    HEADER.write_text(header(), "utf-8")
    TABLE.write_text(table(), "utf-8")
