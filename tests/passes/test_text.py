"""Passes from IR text to IR text: for each what it may change, and where something forbids it."""

from pathlib import Path

from nativecomp.ir import parse_module, print_module, verify_module
from nativecomp.language.types import TypeContext
from nativecomp.passes import OPTIMIZATIONS, PASSES
from tests.golden import Case, parametrize


@parametrize(Path(__file__).parent / "text.test")
def test_pass(case: Case, update: bool) -> None:
    """The first line of a case says which pass runs, and at which level: `inline speed`."""
    head, text = case.input.split("\n", 1)
    name, _, opt = head.partition(" ")
    module = parse_module(text, TypeContext(32, 32))
    verify_module(module)
    assert print_module(module).strip() == text.strip(), "the case is not as the printer writes it"
    if opt:
        dict(OPTIMIZATIONS)[name](module, 32, opt)
    else:
        dict(PASSES)[name](module)
    verify_module(module)
    case.check("after", print_module(module), update)
