"""The linker script of a board, made from its memory map.

Flash: vectors, code, constants, first values of variables. RAM, from its start: the stack, which grows down, so that
one too deep leaves the memory and faults instead of running into variables; then variables. A program with objects has
its heap at the end; one without has no use for it, and all that its variables leave is stack.
"""

from collections.abc import Mapping

from nativecomp.elf import ElfFile
from nativecomp.targets import BOOT_SIZES, Board

BAUD_RATE = 115200

_SCRIPT = """\
MEMORY {{
    flash (rx) : ORIGIN = {flash_origin:#x}, LENGTH = {flash_size:#x}
    ram (rw) : ORIGIN = {ram_origin:#x}, LENGTH = {ram_size:#x}
}}
ENTRY(nc_reset)
nc_uart_base = {uart_base:#x};
nc_baud_divider = {baud_divider};
nc_ram_start = {ram_origin:#x};
nc_stack_top = {stack_top:#x};
nc_clock_hz = {clock_hz};
nc_pins_base = {pins_base:#x};
SECTIONS {{
{boot}    .text : {{
        KEEP(*(.vectors))
        KEEP(*(.vectors.board))
        KEEP(*(.image_def))
        *(.text .text.*)
        *(.rodata .rodata.*)
        . = ALIGN(4);
    }} > flash
    .data {stack_top:#x} : {{
        nc_data_start = .;
        *(.data .data.*)
        . = ALIGN(4);
        nc_data_end = .;
    }} > ram AT > flash
    nc_data_load = LOADADDR(.data);
    .bss : {{
        nc_bss_start = .;
        *(.bss .bss.* COMMON)
        . = ALIGN(4);
        nc_bss_end = .;
    }} > ram
    nc_heap_memory = ALIGN(8);
    nc_heap_limit = {ram_end:#x};
    /DISCARD/ : {{ *(.ARM.exidx* .ARM.attributes .comment .note.* .llvm_addrsig .ARM.extab .ARM.extab.*) }}
}}
"""


_BOOT = """\
    .boot : {{
        KEEP(*(.boot))
        . = ALIGN({size}) - 4;
        LONG({checksum:#x})
    }} > flash =0
"""
_POLYNOMIAL = 0x04C11DB7


def boot_checksum(code: bytes, size: int) -> int:
    """What the RP2040's ROM computes of the code that starts it: a CRC of 32 bits, the highest bit first."""
    value = 0xFFFFFFFF
    for byte in code.ljust(size - 4, b"\0"):
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (_POLYNOMIAL if value >> 31 else 0)) & 0xFFFFFFFF
    return value


def linker_script(board: Board, stack: int, machine: Mapping[str, bytes]) -> str:
    """The script for `board`, with `stack` bytes for the stack, a multiple of eight.

    Of the objects of the `machine`, what stands before the vector table gets its checksum, where the chip's ROM wants
    one.
    """
    size = BOOT_SIZES.get(board.boot, 0)
    file = ElfFile(machine[f"boot-{board.boot}"]) if size else None
    boot = b"".join(file.contents(one) for one in file.sections if one.name == ".boot") if file is not None else b""
    return _SCRIPT.format(
        flash_origin=board.flash_origin,
        flash_size=board.flash_size,
        ram_origin=board.ram_origin,
        ram_size=board.ram_size,
        ram_end=board.ram_origin + board.ram_size,
        uart_base=board.uart_base,
        baud_divider=board.clock_hz // BAUD_RATE,
        clock_hz=board.clock_hz,
        pins_base=board.pins_base,
        stack_top=board.ram_origin + stack,
        boot=_BOOT.format(size=size, checksum=boot_checksum(boot, size)) if size else "",
    )
