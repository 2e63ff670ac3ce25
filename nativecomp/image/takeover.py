"""The start-up code and the linker script of a board, as files that a C project takes over.

    nativecomp startup firmware/ --target mps2-an386

    firmware/board.ld        the board's memory: flash, stack, variables
    firmware/start.c         the vector table, and what happens from power on to main()
    firmware/fault.c ...     faults, output, interrupts, exceptions of compiled functions
    firmware/Makefile        how they become a program, with objects of compiled functions

They are what images of compiled functions are linked with, with no change but names of files: what a project builds of
them starts as an image does. The first code of an RP2040's flash has a checksum, which another compiler's code would
not have, so it is the compiled one, as data.
"""

import re
from pathlib import Path

from nativecomp.elf import ElfFile
from nativecomp.image.link import Output, board_of
from nativecomp.image.machine import OBJECTS
from nativecomp.image.runtime import runtime_bitcode, runtime_sources
from nativecomp.image.script import linker_script
from nativecomp.targets import Board, Target

_MACHINE = ("start", "fault", "exit", "interrupts")
_CORE = ("raise", "print", "print_float", "shortest")
_INCLUDED = re.compile(r'^#include "([\w/]+\.h)"', re.MULTILINE)

_MAKEFILE = """\
# Builds a C program for the board {board}, with start-up code and a linker script that are this project's from now on.
# Put your sources into SOURCES and objects of compiled functions (`nativecomp build app.py -o app.o --target {board}`)
# into OBJECTS. The program begins in `int main(void)`; what it returns goes to a debugger or an emulator.
#
# A handler of SysTick is `void nc_systick(void)`; those of the chip's interrupts stand in a table of your own:
#     __attribute__((section(".vectors.board"), used)) void (*const handlers[])(void) = {{...}};
#
# raise.c ends the program when a compiled function raises. Leave it out to define `nc_raise` and `nc_raise_value`.
ifeq ($(origin CC),default)
CC = arm-none-eabi-gcc
endif
SOURCES ?= main.c
OBJECTS ?=
PROGRAM ?= program.elf

OWN    = {own}
CORE   = {core}
CFLAGS ?= -Os -g
FLAGS  = $(CFLAGS) $(CORE) -std=gnu11 -ffreestanding -ffunction-sections -fdata-sections -Iinclude
FLAGS += -DNC_HAS_DATA=1 -DNC_HAS_BSS=1 -DNC_FAULT_TEXT=1 -Dnc_main=main{macros}
LIBS   ?= -lc -lgcc

$(PROGRAM): $(SOURCES) $(OWN) $(OBJECTS) board.ld
	$(CC) $(FLAGS) -nostdlib -Wl,--gc-sections -Wl,--build-id=none -T board.ld -o $@ \\
	$(SOURCES) $(OWN) $(OBJECTS) $(LIBS)

clean:
	rm -f $(PROGRAM)

.PHONY: clean
"""

_BOOT = """\
// The first code in the flash of an RP2040, which its ROM copies and runs. board.ld has its checksum, so it stands
// here as it was compiled: it sets up flash and clock, and starts the program behind it.
#include <stdint.h>

__attribute__((section(".boot"), used)) const uint32_t nc_boot[] = {{
{words}
}};
"""


def startup_files(target: Target, stack: int, output: Output = "semihosting") -> dict[str, str]:
    """The texts of the files, by their paths in the project's folder; `stack` is in bytes, a multiple of eight.

    Raises:
        ImageError: the target is no board.
        RuntimeBuildError: the runtime cannot be built.
    """
    board = board_of(target)
    machine = runtime_bitcode(target).machine
    sources = runtime_sources()
    places = {f"{name}.c": sources / "machine" / f"{name}.c" for name in _MACHINE}
    places |= {f"{name}.c": sources / "core" / f"{name}.c" for name in _CORE}
    writer, macros = OBJECTS["write-semihosting" if output == "semihosting" else f"write-{board.uart}"]
    places["write.c"] = sources / "machine" / f"{writer}.c"
    if board.boot == "rp2350":
        places["image_def.c"] = sources / "machine" / f"{OBJECTS['boot-rp2350'][0]}.c"
    files = {name: place.read_text("utf-8") for name, place in places.items()}
    if board.boot == "rp2040":
        files["boot.c"] = _boot(board, machine["boot-rp2040"])
    own = " ".join(sorted(files))
    files |= _headers(sources, places)
    files["board.ld"] = linker_script(board, stack, machine)
    core = f"-mcpu={target.cpu} -mthumb -mfloat-abi={target.float_abi}"
    defined = "".join(f" -D{macro}=1" for macro in macros)
    files["Makefile"] = _MAKEFILE.format(board=target.name, own=own, core=core, macros=defined)
    return files


def _headers(sources: Path, places: dict[str, Path]) -> dict[str, str]:
    """What sources include, and what that includes: beside them what stands beside them, the rest in `include`."""
    found: dict[str, str] = {}
    todo = [(place, place.read_text("utf-8")) for place in places.values()]
    while todo:
        place, text = todo.pop()
        for name in _INCLUDED.findall(text):
            is_public = name.startswith("nativecomp/")
            path = sources / "include" / name if is_public else place.parent / name
            key = f"include/{name}" if is_public else name
            if key not in found:
                found[key] = path.read_text("utf-8")
                todo.append((path, found[key]))
    return found


def _boot(board: Board, compiled: bytes) -> str:
    """The compiled first code of a board's flash, as C."""
    file = ElfFile(compiled)
    code = b"".join(file.contents(one) for one in file.sections if one.name == ".boot")
    code += bytes(-len(code) % 4)
    words = [f"{int.from_bytes(code[at : at + 4], 'little'):#010x}," for at in range(0, len(code), 4)]
    return _BOOT.format(words="\n".join("    " + " ".join(words[at : at + 8]) for at in range(0, len(words), 8)))
