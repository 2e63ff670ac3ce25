"""Random functions on objects, compiled: on an emulated core against CPython, on MicroPython against bytecode."""

from __future__ import annotations

from typing import Any

import nativecomp
from tests.fuzz.objects import CALLS, HEADER, object_functions
from tests.mpy.micropython import build, run


def _text(functions: list[tuple[str, str]]) -> str:
    return HEADER + "\n".join(source for _, source in functions)


def _outcome(function: Any, box: Any, items: list[Any], number: int) -> str:
    """What a call gives or raises, and what it leaves behind. Texts of exceptions are each interpreter's own."""
    try:
        what = repr(function(box, items, number))
    except Exception as error:
        what = f"raises {type(error).__name__}"
    return f"{what}; {box.value!r} {box.log!r} {items!r}"


def compare_objects(seed: str, count: int, target: str, opt: str) -> tuple[int, list[tuple[str, str]]]:
    """How many calls were compared, and the mismatches: one line, and a file that shows it."""
    functions = object_functions(seed, count)
    text = _text(functions)
    python: dict[str, Any] = {"viper": lambda function: function, "object": lambda value: value}
    exec(compile("from __future__ import annotations\n" + text, "<objects>", "exec"), python)
    module = nativecomp.load_source(text, "objects.py", target=target, opt=opt)  # type: ignore[arg-type]
    module.globals.update(Box=python["Box"], check=python["check"])
    calls, found = 0, []
    for name, _ in functions:
        for call in CALLS:
            outcomes = []
            for function in (python[name], getattr(module, name)):
                value, items, number = eval(call)
                outcomes.append(_outcome(function, python["Box"](value), items, number))
            calls += 1
            if outcomes[0] != outcomes[1]:
                line = f"{target} {opt}: {name}({call}): expected {outcomes[0]}, got {outcomes[1]}"
                found.append((line, f"# {line}\n{text}"))
                break
    return calls, found


_DRIVER = """
import app, plain
def outcome(module, name, value, items, number):
    box = module.Box(value)
    try:
        what = repr(getattr(module, name)(box, items, number))
    except Exception as error:
        what = "raises " + type(error).__name__
    try:
        return "%s; %r %r %r" % (what, box.value, box.log, items)
    except RuntimeError:
        return "something that contains itself"
for name in NAMES:
    for call in CALLS:
        expected, got = [outcome(module, name, *eval(call)) for module in (plain, app)]
        if expected != got:
            print("MISMATCH %s(%s): expected %s, got %s" % (name, call, expected, got))
            break
print("DONE")
"""


def compare_on_micropython(seed: str, count: int, opt: str) -> tuple[int, list[tuple[str, str]]]:
    """The same on the real MicroPython: compiled functions against the bytecode of their text, in one process."""
    functions = object_functions(seed, count)
    plain = HEADER + "object = lambda value: value\n" + "\n".join(s.replace("@viper\n", "") for _, s in functions)
    text = "import micropython\n" + _text(functions).replace("@viper", "@micropython.viper")
    driver = f"NAMES = {[name for name, _ in functions]}\nCALLS = {CALLS}\n{_DRIVER}"
    printed = run({"app.mpy": build(text, "x64", opt), "plain.py": plain.encode()}, driver)
    lines = [line for line in printed.splitlines() if line.startswith("MISMATCH")]
    if not printed.endswith("DONE\n"):
        lines.append(f"MicroPython stopped: {printed[-300:]}")
    return len(functions) * len(CALLS), [(line, f"# {line}\n{text}") for line in lines]
