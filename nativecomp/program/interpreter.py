"""The interpreter for one program: only the instructions that its bytecode has.

`runtime/vm/execute.c` is compiled once more, with macros that say which opcodes there are. The code of the others is
gone, and the linker drops what only that code calls: a program without `with` has nothing of context managers.
"""

from collections.abc import Iterable

from nativecomp.codegen.lower import polling
from nativecomp.image.runtime import runtime_sources
from nativecomp.mpy import Kind, MpyFile
from nativecomp.mpy.merge import every_code, instructions
from nativecomp.mpy.prelude import read_prelude


def used_opcodes(files: Iterable[MpyFile]) -> set[int]:
    """The opcodes of all bytecode in these files, and where there is machine code, of that by which its loops ask."""
    found: set[int] = set()
    for file in files:
        for code in every_code(file.root):
            if code.kind is Kind.BYTECODE:
                start = read_prelude(code.data).size
                found.update(opcode for opcode, _ in instructions(code.data[start:]))
            else:
                found.update(opcode for opcode, _ in instructions(polling.CODE))
    return found


def interpreter(files: Iterable[MpyFile]) -> str:
    """The C source of the interpreter for these files.

    A row of `runtime/include/nativecomp/opcodes.h` may stand for several opcodes; it is there if one of them is.
    """
    used = sorted(used_opcodes(files))
    rows = " || ".join(f"((F) <= {one} && {one} <= (L))" for one in used)
    ones = " || ".join(f"(O) == {one}" for one in used)
    vm = runtime_sources() / "vm"
    return f'#define NC_USES(F, L) ({rows})\n#define NC_HAS(O) ({ones})\n#include "{vm / "execute.c"}"\n'
