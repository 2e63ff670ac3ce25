"""The interrupt handlers of a program: functions that the core calls, by the name or number of the chip's interrupt.

@viper(interrupt="TIMER0", priority=1)
def tick():
    global ticks
    ticks += 1
"""

import ast
import difflib
from collections.abc import Sequence

from nativecomp.frontend.infer.typed import TypedFunction
from nativecomp.ir import Function
from nativecomp.language.diagnostics import Diagnostics, SourceFile
from nativecomp.language.types import NONE
from nativecomp.options import Options
from nativecomp.targets import CORE_INTERRUPTS, Target

_IMAGES = "only images have a vector table that the compiler writes: `-o program.elf --target BOARD`"
_MOST = 240
"""Interrupts that the interrupt controller of a core has at most."""


def find_handlers(
    functions: Sequence[TypedFunction], options: Options, source: SourceFile, diagnostics: Diagnostics
) -> dict[int, Function]:
    """The handlers by the numbers of their interrupts. On the desk they are functions like others."""
    found: dict[int, Function] = {}
    for function in functions:
        wanted, priority = function.ir.options.interrupt, function.ir.options.priority
        node, target = function.source.node, options.target
        span = source.span(_head(node))
        if wanted is None and priority is None:
            continue
        if wanted is None:
            diagnostics.error(
                span, f"`{node.name}` has a priority and no interrupt", 'say which: `interrupt="SysTick"`'
            )
        elif options.product in ("mpy", "object"):
            diagnostics.error(span, f"`{node.name}` is an interrupt handler", _IMAGES)
        elif function.source.emitter != "viper" or function.source.owner is not None or function.ir.params:
            hint = "it is called without arguments: write `@viper` above a function of the file without parameters"
            diagnostics.error(span, f"`{node.name}` cannot handle an interrupt", hint)
        elif function.ir.result != NONE:
            message = f"`{node.name}` gives a value, which nobody takes from an interrupt handler"
            diagnostics.error(span, message, "store it in a global variable: `count: int = 0`, and `global count`")
        elif options.product == "image":
            number = _number(wanted, target)
            most = (1 << target.priority_bits) - 1
            if number is None:
                diagnostics.error(span, f"`{target.name}` has no interrupt {wanted!r}", _close(wanted, target))
            elif number in found:
                message = f"`{found[number].name}` handles the interrupt {wanted!r} already"
                diagnostics.error(span, message, "one function can call the other")
            elif priority is not None and not 0 <= priority <= most:
                hint = f"0 is the most urgent, {most} the least"
                diagnostics.error(span, f"the core of `{target.name}` has no priority {priority}", hint)
            else:
                found[number] = function.ir
    return found


def _head(node: ast.FunctionDef | ast.ClassDef) -> ast.expr | ast.stmt:
    """The decorator that says it."""
    return node.decorator_list[0] if node.decorator_list else node


def _number(wanted: str | int, target: Target) -> int | None:
    if isinstance(wanted, int):
        return wanted if 0 <= wanted < _MOST else None
    return {**CORE_INTERRUPTS, **target.interrupts}.get(wanted)


def _close(wanted: str | int, target: Target) -> str:
    known = [*CORE_INTERRUPTS, *target.interrupts]
    close = difflib.get_close_matches(str(wanted), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"the names are {', '.join(known)}; or give its number"
