r"""Arithmetic and comparison of small integers on their object words; whatever does not fit is left to another block.

    a + b       both words are odd ──► a + (b - 1), where that does not overflow the word
                      └─────┬──────────────┘
                            ▼ no
                      the operation by the runtime, with the original operands

The word of a small integer `v` is `2 * v + 1`, in both representations that may be met (A and C), so the order of words
is that of values, and a result fits where the word does not overflow. Legal since it runs no Python, allocates nothing
and gives what the runtime gives for exact small integers: results of `&`, `|`, `^`, `~` and `>>` always fit; `//` and
`%` are those of Python (the floor) for a divisor above 0. Booleans, big integers, floats and instances have even words.
Left to the runtime: results that are not small, counts of shifts that are negative or as large as the word, divisors of
0 and below, `/`, `**`, `@` and `in`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import BodyText
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering
    from nativecomp.codegen.lower.shared import Writing

PREDICATES = {"<": "slt", ">": "sgt", "==": "eq", "<=": "sle", ">=": "sge", "!=": "ne"}


def _literal(word: str) -> int | None:
    """The value of a word that is known when it is compiled."""
    return int(word) if word.lstrip("-").isdigit() else None


class SmallInts:
    """Writes into the body of a function; control goes to the block `otherwise` where the operation is not for it."""

    def __init__(self, fn: "FunctionLowering | Writing", otherwise: str) -> None:
        self.fn = fn
        self.body: BodyText = fn.body
        self.word = fn.layout.word
        self.bits = fn.layout.target.word_bits
        self.otherwise = otherwise
        self.fits = False
        """Whether results are known to be small integers."""
        self.leaves = False
        """Whether control may have gone there."""
        # A core without a multiplication of twice the width would do it by a call, slower than the runtime's way out.
        self.multiplies_wide = not fn.layout.target.triple.startswith("thumbv6m")

    # Control

    def need(self, condition: str) -> None:
        """Go on, in a new block, only where a condition holds."""
        self.leaves = True
        following = self.body.fresh("fits")
        weights = self.fn.module.metadata('!{!"branch_weights", i32 4000, i32 1}')
        self.body.line(f"br i1 {condition}, label %{following}, label %{self.otherwise}, !prof {weights}")
        self.body.label(following)

    def are_small(self, *words: str) -> str:
        """Whether all words are small integers, an `i1`."""
        unknown = [word for word in dict.fromkeys(words) if _literal(word) is None]
        if any((value := _literal(word)) is not None and not value & 1 for word in words):
            return "false"
        if not unknown:
            return "true"
        both = unknown[0]
        for word in unknown[1:]:
            both = self._value(f"and {self.word} {both}, {word}")
        return self._value(f"trunc {self.word} {both} to i1")

    def need_small(self, *words: str) -> None:
        condition = self.are_small(*words)
        if condition != "true":
            self.need(condition)

    def _value(self, text: str) -> str:
        return self.body.value(text)

    def _without_tag(self, word: str) -> str:
        literal = _literal(word)
        return str(literal - 1) if literal is not None else self._value(f"sub {self.word} {word}, 1")

    def number(self, word: str) -> str:
        """The value of a word, half of it."""
        literal = _literal(word)
        return str(literal >> 1) if literal is not None else self._value(f"ashr {self.word} {word}, 1")

    def _tagged(self, even: str) -> str:
        return self._value(f"or {self.word} {even}, 1")

    def _overflowing(self, operation: str, left: str, right: str) -> str:
        if self.fits:
            return self._value(f"{operation[1:]} {self.word} {left}, {right}")
        type_ = f"{{ {self.word}, i1 }}"
        name = f"llvm.{operation}.with.overflow.{self.word}"
        function = self.fn.module.declare(name, f"{{{type_}}} {{}}({self.word}, {self.word})")
        both = self._value(f"call {type_} {function}({self.word} {left}, {self.word} {right})")
        self.need(self._value(f"xor i1 {self._value(f'extractvalue {type_} {both}, 1')}, true"))
        return self._value(f"extractvalue {type_} {both}, 0")

    # Operations

    def compare(self, operator: str, left: str, right: str, *, known: bool = False) -> str:
        """An `i1`. Operands that are `known` to be small integers are not tested."""
        if not known:
            self.need_small(left, right)
        return self._value(f"icmp {PREDICATES[operator]} {self.word} {left}, {right}")

    def truth(self, word: str) -> str:
        """An `i1`."""
        self.need_small(word)
        return self._value(f"icmp ne {self.word} {word}, 1")

    def unary(self, operator: str, word: str, *, known: bool = False) -> str:
        if not known:
            self.need_small(word)
        if operator == "-":
            return self._overflowing("ssub", "2", word)
        if operator == "abs":
            return self._magnitude(word)
        return self._value(f"xor {self.word} {word}, -2") if operator == "~" else word

    def _magnitude(self, word: str) -> str:
        """The least small integer has no opposite among them; it alone is its own."""
        opposite = self._value(f"sub {self.word} 2, {word}")
        below = self._value(f"icmp slt {self.word} {word}, 0")
        larger = self._value(f"select i1 {below}, {self.word} {opposite}, {self.word} {word}")
        self.need(self._value(f"icmp sgt {self.word} {larger}, 0"))
        return larger

    def binary(self, operator: str, left: str, right: str, *, known: bool = False) -> str:
        if not known:
            self.need_small(left, right)
        return _BINARY[operator](self, left, right)

    def _add(self, left: str, right: str) -> str:
        if _literal(left) is not None:
            left, right = right, left
        return self._overflowing("sadd", left, self._without_tag(right))

    def _subtract(self, left: str, right: str) -> str:
        return self._overflowing("ssub", left, self._without_tag(right))

    def _multiply(self, left: str, right: str) -> str:
        if _literal(left) is not None:
            left, right = right, left
        if not self.multiplies_wide and not self.fits:
            return self._multiply_narrow(left, right)
        return self._tagged(self._overflowing("smul", self._without_tag(left), self.number(right)))

    def _multiply_narrow(self, left: str, right: str) -> str:
        """By factors of half a word: their product fits."""
        numbers = [self.number(word) for word in (left, right)]
        half = self.bits // 2 - 1
        for number in numbers:
            low = self._value(f"add {self.word} {number}, {1 << (half - 1)}")
            self.need(self._value(f"icmp ult {self.word} {low}, {1 << half}"))
        product = self._value(f"mul {self.word} {numbers[0]}, {numbers[1]}")
        return self._tagged(self._value(f"shl {self.word} {product}, 1"))

    def _need_count(self, count: str) -> None:
        self.need(self._value(f"icmp ult {self.word} {count}, {self.bits}"))

    def _shift_left(self, left: str, right: str) -> str:
        count = self.number(right)
        self._need_count(count)
        even = self._without_tag(left)
        shifted = self._value(f"shl {self.word} {even}, {count}")
        back = self._value(f"ashr {self.word} {shifted}, {count}")
        self.need(self._value(f"icmp eq {self.word} {back}, {even}"))
        return self._tagged(shifted)

    def _shift_right(self, left: str, right: str) -> str:
        count = self.number(right)
        self._need_count(count)
        return self._tagged(self._value(f"ashr {self.word} {left}, {count}"))

    def _divided(self, left: str, right: str) -> tuple[str, str, str]:
        """Divisor, quotient and remainder, both towards zero."""
        number, divisor = self.number(left), self.number(right)
        self.need(self._value(f"icmp sgt {self.word} {divisor}, 0"))
        quotient = self._value(f"sdiv {self.word} {number}, {divisor}")
        product = self._value(f"mul {self.word} {quotient}, {divisor}")
        return divisor, quotient, self._value(f"sub {self.word} {number}, {product}")

    def _retagged(self, number: str) -> str:
        return self._tagged(self._value(f"shl {self.word} {number}, 1"))

    def _power(self, right: str) -> int | None:
        """The exponent of a divisor that is a power of two."""
        literal = _literal(right)
        value = literal >> 1 if literal is not None else 0
        return value.bit_length() - 1 if value > 0 and value & (value - 1) == 0 else None

    def _floor_divide(self, left: str, right: str) -> str:
        power = self._power(right)
        if power is not None:
            return self._tagged(self._value(f"ashr {self.word} {left}, {power}"))
        _, quotient, remainder = self._divided(left, right)
        below = self._value(f"ashr {self.word} {remainder}, {self.bits - 1}")
        return self._retagged(self._value(f"add {self.word} {quotient}, {below}"))

    def _modulo(self, left: str, right: str) -> str:
        power = self._power(right)
        if power is not None:
            return self._tagged(self._value(f"and {self.word} {left}, {(1 << power) - 1 << 1 | 1}"))
        divisor, _, remainder = self._divided(left, right)
        below = self._value(f"ashr {self.word} {remainder}, {self.bits - 1}")
        more = self._value(f"and {self.word} {below}, {divisor}")
        return self._retagged(self._value(f"add {self.word} {remainder}, {more}"))

    def _and(self, left: str, right: str) -> str:
        return self._value(f"and {self.word} {left}, {right}")

    def _or(self, left: str, right: str) -> str:
        return self._value(f"or {self.word} {left}, {right}")

    def _least(self, left: str, right: str) -> str:
        return self._extreme("sle", left, right)

    def _largest(self, left: str, right: str) -> str:
        return self._extreme("sge", left, right)

    def _extreme(self, predicate: str, left: str, right: str) -> str:
        first = self._value(f"icmp {predicate} {self.word} {left}, {right}")
        return self._value(f"select i1 {first}, {self.word} {left}, {self.word} {right}")

    def _xor(self, left: str, right: str) -> str:
        return self._tagged(self._value(f"xor {self.word} {left}, {right}"))


_BINARY: dict[str, Callable[[SmallInts, str, str], str]] = {
    "+": SmallInts._add, "-": SmallInts._subtract, "*": SmallInts._multiply,
    "//": SmallInts._floor_divide, "%": SmallInts._modulo,
    "<<": SmallInts._shift_left, ">>": SmallInts._shift_right,
    "&": SmallInts._and, "|": SmallInts._or, "^": SmallInts._xor, "min": SmallInts._least, "max": SmallInts._largest,
}  # fmt: skip
_BINARY |= {f"{operator}=": rule for operator, rule in _BINARY.items()}

ARITHMETIC = frozenset(_BINARY)
UNARY = frozenset({"-", "~", "+"})
"""The operators for small integers."""


def guarded(
    fn: "FunctionLowering", type_: str, small: Callable[[SmallInts], str], slow: Callable[[], str]
) -> str:  # fmt: skip
    """A value of a type of LLVM: what `small` computes where that is possible, else what `slow` computes aside."""
    body = fn.body
    aside, join = body.fresh("general"), body.fresh("done")
    value = small(SmallInts(fn, aside))
    end = body.current
    body.line(f"br label %{join}")
    with body.cold():
        body.label(aside)
        other = slow()
        other_end = body.current
        body.line(f"br label %{join}")
    body.label(join)
    return body.value(f"phi {type_} [ {value}, %{end} ], [ {other}, %{other_end} ]")


@lowers("small.test")
def small_test(fn: "FunctionLowering", op: Op) -> Value:
    return SmallInts(fn, "").are_small(*(fn.single(operand) for operand in op.operands))


@lowers("small.compare")
def small_compare(fn: "FunctionLowering", op: Op) -> Value:
    left, right = (fn.single(operand) for operand in op.operands)
    return SmallInts(fn, "").compare(op.attributes["predicate"], left, right, known=True)


@lowers("small.unary", "small.binary")
def small_operation(fn: "FunctionLowering", op: Op) -> Value:
    """The result, and whether it is a small integer."""
    words = [fn.single(operand) for operand in op.operands]
    body, outside, join = fn.body, fn.body.fresh("outside"), fn.body.fresh("done")
    ints = SmallInts(fn, outside)
    ints.fits = op.attributes.get("fits", False)
    rule = ints.unary if len(words) == 1 else ints.binary
    value = rule(op.attributes["operator"], *words, known=True)
    if not ints.leaves:
        return value, "true"
    end = body.current
    body.line(f"br label %{join}")
    body.label(outside)
    body.line(f"br label %{join}")
    body.label(join)
    result = body.value(f"phi {ints.word} [ {value}, %{end} ], [ poison, %{outside} ]")
    return result, body.value(f"phi i1 [ true, %{end} ], [ false, %{outside} ]")
