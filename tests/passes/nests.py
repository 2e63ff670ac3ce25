"""Random functions of loops that index typed buffers, mostly inside, now and then past an end: see test_nests.py.

They differ from those of loops.py in what an index is made of: masks, remainders, divisions, wrapped and narrow types,
strides from variables, locals of the enclosing function that a call changes, buffers that change places.
"""

from __future__ import annotations

import array
import random
from typing import Any

from tests.fuzz.samples import Sample

KINDS = {"uint8": "B", "int8": "b", "uint16": "H", "int16": "h", "int32": "i", "uint32": "I"}
HUGE = (0x7FFFFFFF, -0x80000000, 0x7FFFFFF0, 0x40000000, 0x10001, 0xFFFF, -0x7FFFFFFF, 0x55555555)
MOST_LINES = 14


class Nests:
    """Writes one function: `values` are names that can be read, `fixed` those that no line may assign."""

    def __init__(self, rng: random.Random, name: str) -> None:
        self.rng = rng
        self.name = name
        self.kinds = [rng.choice(list(KINDS)) for _ in range(rng.choice((1, 2, 2, 3)))]
        self.buffers = "pqr"[: len(self.kinds)]
        self.params = ["n", "m", "k"]
        self.values = list(self.params)
        self.counters: list[str] = []
        self.lines: list[str] = []
        self.loops = 0
        self.nested = rng.random() < 0.12

    def sample(self, calls: int = 8) -> Sample:
        self._line(1, "s = 0")
        for local in ("x", "y"):
            self._line(1, f"{local} = {self._start()}")
            self.values.append(local)
        if self.nested:
            self._line(1, "def step(by: int) -> int:")
            self._line(2, "nonlocal x")
            self._line(2, "x += by")
            self._line(2, "return x")
        for _ in range(self.rng.choice((1, 1, 2))):
            self._loop(1, 3)
        self._line(1, "return s + x * 3 + y * 5")
        typed = [f"{b}: {kind}[:]" for b, kind in zip(self.buffers, self.kinds, strict=True)]
        integer = self.rng.choice(("int", "int", "int", "int", "uint", "uint8", "int16", "int64"))
        typed += [f"{p}: {integer if p == 'k' else 'int'}" for p in self.params]
        source = f"@viper\ndef {self.name}({', '.join(typed)}) -> int:\n" + "\n".join(self.lines) + "\n"
        return Sample(source, self.name, [self._arguments() for _ in range(calls)])

    # Statements

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def _body(self, depth: int, loops: int) -> None:
        for _ in range(self.rng.choice((1, 2, 2, 3, 4))):
            choice = self.rng.random()
            if choice < 0.45 or len(self.lines) > MOST_LINES:
                self._access(depth)
            elif choice < 0.6:
                self._assign(depth)
            elif choice < 0.75:
                self._line(depth, f"if {self._condition()}:")
                self._body(depth + 1, loops - 1)
                if self.rng.random() < 0.4:
                    self._line(depth, "else:")
                    self._body(depth + 1, loops - 1)
            elif choice < 0.95 and loops > 0:
                self._loop(depth, loops - 1)
            else:
                self._line(depth, f"if {self._condition()}:")
                self._line(depth + 1, self.rng.choice(("break", "continue", "return s")))

    def _loop(self, depth: int, loops: int) -> None:
        if self.rng.random() < 0.25:
            self._while(depth, loops)
            return
        self.loops += 1
        before = list(self.values)
        if self.rng.random() < 0.15:
            counter = f"v{self.loops}"
            self._line(depth, f"for {counter} in {self.rng.choice(self.buffers)}:")
        else:
            counter = f"i{self.loops}"
            self._line(depth, f"for {counter} in range({self._range()}):")
        self.values.append(counter)
        self.counters.append(counter)
        self._body(depth + 1, loops)
        self.counters.pop()
        self.values = before
        if self.rng.random() < 0.3:
            self.values.append(counter)

    def _range(self) -> str:
        rng = self.rng
        start = rng.choice(("0", "1", "2", "n", "k", *self.counters, *self.counters))
        stop = rng.choice((f"len({self._buffer()})", f"len({self._buffer()})", "n", "m", "8", f"{start} + 4"))
        if rng.random() < 0.2:
            stop = f"{stop} {rng.choice('+-')} {rng.choice((1, 1, 2, 3))}"
        shape = rng.random()
        if shape < 0.45:
            return stop
        if shape < 0.65:
            return f"{start}, {stop}"
        if shape < 0.8:
            return f"{stop} - 1, {rng.choice(('-1', '0', start))}, -1"
        step = rng.choice(("2", "3", "-2", "4", "n", "x", "m"))
        return f"{start}, {stop}, {step}"

    def _while(self, depth: int, loops: int) -> None:
        local = self.rng.choice("xy")
        up = self.rng.random() < 0.6
        limit = self.rng.choice((f"len({self._buffer()})", "n", "7", "m")) if up else self.rng.choice(("0", "-1", "k"))
        self._line(depth, f"while {local} {self.rng.choice(('<', '<', '<=') if up else ('>', '>='))} {limit}:")
        after = self.rng.random() < 0.6
        step = f"{local} {'+' if up else '-'}= {self.rng.choice((1, 1, 2))}"
        if not after:
            self._line(depth + 1, step)
        for _ in range(self.rng.choice((1, 2))):
            self._access(depth + 1)
        if loops > 0 and self.rng.random() < 0.4:
            self._body(depth + 1, loops - 1)
        if after:
            self._line(depth + 1, step)

    def _assign(self, depth: int) -> None:
        rng = self.rng
        local = rng.choice("xyz") if "z" in self.values else rng.choice("xxyyz")
        if local == "z" and "z" not in self.values:
            self._line(depth, f"z = {self._index()}")
            self.values.append("z")
            return
        style = rng.random()
        if self.nested and style < 0.3:
            self._line(depth, f"y = step({rng.choice((1, -1, 2, 0))})")
        elif style < 0.5:
            self._line(depth, f"{local} {rng.choice('++-')}= {rng.choice(('1', '1', '2', '3', self._value()))}")
        elif style < 0.6 and len(self.buffers) > 1 and self.kinds[0] == self.kinds[1]:
            self._line(depth, "p, q = q, p")
        else:
            self._line(depth, f"{local} = {self._index()}")

    def _access(self, depth: int) -> None:
        rng = self.rng
        place = f"{self._buffer()}[{self._index()}]"
        style = rng.random()
        if style < 0.45:
            self._line(depth, f"s += {place}")
        elif style < 0.75:
            self._line(depth, f"{place} = {rng.choice((self._value(), 's', '7'))}")
        elif style < 0.9:
            self._line(depth, f"{place} += {rng.choice((self._value(), '1'))}")
        else:
            self._line(depth, f"{rng.choice('xy')} = {place} & {rng.choice((3, 7, 15))}")

    # Expressions

    def _buffer(self) -> str:
        return self.rng.choice(self.buffers)

    def _value(self) -> str:
        near = self.counters[-2:] * 3
        return self.rng.choice([*self.values, *near])

    def _start(self) -> str:
        return self.rng.choice(("0", "0", "1", "n", "m - 1", f"len({self._buffer()})", "-1", "k"))

    def _condition(self) -> str:
        rng = self.rng
        right = rng.choice(("0", "1", "3", f"len({self._buffer()})", self._value()))
        left = self._value() if rng.random() < 0.7 else self._index()
        text = f"{left} {rng.choice(('<', '<=', '>', '>=', '==', '!='))} {right}"
        if rng.random() < 0.2:
            text = f"{text} {rng.choice(('and', 'or'))} {self._value()} < {self._value()}"
        return text

    def _index(self) -> str:
        rng, v, w = self.rng, self._value(), self._value()
        return rng.choice(
            (
                *(v, v, v, v, f"{v} + 1", f"{v} - 1", f"{v} + {w}", f"{v} - {w}", f"{v} * 2", f"{v} * 2 + 1"),
                *(f"{v} * m + {w}", f"{v} * n + {w}", f"(n + {v}) * 2 + m", f"{v} * {w}", f"n - {v}", f"-{v}"),
                *(f"{v} & 7", f"{v} & 3", f"({v} + 1) % 8", f"{v} >> 1", f"{v} >> 3", f"{v} // 2", f"{v} % 5"),
                *(f"len({self._buffer()}) - 1 - {v}", f"{v} % len({self._buffer()})", f"{v} | {w}", f"{v} ^ 1"),
                *(f"min({v}, 7)", f"max({v}, 0)", f"min(max({v}, 0), 7)", f"abs({v})", f"~{v}", f"{v} << 1"),
                *(f"({v} - 1 if {v} > 0 else n - 1)", f"{self._buffer()}[{v}] & 7", f"uint8({v})", f"int8({v})"),
                *(f"uint({v})", f"{v} & len({self._buffer()}) - 1", f"{v} & ~1", f"int64({v}) + {w}"),
                *("0", "1", "3", "7", "-1", f"({v} + {w}) >> 1", f"({v} << 4 | {w}) >> 4", f"{v} % m", f"{v} // m"),
            )
        )

    # Arguments

    def _arguments(self) -> tuple[Any, ...]:
        rng = self.rng
        length = rng.choice((8, 8, 8, 9, 12, 16, 1, 0, 7, 25, 300))
        made: list[Any] = []
        for kind in self.kinds:
            twins = [m for m, k in zip(made, self.kinds, strict=False) if k == kind]
            if twins and rng.random() < 0.3:
                made.append(rng.choice(twins))
                continue
            count = length if rng.random() < 0.6 else rng.choice((8, 16, 40, 3, 0))
            code = KINDS[kind]
            made.append(array.array(code, [rng.randrange(8) if rng.random() < 0.8 else 127 for _ in range(count)]))
        words = [self._word(length) for _ in self.params]
        return (*made, *words)

    def _word(self, length: int) -> int:
        rng = self.rng
        style = rng.random()
        if style < 0.08:
            return rng.choice(HUGE)
        if style < 0.35:
            return length + rng.choice((0, 0, 0, -1, 1))
        return rng.choice((0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, -1, -2))


def nest_sample(seed: object, number: int) -> Sample:
    """The sample of this seed and number: always the same."""
    return Nests(random.Random(f"nests {seed} {number}"), f"f{number}").sample()
