"""The architectures of machine code in .mpy files: which are compiled here, and which code runs where."""

from enum import IntEnum


class Arch(IntEnum):
    """The architectures by their numbers in the header and in `sys.implementation._mpy`."""

    NONE = 0
    X86 = 1
    X64 = 2
    ARMV6 = 3
    ARMV6M = 4
    ARMV7M = 5
    ARMV7EM = 6
    ARMV7EMSP = 7
    ARMV7EMDP = 8
    XTENSA = 9
    XTENSAWIN = 10
    RV32IMC = 11
    RV64IMC = 12

    @property
    def text(self) -> str:
        """Its name, as `mpy-cross -march` takes it."""
        return self.name.lower()


OURS = (Arch.ARMV6M, Arch.ARMV7M, Arch.ARMV7EM, Arch.ARMV7EMSP, Arch.ARMV7EMDP, Arch.RV32IMC, Arch.X64)
"""Those that are compiled here."""

_THUMB = range(Arch.ARMV6M, Arch.ARMV7EMDP + 1)
_SAFE = {Arch.ARMV7EM: Arch.ARMV7M}
"""Firmware for a Cortex-M3 reports armv7em, which it cannot run, and so does one for an M4 without FPU."""


def runs(code: Arch, on: Arch) -> bool:
    """Whether a core runs code: what is for a smaller Thumb core runs on a larger one."""
    return code == on or (code in _THUMB and on in _THUMB and code < on)


def file_for(reported: Arch) -> Arch:
    """The architecture of the files for firmware that reports one."""
    return _SAFE.get(reported, reported)


ARCHS = tuple(dict.fromkeys(file_for(arch).text for arch in OURS))
"""The architectures of the files that all firmware together needs."""
