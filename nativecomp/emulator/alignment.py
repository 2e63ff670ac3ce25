"""The alignment that the hardware asks for and Unicorn does not check.

Cores with unaligned access have it for LDR, LDRH, STR and STRH only. LDRD, STRD, LDM, STM, the loads and stores of the
floating-point unit and the exclusive ones fault on any address that is not a multiple of 4, on every Cortex-M
(Armv7-M architecture reference manual, A3.2.1). All of them have an offset that is a multiple of 4, so it is the base
register that counts. A hook on just these instructions, in machine code of the host, looks at it.
"""

import ctypes
from functools import cache
from typing import Any

import capstone
from capstone import arm
from unicorn import UC_HOOK_CODE, Uc

from nativecomp.emulator.callbacks import add_native_hook, native_hook
from nativecomp.emulator.cores import ARM
from nativecomp.emulator.errors import Fault

UNALIGNED = 4
"""Unicorn's number of the exception."""
_STACK, _PROGRAM_COUNTER = 13, 15


def base_register(code: bytes) -> int | None:
    """The number of the base register of a Thumb instruction that needs an aligned address, else None.

    The stack pointer and the program counter are left out: they are aligned.
    """
    first = int.from_bytes(code[:2], "little")
    if first >> 12 == 0xC:  # LDM, STM of 16 bits
        return first >> 8 & 7
    wide = first >> 9
    multiple = wide == 0b1110100 and (first & 0x0040 == 0 or not _is_table_or_narrow(first, code))
    vector = first >> 9 == 0b1110110 and code[3] & 0x0E == 0x0A and first & 0x01E0 not in (0x0000, 0x0040)
    register = first & 15
    if (multiple or vector) and register not in (_STACK, _PROGRAM_COUNTER):
        return register
    return None


def _is_table_or_narrow(first: int, code: bytes) -> bool:
    """Among the double and exclusive accesses: table branches, and exclusives of a byte or half word."""
    return first & 0xFFE0 == 0xE8C0 and code[2] >> 4 & 0xF in (0x0, 0x1, 0x4, 0x5, 0x8, 0x9, 0xC, 0xD)


_HOOK = """
define void @hook(ptr %uc, i64 %address, i32 %size, ptr %user) {{
  %value.at = alloca i64
  store i64 0, ptr %value.at
  %register = load i32, ptr %user
  %read = inttoptr i64 {read} to ptr
  call i32 %read(ptr %uc, i32 %register, ptr %value.at)
  %value = load i64, ptr %value.at
  %low = and i64 %value, 3
  %fine = icmp eq i64 %low, 0
  br i1 %fine, label %done, label %wrong
wrong:
  %flag.at = getelementptr i32, ptr %user, i32 1
  store i32 1, ptr %flag.at
  %stop = inttoptr i64 {stop} to ptr
  call i32 %stop(ptr %uc)
  br label %done
done:
  ret void
}}
"""


_NAMES = {13: "sp", 14: "lr", 15: "pc"}


class AlignmentChecks:
    """The hooks of one engine."""

    def __init__(self, uc: Uc) -> None:
        self._uc = uc
        self._watched: dict[int, Any] = {}

    def is_watched(self, address: int) -> bool:
        """Whether the instruction at an address is checked."""
        return address in self._watched

    def watch(self, address: int, register: int) -> None:
        """Check the instruction at an address, which uses the register of that number as its base."""
        cell = (ctypes.c_uint32 * 2)(ARM.registers[_NAMES.get(register, f"r{register}")], 0)
        function, _ = native_hook(_HOOK)
        add_native_hook(self._uc, UC_HOOK_CODE, function, cell, address, address)
        self._watched[address] = cell

    def take_fault(self, address: int) -> Fault | None:
        """The fault of the instruction at which the emulation stopped, if it was stopped by its check."""
        cell = self._watched.get(address)
        if cell is None or not cell[1]:
            return None
        cell[1] = 0
        return access_fault(self._uc, address)


@cache
def _disassembler() -> Any:
    disassembler = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
    disassembler.detail = True
    return disassembler


def access_fault(uc: Uc, address: int) -> Fault:
    """An unaligned access by the instruction at an address, told with what it accessed."""
    instructions = list(_disassembler().disasm(bytes(uc.mem_read(address, 4)), address, 1))
    if not instructions:
        return Fault("unaligned access", exception=UNALIGNED)
    instruction = instructions[0]
    name = instruction.mnemonic.upper()
    target = None
    for operand in instruction.operands:
        if operand.type == arm.ARM_OP_MEM:
            index = _register(uc, instruction, operand.mem.index) << operand.shift.value if operand.mem.index else 0
            displacement = 0 if instruction.post_index else operand.mem.disp
            target = _register(uc, instruction, operand.mem.base) + index + displacement
    if target is None and name.lower().startswith(("ldm", "stm", "vldm", "vstm")):
        target = _register(uc, instruction, instruction.operands[0].reg)
    if target is None:
        return Fault(f"unaligned access by {name}", exception=UNALIGNED)
    target &= 0xFFFFFFFF
    verb = "read" if "LD" in name else "write"
    size = 1 if "RB" in name or "RSB" in name else 2 if "RH" in name or "RSH" in name else 4
    words = f"unaligned {verb} of {size} bytes at 0x{target:08x} by {name}, a fault on this core"
    return Fault(words, fault_address=target, exception=UNALIGNED)


def _register(uc: Uc, instruction: Any, number: int) -> int:
    name = instruction.reg_name(number)
    names = {"sb": "r9", "sl": "r10", "fp": "r11", "ip": "r12"}
    return int(uc.reg_read(ARM.registers[names.get(name, name)]))
