"""Numbers of names: those of the .mpy format, then those that the runtime's C code mentions, then a program's own."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from nativecomp.image.runtime import runtime_sources

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
