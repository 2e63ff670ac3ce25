"""Numbers of names: those of the .mpy format, then those that the runtime's C code mentions, then a program's own."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from nativecomp.image.runtime import runtime_sources
from nativecomp.mpy import Constant, MpyFile

_ENTRY = re.compile(r'^X\(\w+, (".*")\)$', re.MULTILINE)


def hash_bytes(data: bytes) -> int:
    """The runtime's hash of a text, as `nc_hash_bytes`."""
    value = 5381
    for byte in data:
        value = value * 33 & 0xFFFFFFFF ^ byte
    return value & 0xFFFF or 1


@cache
def fixed_names() -> tuple[bytes, ...]:
    """The names with the same number in every program, from number 1 on."""
    include = runtime_sources() / "include" / "nativecomp"
    text = "".join((include / name).read_text("utf-8") for name in ("names_static.h", "names_own.h"))
    return tuple(ast.literal_eval("b" + entry) for entry in _ENTRY.findall(text))


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


_DYNAMIC = {"getattr", "hasattr", "dir", "__dict__", "__import__"}
"""What a program looks for members with whose names its code does not have."""

_ASKED = re.compile(r"\bnc_(?:load_\w+|call_method\w*|attr_or|class_m\w+|find_member)\([^;]*?\bN\((\w+)\)")
"""The runtime's C code asks for a member by its name. (What has two underscores is kept anyway.)"""


@cache
def _asked_by_c() -> frozenset[str]:
    """Names by which C code asks objects for members."""
    texts = (path.read_text("utf-8") for path in runtime_sources().rglob("*.c"))
    return frozenset(name for text in texts for name in _ASKED.findall(text))


def dynamic_names(files: Iterable[MpyFile]) -> list[str]:
    """What a program looks for members with whose names are known only at run time."""
    return sorted(_DYNAMIC.intersection(*[{name for file in files for name in file.qstrs}]))


def kept_names(files: Iterable[MpyFile]) -> set[int]:
    """The numbers of the fixed names that a program without `dynamic_names` may ask objects for.

    Words in texts count too: `"{0.real}".format(x)` asks for `real`.
    """
    words = set(_asked_by_c())
    for file in files:
        words.update(file.qstrs)
        for text in _texts([*file.qstrs, *file.objects]):
            words.update(re.findall(r"\w+", text))
    listed = enumerate((name.decode() for name in fixed_names()), 1)
    return {number for number, name in listed if name in words or name.startswith("__")}


def _texts(constants: Iterable[Constant]) -> Iterable[str]:
    for one in constants:
        if isinstance(one, str):
            yield one
        elif isinstance(one, tuple):
            yield from _texts(one)
