"""Run machine code on an emulated core, in this process: call functions, count instructions, watch devices.

>>> machine = Machine(elf_object, find_target("cortex-m4f"))
>>> machine.call("crc32", [Buffer(data, writable=False), Word("i32", len(data))], "i32").value
"""

from nativecomp.elf.lines import LineTable, Place
from nativecomp.emulator.devices import Access, Watch
from nativecomp.emulator.errors import (
    Asleep,
    CallingConvention,
    DeviceError,
    EmulationError,
    Fault,
    InstructionLimit,
    LoadError,
    StackOverflow,
    UninitializedRead,
    UnmappedAccess,
)
from nativecomp.emulator.image import ImageOutcome, run_image
from nativecomp.emulator.machine import Machine
from nativecomp.emulator.values import Argument, Buffer, Outcome, Scratch, Word
from nativecomp.emulator.written import Uninitialized, uninitialized

__all__ = [
    "Access",
    "Argument",
    "Asleep",
    "Buffer",
    "CallingConvention",
    "DeviceError",
    "EmulationError",
    "Fault",
    "ImageOutcome",
    "InstructionLimit",
    "LineTable",
    "LoadError",
    "Machine",
    "Outcome",
    "Place",
    "Scratch",
    "StackOverflow",
    "Uninitialized",
    "UninitializedRead",
    "UnmappedAccess",
    "Watch",
    "Word",
    "run_image",
    "uninitialized",
]
