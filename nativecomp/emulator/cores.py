"""What Unicorn needs to be told of each core, and what it does not check that the hardware does."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import capstone
import unicorn
from unicorn import Uc, arm_const, riscv_const, x86_const

from nativecomp.targets import Target

READ, WRITE, EXECUTE = unicorn.UC_PROT_READ, unicorn.UC_PROT_WRITE, unicorn.UC_PROT_EXEC


@dataclass(frozen=True)
class Core:
    """One kind of processor.

    Attributes:
        pc, sp: names of the program counter and the stack pointer.
        link: name of the register that holds the return address; None where it is on the stack.
        registers: Unicorn's number of each register that is used, by name.
        saved: registers that a function leaves as they were.
        shift: 1 where instructions begin at even addresses, else 0.
        exceptions: what each of Unicorn's interrupt numbers means, in words.
        skipped: how far Unicorn has moved the program counter on when it tells of an exception.
        entry_bit: 1 where an address of code has the Thumb bit set when it is jumped to.
    """

    pc: str
    sp: str
    link: str | None
    registers: dict[str, int]
    saved: tuple[str, ...]
    shift: int
    exceptions: dict[int, str]
    entry_bit: int
    skipped: int = 0


def _arm_registers() -> dict[str, int]:
    numbers = {"sp": arm_const.UC_ARM_REG_SP, "lr": arm_const.UC_ARM_REG_LR, "pc": arm_const.UC_ARM_REG_PC}
    numbers |= {"fpscr": arm_const.UC_ARM_REG_FPSCR, "xpsr": arm_const.UC_ARM_REG_XPSR}
    for family, count in (("r", 13), ("s", 32), ("d", 16)):
        numbers |= {f"{family}{n}": getattr(arm_const, f"UC_ARM_REG_{family.upper()}{n}") for n in range(count)}
    return numbers


def _x86_registers() -> dict[str, int]:
    names = ["rip", "rsp", "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "eflags"]
    names += [f"r{n}" for n in range(8, 16)] + [f"xmm{n}" for n in range(16)]
    return {name: getattr(x86_const, f"UC_X86_REG_{name.upper()}") for name in names}


def _riscv_registers() -> dict[str, int]:
    names = ["pc", "ra", "sp", "gp", "tp"]
    names += [f"{family}{n}" for family, count in (("t", 7), ("s", 12), ("a", 8)) for n in range(count)]
    return {name: getattr(riscv_const, f"UC_RISCV_REG_{name.upper()}") for name in names}


_ARM_SAVED = tuple(f"r{n}" for n in range(4, 12))

ARM = Core(
    pc="pc",
    sp="sp",
    link="lr",
    registers=_arm_registers(),
    saved=_ARM_SAVED,
    shift=1,
    exceptions={
        1: "undefined instruction",
        2: "SVC instruction: there is no operating system to call",
        3: "jump outside memory that can be executed",
        7: "BKPT instruction: no debugger is attached",
        17: "floating-point instruction on a core without a floating-point unit",
        18: "jump to an address without the Thumb bit",
    },
    entry_bit=1,
)
ARM_FPU_SAVED = tuple(f"d{n}" for n in range(8, 16))

X86_64 = Core(
    pc="rip",
    sp="rsp",
    link=None,
    registers=_x86_registers(),
    saved=("rbx", "rbp", "r12", "r13", "r14", "r15"),
    shift=0,
    exceptions={
        0: "integer division by zero or with too large a result",
        3: "breakpoint instruction",
        6: "undefined instruction",
        13: "general protection fault (an unaligned SSE operand or a non-canonical address)",
        14: "page fault",
        17: "unaligned access",
    },
    entry_bit=0,
)

RISCV32 = Core(
    pc="pc",
    sp="sp",
    link="ra",
    registers=_riscv_registers(),
    saved=(*(f"s{n}" for n in range(12)), "gp", "tp"),
    shift=1,
    exceptions={
        0: "jump to an odd address",
        1: "jump outside memory that can be executed",
        2: "undefined instruction",
        3: "EBREAK instruction: no debugger is attached",
        4: "unaligned read",
        5: "read outside memory",
        6: "unaligned write",
        7: "write outside memory",
        8: "ECALL instruction: there is no operating system to call",
        11: "ECALL instruction: there is no operating system to call",
    },
    entry_bit=0,
    skipped=4,
)

CORES = {"arm": ARM, "x86-64": X86_64, "riscv32": RISCV32}


_TRANSLATION_BUFFER = 32 << 20
"""Bytes for translated code. Unicorn would reserve a gigabyte of address space for each engine."""


def open_engine(target: Target) -> Uc:
    """A Unicorn engine that models the target's core.

    Not `UC_MODE_MCLASS`: with it Unicorn takes every core for a Cortex-M33, which runs what a Cortex-M0 has not.
    """
    if target.emulator == "x86-64":
        uc = Uc(unicorn.UC_ARCH_X86, unicorn.UC_MODE_64)
    elif target.emulator == "riscv32":
        uc = Uc(unicorn.UC_ARCH_RISCV, unicorn.UC_MODE_RISCV32)
        uc.ctl_set_cpu_model(getattr(riscv_const, f"UC_CPU_RISCV32_{target.unicorn_cpu}"))
    else:
        uc = Uc(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB)
        uc.ctl_set_cpu_model(getattr(arm_const, f"UC_CPU_ARM_{target.unicorn_cpu}"))
    uc.ctl_set_tcg_buffer_size(_TRANSLATION_BUFFER)
    return uc


def thumb_instructions(code: bytes, start: int) -> tuple[int, ...]:
    """Addresses of the instructions in Thumb code: one of 32 bits begins with 0b111 and two bits that are not 00."""
    addresses = []
    offset = 0
    while offset < len(code):
        addresses.append(start + offset)
        offset += 4 if code[offset + 1] >= 0xE8 else 2
    return tuple(addresses)


@cache
def _x86_disassembler() -> Any:
    return capstone.Cs(capstone.CS_ARCH_X86, capstone.CS_MODE_64)


def x86_instructions(code: bytes, start: int) -> tuple[int, ...]:
    """Addresses of the instructions in x86-64 code."""
    return tuple(address for address, _, _, _ in _x86_disassembler().disasm_lite(code, start))


def riscv_instructions(code: bytes, start: int) -> tuple[int, ...]:
    """Addresses of the instructions in RISC-V code: one of 32 bits has 0b11 in its lowest bits."""
    addresses = []
    offset = 0
    while offset < len(code):
        addresses.append(start + offset)
        offset += 4 if code[offset] & 3 == 3 else 2
    return tuple(addresses)


INSTRUCTIONS: dict[str, Callable[[bytes, int], tuple[int, ...]]] = {
    "arm": thumb_instructions,
    "x86-64": x86_instructions,
    "riscv32": riscv_instructions,
}


def float_fault(target: Target, code: bytes) -> str | None:
    """Why the target's core refuses a Thumb instruction that Unicorn's model of the core has, or None.

    Unicorn's Cortex-M4 and M33 always have a single-precision unit and its M7 a double-precision one; on some chips
    there is less.
    """
    if len(code) < 4 or code[1] & 0xEC != 0xEC or code[3] & 0x0E != 0x0A:
        return None
    if target.fpu == "none":
        return ARM.exceptions[17]
    arithmetic = code[1] & 0x0F == 0x0E and not code[2] & 0x10
    if target.fpu == "single" and arithmetic and code[3] & 1:
        return "double-precision instruction on a core with a single-precision unit"
    return None
