"""A small emulated Cortex-M that runs one assembled source and shows its registers and memory."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import unicorn
from unicorn import arm_const

from asm_thumb import Assembly, assemble
from asm_thumb.constants import Constants

CODE, RAM, SIZE, RETURN = 0x00010000, 0x20000000, 0x10000, 0x00018000
_CPUS = {
    "cortex-m0": arm_const.UC_CPU_ARM_CORTEX_M0,
    "cortex-m3": arm_const.UC_CPU_ARM_CORTEX_M3,
    "cortex-m4f": arm_const.UC_CPU_ARM_CORTEX_M4,
    "cortex-m7-dp": arm_const.UC_CPU_ARM_CORTEX_M7,
    "cortex-m33": arm_const.UC_CPU_ARM_CORTEX_M33,
}


def _constant(name: str) -> int:
    return int(getattr(arm_const, f"UC_ARM_REG_{name.upper()}"))


class Machine:
    """The state after a run."""

    def __init__(self, engine: unicorn.Uc, assembly: Assembly) -> None:
        self.engine = engine
        self.assembly = assembly

    def register(self, name: str) -> int:
        """The value of a register, `r0`, `s0`, `d0` or `cpsr`, as an unsigned number."""
        return int(self.engine.reg_read(_constant(name)))

    @property
    def r0(self) -> int:
        return self.register("r0")

    @property
    def flags(self) -> str:
        """The flags that are set, out of `nzcvq`."""
        status = self.register("xpsr")
        return "".join(
            name for bit, name in ((31, "n"), (30, "z"), (29, "c"), (28, "v"), (27, "q")) if status >> bit & 1
        )

    def word(self, address: int) -> int:
        """The word in memory."""
        return int.from_bytes(self.engine.mem_read(address, 4), "little")

    def floats(self, address: int, count: int) -> list[float]:
        """Single precision numbers in memory."""
        return list(struct.unpack(f"<{count}f", bytes(self.engine.mem_read(address, 4 * count))))


def run(
    source: str | Sequence[str],
    *arguments: int,
    core: str = "cortex-m4f",
    words: Mapping[int, int] | None = None,
    floats: Mapping[int, Sequence[float]] | None = None,
    constants: Constants = None,
    origin: int = 0,
    double: bool = False,
    **registers: int,
) -> Machine:
    """Assemble a source, run it to its end with `arguments` in r0 to r3, and return the machine.

    The emulator's Cortex-M7 has single precision only; `double` runs the code on an A-profile core that has both.
    """
    assembly = assemble(source, core, constants=constants, origin=origin)
    mode = unicorn.UC_MODE_THUMB if double else unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS
    engine = unicorn.Uc(unicorn.UC_ARCH_ARM, mode)
    engine.ctl_set_cpu_model(arm_const.UC_CPU_ARM_MAX if double else _CPUS[core])
    if double:
        engine.reg_write(arm_const.UC_ARM_REG_C1_C0_2, 0xF << 20)  # full access to the floating point unit
    engine.mem_map(CODE, SIZE)
    engine.mem_map(RAM, SIZE)
    start = CODE + origin % 4
    engine.mem_write(start, assembly.code + bytes.fromhex("00bf"))
    for address, word in (words or {}).items():
        engine.mem_write(address, (word & 0xFFFFFFFF).to_bytes(4, "little"))
    for address, values in (floats or {}).items():
        engine.mem_write(address, struct.pack(f"<{len(values)}f", *values))
    engine.reg_write(arm_const.UC_ARM_REG_SP, RAM + SIZE - 16)
    engine.reg_write(arm_const.UC_ARM_REG_LR, RETURN | 1)
    if not double:
        engine.reg_write(arm_const.UC_ARM_REG_XPSR, 1 << 24)  # the emulator starts with Z set
    for number, value in enumerate(arguments):
        engine.reg_write(_constant(f"r{number}"), value & 0xFFFFFFFF)
    for name, value in registers.items():
        engine.reg_write(_constant(name), value)
    if core in ("cortex-m4f", "cortex-m7-dp", "cortex-m33"):
        engine.mem_map(0xE000E000, 0x1000)
        engine.reg_write(arm_const.UC_ARM_REG_FPEXC, 0x40000000)
    engine.emu_start(start | 1, start + len(assembly.code), count=100_000)
    return Machine(engine, assembly)
