"""Random expressions that docs/language.md allows, by kind: integer, float or bool.

A text is parenthesised, so it can be put anywhere. The generator knows kinds, not types: which type an operation has
is the compiler's and the reference's matter.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fuzz.values import FLOATS, INTEGERS, float_literal, int_literal

Leaf = Callable[[int], str]


@dataclass
class Names:
    """What an expression may read: variables by kind, and leaves made on the spot (loads, calls)."""

    ints: list[str] = field(default_factory=list)
    floats: list[str] = field(default_factory=list)
    bools: list[str] = field(default_factory=list)
    int_leaves: list[Leaf] = field(default_factory=list)
    float_leaves: list[Leaf] = field(default_factory=list)

    def add(self, name: str, kind: str) -> None:
        group = self.ints if kind in INTEGERS else self.floats if kind in FLOATS else self.bools
        if name not in group:
            group.append(name)


INT_OPERATORS = ("+", "+", "-", "-", "*", "*", "&", "|", "^", "//", "%", "<<", ">>")
FLOAT_OPERATORS = ("+", "-", "*", "/", "+", "-", "*", "/", "//", "%")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


class Expressions:
    def __init__(self, rng: random.Random, names: Names) -> None:
        self.rng = rng
        self.names = names

    # Integers.

    def int(self, depth: int) -> str:
        """An integer (at times a bool, which counts as one)."""
        if depth <= 0:
            return self._int_leaf(depth)
        return self.rng.choices(INT_FORMS, INT_WEIGHTS)[0](self, depth - 1)

    def typed_int(self, depth: int) -> str:
        """An integer that is surely not a literal nor of type bool."""
        if depth <= 0:
            # Without an integer to read, a cast makes one of whatever there is.
            return self.rng.choice(self.names.ints) if self.names.ints else f"int({self._float_leaf(0)})"
        return self.rng.choices(TYPED_FORMS, TYPED_WEIGHTS)[0](self, depth - 1)

    def _int_leaf(self, depth: int) -> str:
        rng, names = self.rng, self.names
        if names.int_leaves and rng.random() < 0.3:
            return rng.choice(names.int_leaves)(depth - 1)
        if names.ints and rng.random() < 0.65:
            return rng.choice(names.ints)
        if names.bools and rng.random() < 0.3:
            return rng.choice(names.bools)
        return int_literal(rng)

    def operand(self, depth: int) -> str:
        """Not a literal: for the place where two literals would make a constant expression."""
        if depth > 0:
            return self.typed_int(depth)
        choices = self.names.ints or self.names.bools
        return self.rng.choice(choices) if choices else f"int({float_literal(self.rng)})"

    def _arithmetic(self, depth: int) -> str:
        operator = self.rng.choice(INT_OPERATORS)
        left, right = self.operand(depth), self.int(depth)
        if operator in ("&", "|", "^") and left in self.names.bools:
            left = f"int({left})"  # of two bools it would be one
        if operator in ("//", "%") and self.rng.random() < 0.8:
            right = f"({right} | 1)" if not is_literal(right) else str(self.rng.choice((1, 2, 3, 7, 8, 10, -1, -3, 64)))
        if operator in ("<<", ">>") and self.rng.random() < 0.6:
            right = str(self.rng.choice((0, 1, 2, 3, 7, 8, 15, 16, 24, 31, 32, 33, 63, 64, 255, 256, -1)))
        elif self.rng.random() < 0.25:
            if operator in ("<<", ">>"):
                left, right = int_literal(self.rng), left
            else:
                left, right = right, left
        return f"({left} {operator} {right})"

    def _power(self, depth: int) -> str:
        exponent = self.rng.choice((f"({self.operand(0)} & 3)", "0", "1", "2", "3", "5", self.operand(0)))
        return f"({self.operand(depth)} ** {exponent})"

    def _unary(self, depth: int) -> str:
        return f"({self.rng.choice('-~-~+')}{self.operand(depth)})"

    def _abs(self, depth: int) -> str:
        return f"abs({self.operand(depth)})"

    def _extreme(self, depth: int) -> str:
        values = [self.operand(depth)] + [self.int(depth - 1) for _ in range(self.rng.choice((1, 1, 2)))]
        self.rng.shuffle(values)
        return f"{self.rng.choice(('min', 'max'))}({', '.join(values)})"

    def _cast(self, depth: int) -> str:
        name = self.rng.choice(INTEGERS)
        if self.rng.random() < 0.1:
            bits = self.rng.getrandbits(63)
            return f"{self.rng.choice(('int64', 'uint64'))}({self.rng.choice((bits, hex(bits), -bits))})"
        if self.rng.random() < 0.3:
            return f"{name}({self.float(depth)})"
        return f"{name}({self.operand(depth)})"

    def _int_ternary(self, depth: int) -> str:
        return f"({self.int(depth)} if {self.condition(depth)} else {self.int(depth)})"

    def _int_and_or(self, depth: int) -> str:
        word = self.rng.choice((" and ", " or "))
        values = [self.operand(depth), *(self.int(depth - 1) for _ in range(self.rng.choice((1, 1, 2))))]
        return f"({word.join(values)})"

    def _int_constant(self, depth: int) -> str:
        return self.rng.choice(CONSTANTS)

    # Floats.

    def float(self, depth: int) -> str:
        if depth <= 0:
            return self._float_leaf(depth)
        return self.rng.choices(FLOAT_FORMS, FLOAT_WEIGHTS)[0](self, depth - 1)

    def _float_leaf(self, depth: int) -> str:
        rng, names = self.rng, self.names
        if names.float_leaves and rng.random() < 0.3:
            return rng.choice(names.float_leaves)(depth - 1)
        if names.floats and rng.random() < 0.8:
            return rng.choice(names.floats)
        if names.ints and rng.random() < 0.5:
            return f"{rng.choice(FLOATS)}({rng.choice(names.ints)})"
        return float_literal(rng)

    def _float_operand(self, depth: int) -> str:
        """A float that is not a literal."""
        text = self.float(depth)
        return f"{self.rng.choice(FLOATS)}({text})" if is_literal(text) else text

    def _float_arithmetic(self, depth: int) -> str:
        operator = self.rng.choice(FLOAT_OPERATORS)
        left = self._float_operand(depth)
        right = self.int(depth) if self.rng.random() < 0.2 else self.float(depth)
        if "/" in operator and self.rng.random() < 0.6:
            right = self.rng.choice(("2", "0.5", "3.0", "-7", "1e-3", f"({self.operand(depth)} | 1)"))
        elif self.rng.random() < 0.25:
            left, right = right, left
        return f"({left} {operator} {right})"

    def _int_quotient(self, depth: int) -> str:
        right = self.int(depth)
        return f"({self.operand(depth)} / {right if self.rng.random() < 0.3 else f'({right} | 1)'})"

    def _float_negative(self, depth: int) -> str:
        return f"(-{self._float_operand(depth)})"

    def _float_call(self, depth: int) -> str:
        name = self.rng.choice(("abs", "min", "max"))
        values = [self._float_operand(depth)]
        if name != "abs":
            values.append(self.float(depth) if self.rng.random() < 0.8 else self.int(depth))
            self.rng.shuffle(values)
        return f"{name}({', '.join(values)})"

    def _float_cast(self, depth: int) -> str:
        value = self.operand(depth) if self.rng.random() < 0.5 else self.float(depth)
        return f"{self.rng.choice(FLOATS)}({value})"

    def _float_ternary(self, depth: int) -> str:
        return f"({self._float_operand(depth)} if {self.condition(depth)} else {self.float(depth)})"

    def _float_and_or(self, depth: int) -> str:
        return f"({self._float_operand(depth)} {self.rng.choice(('and', 'or'))} {self._float_operand(depth)})"

    # Truth.

    def bool(self, depth: int) -> str:
        """A value of type bool."""
        if depth <= 0 and self.names.bools:
            return self.rng.choice(self.names.bools)
        return self.rng.choices(BOOL_FORMS, BOOL_WEIGHTS)[0](self, max(depth - 1, 0))

    def condition(self, depth: int) -> str:
        """Anything with a truth value."""
        return self.rng.choice((self.bool, self.bool, self.bool, self.operand, self._float_operand))(depth)

    def _comparison(self, depth: int) -> str:
        some_float = self.rng.random() < 0.3
        count = self.rng.choice((2, 2, 2, 3, 4))
        text = ""
        previous_literal = True
        for i in range(count):
            number = self._float_operand if some_float and self.rng.random() < 0.6 else self.operand
            value = number(depth) if previous_literal or self.rng.random() < 0.5 else int_literal(self.rng)
            previous_literal = is_literal(value)
            text += f" {self.rng.choice(COMPARISONS)} {value}" if i else value
        return f"({text})"

    def _literal_first(self, depth: int) -> str:
        return f"({int_literal(self.rng)} {self.rng.choice(COMPARISONS)} {self.operand(depth)})"

    def _not(self, depth: int) -> str:
        return f"(not {self.condition(depth)})"

    def _bool_bits(self, depth: int) -> str:
        return f"({self.bool(depth)} {self.rng.choice('&|^')} {self.bool(depth)})"

    def _bool_and_or(self, depth: int) -> str:
        return f"({self.bool(depth)} {self.rng.choice(('and', 'or'))} {self.bool(depth)})"

    def _bool_cast(self, depth: int) -> str:
        return f"bool({self.rng.choice((self.operand, self._float_operand))(depth)})"

    def _bool_constant(self, depth: int) -> str:
        return self.rng.choice(("True", "False"))


CONSTANTS = ("(1 << 4)", "(3 * 7 - 2)", "(-7 // 2)", "(-7 % 3)", "(0xFF ^ 0x0F)", "(1 << 31)", "(2 ** 16 - 1)", "(~5)")


def is_literal(text: str) -> bool:
    """Whether the text is a literal or one of the constant expressions."""
    return text in CONSTANTS or not any(c.isalpha() for c in text.replace("0x", "").replace("e", "")) or is_hex(text)


def is_hex(text: str) -> bool:
    return text.lstrip("-").startswith("0x")


_E = Expressions
_INT = (
    (_E._arithmetic, 45),
    (_E._unary, 8),
    (_E._cast, 12),
    (_E._extreme, 6),
    (_E._abs, 3),
    (_E._power, 4),
    (_E._int_ternary, 7),
    (_E._int_and_or, 5),
    (_E.bool, 5),
    (_E._int_leaf, 8),
    (_E._int_constant, 1),
)
# Forms that are neither literals nor of type bool, whatever their operands are.
_TYPED = tuple((form, weight) for form, weight in _INT[:6])
_FLOAT = (
    (_E._float_arithmetic, 50),
    (_E._int_quotient, 8),
    (_E._float_negative, 6),
    (_E._float_call, 10),
    (_E._float_cast, 12),
    (_E._float_ternary, 8),
    (_E._float_and_or, 4),
    (_E._float_leaf, 8),
)
_BOOL = (
    (_E._comparison, 60),
    (_E._literal_first, 8),
    (_E._not, 10),
    (_E._bool_bits, 8),
    (_E._bool_and_or, 8),
    (_E._bool_cast, 8),
    (_E._bool_constant, 1),
)
INT_FORMS, INT_WEIGHTS = zip(*_INT, strict=True)
TYPED_FORMS, TYPED_WEIGHTS = zip(*_TYPED, strict=True)
FLOAT_FORMS, FLOAT_WEIGHTS = zip(*_FLOAT, strict=True)
BOOL_FORMS, BOOL_WEIGHTS = zip(*_BOOL, strict=True)
