"""The effects in the table of operations are those of the code: what is pure calls nothing, for instance."""

import itertools
import re
from typing import Any

import pytest

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.module import lower_module
from nativecomp.codegen.plan import CodePlan
from nativecomp.ir import CALLS, OPS, Effect
from nativecomp.language.types import (
    BOOL,
    CELL,
    FIXED_INTS,
    FLOAT32,
    FLOAT64,
    NONE,
    OBJECT,
    POINTERS,
    Type,
    buffer_of,
    tuple_of,
)
from nativecomp.options import Options
from nativecomp.runtime_calls import TABLE
from nativecomp.targets import find_target
from tests.codegen.build import CONTEXT, function, module

METHOD = tuple_of((OBJECT, OBJECT))
SCALARS: list[Type] = [CONTEXT.int, FIXED_INTS["uint8"], FIXED_INTS["int64"], BOOL, FLOAT32, FLOAT64, POINTERS["ptr8"]]
SAMPLES: dict[str, list[Type]] = {
    "int": [CONTEXT.int, FIXED_INTS["uint64"]],
    "bool": [BOOL],
    "float": [FLOAT32, FLOAT64],
    "number": [CONTEXT.int],
    "pointer": [POINTERS["ptr8"]],
    "scalar": SCALARS,
    "buffer": [buffer_of(FIXED_INTS["int16"])],
    "tuple": [METHOD],
    "object": [OBJECT],
    "cell": [CELL],
    "any": [OBJECT],
}
ATTRIBUTES: dict[str, Any] = {
    "number": 1, "constant": "text", "count": 1, "bits": 8, "text": "+", "names": (), "predicate": "<", "device": "no",
}  # fmt: skip
OTHERS = {
    "call", "object.function", "iterator.begin", "iterator.item", "iterator.next", "iterator.resume", "local.load",
    "local.store", "print.text", "print.value", "object.float_layout", "object.unpack", "object.unpack_star",
    "machine.call", "static.buffer", "static.load", "static.store",
}  # fmt: skip
"""Those that need more than operands and constants, or another ABI."""


def _code(name: str, given: list[Type], type_: Type | None) -> str:
    """The LLVM text of a function that does one operation."""
    params = [OBJECT if operand == METHOD else operand for operand in given]
    made, b = function("f", [(f"p{n}", operand) for n, operand in enumerate(params)])
    kinds = {key: kind for key, kind in OPS[name].attributes.items() if not kind.endswith("?")}
    attributes = {key: ATTRIBUTES[kind] for key, kind in kinds.items()}
    if "positional" in attributes:
        attributes["positional"] = len(given) - 1
    if name == "const":
        attributes["value"] = 1
    values = [b.load(param) for param in made.params]
    values = [b.op("tuple.make", value, value, type_=METHOD) if operand == METHOD else value
              for value, operand in zip(values, given, strict=True)]  # fmt: skip
    b.op(name, *values, type_=type_, **attributes)
    b.op("return")
    text = lower_module(CodePlan(module(made), Options(find_target("cortex-m4f")), "table"))
    return text[text.index("\nb.entry:") :].split("\n}\n")[0]


@pytest.mark.parametrize("name", sorted(set(OPS) - OTHERS))
def test_effects(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    info = OPS[name]
    asked: set[str] = set()
    call = TableAbi.call
    monkeypatch.setattr(
        TableAbi, "call", lambda abi, body, row, *v, **k: asked.add(row) or call(abi, body, row, *v, **k)
    )
    if info.effects & (Effect.ENDS | Effect.HANDLERS):
        return
    results: list[Type | None] = {
        "none": [None], "same": [None], "bool": [None], "object": [None], "tuple": [METHOD], "any": [OBJECT],
    }.get(info.result) or list(SAMPLES[info.result])  # fmt: skip
    if name == "const":
        results = [CONTEXT.int]
    if name == "object.number_of":
        results = [tuple_of((FLOAT32, BOOL))]
    for first in SAMPLES[info.operands[0].rstrip("=*")] if info.operands else [NONE]:
        given = [first if kind.endswith("=") or n == 0 else SAMPLES[kind.rstrip("*")][0]
                 for n, kind in enumerate(info.operands)]  # fmt: skip
        for type_ in results:
            if name == "convert" and {first, type_} & {FLOAT32, FLOAT64} and POINTERS["ptr8"] in (first, type_):
                continue  # there is no such conversion
            code = _code(name, given, type_)
            called = [
                line for line in re.findall(r"call .*", code) if not re.search(r"@llvm\.|asm sideeffect \"\"", line)
            ]
            if not info.effects & (CALLS | Effect.RAISES) and name != "memory.copy":
                assert not called, code
            if Effect.RAISES not in info.effects:
                assert "unreachable" not in code, code
            if Effect.RUNS_PYTHON in info.effects:
                assert called, code
            if not info.effects:
                assert "store " not in code
            if info.effects & CALLS:
                for row in asked:
                    assert TABLE[row].effects in info.effects, row


def test_what_converts_objects_has_effects() -> None:
    others = ("object.is_end", "object.is_builtin", "tuple.make")
    for name, (first, second) in itertools.product(OPS, [("object", "number"), ("object", "bool"), ("any", "object")]):
        info = OPS[name]
        if info.operands == (first,) and info.result == second and name not in others:
            assert Effect.RAISES in info.effects, name
