"""Float variables of native functions that live over calls: in memory, or under a guard where that is not enough."""

from typing import Any

import pytest

import nativecomp
from nativecomp.compiler import compile_source
from nativecomp.emit import floatguard
from nativecomp.emit.generate import GeneratedModule
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target

COUNT = 12
HEAD = "from nativecomp import native\n@native\ndef other(x):\n    return x\n@native\ndef f(g, n):\n"
VALUES = "".join(f"    v{n} = {n}.5\n" for n in range(COUNT))
TURNS = "".join(f"            v{n} = v{n} * 1.5 + v{(n + 1) % COUNT}\n" for n in range(COUNT))
RESULT = f"    return {' + '.join(f'v{n}' for n in range(COUNT))}\n"
OVER_CALLS = f"{HEAD}{VALUES}    for i in range(n):\n        if True:\n{TURNS}        g(i)\n{RESULT}"
CAUGHT = (
    f"{HEAD}{VALUES}    for i in range(n):\n        try:\n{TURNS}            g(i)\n"
    f"        except ValueError:\n            v0 = v0 - 1.0\n{RESULT}"
)
NESTED = "".join(f"v{n} * {n}.25 + (v{(n + 7) % COUNT} - (" for n in range(COUNT)) + "1.5" + "))" * COUNT
AT_ONCE = f"{HEAD}{VALUES}    for i in range(n):\n        v0 = {NESTED}\n    g(1)\n{RESULT}"


def made(source: str, opt: Any) -> GeneratedModule:
    """The machine code of `f` as an .mpy file holds it."""
    compilation = compile_source(SourceFile("app.py", source), Options(find_target("cortex-m4f"), opt))
    shipped = compilation.shipped(next(one for one in compilation.functions if one.source.qualname == "f"))
    shipped.code  # noqa: B018  decides on the plan
    return shipped


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_variables_over_calls_are_in_memory(opt: str) -> None:
    code = made(OVER_CALLS, opt)
    assert (code.plan.spilled, code.plan.guarded) == (True, False)
    assert not floatguard.touches(code.object)


def test_what_needs_the_registers_all_the_same_is_guarded() -> None:
    code = made(AT_ONCE, "balanced")
    assert (code.plan.spilled, code.plan.guarded) == (False, True)


@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_functions_under_a_guard_are_called_directly(opt: Any) -> None:
    """By way of the guard, which gives registers back; what calls has none."""
    source = f"{AT_ONCE}\n@native\ndef twice(g, n):\n    return f(g, n) + f(g, n + 1)\n"
    assert build_mpy(SourceFile("app.py", source), Options(find_target("cortex-m4f"), opt))
    names: dict[str, Any] = {}
    exec(source.replace("@native\n", ""), names)
    twice = nativecomp.load_source(source, target="cortex-m4f", opt=opt).twice
    expected = names["twice"](abs, 2)
    assert [twice(abs, 2), twice(abs, 2)] == pytest.approx([expected, expected], rel=1e-5)


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("source", [OVER_CALLS, CAUGHT, AT_ONCE], ids=["over calls", "caught", "at once"])
def test_no_value_is_lost(source: str, opt: Any) -> None:
    """At the desk a raise destroys what a board's raise does not restore."""

    def call(number: int) -> None:
        if number % 2 and source is CAUGHT:
            raise ValueError

    names: dict[str, Any] = {}
    exec(source.replace("@native\n", ""), names)
    compiled = nativecomp.load_source(source, target="cortex-m4f", opt=opt).f
    assert compiled(call, 4) == pytest.approx(names["f"](call, 4), rel=1e-5)
