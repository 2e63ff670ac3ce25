"""Float arithmetic: IEEE, as written, unless the function is `fastmath`; floor division and remainder are Python's."""

from typing import TYPE_CHECKING

from nativecomp.codegen.layout import float_text
from nativecomp.codegen.lower.division import ZERO_DIVISION
from nativecomp.codegen.registry import lowers
from nativecomp.ir import Op
from nativecomp.language.types import FloatType

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_BINARY = {"float.add": "fadd", "float.sub": "fsub", "float.mul": "fmul"}
_PREDICATES = {"<": "olt", "<=": "ole", ">": "ogt", ">=": "oge", "==": "oeq", "!=": "une"}


def _bits(op: Op) -> int:
    type_ = op.operands[0].type
    assert isinstance(type_, FloatType)
    return type_.bits


def _zero(op: Op) -> str:
    return float_text(0.0, _bits(op))


@lowers(*_BINARY)
def binary(fn: "FunctionLowering", op: Op) -> str:
    left, right = map(fn.single, op.operands)
    return fn.body.value(f"{_BINARY[op.name]} {fn.fast}{fn.layout.value(op.type)} {left}, {right}")


def _check_divisor(fn: "FunctionLowering", op: Op) -> None:
    known = fn.constant(op.operands[1])
    if known is None or float_text(float(known), _bits(op)) in (_zero(op), float_text(-0.0, _bits(op))):
        text, divisor = fn.layout.value(op.type), fn.single(op.operands[1])
        fn.raise_if(fn.body.value(f"fcmp oeq {text} {divisor}, {_zero(op)}"), *ZERO_DIVISION)


@lowers("float.div")
def div(fn: "FunctionLowering", op: Op) -> str:
    _check_divisor(fn, op)
    left, right = map(fn.single, op.operands)
    return fn.body.value(f"fdiv {fn.fast}{fn.layout.value(op.type)} {left}, {right}")


@lowers("float.neg")
def neg(fn: "FunctionLowering", op: Op) -> str:
    return fn.body.value(f"fneg {fn.fast}{fn.layout.value(op.type)} {fn.single(op.operands[0])}")


@lowers("float.abs")
def abs_(fn: "FunctionLowering", op: Op) -> str:
    text = fn.layout.value(op.type)
    function = fn.module.declare(f"llvm.fabs.f{_bits(op)}", f"{text} {{}}({text})")
    return fn.body.value(f"call {text} {function}({text} {fn.single(op.operands[0])})")


@lowers("float.min", "float.max")
def min_max(fn: "FunctionLowering", op: Op) -> str:
    """`b if b < a else a`: with a NaN the first operand, of two zeros the first."""
    text, (left, right) = fn.layout.value(op.type), map(fn.single, op.operands)
    better = fn.body.value(f"fcmp {'olt' if op.name == 'float.min' else 'ogt'} {text} {right}, {left}")
    return fn.body.value(f"select i1 {better}, {text} {right}, {text} {left}")


@lowers("float.compare")
def compare(fn: "FunctionLowering", op: Op) -> str:
    text, (left, right) = fn.layout.value(op.operands[0].type), map(fn.single, op.operands)
    return fn.body.value(f"fcmp {_PREDICATES[op.attributes['predicate']]} {text} {left}, {right}")


# The exact remainder of the truncated quotient, moved by one divisor where its sign is not the divisor's.
_REMAINDER = """  %r = frem {t} %a, %b
  %zero = fcmp oeq {t} %r, {zero}
  %b.negative = fcmp olt {t} %b, {zero}
  %r.negative = fcmp olt {t} %r, {zero}
  %apart = xor i1 %b.negative, %r.negative
  %moved = fadd {t} %r, %b
  %signed = select i1 %apart, {t} %moved, {t} %r
  %signed.zero = call {t} @llvm.copysign.{f}({t} {zero}, {t} %b)
  %mod = select i1 %zero, {t} %signed.zero, {t} %signed
"""

_MOD = (
    "define internal {t} {name}({t} noundef %a, {t} noundef %b) {attributes} {{\nentry:\n"
    + _REMAINDER
    + "  ret {t} %mod\n}}"
)

# The dividend less its remainder is nearly a multiple of the divisor; the quotient is rounded to the integer nearest
# below, or above where the division fell short of it. A quotient of zero has the sign of the true one.
_FLOORDIV = (
    "define internal {t} {name}({t} noundef %a, {t} noundef %b) {attributes} {{\nentry:\n"
    + _REMAINDER
    + """  %whole = fsub {t} %a, %r
  %quotient = fdiv {t} %whole, %b
  %less = fadd {t} %quotient, {minus_one}
  %nonzero = xor i1 %zero, true
  %down = and i1 %apart, %nonzero
  %div = select i1 %down, {t} %less, {t} %quotient
  %floor = call {t} @llvm.floor.{f}({t} %div)
  %rest = fsub {t} %div, %floor
  %short = fcmp ogt {t} %rest, {half}
  %above = fadd {t} %floor, {one}
  %rounded = select i1 %short, {t} %above, {t} %floor
  %true = fdiv {t} %a, %b
  %none = fcmp oeq {t} %div, {zero}
  %none.signed = call {t} @llvm.copysign.{f}({t} {zero}, {t} %true)
  %result = select i1 %none, {t} %none.signed, {t} %rounded
  ret {t} %result
}}"""
)

_HELPERS = {"float.mod": ("mod", _MOD), "float.floordiv": ("floordiv", _FLOORDIV)}


@lowers("float.mod", "float.floordiv")
def divide(fn: "FunctionLowering", op: Op) -> str:
    _check_divisor(fn, op)
    text, bits = fn.layout.value(op.type), _bits(op)
    stem, definition = _HELPERS[op.name]
    for name, parameters in (("copysign", 2), ("floor", 1)):
        fn.module.declare(f"llvm.{name}.f{bits}", f"{text} {{}}({', '.join([text] * parameters)})")
    name = f"nativecomp.{stem}.f{bits}"
    numbers = {"zero": 0.0, "half": 0.5, "one": 1.0, "minus_one": -1.0}
    constants = {key: float_text(value, bits) for key, value in numbers.items()}
    attributes = fn.module.attributes("nounwind willreturn norecurse optsize")
    function = fn.module.helper(
        name, definition.format(t=text, f=f"f{bits}", name=f"@{name}", attributes=attributes, **constants)
    )
    left, right = map(fn.single, op.operands)
    return fn.body.value(f"call {text} {function}({text} {left}, {text} {right})")
