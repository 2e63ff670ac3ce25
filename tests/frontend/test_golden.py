"""Source to IR, and source to diagnostics, from data files."""

from pathlib import Path

import pytest

from nativecomp.frontend import TypedFunction, build_module, read_unit
from nativecomp.frontend.escape import find_escaping
from nativecomp.ir import Module, parse_module, print_module, verify_module
from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.options import Options
from nativecomp.passes import run_passes
from nativecomp.passes.machine_forms import use_machine_forms
from nativecomp.passes.refuse_objects import refuse_objects
from nativecomp.passes.unreachable import remove_unreachable
from nativecomp.targets import find_target
from tests.golden import Case, parametrize

HERE = Path(__file__).parent


def front(text: str, word_bits: int = 32, *, objects: bool = True) -> str:
    """The representation of a source, or what is refused of it, where there are objects or where there are none."""
    target = find_target({32: "cortex-m4f", 64: "x86-64"}[word_bits])
    unit = read_unit(SourceFile("case.py", text), Options(target, product="mpy"))

    def check(module: Module, typed: list[TypedFunction]) -> None:
        if not objects:
            remove_unreachable(module)
            use_machine_forms(module, unit.context)
            refuse_objects(module, [one.ir for one in typed if one.source.maker is None], unit.diagnostics)

    module, _, _ = build_module(unit, find_escaping(unit.functions), check=check)
    run_passes(module)
    printed = print_module(module)
    read = parse_module(printed, unit.context)
    verify_module(read)
    assert print_module(read) == printed, "it reads as something else"
    return printed


@parametrize(HERE / "ir.test")
def test_ir(case: Case, update: bool) -> None:
    case.check("ir", front(case.input, objects=False), update)


@parametrize(HERE / "objects.test")
def test_objects(case: Case, update: bool) -> None:
    case.check("ir", front(case.input), update)


@parametrize(HERE / "diagnostics.test")
def test_diagnostics(case: Case, update: bool) -> None:
    with pytest.raises(CompileError) as caught:
        front(case.input, objects=False)
    case.check("errors", str(caught.value), update)
