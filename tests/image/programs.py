"""Programs in C that stand for compiled modules: linked with the runtime as their bitcode would be."""

import tempfile
from pathlib import Path

import llvmlite.binding as llvm

from nativecomp.image.clang import compile_c
from nativecomp.image.modules import split_bitcode, target_machine
from nativecomp.image.runtime import runtime_bitcode, runtime_sources
from nativecomp.targets import Target, find_target

BOARDS = ("mps2-an385", "mps2-an386", "mps2-an500", "mps2-an505", "netduinoplus2", "microbit")

# The data register of a GPIO port of each board.
GPIO = {
    "mps2-an385": 0x40010000,
    "mps2-an386": 0x40010000,
    "mps2-an500": 0x40010000,
    "mps2-an505": 0x50100000,
    "netduinoplus2": 0x40020814,
    "microbit": 0x50000504,
}

LED = """
#include <stdint.h>
int nc_main(void) {
    volatile uint32_t *led = (volatile uint32_t *)GPIO;
    for (int i = 0; i < 10; i++) {
        *led = 1;
        for (volatile int wait = 0; wait < 100; wait++) {}
        *led = 0;
    }
    return 0;
}
"""

PRINTS = """
#include "nativecomp/print.h"
volatile float tenth = 0.1f;
volatile double large = 1e22;
static int calls;
int nc_main(void) {
    calls++;
    nc_print_str("n=", 2);
    nc_print_int(-42);
    nc_print_str(" ", 1);
    nc_print_float32(tenth * 3);
    nc_print_str(" ", 1);
    nc_print_float64(large / 3);
    nc_print_str(" ", 1);
    nc_print_int64(-1234567890123456789ll / calls);
    nc_print_str("\\n", 1);
    return 7;
}
"""

RAISES = """
#include "nativecomp/raise.h"
static const struct nc_raise_site site = {"ZeroDivisionError", "divide by zero", "blink", "led.py", 12};
int nc_main(void) { nc_raise(&site); }
"""

BAD_ADDRESS = """
#line 5 "led.py"
int nc_main(void) { return *(volatile int *)0x7ffffff0; }
"""

UNDEFINED_INSTRUCTION = """
int nc_main(void) {
    static const unsigned short code[] = {0xde00};
    return ((int (*)(void))((unsigned)code | 1))();
}
"""

OVERFLOWS = """
int nc_main(void) { volatile char deep[64]; deep[0] = (char)nc_main(); return deep[0] + 1; }
"""


def compile_program(source: str, target: Target) -> bytes:
    """An object of `source` and of the runtime functions that it uses, linked as bitcode and compiled together."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "program.c")
        path.write_text(source, encoding="utf-8")
        options = ["-Wno-error", "-w", "-Os", "-g"]
        if target.name in GPIO:
            options.append(f"-DGPIO={GPIO[target.name]:#x}")
        include = runtime_sources() / "include"
        [bitcode] = compile_c([path], target, Path(folder), include=include, bitcode=True, options=options)
        [program] = split_bitcode(bitcode.read_bytes(), target)
    module = llvm.parse_bitcode(program.bitcode)
    for part in runtime_bitcode(target).closure(program.needs):
        module.link_in(llvm.parse_bitcode(part.bitcode))
    return bytes(target_machine(target).emit_object(module))


def board(name: str) -> Target:
    return find_target(name)
