"""Random functions that mix Python objects and machine values, and raise and catch exceptions through each other."""

from __future__ import annotations

import random

AROUND = """\
class Box:
    def __init__(self, value):
        self.value = value
        self.log = []
        self.data = bytearray(b"01234567")
    def add(self, item, times=1):
        self.log.append((item, times))
        return len(self.log)
class Guard:
    def __init__(self, box, swallows):
        self.box = box
        self.swallows = swallows
    def __enter__(self):
        self.box.log.append("in")
        return len(self.box.log)
    def __exit__(self, kind, value, trace):
        self.box.log.append(kind and kind.__name__)
        return self.swallows
def check(value):
    if value == 3:
        raise ValueError("three", value)
    return value
def collect(*args, **named):
    return args, sorted(named.items())
def apply(function, items):
    return [function(item) for item in items]
"""
"""What the functions find around them; not compiled."""

HELPERS = """\
@viper
def mix(data: ptr8, n: int) -> int:
    total = 0
    for i in range(8):
        total += data[i] * (n & 7)
        data[i] = total & 255
    return total
@viper
def fill(data: uint8[:], n: int):
    for i in range(len(data)):
        data[i] = (n + i) & 255
@viper
def halve(x: float, n: int) -> float:
    for i in range(n & 3):
        x = x * 0.5 + 1.0
    return x
@viper
def deep(box, n: int):
    with Guard(box, n == 5):
        try:
            return [check(n), deep(box, n - 1)] if n > 2 else box.value[n]
        finally:
            box.log.append(n)
"""
"""Compiled functions that they call: on machine types, and one that raises through several of its own frames."""


class ObjectFunctions:
    """Writes a compiled function `name(box, items, k)`; `earlier` are functions of the same form that it may call."""

    def __init__(self, rng: random.Random, name: str, earlier: list[str]) -> None:
        self.rng = rng
        self.name = name
        self.earlier = earlier
        self.loops = 0
        self.closures: list[str] = []
        self.is_nested = False
        """Whether what is written stands in a nested function, which reaches no pointers and floats of the outer."""

    def source(self) -> str:
        is_method = self.rng.random() < 0.2
        body = ["a = box.value", "b = items", "n = k", "m = 1", "w = 0.5", "p = ptr8(box.data)"]
        for number in range(self.rng.choice([0, 0, 1, 2])):
            body += self.nested(f"g{number}")
        if self.rng.random() < 0.3:
            body += self.local_class()
        body += [*self.block(3, 2), "return a, b, n, m, w, len(box.log)"]
        head = f"@viper\ndef {self.name}(box, items, k: int):\n"
        text = head + "".join(f"    {line}\n" for line in body)
        if not is_method:
            return text
        lines = "".join(f"    {line}\n" for line in text.splitlines())
        return f"class Class_{self.name}:\n{lines}{self.name} = Class_{self.name}.{self.name}\n"

    def nested(self, name: str) -> list[str]:
        """A nested function that shares the variables of objects and integers with the outer one."""
        self.is_nested = True
        lines = ["nonlocal a, b, n, m", *self.block(2, 1), f"return x, {self.value()}"]
        self.is_nested = False
        self.closures.append(name)
        default = self.rng.choice(["", "=a", "=1"])
        return [f"def {name}(x{default}):", *(f"    {line}" for line in lines)]

    def local_class(self) -> list[str]:
        """A class that shares variables with the function around it, and raises in its own way."""
        self.closures += ["Local(a).get", "Local(b).get"]
        default, value = self.rng.choice(["None", "1", "a"]), self.rng.choice(["self.value", "a", "check(self.value)"])
        return [
            "class Local(Box):", f"    default = {default}", "    def get(self, x=None):",
            "        inner = lambda y: (x, y, self.default, b)", f"        return inner({value})",
        ]  # fmt: skip

    def integer(self) -> str:
        choices = ["n", "m", "k", "n + m", "n * 3", "n - k", "n & 7", "m ^ n", "2", "-1"]
        if not self.is_nested:
            choices += ["p[int(n) & 7]", "ptr16(box.data)[int(m) & 3]", "mix(box.data, int(m))"]
        return self.rng.choice(choices)

    def real(self) -> str:
        return self.rng.choice(["w + 0.25", "w * 0.5", "float(int(n) & 255)", "halve(w, int(m))", "1.5", "-w"])

    def value(self) -> str:
        """An object."""
        integer = self.integer()
        choices = [
            "a", "b", "box.value", f"object({integer})", "'ab'", "None", "[1, 'x', 2.5]", "(1, 2)", "{'p': 1}",
            f"items[{self.rng.choice(['0', '-1', '2'])}]", f"items[{self.rng.randrange(3)}:]", "check(a)", "str(a)",
            f"[x for x in range({self.rng.randrange(4)})]", "f'{a}!'", "len(items)", "box.log[-1]", "a + a", "a == b",
            "{1, 2} & {2, 3}", f"check({integer})", "sorted([3, 1, 2])", "'-'.join(['q', 'r'])", "1.5",
            f"box.add({integer}, times=2)", "a is None", "dict(u=1)['u']", "a * 0.5", "a + 1.5", "2.5 if a else b",
            f"collect(*items, {integer}, z=a)", "collect(**{'u': a, 'v': 1})", "collect(*b, *items, **dict(u=1))",
            "box.add(*items[:1], **{'times': 3})", "(lambda x, y=b: (x, y, a))(1)", "apply(lambda x: x + a, items)",
            "{x: a for x in items if x}", "sorted({str(x) for x in items})", "[(x, y) for x in 'ab' for y in items]",
            "sorted(items, key=lambda x: str(x))", "bytes(box.data)", "box.data[1:3]", "deep(box, 4)", "deep(box, 7)",
            "apply(check, items)", "a if b else items", "a and b or items",
        ]  # fmt: skip
        if not self.is_nested:
            choices += ["w", "halve(1.5, 1)", "mix(box.data, 3)", "[w, w]"]
        if self.earlier:
            choices += [f"{self.rng.choice(self.earlier)}(box, items, {integer})"] * 4
        if self.closures:
            closure = self.rng.choice(self.closures)
            choices += [f"{closure}({integer})", f"apply({closure}, items)", f"{closure}(x=b)"] * 2
        return self.rng.choice(choices)

    def block(self, count: int, depth: int) -> list[str]:
        return [line for _ in range(self.rng.randint(1, count)) for line in self.statement(depth)]

    def statement(self, depth: int) -> list[str]:
        kinds = [self.simple] * 3 + ([self.branch, self.loop, self.guarded, self.guarded, self.within] if depth else [])
        return self.rng.choice(kinds)(depth)

    def simple(self, depth: int) -> list[str]:
        value, number = self.value(), self.integer()
        choices = [
            f"a = {value}", f"b = {value}", f"n = {number}", f"m += {number}", f"box.value = {value}",
            f"items.append({value})", f"items[0] = {value}", "del items[-1]", f"box.add({value})", f"n //= {number}",
            "raise KeyError('k', 1)", "x, y = items", f"m = int({number})", f"box.value = ({value}, {number})",
            "x, *y = items", f"a += {value}", f"items[1:2] = [{value}]", "box.log = []", f"b = [{value}, {value}]",
        ]  # fmt: skip
        if not self.is_nested:
            choices += [
                f"w = {self.real()}", f"w += {self.real()}", f"p[int(m) & 7] = int({number}) & 255",
                f"ptr16(box.data)[1] = int({number}) & 0xffff", "fill(box.data, int(n))", f"box.data[1] = {value}",
            ]  # fmt: skip
        return [self.rng.choice(choices)]

    def branch(self, depth: int) -> list[str]:
        test = self.rng.choice(
            [f"{self.integer()} > {self.integer()}", "a", "items", "a == b", "a is None", "1 in items", "not a"]
        )
        lines = [f"if {test}:", *self.inside(depth)]
        return [*lines, "else:", *self.inside(depth)] if self.rng.random() < 0.5 else lines

    def loop(self, depth: int) -> list[str]:
        self.loops += 1
        count = self.rng.randrange(1, 4)
        head = self.rng.choice(
            [f"for i{self.loops} in range({count}):", "for a in list(items):", "for b in 'xyz':",
             f"for i{self.loops}, a in enumerate(items[:3]):"]
        )  # fmt: skip
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

    def within(self, depth: int) -> list[str]:
        guard = f"Guard(box, {self.rng.choice(['False', 'True', 'a', 'n > 1'])})"
        head = self.rng.choice([f"with {guard}:", f"with {guard} as a:", f"with {guard}, {guard} as b:"])
        leave = self.rng.choice([[], [], [], ["    return a, n"]])
        return [head, *self.inside(depth), *leave]

    def inside(self, depth: int) -> list[str]:
        return [f"    {line}" for line in self.block(2, depth - 1)]


def object_functions(seed: str, count: int) -> tuple[list[str], str]:
    """Names of functions, of which each may call those before it, and the text of all."""
    rng = random.Random(f"objects {seed}")
    names: list[str] = []
    texts = [AROUND, HELPERS]
    for number in range(count):
        texts.append(ObjectFunctions(rng, f"f{number}", names[-3:]).source())
        names.append(f"f{number}")
    return names, "\n".join(texts)


CALLS = ["1, [1, 2, 3], 2", "None, [], 0", "'s', ['u', 1], -5", "3, [3, 3.5], 7", "[1], [None, (1,), 'z', 0], 100"]
"""The arguments: the value of the box, the items, and the number."""
