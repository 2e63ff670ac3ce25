"""Source to IR, and source to diagnostics, from data files."""

from pathlib import Path

import pytest

from nativecomp.frontend import TypedFunction, build_module, find_functions, parse
from nativecomp.frontend.escape import find_escaping
from nativecomp.ir import Module, parse_module, print_module, verify_module
from nativecomp.language.diagnostics import CompileError, Diagnostics, SourceFile
from nativecomp.language.types import TypeContext
from nativecomp.passes import run_passes
from nativecomp.passes.machine_forms import use_machine_forms
from nativecomp.passes.refuse_objects import refuse_objects
from nativecomp.passes.unreachable import remove_unreachable
from tests.golden import Case, parametrize

HERE = Path(__file__).parent


def front(text: str, word_bits: int = 32, *, objects: bool = True) -> str:
    """The representation of a source, or what is refused of it, where there are objects or where there are none."""
    source = SourceFile("case.py", text)
    diagnostics = Diagnostics({source.name: source})
    tree = parse(source)
    functions = find_escaping(find_functions(tree, source, diagnostics))
    context = TypeContext(word_bits, word_bits)

    def check(module: Module, typed: list[TypedFunction]) -> None:
        if not objects:
            remove_unreachable(module)
            use_machine_forms(module, context)
            refuse_objects(module, [one.ir for one in typed if one.source.maker is None], diagnostics)

    module, _ = build_module(tree, source, functions, context, diagnostics, check=check)
    run_passes(module)
    printed = print_module(module)
    read = parse_module(printed, context)
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
