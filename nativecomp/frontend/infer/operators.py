"""Types of operators, comparisons and choices between values; constants are folded on the way."""

import ast
from itertools import pairwise

from nativecomp.frontend.folding import NotConstant, RaisesAtRunTime, fold_binary, fold_unary
from nativecomp.frontend.infer.conversions import check_literal, unify
from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.typed import ERROR
from nativecomp.language.diagnostics import Located
from nativecomp.language.types import (
    BOOL,
    OBJECT,
    OBJECTS,
    FloatType,
    IntType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    TypeContext,
    is_integer,
    is_number,
)

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.MatMult: "@",
}  # fmt: skip
UNARY: dict[type[ast.unaryop], str] = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}
_BITWISE = (ast.BitAnd, ast.BitOr, ast.BitXor)
_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


# Arithmetic


@rule(ast.BinOp)
def _binary(t: FunctionTyping, node: ast.BinOp) -> Type:
    left, right = t.value_type(node.left), t.value_type(node.right)
    first, second = (t.function.constants.get(side) for side in (node.left, node.right))
    if isinstance(first, int | float) and isinstance(second, int | float) and not left == BOOL == right:
        try:
            return t.set_constant(node, fold_binary(node.op, first, second))
        except RaisesAtRunTime as reason:
            t.warning(
                node,
                f"this constant has no value: {reason}; it is computed where the program comes to it",
                "write a value, or `raise`",
            )
        except NotConstant as reason:
            return t.error(node, f"this constant cannot be computed: {reason}")
    return binary_type(t, node, node.op, left, right)


def needs_objects(op: ast.operator, left: Type, right: Type, context: TypeContext) -> bool:
    """Whether an operation is one of objects: an operand is one, or no machine type has the operation."""
    sides = (left, right)
    if isinstance(op, ast.MatMult) or any(side in OBJECTS or isinstance(side, TupleType) for side in sides):
        return True
    if isinstance(op, ast.LShift | ast.RShift | ast.Pow) and context.is_wide(left):
        return True
    return isinstance(op, ast.Pow) and not (is_integer(left) and is_integer(right))


def binary_type(t: FunctionTyping, node: Located, op: ast.operator, left: Type, right: Type) -> Type:
    """The type of `left op right`, reporting at `node` what cannot be."""
    if ERROR in (left, right):
        return ERROR
    if needs_objects(op, left, right, t.context):
        return t.wanted(node, left, right)
    sign = OPERATORS[type(op)]
    pointer = next((type_ for type_ in (left, right) if isinstance(type_, PointerType)), None)
    if pointer:
        hint = f"compute with the address and cast back: `{pointer}(uint(p) {sign} n)`"
        return t.error(node, f"a `{pointer}` has no `{sign}`", hint)
    if not (is_number(left) and is_number(right)):
        return t.error(node, f"no `{sign}` between `{left}` and `{right}`")
    if isinstance(op, ast.Pow | ast.LShift | ast.RShift):
        return _of_left(t, node, op, left, right)
    if isinstance(op, _BITWISE) and left == BOOL == right:
        return BOOL
    unified = unify(t, node, left, right)
    if isinstance(op, ast.Div) and isinstance(unified, IntType):
        return t.context.float
    if isinstance(op, _BITWISE) and isinstance(unified, FloatType):
        return t.error(node, f"no `{sign}` of a float", "convert first: `int(x)`")
    return unified


def _of_left(t: FunctionTyping, node: Located, op: ast.operator, left: Type, right: Type) -> Type:
    """The type of a shift or a power of integers, which is that of the left operand."""
    if not (is_integer(left) and is_integer(right)):
        message = f"`{OPERATORS[type(op)]}` needs integers, not `{left}` and `{right}`"
        return t.error(node, message, "convert first: `int(x)`")
    result = t.context.default(t.context.promote(left))
    check_literal(t, node, left, result)
    if isinstance(op, ast.Pow):
        check_literal(t, node, right, t.context.int)
    return result


@rule(ast.UnaryOp)
def _unary(t: FunctionTyping, node: ast.UnaryOp) -> Type:
    if isinstance(node.op, ast.Not):
        t.condition(node.operand)
        return BOOL
    type_ = t.value_type(node.operand)
    if type_ in (OBJECT, ERROR):
        return type_
    value = t.function.constants.get(node.operand)
    if isinstance(type_, LiteralType) and isinstance(value, int | float):
        try:
            return t.set_constant(node, fold_unary(node.op, value))
        except NotConstant as reason:
            return t.error(node, f"this constant cannot be computed: {reason}")
    if not is_number(type_):
        return t.error(node, f"no unary `{UNARY[type(node.op)]}` of `{type_}`")
    if isinstance(node.op, ast.Invert) and isinstance(type_, FloatType):
        return t.error(node, "no `~` of a float", "convert first: `int(x)`")
    return t.context.promote(type_)


# Comparisons


def is_identity(op: ast.cmpop) -> bool:
    """Whether a comparison is one of objects whatever its operands are."""
    return isinstance(op, ast.In | ast.NotIn | ast.Is | ast.IsNot)


def compares_objects(op: ast.cmpop, left: Type, right: Type, context: TypeContext) -> bool:
    """Whether two operands are compared as objects: one is an object or a tuple, or a literal that meets no type."""
    sides = (left, right)
    if is_identity(op) or any(side in OBJECTS or isinstance(side, TupleType) for side in sides):
        return True
    if any(isinstance(side, FloatType) for side in sides):
        return False
    literals = [side.value for side in sides if isinstance(side, LiteralType) and isinstance(side.value, int)]
    if isinstance(op, _ORDERED):
        # An ordering compares by value, in 64 bits where that is needed.
        return any(not -(1 << 63) <= value < 1 << 64 for value in literals)
    return len(literals) == len(sides) and any(context.is_wide(side) for side in sides)


@rule(ast.Compare)
def _compare(t: FunctionTyping, node: ast.Compare) -> Type:
    """A comparison gives a bool; with objects whatever the object says, but for `in` and `is`.

    A chain gives what decided.
    """
    types = [t.type_of(operand) for operand in (node.left, *node.comparators)]
    if ERROR in types:
        return ERROR
    result = BOOL
    for op, (left, right) in zip(node.ops, pairwise(types), strict=True):
        if compares_objects(op, left, right, t.context):
            t.wanted(node, left, right)
            result = result if is_identity(op) else OBJECT
        else:
            _compare_machine(t, node, op, left, right)
    return result


def _compare_machine(t: FunctionTyping, node: ast.Compare, op: ast.cmpop, left: Type, right: Type) -> None:
    pointers = [isinstance(side, PointerType) for side in (left, right)]
    if is_number(left) and is_number(right):
        if not isinstance(op, _ORDERED) or isinstance(left, FloatType) or isinstance(right, FloatType):
            # `==` compares a literal's bits, so it must have some; an ordering of integers compares its value.
            unify(t, node, left, right)
    elif not all(pointers):
        hint = "compare the address: `int(p)`" if any(pointers) else ""
        t.error(node, f"`{left}` and `{right}` cannot be compared", hint)


# Choices


@rule(ast.BoolOp)
def _boolean(t: FunctionTyping, node: ast.BoolOp) -> Type:
    word = "and" if isinstance(node.op, ast.And) else "or"
    types = [t.value_type(value) for value in node.values]
    if ERROR not in types:
        t.condition(node)
    return _choice(t, node, node.values, types, f"the sides of `{word}`")


@rule(ast.IfExp)
def _conditional(t: FunctionTyping, node: ast.IfExp) -> Type:
    t.condition(node.test)
    values = [node.body, node.orelse]
    types = [t.value_type(value) for value in values]
    return _choice(t, node, values, types, "the two sides of a conditional expression")


def _choice(t: FunctionTyping, node: ast.expr, values: list[ast.expr], types: list[Type], what: str) -> Type:
    """The type of one of several values: an object where one is, or where all they have in common is to be objects."""
    if ERROR in types:
        return ERROR
    different = len(set(types)) > 1
    if any(type_ in OBJECTS or t.context.is_wide(type_, *types) for type_ in types) or (
        different and any(isinstance(type_, PointerType | TupleType) for type_ in types)
    ):
        return t.object(*values)
    if not different and (types[0] == BOOL or not is_number(types[0])):
        return types[0]
    unified = t.context.unify_all(types)
    if unified is None:
        shown = " and ".join(f"`{type_}`" for type_ in dict.fromkeys(types))
        return t.error(node, f"{what} have the types {shown}", "give both the same type")
    result = t.context.default(t.context.promote(unified))
    for type_, value in zip(types, values, strict=True):
        check_literal(t, value, type_, result)
    return result
