"""Random functions on objects, compiled: on an emulated core against CPython, on MicroPython against bytecode."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nativecomp.ir.verifier import VerifierError
from nativecomp.language.diagnostics import CompileError
from nativecomp.mpy.container import MpyError
from tests.bridge.oracle import execute
from tests.fuzz.objects import CALLS, object_functions
from tests.fuzz.python import python_functions
from tests.fuzz.reduce import simplest
from tests.mpy.micropython import build, run

SECONDS = 60.0
"""How long a mismatch may be made smaller."""

STAND_INS = """\
class Pointer:
    def __init__(self, data, bits):
        self.data = data
        self.size = bits // 8
    def __getitem__(self, at):
        at *= self.size
        return sum(self.data[at + i] << 8 * i for i in range(self.size))
    def __setitem__(self, at, value):
        at *= self.size
        for i in range(self.size):
            self.data[at + i] = value >> 8 * i & 255
def ptr8(data):
    return Pointer(data, 8)
def ptr16(data):
    return Pointer(data, 16)
def object(value):
    return value
def viper(function):
    return function
def native(function=None, **options):
    return function or native
"""
"""What the names of types do where the text is not compiled."""

Judge = Callable[[str, list[str], list[str]], "str | None"]
"""Of a text, names of its functions, and calls: the first mismatch in words."""


def _outcome(function: Any, box: Any, items: list[Any], number: int) -> str:
    """What a call gives or raises, and what it leaves behind. Texts of exceptions are each interpreter's own."""
    try:
        what = repr(function(box, items, number))
    except Exception as error:
        what = f"raises {type(error).__name__}"
    return _comparable(f"{what}; {box.value!r} {box.log!r} {box.data!r} {items!r}")


def _comparable(text: str) -> str:
    """An outcome without addresses, the names of functions, and CPython's finer class of a variable without a value."""
    text = re.sub(r"<(?:compiled )?function ([\w.<>]*?)(?: at 0x[0-9a-f]+)?>", r"<function \1>", text)
    return re.sub(" at 0x[0-9a-f]+", "", text).replace("UnboundLocalError", "NameError")


def on_core(target: str, opt: str) -> Judge:
    """A core at the desk, judged by CPython."""

    def judge(text: str, names: list[str], calls: list[str]) -> str | None:
        python: dict[str, Any] = {}
        plain = "from __future__ import annotations\n" + STAND_INS + text
        exec(compile(plain, "<objects>", "exec"), python)
        try:
            compiled = execute(text, target, opt)
        except (CompileError, VerifierError) as error:
            return _refusal(error)
        for name in names:
            for call in calls:
                outcomes = []
                for module in (python, compiled):
                    value, items, number = eval(call)
                    try:
                        outcomes.append(_outcome(module[name], module["Box"](value), items, number))
                    except (CompileError, VerifierError) as error:
                        return _refusal(error)
                if outcomes[0] != outcomes[1]:
                    return f"{target} {opt}: {name}({call}): expected {outcomes[0]}, got {outcomes[1]}"
        return None

    return judge


_DRIVER = """
import app, plain
def outcome(module, name, value, items, number):
    box = module.Box(value)
    try:
        what = repr(getattr(module, name)(box, items, number))
    except Exception as error:
        what = "raises " + type(error).__name__
    try:
        return "%s; %r %r %r %r" % (what, box.value, box.log, box.data, items)
    except RuntimeError:
        return "something that contains itself"
for name in NAMES:
    for call in CALLS:
        print(repr((name, call, outcome(plain, name, *eval(call)), outcome(app, name, *eval(call)))))
print("DONE")
"""


def on_micropython(opt: str, *, collect: bool = False) -> Judge:
    """The real MicroPython: compiled functions against the bytecode of their text, in one process.

    With `collect` machine code collects garbage before each call of the runtime.
    """

    def judge(text: str, names: list[str], calls: list[str]) -> str | None:
        plain = STAND_INS + text
        app = "import micropython\n" + re.sub("@(viper|native)", r"@micropython.\1", text)
        try:
            built = build(app, "x64", opt, collect=collect)
        except (CompileError, VerifierError, MpyError) as error:
            return _refusal(error)
        driver = f"NAMES = {names}\nCALLS = {calls}\n{_DRIVER}"
        lines = run({"app.mpy": built, "plain.py": plain.encode()}, driver).splitlines()
        for line in lines:
            if not line.startswith("('f"):
                continue
            name, call, expected, got = eval(line)
            if _on_board(expected) != _on_board(got):
                return f"micropython {opt}: {name}({call}): expected {expected}, got {got}"
        # Warnings may follow.
        return None if "DONE" in lines else f"micropython {opt}: it stopped: {''.join(lines[-1:])[-300:]}"

    return judge


def _on_board(text: str) -> str:
    return re.sub("<(?:function|closure|generator|lambda|bound_method|object)[^>]*>+", "<function>", text)


def judge_of(target: str, opt: str) -> Judge:
    """The judge for a target; "micropython" and "micropython-collect" are the real one."""
    if target.startswith("micropython"):
        return on_micropython(opt, collect=target.endswith("-collect"))
    return on_core(target, opt)


GENERATORS = {"objects": object_functions, "native": python_functions}


def compare_objects(kind: str, seed: str, count: int, target: str, opt: str) -> tuple[int, list[tuple[str, str]]]:
    """How many calls were compared, and the mismatches: one line, and a small file that shows it."""
    names, text = GENERATORS[kind](seed, count)
    judge = judge_of(target, opt)
    mismatch = judge(text, names, CALLS)
    if mismatch is None:
        return len(names) * len(CALLS), []
    kind = _kind(mismatch)

    def still_wrong(variant: str) -> bool:
        try:
            found = judge(variant, [name for name in names if re.search(rf"\b{name}\b", variant)], CALLS)
        except (SyntaxError, NameError, TypeError, AttributeError, KeyError, AssertionError):
            return False
        return found is not None and _kind(found) == kind

    small = simplest(text, still_wrong, SECONDS)
    line = (judge(small, [name for name in names if re.search(rf"\b{name}\b", small)], CALLS) or mismatch).splitlines()[
        0
    ]
    return len(names) * len(CALLS), [(line, f"# {line}\n{small}")]


def _refusal(error: CompileError | VerifierError | MpyError) -> str:
    if not isinstance(error, CompileError):
        return f"broken: {error}"
    return f"refused: {error.diagnostics[0].message}: {error}"


def _kind(mismatch: str) -> str:
    """What must stay while a program gets smaller: the refusal, that it stopped, or that an outcome is wrong."""
    if mismatch.startswith(("refused", "broken")):
        return mismatch.split(":")[0] + mismatch.split(":")[1][:30] * mismatch.startswith("refused")
    return str("stopped" in mismatch)
