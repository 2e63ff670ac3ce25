"""Floor division and its remainder, integer powers, and the number of turns of a `range`."""

from typing import TYPE_CHECKING

from nativecomp.codegen.lower.conversions import resize
from nativecomp.codegen.lower.integers import int_type
from nativecomp.codegen.registry import lowers
from nativecomp.ir import Op
from nativecomp.language.types import IntType

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

ZERO_DIVISION = ("ZeroDivisionError", "divide by zero")


@lowers("int.floordiv", "int.mod")
def divide(fn: "FunctionLowering", op: Op) -> str:
    type_ = int_type(op)
    known = fn.constant(op.operands[1])
    if known is not None and type_.wrap(int(known)) != 0:
        return _by_constant(fn, op, type_, type_.wrap(int(known)))
    if type_.signed:
        return _signed(fn, op, type_)
    text, (left, right) = fn.layout.value(type_), map(fn.single, op.operands)
    if not op.attributes.get("positive"):
        fn.raise_if(fn.body.value(f"icmp eq {text} {right}, 0"), *ZERO_DIVISION)
    return fn.body.value(f"{'udiv' if op.name == 'int.floordiv' else 'urem'} {text} {left}, {right}")


def _by_constant(fn: "FunctionLowering", op: Op, type_: IntType, divisor: int) -> str:
    text, left = fn.layout.value(type_), fn.single(op.operands[0])
    want_quotient = op.name == "int.floordiv"
    if not type_.signed:
        return fn.body.value(f"{'udiv' if want_quotient else 'urem'} {text} {left}, {divisor}")
    if divisor == -1:
        return fn.body.value(f"sub {text} 0, {left}") if want_quotient else "0"
    if divisor > 0 and divisor & (divisor - 1) == 0:  # a shift rounds towards minus infinity by itself
        if want_quotient:
            return fn.body.value(f"ashr {text} {left}, {divisor.bit_length() - 1}")
        return fn.body.value(f"and {text} {left}, {divisor - 1}")
    if op.attributes.get("divides"):
        return fn.body.value(f"srem {text} {left}, {divisor}")
    if divisor > 0:
        quotient = _floor(fn, text, left, divisor, type_.bits)
        if want_quotient:
            return quotient
        return fn.body.value(f"sub {text} {left}, {fn.body.value(f'mul {text} {quotient}, {divisor}')}")
    remainder = fn.body.value(f"srem {text} {left}, {divisor}")
    wrong = fn.body.value(f"icmp sgt {text} {remainder}, 0")
    if want_quotient:
        quotient = fn.body.value(f"sdiv {text} {left}, {divisor}")
        return fn.body.value(f"add {text} {quotient}, {fn.body.value(f'sext i1 {wrong} to {text}')}")
    correction = fn.body.value(f"select i1 {wrong}, {text} {divisor}, {text} 0")
    return fn.body.value(f"add {text} {remainder}, {correction}")


def _floor(fn: "FunctionLowering", text: str, left: str, divisor: int, bits: int) -> str:
    """The quotient by a constant above 0, by unsigned division: for x < 0, x // d is ~(~x // d), and ~x is x ^ -1."""
    sign = fn.body.value(f"ashr {text} {left}, {bits - 1}")
    folded = fn.body.value(f"xor {text} {left}, {sign}")
    return fn.body.value(f"xor {text} {fn.body.value(f'udiv {text} {folded}, {divisor}')}, {sign}")


def _signed(fn: "FunctionLowering", op: Op, type_: IntType) -> str:
    """By what is known of the operands (passes/natural.py)."""
    text, (left, right) = fn.layout.value(type_), map(fn.single, op.operands)
    if op.attributes.get("positive"):
        if op.attributes.get("divides"):
            return fn.body.value(f"srem {text} {left}, {right}")
        quotient, remainder = _truncated(fn, text, left, right)
        quotient = quotient if op.name == "int.floordiv" else ""
        return _rounded(fn, text, right, quotient, remainder, remainder, type_.bits)
    is_small = fn.opt == "size" or op.attributes.get("divides")
    return _signed_small(fn, op, type_) if is_small else _signed_fast(fn, op, type_)


def _signed_fast(fn: "FunctionLowering", op: Op, type_: IntType) -> str:
    """The common way is that of a divisor above 0: there, a remainder below 0 alone says that the quotient rounds down.

    if divisor <= 0:                     (aside)
        if divisor == 0: raise
        if divisor == -1: result = -dividend, or 0, where the instruction is undefined
        else: truncated quotient and remainder, one less where the remainder is above 0
    else:
        truncated quotient and remainder, one less where the remainder is below 0
    """
    text, (left, right) = fn.layout.value(type_), map(fn.single, op.operands)
    body, want_quotient = fn.body, op.name == "int.floordiv"
    aside, join = body.fresh("aside"), body.fresh("join")
    with body.cold():
        body.label(aside)
        fn.raise_if(body.value(f"icmp eq {text} {right}, 0"), *ZERO_DIVISION)
        negated = body.value(f"sub {text} 0, {left}") if want_quotient else "0"
        general, special_from = body.fresh("general"), body.current
        special = body.value(f"icmp eq {text} {right}, -1")
        body.line(f"br i1 {special}, label %{join}, label %{general}")
        body.label(general)
        quotient, remainder = _truncated(fn, text, left, right)
        negative = body.value(f"sub {text} 0, {remainder}")
        below = _rounded(fn, text, right, quotient if want_quotient else "", remainder, negative, type_.bits)
        below = _opaque(fn, text, below)
        body.line(f"br label %{join}")
        below_from = body.current
    fn.branch_unlikely(body.value(f"icmp slt {text} {right}, 1"), aside)
    quotient, remainder = _truncated(fn, text, left, right)
    if op.attributes.get("natural"):
        result = quotient if want_quotient else remainder
    else:
        result = _rounded(fn, text, right, quotient if want_quotient else "", remainder, remainder, type_.bits)
    common_from = body.current
    body.line(f"br label %{join}")
    body.label(join)
    ways = ((result, common_from), (negated, special_from), (below, below_from))
    return body.value(f"phi {text} " + ", ".join(f"[ {value}, %{block} ]" for value, block in ways))


def _truncated(fn: "FunctionLowering", text: str, left: str, right: str) -> tuple[str, str]:
    """Quotient and remainder as the instruction gives them."""
    quotient = fn.body.value(f"sdiv {text} {left}, {right}")
    product = fn.body.value(f"mul {text} {quotient}, {right}")
    return quotient, fn.body.value(f"sub {text} {left}, {product}")


def _rounded(fn: "FunctionLowering", text: str, right: str, quotient: str, remainder: str, sign: str, bits: int) -> str:
    """The quotient, or without one the remainder, of floor division, which differ where `sign` is below 0."""
    wrong = fn.body.value(f"ashr {text} {sign}, {bits - 1}")
    if quotient:
        return fn.body.value(f"add {text} {quotient}, {wrong}")
    return fn.body.value(f"add {text} {remainder}, {fn.body.value(f'and {text} {wrong}, {right}')}")


def _opaque(fn: "FunctionLowering", text: str, value: str) -> str:
    """The same value, made by what LLVM does not look into: so it shares no instructions with the common way.

    They would be those of both ways, and longer than those of the common one. What is wider than a word goes in words:
    a pair of registers as one operand of inline assembler is more than LLVM's register coalescer can follow (it fails
    on a long multiply with one dead half).
    """
    bits = fn.layout.target.word_bits
    if int(text[1:]) <= bits:
        return fn.body.value(f'call {text} asm "", "=r,0"({text} {value})')
    word, halves = fn.layout.word, []
    for half in (value, fn.body.value(f"lshr {text} {value}, {bits}")):
        part = _opaque(fn, word, fn.body.value(f"trunc {text} {half} to {word}"))
        halves.append(fn.body.value(f"zext {word} {part} to {text}"))
    return fn.body.value(f"or {text} {halves[0]}, {fn.body.value(f'shl {text} {halves[1]}, {bits}')}")


def _signed_small(fn: "FunctionLowering", op: Op, type_: IntType) -> str:
    """One check on the common way: a divisor of 0 or -1, where the instruction is undefined, goes aside.

    if divisor + 1 <= 1 unsigned:        (0 or -1)
        if divisor == 0: raise
        result = -dividend, or 0
    else:
        truncated quotient and remainder, one less where the remainder has the wrong sign (a remainder of which only
        matters whether it is 0 stays as it is)
    """
    text, (left, right) = fn.layout.value(type_), map(fn.single, op.operands)
    body, want_quotient = fn.body, op.name == "int.floordiv"
    aside, join = body.fresh("aside"), body.fresh("join")
    special = body.value(f"icmp ult {text} {body.value(f'add {text} {right}, 1')}, 2")
    with body.cold():
        body.label(aside)
        fn.raise_if(body.value(f"icmp eq {text} {right}, 0"), *ZERO_DIVISION)
        special_result = body.value(f"sub {text} 0, {left}") if want_quotient else "0"
        body.line(f"br label %{join}")
        special_from = body.current
    fn.branch_unlikely(special, aside)
    quotient, result = _truncated(fn, text, left, right)
    if not op.attributes.get("divides"):
        # Its sign is set where the remainder is not zero and has the other sign than the divisor.
        exact = body.value(f"icmp eq {text} {result}, 0")
        apart = body.value(f"xor {text} {result}, {right}")
        sign = body.value(f"select i1 {exact}, {text} 0, {text} {apart}")
        result = _rounded(fn, text, right, quotient if want_quotient else "", result, sign, type_.bits)
    common_from = body.current
    body.line(f"br label %{join}")
    body.label(join)
    return body.value(f"phi {text} [ {result}, %{common_from} ], [ {special_result}, %{special_from} ]")


@lowers("range.count")
def range_count(fn: "FunctionLowering", op: Op) -> str:
    """Turns of `range(start, stop, step)`: the distance in the step's direction, divided by its size, rounded up."""
    type_ = int_type(op)
    text, less = fn.layout.value(type_), "slt" if type_.signed else "ult"
    start, stop, step = map(fn.single, op.operands)
    body, known = fn.body, fn.constant(op.operands[2])
    if known is not None and known != 0:
        # A negative constant is one whatever the type: its text says so.
        low, high = (start, stop) if known > 0 else (stop, start)
        size = str(type_.wrap(abs(int(known))))
    else:
        fn.raise_if(body.value(f"icmp eq {text} {step}, 0"), "ValueError", "range() arg 3 must not be zero")
        low, high, size = start, stop, step
        if type_.signed:
            up = body.value(f"icmp sgt {text} {step}, 0")
            low = body.value(f"select i1 {up}, {text} {start}, {text} {stop}")
            high = body.value(f"select i1 {up}, {text} {stop}, {text} {start}")
            negated = body.value(f"sub {text} 0, {step}")
            size = body.value(f"select i1 {up}, {text} {step}, {text} {negated}")
    some = body.value(f"icmp {less} {text} {low}, {high}")
    distance = body.value(f"sub {text} {high}, {low}")
    if known is None and fn.opt == "speed":
        distance = _hidden(fn, text, distance)
    if size == "1":
        return body.value(f"select i1 {some}, {text} {distance}, {text} 0")
    before_last = body.value(f"udiv {text} {body.value(f'sub {text} {distance}, 1')}, {size}")
    turns = body.value(f"add {text} {before_last}, 1")
    return body.value(f"select i1 {some}, {text} {turns}, {text} 0")


def _hidden(fn: "FunctionLowering", text: str, value: str) -> str:
    """The same value, by way of memory that LLVM does not look into.

    It is needed once where a loop is entered; seen through, LLVM carries it along in each turn of the loops around.
    """
    slot = fn.body.slot(text)
    fn.body.line(f"store volatile {text} {value}, ptr {slot}")
    return fn.body.value(f"load volatile {text}, ptr {slot}")


_POWER = """define internal {t} {name}({t} noundef %base, {t} noundef %exponent) {attributes} {{
entry:
  br label %loop
loop:
  %b = phi {t} [ %base, %entry ], [ %square, %next ]
  %e = phi {t} [ %exponent, %entry ], [ %half, %next ]
  %r = phi {t} [ 1, %entry ], [ %result, %next ]
  %done = icmp eq {t} %e, 0
  br i1 %done, label %out, label %next
next:
  %low = trunc {t} %e to i1
  %product = mul {t} %r, %b
  %result = select i1 %low, {t} %product, {t} %r
  %square = mul {t} %b, %b
  %half = lshr {t} %e, 1
  br label %loop
out:
  ret {t} %r
}}"""

_LARGEST_UNROLLED_POWER = 64


@lowers("int.pow")
def power(fn: "FunctionLowering", op: Op) -> str:
    """By squaring. A small constant exponent is multiplied out; else the module holds one loop for each width."""
    type_ = int_type(op)
    text, base = fn.layout.value(type_), fn.single(op.operands[0])
    exponent_type = op.operands[1].type
    assert isinstance(exponent_type, IntType)
    known = fn.constant(op.operands[1])
    if known is not None and 0 <= int(known) <= _LARGEST_UNROLLED_POWER:
        return _multiply_out(fn, text, base, int(known))
    exponent = fn.single(op.operands[1])
    if exponent_type.signed:
        negative = fn.body.value(f"icmp slt i{exponent_type.bits} {exponent}, 0")
        fn.raise_if(negative, "ValueError", "negative power")
    # Exponents have the width of the wider type, so that none is cut.
    wide = max(exponent_type.bits, type_.bits)
    base = resize(fn, base, type_, wide)
    exponent = resize(fn, exponent, exponent_type, wide)
    name = f"nativecomp.power.i{wide}"
    attributes = "nounwind willreturn memory(none) norecurse " + ("minsize optsize" if fn.opt == "size" else "optsize")
    loop = _POWER.format(t=f"i{wide}", name=f"@{name}", attributes=fn.module.attributes(attributes))
    function = fn.module.helper(name, loop)
    result = fn.body.value(f"call i{wide} {function}(i{wide} {base}, i{wide} {exponent})")
    return resize(fn, result, IntType("", wide, False), type_.bits)


def _multiply_out(fn: "FunctionLowering", text: str, base: str, exponent: int) -> str:
    result = ""
    while exponent:
        if exponent & 1:
            result = fn.body.value(f"mul {text} {result}, {base}") if result else base
        exponent >>= 1
        if exponent:
            base = fn.body.value(f"mul {text} {base}, {base}")
    return result or "1"
