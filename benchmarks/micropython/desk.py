"""The functions on objects at the desk: their own instructions on an emulated core, without those of the runtime.

CPython runs the bytecode part of a file of `idioms/`, and the bridge the machine code of either compiler.
"""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from benchmarks.micropython.measure import WrongResult
from benchmarks.micropython.mpymodule import MpyModule, load_mpy
from benchmarks.micropython.objects import WAYS, Idioms, list_idioms
from nativecomp.targets import Target


@dataclass(frozen=True)
class DeskCall:
    """How many instructions the machine code of a file ran for a call, by way."""

    text: str
    instructions: dict[str, int]


def measure_at_desk(target: Target, ways: Iterable[str] = WAYS) -> list[DeskCall]:
    """Run the calls of every file, but for that of a handler, whose cells CPython keeps to itself.

    Raises:
        WrongResult: the results differ.
    """
    return [call for idioms in list_idioms() for call in _measure(idioms, target, tuple(ways))]


def _measure(idioms: Idioms, target: Target, ways: tuple[str, ...]) -> list[DeskCall]:
    calls = [text for text in idioms.calls if not text.startswith("(handler(")]
    found = [_run(idioms, way, target, calls) for way in ways]
    made = []
    for text, *answers in zip(calls, *found, strict=True):
        if len({value for value, _ in answers}) != 1:
            raise WrongResult(f"{idioms.name}: {text} for {target.name}: {dict(zip(ways, answers, strict=True))}")
        made.append(DeskCall(text, {way: count for way, (_, count) in zip(ways, answers, strict=True)}))
    return made


def _run(idioms: Idioms, way: str, target: Target, calls: list[str]) -> list[tuple[str, int]]:
    """What each call gives, as text, and the instructions of machine code that ran for it."""
    module = load_mpy(idioms.build(way, target), target)
    names: dict[str, Any] = module.globals
    names["micropython"] = SimpleNamespace(viper=lambda function: _compiled(module, function))
    names["const"] = lambda value: value
    exec(compile(_without_imports(idioms.text), idioms.name, "exec"), names)
    found = []
    for text in calls:
        before = module.instructions
        value = str(eval(text, names))
        found.append((value, module.instructions - before))
    return found


def _without_imports(text: str) -> ast.Module:
    tree = ast.parse(text)
    tree.body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    return tree


def _compiled(module: MpyModule, function: Callable[..., Any]) -> Callable[..., Any]:
    """What stands for a decorated function: a function, so that a class makes a method of it."""
    path = function.__qualname__
    return function if "<locals>" in path else lambda *arguments: module[path](*arguments)
