"""Which pointers and typed buffers a function only reads through: C sees them as `const`.

    def copy(to: ptr8, source: ptr8, n: int):      `source`: all that is done with its address is reading

The addresses that may come from a parameter are followed through locals and arithmetic, without regard to the order of
operations. A parameter is read only unless such an address reaches an operation that writes, is stored itself, leaves
the function as its result, or goes to a parameter of another function that is not read only. So `q = ptr8(p)`, then
`q[0] = 1`, makes `p` one that is written, and `return p` too: who gets it may write.
"""

from nativecomp.ir import Effect, Function, Local, Module
from nativecomp.ir.function import Op
from nativecomp.language.types import BOOL, BufferType, PointerType

_DATA = Effect.READS_BUFFERS | Effect.READS_POINTED
_HARMLESS = Effect.READS_LOCALS | Effect.RAISES | Effect.ENDS | _DATA
_NO_ADDRESS = ("buffer.length",)
_SOURCES = {"memory.copy": (2, 3, 4)}
"""By operation that writes: the operands behind which it reads only."""


def read_only_parameters(module: Module) -> set[Local]:
    """The parameters, pointers and typed buffers, of all functions that only read through them."""
    found = {one for f in module.functions for one in f.params if isinstance(one.type, PointerType | BufferType)}
    captured = {local for function in module.functions for local in function.captures}
    found -= captured
    # Taken for read only until something speaks against it, which then may speak against others.
    while wrong := {
        one for f in module.functions for one in f.params if one in found and _leaks(f, one, found, captured)
    }:
        found -= wrong
    return found


def _leaks(function: Function, parameter: Local, read_only: set[Local], captured: set[Local]) -> bool:
    """Whether an address from the parameter reaches what may write."""
    locals_, values = {parameter}, set[Op]()
    grown = True
    while grown:
        before = len(locals_) + len(values)
        for op in function.ops:
            if op.name == "local.load":
                if op.attributes["local"] in locals_:
                    values.add(op)
                continue
            reached = [number for number, operand in enumerate(op.operands) if operand in values]
            if not reached:
                continue
            if op.name == "local.store":
                locals_.add(op.attributes["local"])
            elif op.name == "call":
                params = op.attributes["callee"].params
                if any(number >= len(params) or params[number] not in read_only for number in reached):
                    return True
            elif op.effects & ~_HARMLESS:
                if any(number not in _SOURCES.get(op.name, ()) for number in reached):
                    return True
            elif op.name == "return":
                return True
            elif not op.effects & _DATA and op.type != BOOL and op.name not in _NO_ADDRESS:
                values.add(op)
        grown = len(locals_) + len(values) > before
    return not locals_.isdisjoint(captured)
