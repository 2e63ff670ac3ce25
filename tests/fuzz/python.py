"""Random `@native` functions: closures, generators, big integers, exceptions, and locals that are not bound."""

from __future__ import annotations

import random

from tests.fuzz.objects import AROUND, HELPERS, ObjectFunctions

DRIVE = """\
def drive(make, *args):
    out = []
    g = make(*args)
    try:
        out.append(next(g))
        out.append(g.send("s"))
        out.append(g.throw(KeyError("t")))
        out.append(g.send(None))
        g.close()
    except StopIteration as e:
        out.append(("stop", e.value))
    except Exception as e:
        out.append(type(e).__name__)
    return out
G = 5
"""
"""Goes in and out of a generator in every way; one that is left suspended does not depend on a collection."""


class PythonFunctions(ObjectFunctions):
    """Writes a native function `name(box, items, k)`."""

    def __init__(self, rng: random.Random, name: str, earlier: list[str]) -> None:
        super().__init__(rng, name, earlier)
        self.is_nested = True  # no pointers and no floats of machine types anywhere
        self.is_generator = False
        self.makers: list[str] = []

    def source(self) -> str:
        body = ["global G", "a = box.value", "b = items", "n = k", "m = 1"]
        for number in range(self.rng.choice([0, 1, 2])):
            body += self.nested(f"g{number}")
            self.is_nested = True
        if self.rng.random() < 0.6:
            body += self.generator("h")
        if self.rng.random() < 0.3:
            body += self.local_class()
        if self.rng.random() < 0.5:
            body += [f"if {self.rng.choice(['a', 'items', 'n > 2'])}:", f"    u = {self.value()}"]
        else:
            body += ["u = 0"]
        body += [*self.block(3, 2), "return a, b, n, m, u, G, len(box.log)"]
        options = self.rng.choice(["", "", "", '(opt="speed")', '(opt="size")'])
        return f"@native{options}\ndef {self.name}(box, items, k):\n" + "".join(f"    {line}\n" for line in body)

    def generator(self, name: str) -> list[str]:
        self.is_generator = True
        lines = ["nonlocal a, n", *self.block(2, 2), "yield x", *self.block(1, 1), f"return {self.value()}"]
        self.is_generator = False
        self.makers.append(name)
        return [f"def {name}(x=0, *rest):", *(f"    {line}" for line in lines)]

    def integer(self) -> str:
        return self.rng.choice(
            ["n", "m", "k", "n + m", "n * 3", "n - k", "n & 7", "m ^ n", "2", "-1", "1 << 29", "(1 << 30) - 1", "~m",
             "1 << 62", "n * n & 0xffffffffffff", "-(1 << 30)", "m * 0x40000001 % 1000003", "n >> 1", "-n", "n // 3",
             "m % 5", "1 << (n & 70)", "int(n) + (1 << 70)", "abs(m)"]
        )  # fmt: skip

    def value(self) -> str:
        choices = [
            f"list({self.integer()} + x for x in range(3))", "[lambda: x for x in items][-1]()", "G", "u",
            "[(lambda y: (x, y))(1) for x in 'pq']", "{x: x for x in items if x}", "not a", "a < n", "n < m < k",
            f"{self.integer()} == {self.integer()}", "a is not None", "'x' in 'xyz'",
            "items and a or n", "[i * n for i in range(3) if i != 1]", "(z := n + 1)", "1.5 * n", "n / 4",
        ]  # fmt: skip
        if self.makers:
            choices += [f"list({self.makers[0]}({self.integer()}))", f"drive({self.makers[0]}, a, 1)"] * 3
        # `object` is the class here, no conversion.
        return self.rng.choice(choices) if self.rng.random() < 0.4 else super().value().replace("object(", "(")

    def simple(self, depth: int) -> list[str]:
        value, number = self.value(), self.integer()
        choices = [
            f"u = {value}", "box.log.append(u)", f"G = {number}", f"n = {number}", f"m += {number}", f"m *= {number}",
            "m &= 0xffffffffff", f"n, m = m, {number}", f"a, *b = [{value}, {number}]", "assert n != 3, n",
            "del u", "u = None", "raise ValueError(n)", f"box.value = {value}", f"n -= {number}",
            f"(n, [m]) = {number}, [1]", f"items[0], b = {value}, n", "n = n if isinstance(n, int) else 1",
            "m = m if isinstance(m, int) else 1",
        ]  # fmt: skip
        if self.is_generator:
            outer = ("del u", "u =", "G =")  # which it only reads
            choices = [choice for choice in choices if not choice.startswith(outer)]
            choices += ["yield a", f"box.log.append((yield {value}))", "n = yield n", "yield from list(items)"]
            choices += ["a = yield", "x = (yield x), (yield m)"]
        if self.rng.random() < 0.6:
            return [self.rng.choice(choices)]
        found = super().simple(depth)
        return found if not self.is_generator or "m " not in found[0] else ["n = 1"]

    def loop(self, depth: int) -> list[str]:
        if self.rng.random() < 0.5:
            return super().loop(depth)
        self.loops += 1
        name = f"i{self.loops}"
        head = self.rng.choice(
            [f"for {name} in range(1, 7, 2):", f"for {name} in range(3, -1, -1):", f"for {name} in (1, 'two', None):",
             f"for {name} in range(len(items[:4])):"]
        )  # fmt: skip
        tail = self.rng.choice([[], [f"if {name} == 3:", "    continue"], [f"if {name} == 3:", "    break"]])
        orelse = self.rng.choice([[], ["else:", *self.inside(depth)]])
        return [head, *self.inside(depth), *(f"    {line}" for line in tail), f"    box.log.append({name})", *orelse]


def python_functions(seed: str, count: int) -> tuple[list[str], str]:
    """Names of functions, of which each may call those before it, and the text of all."""
    rng = random.Random(f"native {seed}")
    names: list[str] = []
    texts = [AROUND, DRIVE, HELPERS.replace("@viper\ndef deep(box, n: int)", "@native\ndef deep(box, n)")]
    for number in range(count):
        texts.append(PythonFunctions(rng, f"f{number}", names[-3:]).source())
        names.append(f"f{number}")
    return names, "\n".join(texts)
