"""A board's memory and what answers at its device addresses: flash, RAM, the core's own registers, a UART."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from nativecomp.elf import ElfFile
from nativecomp.emulator.cores import EXECUTE, READ, WRITE
from nativecomp.emulator.devices import Devices, Watch
from nativecomp.emulator.engine import Engine
from nativecomp.emulator.errors import LoadError
from nativecomp.emulator.loader import PAGE, pages
from nativecomp.emulator.memory import write_memory
from nativecomp.targets import Board

SYSTEM_CONTROL = 0xE000_E000
"""SysTick, NVIC, SCB, MPU and FPU control: kept as plain memory, so that start-up code can set them."""
_TRACE = 0xE000_1000  # DWT and its neighbours
_PERIPHERALS = 0x4000_0000, 0x2000_0000  # the architecture's range for them: start, size
_CPUID = SYSTEM_CONTROL + 0xD00
_CPUID_VALUES = {
    "CORTEX_M0": 0x410CC200,
    "CORTEX_M3": 0x412FC231,
    "CORTEX_M4": 0x410FC241,
    "CORTEX_M7": 0x411FC272,
    "CORTEX_M33": 0x410FD213,
}


_LOADER = "nc_code_memory"
"""The runtime's function that gives machine code its place (runtime/machine/code_heap.c)."""


@dataclass(frozen=True)
class Uart:
    """A kind of UART: offset of the register whose writes are output, size of the registers, values of those that
    say "ready". `clocks` are other registers by their addresses, which say that what the UART needs is on."""

    data: int
    size: int
    ready: dict[int, int] = field(default_factory=dict)
    clocks: dict[int, int] = field(default_factory=dict)


UARTS = {
    "cmsdk": Uart(data=0x00, size=0x1000, ready={0x04: 0}),  # Arm DDI 0479: STATE, transmit buffer not full
    "stm32": Uart(data=0x04, size=0x400, ready={0x00: 0xC0}),  # ST RM0090: SR, TXE and TC
    "nrf51": Uart(data=0x51C, size=0x1000, ready={0x11C: 1}),  # nRF51 manual: event TXDRDY
    # RP2040 and RP2350 datasheets: RESET_DONE, and the crystal's STATUS
    "rp2040": Uart(data=0x00, size=0x1000, clocks={0x4000C008: 0xFFFFFFFF, 0x40024004: 1 << 31}),
    "rp2350": Uart(data=0x00, size=0x1000, clocks={0x40020008: 0xFFFFFFFF, 0x40048004: 1 << 31}),
}


def load_board(engine: Engine, board: Board, image: ElfFile) -> None:
    """Map the board's memory and put the image into it.

    A chip runs what is in its RAM. Here only an image does that loads machine code at run time; in others a jump
    there is a mistake, and is told.

    Raises:
        LoadError: the image lies outside the board's memory.
    """
    uc = engine.uc
    uc.mem_map(board.flash_origin, pages(board.flash_size), READ | EXECUTE)
    loads = any(symbol.name == _LOADER for symbol in image.symbols)
    uc.mem_map(board.ram_origin, pages(board.ram_size), READ | WRITE | EXECUTE * loads)
    for base in (SYSTEM_CONTROL, _TRACE):
        uc.mem_map(base, PAGE, READ | WRITE)
    write_memory(uc, _CPUID, _CPUID_VALUES[engine.target.unicorn_cpu].to_bytes(4, "little"))
    ranges = ((board.flash_origin, board.flash_size), (board.ram_origin, board.ram_size))
    for segment in image.segments:
        end = segment.address + len(segment.data)
        if not any(start <= segment.address and end <= start + size for start, size in ranges):
            raise LoadError(f"the image has bytes at 0x{segment.address:08x}, outside the board's memory")
        write_memory(uc, segment.address, segment.data)


def add_devices(devices: Devices, board: Board, watches: Iterable[Watch], write: Callable[[bytes], None]) -> None:
    """Let the watches answer, then the UART, and behind them plain registers that keep what is written to them."""
    for watch in watches:
        devices.add(watch)
    uart = UARTS.get(board.uart)
    if uart is not None:
        base = board.uart_base

        def on_write(address: int, size: int, value: int) -> None:
            if address == base + uart.data:
                write(bytes((value & 0xFF,)))

        watch = Watch(base, uart.size, write=on_write, logged=False)
        watch.read = lambda address, size: uart.ready.get(address - base, watch.value_kept(address, size))
        devices.add_behind(watch)
        for address, value in uart.clocks.items():
            clock = Watch(address, 4, logged=False)
            clock.read = lambda _address, _size, value=value: value
            devices.add_behind(clock)
    start, size = _PERIPHERALS
    devices.add_behind(Watch(start, size, logged=False))
