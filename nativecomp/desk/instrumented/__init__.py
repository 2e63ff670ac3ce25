"""Viper functions as Python computes them, with the types that the compiler found: what `f.python(...)` runs.

    def f(x: int) -> int:          def f(x):
        y: uint8 = x                   y = wrap_uint8(x)
        y += 250                       y = wrap_uint8(wrap_int(y + 250))
        return y * x                   return wrap_int(y * x)

The text is rewritten so that each operation of machine types gives what docs/language.md says; lines stay what they
were, for debuggers and tracebacks. CPython does the arithmetic, so machine code has a judge that shares nothing with
what comes behind the compiler's inference of types.
"""

from nativecomp.desk.instrumented.rewrite import NotInstrumented
from nativecomp.desk.instrumented.run import Instrumented

__all__ = ["Instrumented", "NotInstrumented"]
