"""Every operation of the IR on the emulated cores, at the edges, against Python's unbounded arithmetic."""

import itertools
import math
import struct
from collections.abc import Callable
from typing import Any

import pytest

import nativecomp
from nativecomp.codegen.plan import CodePlan
from nativecomp.emit.generate import generate
from nativecomp.emulator import Machine, Word
from nativecomp.language.types import BOOL, FloatType, IntType, Type, TypeContext
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.codegen.build import function, function_of_op, module

TARGETS = ["cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m7d", "rv32imc", "x86-64"]


class Raised(Exception):
    """The function raised; the argument is the exception's name."""


def floor_shift(value: int, count: int) -> int:
    return value >> (count & 255)


INTEGER_OPS: dict[str, Callable[[int, int], int]] = {
    "int.add": lambda a, b: a + b,
    "int.sub": lambda a, b: a - b,
    "int.mul": lambda a, b: a * b,
    "int.and": lambda a, b: a & b,
    "int.or": lambda a, b: a | b,
    "int.xor": lambda a, b: a ^ b,
    "int.shl": lambda a, b: a << (b & 255),
    "int.shr": floor_shift,
    "int.floordiv": lambda a, b: a // b,
    "int.mod": lambda a, b: a % b,
    "int.min": min,
    "int.max": max,
}
UNARY_OPS: dict[str, Callable[[int], int]] = {
    "int.neg": lambda a: -a,
    "int.invert": lambda a: ~a,
    "int.abs": abs,
}
COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
FLOATS = (0.0, -0.0, 1.0, -1.5, 2.5, 1e-45, 3e38, -7.25, math.inf, -math.inf, math.nan, 0.1, 2147483648.0, -1e10, 255.7)


class Compiled:
    """A function of one operation, ready to be called with Python numbers."""

    def __init__(self, text: str, name: str, opt: str) -> None:
        self.target = find_target(name)
        function = function_of_op(text, TypeContext(self.target.word_bits, self.target.float_bits))
        made = generate(CodePlan(module(function), Options(self.target, opt)))

        def raise_(machine: Machine, words: tuple[int, ...]) -> None:
            size = self.target.word_bits // 8
            name = int.from_bytes(machine.read(words[0], size), "little")
            text = b"".join(itertools.takewhile(ord, (machine.read(name + at, 1) for at in itertools.count())))
            raise Raised(text.decode())

        self.machine = Machine(made.object, self.target, hooks={"nc_raise": raise_})
        self.types = [param.type for param in function.params]
        self.result = function.result

    def kind(self, type_: Type) -> str:
        if isinstance(type_, FloatType):
            return f"f{type_.bits}"
        return f"i{max(32, type_.bits)}" if isinstance(type_, IntType) else "i32"

    def __call__(self, *values: float) -> Any:
        words = []
        for type_, value in zip(self.types, values, strict=True):
            kind = self.kind(type_)
            words.append(Word(kind, value if kind[0] == "f" else int(value) & ((1 << int(kind[1:])) - 1)))
        value = self.machine.call("f", words, self.kind(self.result)).value
        if isinstance(self.result, IntType):
            return self.result.wrap(int(value))
        return bool(value & 1) if self.result == BOOL else value


def edges(type_: IntType) -> list[int]:
    found = {0, 1, 2, 3, 7, 8, 31, 32, 33, 100, 255, 256, type_.maximum, type_.maximum - 1, type_.minimum}
    if type_.signed:
        found |= {-1, -2, -7, -8, -100, type_.minimum + 1}
    return sorted(v for v in found if type_.minimum <= v <= type_.maximum)


def single(value: float, bits: int) -> float:
    """The value rounded to the type."""
    if bits == 64 or math.isnan(value) or math.isinf(value):
        return value
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def same(a: float, b: float) -> bool:
    return (math.isnan(a) and math.isnan(b)) or (a == b and math.copysign(1, a) == math.copysign(1, b))


def outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Raised as raised:
        return str(raised)
    except ZeroDivisionError:
        return "ZeroDivisionError"


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("type_name", ["int", "uint", "uint16"])
def test_a_counter_steps_down(type_name: str, opt: Any) -> None:
    """Of an unsigned counter a step down is the sum with a number that wraps."""
    for core in ("cortex-m0", "cortex-m4f", "x86-64"):
        target = find_target(core)
        type_ = TypeContext(target.word_bits, target.float_bits).named[type_name]
        made, b = function("f", [("n", type_)], type_)
        (counter,), total = made.params, b.new_local("total", type_)
        test, body, done = (b.new_block(name) for name in ("for", "body", "done"))
        b.store(total, b.const(0, type_))
        b.jump(test)
        b.place(test)
        b.branch(b.op("int.compare", b.load(counter), b.const(0, type_), predicate=">"), body, done)
        b.place(body)
        b.store(total, b.op("int.add", b.load(total), b.op("int.mul", b.load(counter), b.load(counter))))
        b.store(counter, b.op("int.step", b.load(counter), b.const(-1, type_)))
        b.op("jump", target=test, loop="counted", turns="any")
        b.place(done)
        b.op("return", b.load(total))
        machine = Machine(generate(CodePlan(module(made), Options(target, opt))).object, target)
        kind = f"i{max(32, type_.bits)}"  # type: ignore[attr-defined]
        assert machine.call("f", [Word(kind, 7)], kind).value == 140


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("type_name", ["int", "uint", "int64", "uint64"])
def test_integers(target: str, type_name: str) -> None:
    core = find_target(target)
    type_ = TypeContext(core.word_bits, core.float_bits).named[type_name]
    assert isinstance(type_, IntType)
    values = edges(type_)
    for name, python in INTEGER_OPS.items():
        compiled = Compiled(f"{name} {type_name} {type_name}", target, "speed")
        for a, b in itertools.product(values, values):
            expected = outcome(lambda f=python, a=a, b=b: type_.wrap(f(a, b)))
            assert outcome(lambda f=compiled, a=a, b=b: f(a, b)) == expected, (name, a, b)
    for name, unary in UNARY_OPS.items():
        compiled = Compiled(f"{name} {type_name}", target, "balanced")
        for a in values:
            assert compiled(a) == type_.wrap(unary(a)), (name, a)


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f"])
def test_integers_with_a_constant(target: str) -> None:
    type_ = TypeContext(32, 32).int
    for name, constant in itertools.product(
        ("int.floordiv", "int.mod", "int.shl", "int.shr"), (1, -1, 2, 3, -3, 8, -8, 10, 31, 32, 255, 256, -(2**31))
    ):
        compiled = Compiled(f"{name} int #{constant}:int", target, "size")
        for a in edges(type_):
            assert compiled(a) == type_.wrap(INTEGER_OPS[name](a, constant)), (name, a, constant)


@pytest.mark.parametrize("pair", ["int uint", "uint int", "uint8 int", "int64 uint", "int uint64", "int8 uint8"])
def test_comparisons_are_by_value(pair: str) -> None:
    left, right = (TypeContext(32, 32).named[name] for name in pair.split())
    assert isinstance(left, IntType)
    assert isinstance(right, IntType)
    for predicate, python in COMPARE.items():
        compiled = Compiled(f"int.compare {pair} predicate={predicate}", "cortex-m4f", "balanced")
        for a, b in itertools.product(edges(left), edges(right)):
            assert compiled(a, b) == python(a, b), (a, predicate, b)


@pytest.mark.parametrize("target", TARGETS)
def test_powers(target: str) -> None:
    core = find_target(target)
    type_ = TypeContext(core.word_bits, core.float_bits).int
    compiled = Compiled("int.pow int int", target, "balanced")
    for a, b in itertools.product((0, 1, -1, 2, -3, 10, type_.maximum, type_.minimum), (0, 1, 2, 3, 31, 70)):
        assert compiled(a, b) == type_.wrap(a**b)
    assert outcome(lambda: compiled(2, -1)) == "ValueError"


@pytest.mark.parametrize("opt", ["size", "speed"])
def test_turns_of_a_range(opt: str) -> None:
    compiled = Compiled("range.count int int int -> uint", "cortex-m4f", opt)
    ends = (0, 1, 10, -10, 2**31 - 1, -(2**31))
    for start, stop, step in itertools.product(ends, ends, (1, 3, -1, -4, 2**31 - 1, -(2**31))):
        assert compiled(start, stop, step) == len(range(start, stop, step)), (start, stop, step)
    assert outcome(lambda: compiled(0, 1, 0)) == "ValueError"


FLOAT_OPS: dict[str, Callable[[float, float], float]] = {
    "float.add": lambda a, b: a + b,
    "float.sub": lambda a, b: a - b,
    "float.mul": lambda a, b: a * b,
    "float.div": lambda a, b: a / b,
    "float.min": lambda a, b: b if b < a else a,
    "float.max": lambda a, b: b if b > a else a,
    "float.mod": lambda a, b: a % b,
    "float.floordiv": lambda a, b: a // b,
}


def test_turns_of_a_range_between_constants() -> None:
    """A constant is what its bits are in the type: `0xFFFFFFFF` is -1."""
    ends = ("0", "10", "-7", "0xFFFFFFFF", "0x80000000", "0x7FFFFFFF", "0xFFFFFFF0")
    text = "from nativecomp import viper\n"
    ranges = list(itertools.product(ends, ends, ("3", "-3", "0x40000000", "0xFFFFFFFD")))
    for number, words in enumerate(ranges):
        text += f"@viper\ndef f{number}() -> int:\n    t = 0\n    for i in range({', '.join(words)}):\n        t += 1\n"
        text += "        if t > 20:\n            break\n    return t\n"
    module = nativecomp.load_source(text, opt="size")
    for number, words in enumerate(ranges):
        start, stop, step = ((int(word, 0) + 2**31) % 2**32 - 2**31 for word in words)
        assert module.functions[f"f{number}"]() == min(21, len(range(start, stop, step))), words


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("bits", [32, 64])
def test_floats(target: str, bits: int) -> None:
    values = [single(value, bits) for value in FLOATS]
    for name, python in FLOAT_OPS.items():
        compiled = Compiled(f"{name} float{bits} float{bits}", target, "speed")
        for a, b in itertools.product(values, values):
            expected = outcome(lambda f=python, a=a, b=b: single(f(a, b), bits))
            got = outcome(lambda f=compiled, a=a, b=b: f(a, b))
            assert got == expected if isinstance(expected, str) else same(got, expected), (name, a, b, got, expected)
    for predicate, compare in COMPARE.items():
        compiled = Compiled(f"float.compare float{bits} float{bits} predicate={predicate}", target, "balanced")
        for a, b in itertools.product(values, values):
            assert compiled(a, b) == compare(a, b), (a, predicate, b)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize("name", ["int", "uint", "int8", "uint16", "int64", "uint64"])
def test_floats_to_integers_saturate(target: str, bits: int, name: str) -> None:
    core = find_target(target)
    type_ = TypeContext(core.word_bits, core.float_bits).named[name]
    assert isinstance(type_, IntType)
    compiled = Compiled(f"convert float{bits} -> {name}", target, "balanced")
    for value in (*FLOATS, 1e20, -1e20, 127.99, -128.5, 65536.0, 2.0**63, -(2.0**63)):
        given = single(value, bits)
        expected = 0 if math.isnan(given) else max(type_.minimum, min(type_.maximum, _truncated(given)))
        assert compiled(given) == expected, value


def _truncated(value: float) -> int:
    return int(value) if math.isfinite(value) else (1 if value > 0 else -1) << 100


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize("name", ["int", "uint", "int64", "uint64"])
def test_integers_to_floats(target: str, bits: int, name: str) -> None:
    core = find_target(target)
    type_ = TypeContext(core.word_bits, core.float_bits).named[name]
    assert isinstance(type_, IntType)
    compiled = Compiled(f"convert {name} -> float{bits}", target, "balanced")
    for value in (*edges(type_), 16777217, 16777219, type_.maximum // 3):
        # Python rounds an integer to a double once; to a single it must not be rounded twice.
        assert compiled(value) == (float(value) if bits == 64 else _nearest_single(value)), value


def _nearest_single(value: int) -> float:
    """Ties to even, in one rounding."""
    magnitude = abs(value)
    shift = max(0, magnitude.bit_length() - 24)
    kept, rest = magnitude >> shift, magnitude & ((1 << shift) - 1)
    half = 1 << (shift - 1) if shift else 0
    if shift and (rest > half or (rest == half and kept & 1)):
        kept += 1
    return math.copysign(float(kept << shift), value) if value else 0.0
