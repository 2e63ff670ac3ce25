"""Integer and bool arithmetic that is the same for every width: wraps, and never shows an undefined LLVM value."""

from typing import TYPE_CHECKING

from nativecomp.codegen.lower.conversions import resize
from nativecomp.codegen.registry import lowers
from nativecomp.ir import Op
from nativecomp.language.types import IntType

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_BINARY = {
    "int.add": "add",
    "int.sub": "sub",
    "int.mul": "mul",
    "int.and": "and",
    "int.or": "or",
    "int.xor": "xor",
    "bool.and": "and",
    "bool.or": "or",
    "bool.xor": "xor",
}


def int_type(op: Op) -> IntType:
    """The integer type of an operation's first operand."""
    type_ = op.operands[0].type
    assert isinstance(type_, IntType)
    return type_


@lowers(*_BINARY)
def binary(fn: "FunctionLowering", op: Op) -> str:
    left, right = map(fn.single, op.operands)
    return fn.body.value(f"{_BINARY[op.name]} {fn.layout.value(op.type)} {left}, {right}")


@lowers("int.neg")
def neg(fn: "FunctionLowering", op: Op) -> str:
    return fn.body.value(f"sub {fn.layout.value(op.type)} 0, {fn.single(op.operands[0])}")


@lowers("int.invert")
def invert(fn: "FunctionLowering", op: Op) -> str:
    return fn.body.value(f"xor {fn.layout.value(op.type)} {fn.single(op.operands[0])}, -1")


@lowers("bool.not")
def not_(fn: "FunctionLowering", op: Op) -> str:
    return fn.body.value(f"xor i1 {fn.single(op.operands[0])}, true")


@lowers("int.abs")
def abs_(fn: "FunctionLowering", op: Op) -> str:
    value, type_ = fn.single(op.operands[0]), int_type(op)
    text = fn.layout.value(type_)
    if not type_.signed:
        return value
    function = fn.module.declare(f"llvm.abs.{text}", f"{text} {{}}({text}, i1 immarg)")
    return fn.body.value(f"call {text} {function}({text} {value}, i1 false)")


@lowers("int.min", "int.max")
def min_max(fn: "FunctionLowering", op: Op) -> str:
    type_ = int_type(op)
    text = fn.layout.value(type_)
    name = f"llvm.{'s' if type_.signed else 'u'}{op.name[-3:]}.{text}"
    function = fn.module.declare(name, f"{text} {{}}({text}, {text})")
    left, right = map(fn.single, op.operands)
    return fn.body.value(f"call {text} {function}({text} {left}, {text} {right})")


@lowers("int.step")
def step(fn: "FunctionLowering", op: Op) -> str:
    """The increment of a counted loop, which does not wrap. As an unsigned number a downward step does wrap."""
    type_ = int_type(op)
    by = fn.constant(op.operands[1])
    upwards = isinstance(by, int) and 0 <= type_.wrap(by) < 1 << (type_.bits - 1)
    flag = "nsw " if type_.signed else "nuw " if upwards else ""
    left, right = map(fn.single, op.operands)
    return fn.body.value(f"add {flag}{fn.layout.value(type_)} {left}, {right}")


@lowers("int.shl", "int.shr")
def shift(fn: "FunctionLowering", op: Op) -> str:
    """Only the low 8 bits of the count count; a count of the width or more shifts everything out."""
    type_ = int_type(op)
    text, bits = fn.layout.value(type_), type_.bits
    keeps_sign = op.name == "int.shr" and type_.signed and not op.attributes.get("natural")
    how = "shl" if op.name == "int.shl" else "ashr" if keeps_sign else "lshr"
    value = fn.single(op.operands[0])
    known = fn.constant(op.operands[1])
    if known is not None:
        count = int(known) & 255
        if count >= bits and not keeps_sign:
            return "0"
        return fn.body.value(f"{how} {text} {value}, {min(count, bits - 1)}")
    count_type = int_type(Op("", [op.operands[1]], type_, {}))
    low = resize(fn, fn.single(op.operands[1]), count_type, bits)
    if op.attributes.get("inside"):
        return fn.body.value(f"{how} {text} {value}, {low}")
    if bits > 8:
        low = fn.body.value(f"and {text} {low}, 255")
    if keeps_sign:
        function = fn.module.declare(f"llvm.umin.{text}", f"{text} {{}}({text}, {text})")
        low = fn.body.value(f"call {text} {function}({text} {low}, {text} {bits - 1})")
        return fn.body.value(f"ashr {text} {value}, {low}")
    inside = fn.body.value(f"icmp ult {text} {low}, {bits}")
    shifted = fn.body.value(f"{how} {text} {value}, {low}")
    # A select passes on only what it chooses, so the undefined result of a count too large stays hidden.
    return fn.body.value(f"select i1 {inside}, {text} {shifted}, {text} 0")


_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_UNSIGNED = {"<": "ult", "<=": "ule", ">": "ugt", ">=": "uge", "==": "eq", "!=": "ne"}
_SIGNED = {"<": "slt", "<=": "sle", ">": "sgt", ">=": "sge", "==": "eq", "!=": "ne"}
# What a negative number answers when it is compared with an unsigned one.
_NEGATIVE_ANSWERS = {"<": True, "<=": True, ">": False, ">=": False, "==": False, "!=": True}


def compare_values(
    fn: "FunctionLowering", predicate: str, left: str, left_type: IntType, right: str, right_type: IntType
) -> str:
    """Compare by value, whatever the widths and signs; an i1."""
    bits = max(left_type.bits, right_type.bits)
    signed = []
    for type_ in (left_type, right_type):  # an unsigned one that is extended has become a non-negative signed one
        signed.append(type_.signed or type_.bits < bits)
    left, right = resize(fn, left, left_type, bits), resize(fn, right, right_type, bits)
    if left_type.signed == right_type.signed:
        names = _SIGNED if left_type.signed else _UNSIGNED
        return fn.body.value(f"icmp {names[predicate]} i{bits} {left}, {right}")
    if all(signed):
        return fn.body.value(f"icmp {_SIGNED[predicate]} i{bits} {left}, {right}")
    if not left_type.signed:
        left, right, predicate = right, left, _FLIPPED[predicate]
    plain = fn.body.value(f"icmp {_UNSIGNED[predicate]} i{bits} {left}, {right}")
    if _NEGATIVE_ANSWERS[predicate]:
        negative = fn.body.value(f"icmp slt i{bits} {left}, 0")
        return fn.body.value(f"or i1 {negative}, {plain}")
    positive = fn.body.value(f"icmp sge i{bits} {left}, 0")
    return fn.body.value(f"and i1 {positive}, {plain}")


@lowers("int.compare")
def compare(fn: "FunctionLowering", op: Op) -> str:
    left, right = op.operands
    assert isinstance(left.type, IntType)
    assert isinstance(right.type, IntType)
    predicate = op.attributes["predicate"]
    return compare_values(fn, predicate, fn.single(left), left.type, fn.single(right), right.type)
