"""The parser reads what the printer prints, whatever names and constants are in it, and refuses the rest."""

from pathlib import Path
from typing import Any

import pytest

from nativecomp.compiler import compile_source
from nativecomp.ir import Local, Module, ParseError, parse_module, print_module, verify_module
from nativecomp.language.diagnostics import SourceFile
from nativecomp.language.types import ITERATOR, OBJECT, CellType, IntType, TypeContext, tuple_of
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.codegen.build import CONTEXT, function

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


def again(module: Module, context: TypeContext = CONTEXT) -> Module:
    """The module after it was printed and read."""
    text = print_module(module)
    read = parse_module(text, context)
    assert print_module(read) == text
    verify_module(read)
    return read


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_examples(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "def main" in text or "asm_thumb" in text or path.stem.startswith("_"):
        return
    for name, opt in (("cortex-m4f", "speed"), ("x86-64", "balanced")):
        target = find_target(name)
        made = compile_source(SourceFile(path.name, text), Options(target, opt))  # type: ignore[arg-type]
        again(made.module, TypeContext(target.word_bits, target.float_bits))


CONSTANTS: list[Any] = [
    "text", "it's \"both\", a=b", "line\nend", "ü\0", b"\xff'", 0, -1, 1 << 70, 1.5, -0.0, 1e300, float("inf"), True,
    None, ..., (), (1,), ("a", (b"b", None), 2.5), 3j,
]  # fmt: skip


@pytest.mark.parametrize("value", CONSTANTS, ids=repr)
def test_constants(value: Any) -> None:
    made, b = function("f", [])
    b.op("object.const", value=value)
    b.op("return")
    read = again(Module("m", "m", [made])).functions[0].blocks[0].ops[0].attributes["value"]
    assert type(read) is type(value)
    assert repr(read) == repr(value)


def test_names_flags_and_types() -> None:
    outer, b = function("f", [("x", CONTEXT.int), ("no result", OBJECT)], opt="speed", fastmath=True, bounds=False)
    inner, c = function("f, of x", [])
    types = [ITERATOR, CellType("cell", CONTEXT.int), tuple_of((OBJECT, tuple_of((CONTEXT.int,)))), CONTEXT.int]
    outer.locals += [Local("x", type_) for type_ in types]
    outer.locals[-1].in_memory, outer.locals[-1].zeroed = True, False
    outer.two_versions = outer.recursive = inner.always_bound = True
    inner.captures = [outer.locals[-1], outer.params[0]]
    b.store(outer.locals[-1], b.load(outer.params[0]))
    b.op("call", type_=inner.result, callee=inner)
    b.op("return")
    c.store(outer.params[0], c.load(outer.locals[-1]))
    c.op("return")
    first, second = again(Module("m", "m", [outer, inner])).functions
    assert (first.options, first.two_versions, first.recursive) == (outer.options, True, True)
    assert [local.type for local in first.locals] == [local.type for local in outer.locals]
    assert (first.locals[-1].in_memory, first.locals[-1].zeroed, first.locals[0].zeroed) == (True, False, True)
    assert second.captures == [first.locals[-1], first.params[0]]
    assert second.symbol == "f, of x"
    assert second.always_bound


GOOD = "def f(p: int) -> int:\nentry:\n  %0: int = local.load local=p\n  return %0\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("p: int", "p: integer", "no type is `integer`"),
        ("p: int", "p: object[:]", r"no type is `object\[:\]`"),
        ("local.load", "local.fetch", "nothing is named `local.fetch`"),
        ("local=p", "local=q", "nothing is named `q`"),
        ("local=p", "local=", "cannot read|nothing is named"),
        ("return %0", "return %1", "nothing is named `1`"),
        ("return %0", "jump target=gone", "nothing is named `gone`"),
        ("entry:", "entry handler=h:", "nothing is named `h`"),
        ("def f(p: int)", "def f p: int", "cannot read"),
        ("def f", "entry:\ndef f", "stands before a function"),
        ("entry:", "  is fast\nentry:", "nothing is named `fast`"),
        ("entry:", "  was fast\nentry:", "cannot read"),
    ],
)
def test_refused(old: str, new: str, message: str) -> None:
    assert isinstance(parse_module(GOOD, CONTEXT).functions[0].result, IntType)
    with pytest.raises(ParseError, match=message):
        parse_module(GOOD.replace(old, new, 1), CONTEXT)
