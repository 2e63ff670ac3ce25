"""What the verifier refuses, each malformed in one way."""

from collections.abc import Callable

import pytest

from nativecomp.ir import Block, Builder, Local, Op, VerifierError, verify_function
from nativecomp.language.types import BOOL, NONE, OBJECT
from tests.codegen.build import CONTEXT, function, type_named

INT = CONTEXT.int


def _path(b: Builder, *, both: bool) -> None:
    """A value made on one way of two, or before both, and used where they meet."""
    then, done = b.new_block("then"), b.new_block("done")
    condition = b.convert(b.load(b.function.params[0]), BOOL)
    value = b.const(1, INT) if both else None
    b.branch(condition, then, done)
    b.place(then)
    value = value or b.const(1, INT)
    b.jump(done)
    b.place(done)
    b.op("return", value)


def _loop(b: Builder) -> None:
    """A value of the turn before, used in a loop whose first turn has none."""
    head, body, more = (b.new_block(name) for name in ("head", "body", "more"))
    b.jump(head)
    b.place(head)
    use = Op("int.neg", [], INT, {})
    b.block.ops.append(use)
    b.branch(b.convert(b.load(b.function.params[0]), BOOL), body, more)
    b.place(body)
    use.operands = [b.const(1, INT)]
    b.jump(head)
    b.place(more)
    b.op("return", use)


def _end(b: Builder) -> None:
    b.op("return", b.load(b.function.params[0]))


def _changed(name: str, **attributes: object) -> Callable[[Builder], None]:
    def write(b: Builder) -> None:
        pointer = b.convert(b.load(b.function.params[0]), type_named("ptr8"))
        zero = b.const(0, INT)
        made = {
            "pointer.load": lambda: b.op("pointer.load", pointer, zero, type_=INT, element=8),
            "int.compare": lambda: b.op("int.compare", zero, zero, predicate="<"),
            "convert": lambda: b.op("convert", zero, type_=BOOL),
            "tuple.make": lambda: b.op("tuple.make", zero, type_=INT),
            "local.load": lambda: b.op("local.load", type_=INT, local=b.function.params[0]),
            "return": lambda: b.const(0, INT),
        }[name]()
        for key, value in attributes.items():
            if value is None:
                del made.attributes[key]
            else:
                made.attributes[key] = value
        _end(b)

    return write


def _object(name: str, type_: object) -> Callable[[Builder], None]:
    def write(b: Builder) -> None:
        none = b.op("object.none")
        b.op(name, none, type_=type_)  # type: ignore[arg-type]
        _end(b)

    return write


def _strange(b: Builder) -> None:
    b.op("jump", target=Block("elsewhere"))


def _early(b: Builder) -> None:
    _end(b)
    b.block.ops.append(Op("const", [], INT, {"value": 1}))


REFUSED: dict[str, tuple[Callable[[Builder], None], str]] = {
    "a value of one path only": (lambda b: _path(b, both=False), "not computed on every path to it: const"),
    "a value of the turn before": (_loop, "not computed on every path to it: const"),
    "an unknown attribute": (_changed("convert", element=8), r"the table lacks: \['element'\]"),
    "a missing attribute": (_changed("pointer.load", element=None), r"attributes missing: \['element'\]"),
    "an attribute of another type": (_changed("pointer.load", element="8"), "attribute element is '8'"),
    "a word that is none of the list": (_changed("pointer.load", device="maybe"), "attribute device is 'maybe'"),
    "an unknown predicate": (_changed("int.compare", predicate="<>"), "attribute predicate is '<>'"),
    "a result of another kind": (_changed("tuple.make"), "result int, the table says tuple"),
    "a strange local": (_changed("local.load", local=Local("other", INT)), "not one of the function's"),
    "a local of another type": (_changed("local.load", local=Local("p", BOOL)), "not one of the function's"),
    "an object as a machine value": (_object("convert", INT), "operand of type object"),
    "a truth that is no bool": (_object("object.truth", INT), "result int, the table says bool"),
    "an address that is no pointer": (_object("object.address", INT), "result int, the table says pointer"),
    "what only calls can be": (_object("object.unary", OBJECT), r"attributes missing: \['operator'\]"),
    "a way to nowhere": (_strange, "goes to a block that is not placed: elsewhere"),
    "more after the end": (_early, "block entry does not end"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    write, message = REFUSED[case]
    made, b = function("f", [("p", INT)], INT)
    write(b)
    with pytest.raises(VerifierError, match=message):
        verify_function(made)


@pytest.mark.parametrize("write", [lambda b: _path(b, both=True), _changed("convert"), _changed("pointer.load")])
def test_taken(write: Callable[[Builder], None]) -> None:
    made, b = function("f", [("p", INT)], INT)
    write(b)
    verify_function(made)


def test_return_of_another_type() -> None:
    made, b = function("f", [("p", INT)], NONE)
    _end(b)
    with pytest.raises(VerifierError, match="returns int, the function None"):
        verify_function(made)
