"""The same call in C: the file of that name beside a Python file, compiled by clang at -O2.

    fir.py, fir.c           names: fir -> a function that marshals, runs the C function on the emulated core, counts
    fir(bytes(64), 64)      Way("C -O2", instructions, ...)

What the C functions take and give is read from their debug information. Integers, floats and buffers (for pointers) can
be passed, and numbers come back. A call is entered directly: what calling from bytecode takes is not in the count.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from elftools.elf.elffile import ELFFile

from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emulator import Buffer, Machine, Word
from nativecomp.image.archive import python_runtime
from nativecomp.image.clang import clang_options, run_zig, zig_package
from nativecomp.targets import Target

LEVEL = "-O2"
C_NAME = f"C {LEVEL}"
_FLOAT, _UNSIGNED = 4, {2, 7, 8}
"""DWARF's encodings of base types: of floats; of bool, unsigned numbers, unsigned characters."""


@dataclass(frozen=True)
class _Type:
    """A number of C, or a pointer, which is 0 bytes here."""

    size: int
    encoding: int = 0

    @property
    def kind(self) -> str:
        return f"{'f' if self.encoding == _FLOAT else 'i'}{self.size * 8}"

    def argument(self, value: object) -> Word | Buffer:
        if self.size == 0:
            return Buffer(value)
        if not isinstance(value, int | float):
            raise TypeError(f"C takes a number, not {type(value).__name__}")
        return Word(self.kind, float(value) if self.encoding == _FLOAT else int(value))

    def value(self, word: Any) -> Any:
        if self.encoding == _FLOAT or self.encoding in _UNSIGNED:
            return word
        return word - (1 << self.size * 8) if word >> (self.size * 8 - 1) else word


@dataclass
class CFunctions:
    """The functions of a C file on an emulated core; `names` are called as Python functions.

    Attributes:
        size: bytes of its code and constants, without what it takes of libraries.
        instructions: of all calls so far.
        runs: how often each block ran in them.
    """

    size: int
    machine: Machine
    names: dict[str, Callable[..., Any]] = field(default_factory=dict)
    instructions: int = 0
    runs: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, name: str, result: _Type | None, parameters: list[_Type]) -> None:
        def call(*arguments: object) -> Any:
            if len(arguments) != len(parameters):
                raise TypeError(f"{name}() takes {len(parameters)} arguments in C")
            words = [one.argument(value) for one, value in zip(parameters, arguments, strict=True)]
            outcome = self.machine.call(name, words, None if result is None else result.kind, counting=True)
            self.instructions += outcome.instructions
            for block, times in outcome.runs.items():
                self.runs[block] = self.runs.get(block, 0) + times
            return None if result is None else result.value(outcome.value)

        self.names[name] = call


def c_functions(path: Path, target: Target) -> CFunctions:
    """The functions of a C file, compiled for the core of `target`.

    Raises:
        RuntimeBuildError: clang refuses it.
        LoadError: it needs what neither it nor the C library has.
    """
    libc = zig_package() / "lib" / "libc" / "include"
    includes = [zig_package() / "lib" / "include", libc / "arm-linux-musl", libc / "generic-musl"]
    options = [word for one in includes for word in ("-isystem", str(one))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made, linked = folder / f"{path.stem}.o", folder / "linked.o"
        language = ["-std=gnu11", LEVEL, "-g", "-ffp-contract=off", "-fomit-frame-pointer", "-fno-unwind-tables"]
        run_zig(["clang", *clang_options(target), *language, *options, "-c", path.resolve(), "-o", made], folder)
        run_zig(["ld.lld", "-r", made, *python_runtime(target).archives, "-o", linked], folder)
        object_file = ObjectFile(made.read_bytes())
        functions = CFunctions(object_file.loaded_size(), Machine(linked.read_bytes(), target))
        for function, result, parameters in _signatures(made.read_bytes()):
            if function in object_file.functions:
                functions.add(function, result, parameters)
    return functions


def _signatures(data: bytes) -> list[tuple[str, _Type | None, list[_Type]]]:
    """Name, result and parameters of the functions of an object that take and give numbers and pointers only."""
    found = []
    for unit in ELFFile(BytesIO(data)).get_dwarf_info().iter_CUs():
        for entry in unit.get_top_DIE().iter_children():
            if entry.tag == "DW_TAG_subprogram" and "DW_AT_name" in entry.attributes:
                parameters = [_type(one) for one in entry.iter_children() if one.tag == "DW_TAG_formal_parameter"]
                result = _type(entry) if "DW_AT_type" in entry.attributes else None
                known = [one for one in parameters if one is not None]
                if len(known) == len(parameters) and (result or "DW_AT_type" not in entry.attributes):
                    found.append((entry.attributes["DW_AT_name"].value.decode(), result, known))
    return found


def _type(entry: Any) -> _Type | None:
    """The type of a parameter or the result; None: it is a structure."""
    while "DW_AT_type" in entry.attributes:
        entry = entry.get_DIE_from_attribute("DW_AT_type")
        if entry.tag == "DW_TAG_pointer_type":
            return _Type(0)
        if entry.tag in ("DW_TAG_base_type", "DW_TAG_enumeration_type"):
            encoding = entry.attributes.get("DW_AT_encoding")
            return _Type(entry.attributes["DW_AT_byte_size"].value, encoding.value if encoding else 0)
    return None
