"""The image of a board that runs what a computer sends over the serial line (`runtime/machine/main_repl.c`).

It has all of our Python but no program: nobody knows what will be typed.
"""

import tempfile
from pathlib import Path

from nativecomp.image.archive import python_runtime
from nativecomp.image.link import ImageError, run_linker
from nativecomp.image.reach import Reach
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.image.script import linker_script
from nativecomp.program.build import compile_text, stack_size
from nativecomp.targets import Target

_OTHER_PROGRAM = "modules.program"
"""The runtime's object that says which modules there are; the REPL's own entry says it too."""
_MACHINE = ("start-data-bss", "fault-text", "exit", "interrupts")
_PYTHON = ("catch", "code_heap", "python", "main_repl", "files_none", "clock_systick", "systick")


def build_repl(target: Target, *, stack: int | None = None) -> bytes:
    """The ELF executable for a board; `stack` is in bytes.

    Raises:
        ImageError: the target is no board, it is too small, or programs cannot hear its UART.
    """
    board = target.board
    if board is None:
        raise ImageError(f"no images are made for `{target.name}`: choose a board such as mps2-an386")
    machine = runtime_bitcode(target).machine
    uart = f"hear-{board.uart}"
    number = target.interrupts.get(board.uart_interrupt)
    if uart not in machine or number is None:
        raise ImageError(f"the runtime cannot hear what comes in at the UART of `{target.name}`: run the file that you "
                         "would type by `nativecomp run --image`")  # fmt: skip
    runtime = python_runtime(target)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = [compile_text("vectors", _vectors(number), target, folder)]
        for part in (*_MACHINE, uart):
            inputs.append(folder / f"{part}.o")
            inputs[-1].write_bytes(machine[part])
        inputs += [runtime.machine(part) for part in (*_PYTHON, f"pins_{board.pins}")]
        inputs += [path for path in runtime.objects if path.stem != _OTHER_PROGRAM]
        reach = Reach.everything(inputs)
        script = linker_script(board, stack_size(target, stack), machine) + reach.symbols()
        return run_linker([*reach.write(folder), *runtime.archives], script, target, folder)


def _vectors(number: int) -> str:
    """The chip's part of the vector table up to its UART's interrupt, in C."""
    rows = ["nc_fault_entry"] * number + ["nc_serial_interrupt"]
    return (
        "void nc_fault_entry(void);\nvoid nc_serial_interrupt(void);\n"
        f"const unsigned char nc_serial_interrupt_number = {number};\n"
        f'__attribute__((section(".vectors.board"), used)) static void (*const table[])(void) = {{'
        f"{', '.join(rows)}}};\n"
    )
