"""Warn of assignments that keep a part of the value only, and were not asked for."""

import ast

from nativecomp.frontend.infer.rules import FunctionTyping
from nativecomp.language.diagnostics import Located
from nativecomp.language.types import BOOL, FloatType, IntType, LiteralType, PointerType, Type, is_integer


def warn_of_lost_bits(t: FunctionTyping, value: Located, given: Type, base: PointerType) -> None:
    """Of a literal that an element of a pointer does not hold."""
    bits = base.element_bits
    constant = given.value if isinstance(given, LiteralType) else 0
    if isinstance(constant, int) and not -(1 << bits - 1) <= constant < 1 << bits:
        hint = f"write the bits that are meant: `0x{constant & (1 << bits) - 1:x}`"
        t.warning(value, f"an element of a `{base}` has {bits} bits, which {constant} does not fit", hint)


def warn_of_loss(t: FunctionTyping, name: str, value: Located, given: Type, held: Type) -> None:
    """Of a number in a local whose type its first value chose."""
    if held == BOOL and is_integer(given) and not _is_truth(t, value):
        hint = f"write `{name} = ... != 0`, or give the number a name of its own"
        t.warning(value, f"`{name}` is a `bool`: of this `{given}` it keeps whether it is zero", hint)
    wider = isinstance(given, IntType | FloatType) and isinstance(held, type(given)) and given.bits > held.bits
    if wider and name in t.guessed:
        message = f"`{name}` is `{held}`, as its first value says, and loses bits of this `{given}`"
        t.warning(value, message, f"declare it where it begins: `{name}: {given} = ...`")


def _is_truth(t: FunctionTyping, node: Located) -> bool:
    """Whether a value is 0 or 1 as far as its form tells."""
    if isinstance(node, ast.IfExp):
        return _is_truth(t, node.body) and _is_truth(t, node.orelse)
    if isinstance(node, ast.BoolOp):
        return all(_is_truth(t, value) for value in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        return _is_truth(t, node.left) or _is_truth(t, node.right)
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.BitAnd | ast.BitOr | ast.BitXor) and _is_truth(t, node.value)
    return isinstance(node, ast.expr) and (
        t.function.types.get(node) == BOOL or t.function.constants.get(node) in (0, 1)
    )
