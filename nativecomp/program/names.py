"""Numbers of names: those of the .mpy format, then those that the runtime's C code mentions, then a program's own."""

import ast
import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from nativecomp.image.runtime import runtime_sources
from nativecomp.mpy import Constant, MpyFile

_ENTRY = re.compile(r'^X\((\w+), (".*")\)$', re.MULTILINE)


def hash_bytes(data: bytes) -> int:
    """The runtime's hash of a text, as `nc_hash_bytes`."""
    value = 5381
    for byte in data:
        value = value * 33 & 0xFFFFFFFF ^ byte
    return value & 0xFFFF or 1


@cache
def _fixed() -> dict[str, bytes]:
    """The names with the same number in every program, in their order, by their identifiers in C."""
    include = runtime_sources() / "include" / "nativecomp"
    text = "".join((include / name).read_text("utf-8") for name in ("names_static.h", "names_own.h"))
    return {identifier: ast.literal_eval("b" + entry) for identifier, entry in _ENTRY.findall(text)}


def fixed_names() -> tuple[bytes, ...]:
    """The names with the same number in every program, from number 1 on."""
    return tuple(_fixed().values())


@dataclass
class Names:
    """The names of a program."""

    own: dict[bytes, int] = field(default_factory=dict)
    _fixed: dict[bytes, int] = field(default_factory=lambda: {n: i for i, n in enumerate(fixed_names(), 1)})

    @property
    def first(self) -> int:
        """The number of the first name of the program's own."""
        return len(fixed_names()) + 1

    def number(self, text: bytes) -> int:
        """The number of a name; a new one gets the next."""
        known = self._fixed.get(text)
        return self.own.setdefault(text, self.first + len(self.own)) if known is None else known


def index_of(texts: Iterable[bytes]) -> list[int]:
    """A hash table of texts: at each place, a position counted from 1, or 0. Its size is a power of two."""
    listed = list(texts)
    places = [0] * (1 << max(1, (len(listed) * 3 // 2).bit_length()))
    for position, text in enumerate(listed, 1):
        place = hash_bytes(text) % len(places)
        while places[place]:
            place = (place + 1) % len(places)
        places[place] = position
    return places


def name_table(texts: Sequence[bytes | None]) -> dict[str, list[int]]:
    """The arrays of a table of names: texts, offsets, hashes, index. None has no text."""
    present = [(number, text) for number, text in enumerate(texts) if text is not None]
    index = index_of([text for _, text in present])
    return {
        "texts": [byte for _, text in present for byte in (*text, 0)],
        "offsets": list(itertools.accumulate((0 if text is None else len(text) + 1 for text in texts), initial=0)),
        "hashes": [hash_bytes(text or b"") for text in texts],
        "index": [place and present[place - 1][0] + 1 for place in index],
    }


def fixed_table(keep: Collection[str]) -> str:
    """The C source of the table of fixed names with those that are kept; it ends behind the last one."""
    texts = [b"", *(text if text.decode() in keep else None for text in fixed_names())]
    while texts[-1] is None:
        texts.pop()
    arrays = name_table(texts)
    lines = ['#include "nativecomp/names.h"']
    for name, numbers in arrays.items():
        type_ = "unsigned char" if name == "texts" else "uint16_t"
        lines.append(f"static const {type_} {name}[] = {{{', '.join(map(str, numbers))}}};")
    fields = [f".count = {len(texts)}, .index_size = {len(arrays['index'])}, .texts = (const char *)texts"]
    fields += [f".{name} = {name}" for name in arrays if name != "texts"]
    lines.append(f"const struct nc_name_table nc_fixed_names = {{{', '.join(fields)}}};")
    return "\n".join(lines) + "\n"


NAME_USE = re.compile(r"(\{)?\b(?:N|NAME)\((\w+)\)(?(1)(?P<row>, (?:\(nc_value\) ?&|NC_F|NC_S))?)")
"""A name in C code; `row`: as the key of a row in a table of members, which has it as long as it is there."""

NAME_LISTS = {
    "NC_EXCEPTIONS": (1,),
    "NC_MODULES": (1,),
    "NC_UNARY_OPERATORS": (2,),
    "NC_COMPARISONS": (2,),
    "NC_ARITHMETIC_OPERATORS": (2, 3, 4),
    "ERRORS": (1,),
}
"""Lists (X macros) whose entries are names, and which arguments are."""

_LIST = re.compile(r"#define (\w+)\(X\)((?:.*\\\n)*.*)")
_LISTED = re.compile(r"\bX\(([^()]*)\)")
_OF_TYPES = {"NC_EXCEPTIONS", "NC_MODULES"}
"""Lists that make types and modules, which have their names as long as they are there."""


def listed_names(text: str) -> dict[str, set[str]]:
    """The names of the lists that a C text defines."""
    found: dict[str, set[str]] = {}
    for macro, body in _LIST.findall(text):
        for entry in _LISTED.findall(body) if macro in NAME_LISTS else []:
            arguments = [argument.strip() for argument in entry.split(",")]
            found.setdefault(macro, set()).update(arguments[i - 1] for i in NAME_LISTS[macro])
    return found


@cache
def _all_lists() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in runtime_sources().rglob("*.[ch]"):
        found.update(listed_names(path.read_text("utf-8")))
    return found


@cache
def mentioned_by(stem: str) -> frozenset[str]:
    """The names that the C code of a file of the runtime has beside those of its types and tables."""
    text = _source(stem)
    names = {match[2] for match in NAME_USE.finditer(text) if not match["row"]}
    lists = [entries for macro, entries in _all_lists().items() if macro + "(" in text and macro not in _OF_TYPES]
    return frozenset(_fixed()[one].decode() for one in names.union(*lists) if one in _fixed())


def _source(stem: str) -> str:
    """The text of a C file of the runtime, with its parts; `vm.execute` is vm/execute.c and vm/execute_*.h."""
    path = runtime_sources() / (stem.replace(".", "/") + ".c")
    parts = [path, *sorted(path.parent.glob(f"{path.stem}_*.h"))] if path.is_file() else []
    return "".join(part.read_text("utf-8") for part in parts)


_DYNAMIC = {"getattr", "hasattr", "dir", "__dict__", "__import__"}
"""What a program looks for members with whose names its code does not have."""

_ASKED = re.compile(
    r"\bnc_(?:load_\w+|call_method\w*|attr_or|class_m\w+|find_member)\([^;]*?\bN\((\w+)\)|\bN\((__\w+__)\)"
)
"""The runtime's C code asks for a member by its name. Tables of members have their names as NAME(...)."""


@cache
def asked_by(stem: str) -> frozenset[str]:
    """Names by which the C code of a file of the runtime asks objects for members."""
    return frozenset(name for pair in _ASKED.findall(_source(stem)) for name in pair if name)


def dynamic_names(files: Iterable[MpyFile]) -> list[str]:
    """What a program looks for members with whose names are known only at run time."""
    return sorted(_DYNAMIC.intersection(*[{name for file in files for name in file.qstrs}]))


def program_words(files: Iterable[MpyFile]) -> set[str]:
    """The names by which a program without `dynamic_names` may ask objects for members.

    Words in texts count too: `"{0.real}".format(x)` asks for `real`.
    """
    words: set[str] = set()
    for file in files:
        words.update(file.qstrs)
        for text in _texts([*file.qstrs, *file.objects]):
            words.update(re.findall(r"\w+", text))
    return words


def _texts(constants: Iterable[Constant]) -> Iterable[str]:
    for one in constants:
        if isinstance(one, str):
            yield one
        elif isinstance(one, tuple):
            yield from _texts(one)
