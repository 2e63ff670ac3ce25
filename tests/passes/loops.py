"""Random functions that loop over typed buffers, for the pass that checks bounds before a loop."""

import random

HEADER = """from nativecomp import viper, int8, int16, int32, int64, uint, uint8, uint16


@viper
def pick(b: int32[:], i: int, turns: int) -> int:
    value = b[i]
    for turn in range(turns & 3):
        value += b[i + turn]
    return value


@viper
def put(c: uint8[:], i: int, value: int):
    if value > 3:
        return
    c[i] = value


@viper
def lazy(d: int16[:], i: int) -> int:
    if i > 2:
        value = d[i]
    elif i < 0:
        raise ValueError("below")
    return value


"""
BUFFERS = ("b", "c", "d")
PARAMETERS = "b: int32[:], c: uint8[:], d: int16[:], n: int, m: int, k: int"
EDGES = (-(1 << 31), (1 << 31) - 1, 1 << 30, 65536, -65536, 1 << 28, 46341)


class Loops:
    """Writes one function: nests of loops, locals that step, conditions, accesses with indices made of all these."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.lines: list[str] = []
        self.names = ["n", "m", "k"]
        self.count = 0

    def write(self, name: str) -> str:
        self.lines = ["@viper", f"def {name}({PARAMETERS}) -> int:", "    total = 0", "    j = 0", "    t = 1"]
        self.names += ["j", "t"]
        for _ in range(self.rng.randint(1, 2)):
            self.statement(1, 0)
        self.lines.append("    return total + j * 7 + t")
        return "\n".join(self.lines) + "\n\n\n"

    def emit(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def small(self) -> str:
        return str(self.rng.choice((0, 1, 1, 2, 3, -1, -2, 4)))

    def value(self, depth: int = 0) -> str:
        """An integer expression, mostly affine."""
        kind = self.rng.random()
        if depth > 2 or kind < 0.35:
            return self.rng.choice([*self.names, self.small()])
        left, right = self.value(depth + 1), self.value(depth + 1)
        if kind < 0.75:
            return f"({left} {self.rng.choice('+-+-*')} {right})"
        if kind < 0.82:
            return f"({left} {self.rng.choice(('& 3', '% 3', '>> 1', '<< 1', '& 7', '| 1'))})"
        if kind < 0.88:
            return f"{self.rng.choice(('min', 'max'))}({left}, {right})"
        if kind < 0.93:
            return f"({left} if {self.condition()} else {right})"
        if kind < 0.97:
            return f"{self.rng.choice(('int8', 'uint8', 'int16'))}({left})"
        return f"len({self.rng.choice(BUFFERS)})"

    def condition(self) -> str:
        name, other = self.rng.choice(self.names), self.rng.choice([*self.names, self.small(), "len(b)", "n - 1"])
        return f"{name} {self.rng.choice(('<', '<=', '>', '>=', '==', '!='))} {other}"

    def access(self) -> str:
        if self.rng.random() < 0.15:
            return self.rng.choice((f"pick(b, {self.value()}, {self.value()})", f"lazy(d, {self.value()})"))
        return self.element()

    def element(self) -> str:
        return f"{self.rng.choice(BUFFERS)}[{self.value()}]"

    def bound(self) -> str:
        return self.rng.choice(["n", "m", "len(b)", "len(c)", "n - 1", "m + 2", "k", "3", "8", "0", "1", "j"])

    def statement(self, depth: int, loops: int) -> None:
        kind = self.rng.random()
        if loops < 3 and (kind < 0.4 or loops == 0):
            self.loop(depth, loops)
        elif kind < 0.55:
            self.emit(depth, f"{self.element()} = {self.value()}")
        elif kind < 0.58:
            self.emit(depth, f"put(c, {self.value()}, {self.value()})")
        elif kind < 0.7:
            self.emit(depth, f"total += {self.access()}")
        elif kind < 0.78:
            self.emit(depth, f"j = {self.value()}")
        elif kind < 0.86:
            self.emit(depth, f"{self.rng.choice('jt')} {self.rng.choice(('+=', '-='))} {self.small()}")
        elif kind < 0.95 and depth < 5:
            self.emit(depth, f"if {self.condition()}:")
            self.statement(depth + 1, max(loops, 1))
        else:
            self.emit(depth, self.rng.choice(["break", "continue", "total += t"]) if loops else "total += 1")

    def loop(self, depth: int, loops: int) -> None:
        self.count += 1
        name = f"i{self.count}"
        kind = self.rng.random()
        if kind < 0.75:
            arguments = [self.bound()]
            if self.rng.random() < 0.5:
                arguments.insert(0, self.rng.choice(["0", "1", "k", "m", "-1", "n - 1"]))
                if self.rng.random() < 0.6:
                    arguments.append(self.rng.choice(["1", "2", "3", "-1", "-2", "k"]))
            self.emit(depth, f"for {name} in range({', '.join(arguments)}):")
            self.names.append(name)
        elif kind < 0.85:
            self.emit(depth, f"for {name} in {self.rng.choice(BUFFERS)}:")
            self.names.append(name)
        else:
            comparison, step = self.rng.choice([("<", "+="), ("<=", "+="), (">", "-="), (">=", "-=")])
            limit = self.rng.choice(["n", "m", "len(b)", "0", "k"])
            self.emit(depth, f"while t {comparison} {limit}:")
            self.emit(depth + 1, f"t {step} {self.rng.choice(('1', '2', '1'))}")
        for _ in range(self.rng.randint(1, 3)):
            self.statement(depth + 1, loops + 1)


def arguments(rng: random.Random) -> tuple[list[int], bytes, list[int], int, int, int]:
    """Contents of the three buffers, and three integers: mostly small, sometimes at the ends of the type."""
    lengths = [rng.choice((0, 1, 3, 8, 12, 40, 200)) for _ in range(3)]
    numbers = [rng.choice(EDGES) if rng.random() < 0.08 else rng.randint(-3, 13) for _ in range(3)]
    return (
        [rng.choice((0, 1, 2, 5, -1, 1000, -(1 << 31))) for _ in range(lengths[0])],
        rng.randbytes(lengths[1]),
        [rng.randint(-5, 5) for _ in range(lengths[2])],
        *numbers,
    )
