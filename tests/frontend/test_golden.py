"""Source to IR, and source to diagnostics, from data files."""

from pathlib import Path

import pytest

from nativecomp.diagnostics import CompileError, Diagnostics, SourceFile
from nativecomp.frontend import build_module, find_functions, parse
from nativecomp.frontend.escape import find_escaping
from nativecomp.ir import parse_module, print_module, verify_module
from nativecomp.passes import run_passes
from nativecomp.types import TypeContext
from tests.golden import Case, parametrize

HERE = Path(__file__).parent


def front(text: str, word_bits: int = 32, *, objects: bool = False) -> str:
    source = SourceFile("case.py", text)
    diagnostics = Diagnostics({source.name: source})
    tree = parse(source)
    functions = find_functions(tree, source, diagnostics, classes=objects)
    if objects:
        functions = find_escaping(functions)
    context = TypeContext(word_bits, word_bits)
    module, _ = build_module(tree, source, functions, context, diagnostics, objects=objects)
    run_passes(module)
    printed = print_module(module)
    read = parse_module(printed, context)
    verify_module(read)
    assert print_module(read) == printed, "it reads as something else"
    return printed


@parametrize(HERE / "ir.test")
def test_ir(case: Case, update: bool) -> None:
    case.check("ir", front(case.input), update)


@parametrize(HERE / "objects.test")
def test_objects(case: Case, update: bool) -> None:
    case.check("ir", front(case.input, objects=True), update)


@parametrize(HERE / "diagnostics.test")
def test_diagnostics(case: Case, update: bool) -> None:
    with pytest.raises(CompileError) as caught:
        front(case.input)
    case.check("errors", str(caught.value), update)
