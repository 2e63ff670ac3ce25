"""The C library's functions for powers, left out of programs that have none.

`x ** y` of floats needs `pow`, of complex numbers `exp`, `log`, `sin`, `cos` and `atan2`, which take ten kilobytes, and
the doubles that they compute in five more on a core without them. The operators of numbers lead there in every program.
Where no bytecode has the operator, nothing is named `pow` or `round`, no module of mathematics is imported and there is
no machine code, whose calls are not known, nothing gets there: the image has stubs in their place, which raise.
"""

from collections.abc import Collection, Iterable, Sequence

from nativecomp.mpy import Kind, MpyFile
from nativecomp.mpy.merge import every_code
from nativecomp.program.interpreter import used_opcodes
from nativecomp.program.names import dynamic_names

_POWERS = {0xEC, 0xF9}
"""BINARY_OP_MULTI (0xd7) with the numbers of `**=` and `**` (runtime/include/nativecomp/operators.h)."""

_NAMES = {"pow", "round"}
_MODULES = {"math", "cmath"}

_STUBS = """
static _Noreturn void absent(void) {
    nc_error(&nc_type_NotImplementedError, "the image was built without powers");
}
float powf(float, float), expf(float), logf(float), sinf(float), cosf(float), atan2f(float, float);
float powf(float a, float b) { (void)a, (void)b; absent(); }
float expf(float a) { (void)a; absent(); }
float logf(float a) { (void)a; absent(); }
float sinf(float a) { (void)a; absent(); }
float cosf(float a) { (void)a; absent(); }
float atan2f(float a, float b) { (void)a, (void)b; absent(); }
"""


def has_machine_code(files: Iterable[MpyFile]) -> bool:
    """Whether functions are compiled: what machine code does with objects is not known."""
    return any(code.kind is not Kind.BYTECODE for file in files for code in every_code(file.root))


def stubs(files: Sequence[MpyFile], builtin: Collection[str]) -> str:
    """C that is added to a program's tables: the stubs, or nothing where the program may need the functions."""
    names = {name for file in files for name in file.qstrs}
    needs = has_machine_code(files) or dynamic_names(files) or names & _NAMES or _MODULES.intersection(builtin)
    return "" if needs or used_opcodes(files) & _POWERS else _STUBS
