"""What images of Python on a board share: the runtime's objects for the machine, the board's devices, the link.

    app.py, a prompt, a test ──► own objects ─┐
    devices (target file ──► C) ──────────────┼──► reach ──► link ──► image.elf
    start-up, output, clock, pins, UARTs ─────┘

The interrupts of devices that Python can handle stand in the vector table with the function that asks all of their kind
what happened: so one handler serves every UART, and one every pin.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from nativecomp.image.archive import PYTHON_LANGUAGE, PythonRuntime
from nativecomp.image.clang import clang_options, run_zig, zig_package
from nativecomp.image.link import ImageError, Output, board_of, run_linker
from nativecomp.image.reach import Reach
from nativecomp.image.runtime import runtime_bitcode, runtime_sources
from nativecomp.image.script import linker_script
from nativecomp.targets import Board, Target

STACK_PARTS, STACK_MOST = 4, 0x10000
"""The stack is that part of the RAM if nobody says otherwise, and at most so many bytes."""
STACK_LEAST = 2048
"""Bytes that starting, a call and the report of an exception need."""

_PARTS = ("start-data-bss", "fault-text", "exit", "interrupts")
_UART_HANDLER, _PINS_HANDLER, _LINE_HANDLER = "nc_uart_interrupt", "nc_pins_interrupt", "nc_repl_interrupt"


def stack_size(target: Target, stack: int | None) -> int:
    """Bytes of the stack, a multiple of eight: what was asked for, or what goes with the board's RAM."""
    ram = board_of(target).ram_size
    size = min(ram // STACK_PARTS, STACK_MOST) if stack is None else stack & ~7
    if not STACK_LEAST <= size < ram:
        raise ImageError(f"the stack is {size} bytes; `{target.name}` has {ram}, and {STACK_LEAST} are the least")
    return size


def compile_text(name: str, text: str, target: Target, folder: Path, level: str = "-Os") -> Path:
    """The object of a C text that belongs to the runtime."""
    source = folder / f"{name}.c"
    source.write_text(text, "utf-8")
    include = ["-isystem", str(zig_package() / "lib" / "include"), "-I", str(runtime_sources() / "include")]
    run_zig(["clang", *clang_options(target), *PYTHON_LANGUAGE, level, *include, "-c", source], folder)
    return folder / f"{name}.o"


def machine_objects(
    runtime: PythonRuntime,
    target: Target,
    folder: Path,
    entry: str,
    output: Output | None,
    *,
    files: str = "files_none",
    devices: Collection[str] | None = (),
) -> list[Path]:
    """The runtime's objects for the machine, with `entry` of them and the kind of `files`; written to `folder`.

    `output` is None for an entry that writes itself, to the board's serial line. `devices` are words of a program that
    has the module `machine`: with `UART` or `irq` the interrupts of such devices get their handlers. None: any word.
    """
    board = board_of(target)
    machine = runtime_bitcode(target).machine
    names = list(_PARTS)
    if output:
        names.append("write-semihosting" if output == "semihosting" else f"write-{board.uart}")
    if board.boot:
        names.append(f"boot-{board.boot}")
    has_devices = devices is None or bool(devices) or output is None
    if has_devices:
        names += [f"pins-{board.pins}", f"uart-{board.uart}" if board.uarts else "uart-none"]
    if unknown := [name for name in names if name not in machine]:
        raise ImageError(f"the board `{target.name}` has a UART of an unknown kind, `{board.uart}` ({unknown[0]})")
    objects = [folder / f"{name}.o" for name in names]
    for name, path in zip(names, objects, strict=True):
        path.write_bytes(machine[name])
    clock = "clock_semihosting" if output == "semihosting" else "clock_systick"
    parts = ["catch", "code_heap", "python", entry, files, clock]
    if output:
        parts.append("input_none")
    if has_devices or output == "uart":
        parts.append("systick")
    if has_devices:
        text = _devices(target, board, is_line_taken=output is None, words=devices)
        objects.append(compile_text("devices", text, target, folder))
    return [*objects, *map(runtime.machine, parts)]


def _devices(target: Target, board: Board, *, is_line_taken: bool, words: Collection[str] | None) -> str:
    """The board's UARTs and the interrupts of its pins in C, and the chip's part of the vector table."""
    rows, handlers = [], {}
    line = ""
    for number, base, name in board.uarts:
        interrupt = target.interrupts[name]
        row = f"{{{number}, {interrupt}, {base:#x}}}"
        if is_line_taken and base == board.uart_base:
            line = f"const struct nc_uart_place nc_repl_line = {row};\n"
            handlers[interrupt] = _LINE_HANDLER
            continue
        rows.append(row)
        if words is None or "UART" in words:
            handlers[interrupt] = _UART_HANDLER
    pins = [target.interrupts[name] for name in board.pins_interrupts]
    if words is None or "irq" in words:
        handlers |= dict.fromkeys(pins, _PINS_HANDLER)
    return (
        '#include "nativecomp/pins.h"\n#include "nativecomp/uarts.h"\n'
        f"const struct nc_uart_place nc_uarts[] = {{{', '.join(rows) or '{0}'}}};\n"
        f"const unsigned nc_uart_count = {len(rows)};\n"
        f"const uint8_t nc_pin_interrupts[] = {{{', '.join(map(str, pins)) or '0'}}};\n"
        f"const unsigned nc_pin_interrupt_count = {len(pins)};\n{line}{_vectors(handlers)}"
    )


def _vectors(handlers: Mapping[int, str]) -> str:
    """The chip's part of the vector table, in C, up to the last interrupt with a handler."""
    if not handlers:
        return ""
    fault = "nc_fault_entry"
    rows = [handlers.get(number, fault) for number in range(max(handlers) + 1)]
    declared = "".join(f"void {name}(void);\n" for name in sorted({fault, *handlers.values()}))
    head = '__attribute__((section(".vectors.board"), used)) static void (*const table[])(void)'
    return f"{declared}{head} = {{{', '.join(rows)}}};\n"


def link_objects(
    reach: Reach, runtime: PythonRuntime, target: Target, stack: int, folder: Path, more: Sequence[Path] = ()
) -> bytes:
    """The ELF executable of what is reached of objects, and of `more`; the linker's map is in `folder`."""
    script = linker_script(board_of(target), stack, runtime_bitcode(target).machine) + reach.symbols()
    return run_linker([*reach.write(folder), *more, *runtime.archives], script, target, folder)
