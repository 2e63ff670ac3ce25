"""Random functions: statements, loops that end, buffers, pointers, calls, nested functions, tuples, exceptions."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.fuzz.arguments import BufferParameter, buffer_parameters, make_arguments
from tests.fuzz.expressions import Expressions, Names
from tests.fuzz.samples import Sample
from tests.fuzz.values import FLOATS, INTEGERS, SCALARS, int_literal

INT_UPDATES = ("+=", "-=", "*=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=", "+=", "-=")
RAISED = (
    "ValueError",
    'ValueError("bad value")',
    "IndexError",
    "RuntimeError(7)",
    'KeyError("k")',
    "OSError(5)",
)


@dataclass
class Callee:
    """A function that may be called: parameter kinds with defaults, kind of the result (several: a tuple)."""

    name: str
    parameters: list[tuple[str, str, bool]]
    results: list[str]


@dataclass
class Block:
    """What a statement may do where it stands."""

    depth: int  # of blocks
    in_loop: bool = False
    loops: int = 0  # loops around, which multiply
    guarded: bool = False  # by a `try` around, in the main function
    handles: bool = False  # an exception, in an `except` block


@dataclass
class Body:
    """The function being written."""

    lines: list[str] = field(default_factory=list)
    locals: dict[str, str] = field(default_factory=dict)  # assignable scalars and their types
    buffers: list[BufferParameter] = field(default_factory=list)
    callees: list[Callee] = field(default_factory=list)
    count: int = 0
    is_main: bool = False  # no other function calls it
    returns_early: bool = False  # an integer, from within a `try`


class Functions:
    """Writes one function after the other; `source()` is the text so far."""

    def __init__(self, rng: random.Random, prefix: str) -> None:
        self.rng = rng
        self.prefix = prefix
        self.text: list[str] = []
        self.callees: list[Callee] = []

    # Whole functions.

    def sample(self, calls: int = 4) -> Sample:
        for i in range(self.rng.choice((0, 1, 1, 2))):
            self.rng.choice((self._helper, self._helper, self._recursive))(f"{self.prefix}_h{i}")
        name = self.prefix
        parameters = self._scalar_parameters(self.rng.randint(1, 3), 0.0)
        buffers = buffer_parameters(self.rng)
        self._start(parameters, buffers)
        texts = [f"{n}: {t}" for n, t, _ in parameters] + [f"{b.name}: {b.type}" for b in buffers]
        if self.rng.random() < 0.2:
            self._nested(f"{name}_n")
        if self.rng.random() < 0.25:
            self._annotated_alone()
        self.body.is_main = True
        self._block(Block(0), self.rng.randint(2, 5))
        self._finish()
        arrow = " -> int" * self.body.returns_early
        self.text.append(f"@viper\ndef {name}({', '.join(texts)}){arrow}:\n" + "\n".join(self.body.lines) + "\n")
        types = [t for _, t, _ in parameters]
        return Sample("\n".join(self.text), name, [make_arguments(self.rng, types, buffers) for _ in range(calls)])

    def _scalar_parameters(self, count: int, default_share: float) -> list[tuple[str, str, bool]]:
        parameters = []
        optional = False
        for letter in "abcdefgh"[:count]:
            optional = optional or self.rng.random() < default_share
            parameters.append((letter, self.rng.choice((*SCALARS, *INTEGERS)), optional))
        return parameters

    def _start(self, parameters: list[tuple[str, str, bool]], buffers: list[BufferParameter]) -> None:
        self.body = Body(buffers=buffers, callees=list(self.callees))
        self.names = Names()
        self.make = Expressions(self.rng, self.names)
        for name, kind, _ in parameters:
            self.names.add(name, kind)
            self.body.locals[name] = kind
        for buffer in buffers:
            leaves = self.names.float_leaves if buffer.kind in FLOATS else self.names.int_leaves
            leaves.append(lambda depth, b=buffer: f"{b.name}[{b.index(self.rng, self.make.operand(max(depth, 0)))}]")
            if buffer.typed:
                self.names.int_leaves.append(lambda depth, b=buffer: f"len({b.name})")
        for callee in self.body.callees:
            self._make_callable(callee)

    def _make_callable(self, callee: Callee) -> None:
        if len(callee.results) == 1:
            leaves = self.names.float_leaves if callee.results[0] in FLOATS else self.names.int_leaves
            leaves.append(lambda depth: self._call(callee, max(depth, 0)))

    def _call(self, callee: Callee, depth: int) -> str:
        arguments = []
        named = False
        for name, kind, optional in callee.parameters:
            if optional and self.rng.random() < 0.5:
                named = True
                continue
            value = self._value(kind, depth) if name != "depth" else f"({self.make.operand(depth)} & 7)"
            named = named or self.rng.random() < 0.1
            arguments.append(f"{name}={value}" if named else value)
        return f"{callee.name}({', '.join(arguments)})"

    def _value(self, kind: str, depth: int) -> str:
        """An expression that converts to a type implicitly."""
        if kind == "bool":
            return self.make.bool(depth)
        if kind in FLOATS and self.rng.random() < 0.7:
            return self.make.float(depth)
        return self.make.operand(depth)

    def _helper(self, name: str) -> None:
        parameters = self._scalar_parameters(self.rng.randint(1, 6), 0.15)
        self._start(parameters, [])
        self._block(Block(0, loops=1), self.rng.randint(0, 3))
        results = [self.rng.choice((*SCALARS, *INTEGERS)) for _ in range(self.rng.choice((1, 1, 1, 2, 3)))]
        self.body.lines.append(f"    return {', '.join(self._value(r, self.depth()) for r in results)}")
        texts = [
            f"{n}: {t}" + (f" = {'True' if t == 'bool' else self.rng.choice(('0', '1', '100'))}" if optional else "")
            for n, t, optional in parameters
        ]
        arrow = f" -> {results[0]}" if len(results) == 1 else f" -> tuple[{', '.join(results)}]"
        self._define(name, texts, arrow, Callee(name, parameters, results))

    def _recursive(self, name: str) -> None:
        kind = self.rng.choice(INTEGERS)
        parameters = [("depth", "int", False), ("a", kind, False), ("b", self.rng.choice(SCALARS), False)]
        self._start(parameters, [])
        self.body.locals.pop("depth")
        deeper = f"{name}(depth - 1, {self._value(kind, 1)}, b)"
        self.body.lines += [
            "    if depth <= 0:",
            f"        return {self.make.operand(1)}",
            f"    return {deeper} {self.rng.choice('+-*^')} {self.make.operand(1)}",
        ]
        texts = [f"{n}: {t}" for n, t, _ in parameters]
        result = self.rng.choice(INTEGERS)
        self._define(name, texts, f" -> {result}", Callee(name, parameters, [result]))

    def _define(self, name: str, parameters: list[str], arrow: str, callee: Callee) -> None:
        self.text.append(f"@viper\ndef {name}({', '.join(parameters)}){arrow}:\n" + "\n".join(self.body.lines) + "\n")
        self.callees.append(callee)

    def _nested(self, name: str) -> None:
        """A nested function that changes a local of this one."""
        changed = self._new_local("int", self.make.typed_int(1))
        inner = Expressions(self.rng, Names(ints=[*self.names.ints, "k"], bools=self.names.bools))
        self._line(0, f"def {name}(k: int) -> int:")
        self._line(1, f"nonlocal {changed}")
        self._line(1, f"{changed} {self.rng.choice(('+=', '^=', '-='))} {inner.operand(1)}")
        self._line(1, f"return {inner.typed_int(1)}")
        callee = Callee(name, [("k", "int", False)], ["int"])
        self.body.callees.append(callee)
        self._make_callable(callee)

    def _annotated_alone(self) -> None:
        kind = self.rng.choice(SCALARS)
        name = self._name()
        self._line(0, f"{name}: {kind}")
        self._declare(name, kind)

    def _finish(self) -> None:
        seen = list(self.body.locals)
        self.rng.shuffle(seen)
        if len(seen) < 2 or self.body.returns_early or self.rng.random() < 0.3:
            self._line(0, f"return {self.make.typed_int(self.depth())}")
        else:
            self._line(0, f"return {', '.join(seen[:8])}")

    # Lines and names.

    def _line(self, depth: int, text: str) -> None:
        self.body.lines.append("    " * (depth + 1) + text)

    def _name(self) -> str:
        self.body.count += 1
        return f"v{self.body.count}"

    def _declare(self, name: str, kind: str) -> None:
        self.body.locals[name] = kind
        self.names.add(name, kind)

    def _new_local(self, kind: str, value: str, depth: int = 0) -> str:
        name = self._name()
        self._line(depth, f"{name} = {value}")
        self._declare(name, kind)
        return name

    def _local(self, *kinds: str) -> str | None:
        fitting = [n for n, k in self.body.locals.items() if k in kinds]
        return self.rng.choice(fitting) if fitting else None

    # Statements (see statements.py for the table).

    def _block(self, where: Block, count: int) -> None:
        from tests.fuzz.statements import FORMS, WEIGHTS

        for _ in range(count):
            for form in self.rng.choices(FORMS, WEIGHTS, k=20):
                if form(self, where):
                    break

    def depth(self) -> int:
        """Of most expressions: small, as the statements around them are what is tried."""
        return self.rng.choice((1, 1, 2))

    def choice(self, *options: Any) -> Any:
        return self.rng.choice(options)


__all__ = ["INT_UPDATES", "RAISED", "Block", "Body", "Callee", "Functions", "int_literal"]
