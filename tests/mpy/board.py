"""A core with MicroPython's function table, for code in the table ABI: the entries are Python functions.

Of the registers, a handler holds those that it holds on a board with an FPU.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import unicorn
from unicorn import arm_const as arm

from nativecomp import runtime_calls
from nativecomp.codegen.abi.table import ListTables, NativeType
from nativecomp.codegen.entry import entry_symbol
from nativecomp.compiler import compile_entries
from nativecomp.frontend import read_unit
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.flatten import flatten
from nativecomp.options import Opt, Options
from nativecomp.targets import find_target

FLASH, RAM, STUBS, RETURN, STACK = 0x1000, 0x20000, 0x80000, 0x90000, 0xF0000
TABLE, CONTEXT, FUNCTION, OBJECTS, QSTRS, ARGS, DATA = (RAM + 0x400 * n for n in range(7))
NONE, FALSE, TRUE = 6, 0xE, 0x1E
EXCEPTION, CALLABLE, BUFFER, GLOBALS = 0x5000, 0x5010, 0x5020, 0x5030
"""Objects that are known by their address alone."""

CORES = {
    "armv6m": arm.UC_CPU_ARM_CORTEX_M0,
    "armv7m": arm.UC_CPU_ARM_CORTEX_M3,
    "armv7emsp": arm.UC_CPU_ARM_CORTEX_M4,
}
GENERAL = [*range(arm.UC_ARM_REG_R4, arm.UC_ARM_REG_R12), arm.UC_ARM_REG_SP, arm.UC_ARM_REG_LR]
FLOATS = list(range(arm.UC_ARM_REG_D8, arm.UC_ARM_REG_D16))
KEPT = [*GENERAL, *FLOATS[:3]]
_PATTERN = 0x1234_0000_5678


def small(value: int) -> int:
    """A small integer as an object."""
    return (value << 1 | 1) & 0xFFFFFFFF


def code_of(source: str, target: str = "armv7emsp", opt: Opt = "balanced") -> bytes:
    """The code of the only compiled function, in one piece."""
    tables = ListTables()
    options = Options(find_target(target), opt, "mpy")
    compiled = compile_entries(read_unit(SourceFile("app.py", source), options), tables)
    [(typed, object_file)] = compiled.objects
    return flatten(object_file, entry_symbol(typed.ir))


class Board:
    """Runs one function. `entries` are functions of the table besides those that are here; they return r0."""

    def __init__(
        self,
        code: bytes,
        arguments: Sequence[int],
        entries: "Mapping[str, Callable[[Board, int, int], int]]" = MappingProxyType({}),
        *,
        target: str = "armv7emsp",
        at: int = FLASH,
        data: bytes = b"",
        data_at: int = DATA,
        typecode: str = "B",
    ) -> None:
        self.entries = {
            "get_buffer": Board._get_buffer,
            "array_get": Board._array_get,
            "to_native": Board._to_native,
            "from_native": Board._from_native,
            "push_handler": Board._push,
            "pop_handler": Board._pop,
            "raise": Board._raise,
            **entries,
        }
        self.at, self.arguments, self.buffer = at, list(arguments), (data_at, len(data), ord(typecode))
        self.handlers: list[tuple[int, list[int]]] = []
        self.boxed: float | None = None
        self.has_floats = find_target(target).fpu != "none"
        self.kept = KEPT if self.has_floats else GENERAL
        self.core = core = unicorn.Uc(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS)
        core.ctl_set_cpu_model(CORES[target])
        core.mem_map(0, 0x100000)
        core.mem_write(at, code)
        core.mem_write(STUBS, b"\x70\x47" * 256)
        core.mem_write(RETURN, b"\x70\x47")
        for address, words in {
            TABLE: [NONE, FALSE, TRUE, *(STUBS + 4 * entry + 1 for entry in range(3, 87))],
            FUNCTION: [0, CONTEXT],
            CONTEXT: [0, GLOBALS, QSTRS, OBJECTS],
            OBJECTS: [TABLE, *[0] * 16],
            ARGS: self.arguments,
        }.items():
            core.mem_write(address, struct.pack(f"<{len(words)}I", *words))
        core.mem_write(data_at, data)
        core.hook_add(unicorn.UC_HOOK_CODE, self._entry, begin=STUBS, end=STUBS + 0x200)

    def run(self) -> int:
        """Call the function; its result, or the exception that it raises."""
        core = self.core
        core.reg_write(arm.UC_ARM_REG_SP, STACK)
        core.reg_write(arm.UC_ARM_REG_LR, RETURN | 1)
        if self.has_floats:
            core.reg_write(arm.UC_ARM_REG_FPEXC, 1 << 30)
            for number, register in enumerate(FLOATS):
                core.reg_write(register, _PATTERN + number)
        # The handler of the caller: an exception comes back as the result.
        self.handlers.append((0, [core.reg_read(register) for register in self.kept]))
        given = [FUNCTION, len(self.arguments), 0, ARGS]
        for register, value in zip(range(arm.UC_ARM_REG_R0, arm.UC_ARM_REG_R4), given, strict=True):
            core.reg_write(register, value)
        core.emu_start(self.at | 1, RETURN, count=1_000_000)
        assert core.reg_read(arm.UC_ARM_REG_PC) == RETURN
        return int(core.reg_read(arm.UC_ARM_REG_R0))

    @property
    def floats(self) -> list[int]:
        """What the caller finds in d8 to d15, less what it left there."""
        return [self.core.reg_read(register) - _PATTERN - number for number, register in enumerate(FLOATS)]

    def lose_floats(self) -> None:
        """A raise that something catches before it comes here leaves the registers that no handler holds."""
        for register in FLOATS[3:]:
            self.core.reg_write(register, 0x7FC0_0BAD_7FC0_0BAD)

    # Entries

    def _entry(self, core: unicorn.Uc, address: int, _size: int, _data: object) -> None:
        entry = next(call.name for call in runtime_calls.TABLE.values() if call.index == (address - STUBS) // 4)
        first, second = core.reg_read(arm.UC_ARM_REG_R0), core.reg_read(arm.UC_ARM_REG_R1)
        core.reg_write(arm.UC_ARM_REG_R0, self.entries[entry](self, first, second) & 0xFFFFFFFF)

    def _get_buffer(self, given: int, info: int) -> int:
        assert given == BUFFER
        self.core.mem_write(info, struct.pack("<3I", *self.buffer))
        return 1

    def _array_get(self, typecode: int, address: int) -> int:
        assert typecode == ord("f")
        [self.boxed] = struct.unpack("<f", self.core.mem_read(address, 4))
        return NONE

    def _to_native(self, given: int, type_: int) -> int:
        if given == BUFFER:
            assert type_ == NativeType.PTR
            return self.buffer[0]
        assert type_ == NativeType.INT
        assert given & 1
        return (given ^ 1 << 31) - (1 << 31) >> 1

    def _from_native(self, word: int, type_: int) -> int:
        assert type_ == NativeType.INT
        return small((word ^ 1 << 31) - (1 << 31))

    def _push(self, handler: int, _: int) -> int:
        self.handlers.append((handler, [self.core.reg_read(register) for register in self.kept]))
        return 0

    def _pop(self, first: int, _: int) -> int:
        self.handlers.pop()
        return first

    def _raise(self, exception: int, _: int) -> int:
        address, values = self.handlers.pop()
        for register, value in zip(self.kept, values, strict=True):
            self.core.reg_write(register, value)
        if address:
            self.core.mem_write(address + 4, struct.pack("<I", exception))
        return 1 if address else exception

    def fail(self) -> int:
        """Raise, and be caught where the innermost handler is."""
        return self._raise(EXCEPTION, 0)
