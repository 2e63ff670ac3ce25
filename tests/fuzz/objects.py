"""Random functions that mix Python objects and machine values, and raise and catch exceptions through each other."""

from __future__ import annotations

import random

HEADER = """\
class Box:
    def __init__(self, value):
        self.value = value
        self.log = []
    def add(self, item, times=1):
        self.log.append((item, times))
        return len(self.log)
def check(value):
    if value == 3:
        raise ValueError("three", value)
    return value
"""
"""What the functions find around them; not compiled."""


class ObjectFunctions:
    """Writes a compiled function `name(box, items, k)`; `earlier` are functions of the same form that it may call."""

    def __init__(self, rng: random.Random, name: str, earlier: list[str]) -> None:
        self.rng = rng
        self.name = name
        self.earlier = earlier
        self.loops = 0

    def source(self) -> str:
        body = ["a = box.value", "b = items", "n = k", "m = 1", *self.block(3, 2), "return a, b, n, m, len(box.log)"]
        return f"@viper\ndef {self.name}(box, items, k: int):\n" + "".join(f"    {line}\n" for line in body)

    def integer(self) -> str:
        return self.rng.choice(["n", "m", "k", "n + m", "n * 3", "n - k", "n & 7", "m ^ n", "2", "-1"])

    def value(self) -> str:
        """An object."""
        choices = [
            "a", "b", "box.value", f"object({self.integer()})", "'ab'", "None", "[1, 'x', 2.5]", "(1, 2)", "{'p': 1}",
            f"items[{self.rng.choice(['0', '-1', '2'])}]", f"items[{self.rng.randrange(3)}:]", "check(a)", "str(a)",
            f"[x for x in range({self.rng.randrange(4)})]", "f'{a}!'", "len(items)", "box.log[-1]", "a + a", "a == b",
            "{1, 2} & {2, 3}", f"check({self.integer()})", "sorted([3, 1, 2])", "'-'.join(['q', 'r'])", "1.5",
            f"box.add({self.integer()}, times=2)", "a is None", "dict(u=1)['u']",
        ]  # fmt: skip
        if self.earlier:
            choices += [f"{self.rng.choice(self.earlier)}(box, items, {self.integer()})"] * 3
        return self.rng.choice(choices)

    def block(self, count: int, depth: int) -> list[str]:
        return [line for _ in range(self.rng.randint(1, count)) for line in self.statement(depth)]

    def statement(self, depth: int) -> list[str]:
        kinds = [self.simple] * 3 + ([self.branch, self.loop, self.guarded, self.guarded] if depth else [])
        return self.rng.choice(kinds)(depth)

    def simple(self, depth: int) -> list[str]:
        value, number = self.value(), self.integer()
        return [self.rng.choice([
            f"a = {value}", f"b = {value}", f"n = {number}", f"m += {number}", f"box.value = {value}",
            f"items.append({value})", f"items[0] = {value}", "del items[-1]", f"box.add({value})", f"n //= {number}",
            "raise KeyError('k', 1)", "x, y = items", f"m = int({number})", f"box.value = ({value}, {number})",
        ])]  # fmt: skip

    def branch(self, depth: int) -> list[str]:
        test = self.rng.choice(
            [f"{self.integer()} > {self.integer()}", "a", "items", "a == b", "a is None", "1 in items"]
        )
        lines = [f"if {test}:", *self.inside(depth)]
        return [*lines, "else:", *self.inside(depth)] if self.rng.random() < 0.5 else lines

    def loop(self, depth: int) -> list[str]:
        self.loops += 1
        count = self.rng.randrange(1, 4)
        head = self.rng.choice([f"for i{self.loops} in range({count}):", "for a in list(items):", "for b in 'xyz':"])
        tail = self.rng.choice([[], [], ["if n > 5:", "    break"], ["if m < 0:", "    continue"]])
        return [head, *self.inside(depth), *(f"    {line}" for line in tail)]

    def guarded(self, depth: int) -> list[str]:
        lines = ["try:", *self.inside(depth)]
        kind = self.rng.random()
        if kind < 0.8:
            names = self.rng.choice(
                ["Exception", "ValueError", "(TypeError, IndexError)", "(KeyError, AttributeError)"]
            )
            extra = self.rng.choice([["    box.log.append(type(e).__name__)"], ["    raise"], []])
            lines += [f"except {names} as e:", *self.inside(depth), *extra]
        if kind > 0.6:
            leave = self.rng.choice([[], [], ["    return n, m"]])
            lines += ["finally:", *self.inside(depth), *leave]
        return lines

    def inside(self, depth: int) -> list[str]:
        return [f"    {line}" for line in self.block(2, depth - 1)]


def object_functions(seed: str, count: int) -> list[tuple[str, str]]:
    """Names and sources of functions; each may call those before it."""
    rng = random.Random(f"objects {seed}")
    made: list[tuple[str, str]] = []
    for number in range(count):
        name = f"f{number}"
        made.append((name, ObjectFunctions(rng, name, [other for other, _ in made[-3:]]).source()))
    return made


CALLS = ["1, [1, 2, 3], 2", "None, [], 0", "'s', ['u', 1], -5", "3, [3, 3.5], 7", "[1], [None, (1,), 'z', 0], 100"]
"""The arguments: the value of the box, the items, and the number."""
