"""Keep float variables in memory that a function has over calls, where it has more than registers for them.

    d8 to d10       a raise restores them (codegen/abi/floatguard.py)
    d11 to d15      it does not: code that touches them is made under a guard, and shares no functions with the file
    memory          an instruction for each use, where the variable is live behind an operation that may call

So code that would touch them is made once more with these variables in memory. Ways out of fast versions, where numbers
become objects, do not count, nor does asking what is pending: they run seldom.

Legal anywhere: a variable in memory is stored and loaded each time as the program says, so neither a raise nor a call
can lose it. Which variables are chosen decides on speed alone, for the machine code is read again: where it touches the
registers all the same (many values at once), it is made under the guard (emit/generate.py).
"""

from nativecomp.analysis.liveness import Liveness
from nativecomp.ir import Function, Local
from nativecomp.ir.effects import Effect
from nativecomp.language.types import FloatType

_SELDOM = "leave"
"""What the names of blocks on ways out begin with (passes/versions/leaving.py)."""


def floats_over_calls(function: Function) -> frozenset[Local]:
    """The float variables of a function on objects that are live behind what may call."""
    live, found = Liveness(function), set[Local]()
    for block in function.blocks if function.python else ():
        if block.name.startswith(_SELDOM):
            continue
        for op, behind in live.across(block):
            if op.effects & Effect.ALLOCATES and op.name != "poll":
                found |= {local for local in behind if isinstance(local.type, FloatType)}
    return frozenset(found)
