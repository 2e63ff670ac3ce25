"""What each operation in a loop computes, seen through the locals: a graph of values instead of slots.

    i = counter; j = i + 1; a[j]        index = int.add(loop(counter), const 1)

Two operations that compute the same are one value. A local that is not assigned in the loop is its value before the
loop ("entry"); where ways meet with different values there is a "join", at the head of a loop a "loop" value.
"""

from dataclasses import dataclass
from typing import Any

from nativecomp.analysis.flow import Flow, Loop
from nativecomp.ir import Block, Effect, Function, Local, Op
from nativecomp.language.types import BOOL, BufferType, IntType, Type

_DEEPEST = 40
"""Expressions that nest deeper are not looked into."""
_SEEN_THROUGH = frozenset(
    f"int.{name}"
    for name in (
        *("add", "sub", "mul", "and", "or", "xor", "shl", "shr", "floordiv", "mod"),
        *("neg", "invert", "abs", "min", "max", "compare", "step"),
    )
) | {"convert", "buffer.length", "range.count"}
_DIVIDES = ("int.floordiv", "int.mod", "range.count")


@dataclass(eq=False)
class Value:
    """`kind` is the name of the operation, or one of

    "entry" (data: a local, as it is before the loop), "outer" (data: an operation before the loop), "join" and "loop"
    (data: a block and a local), "opaque" (data: whatever tells it apart), "const" (data: the value).
    `fixed` says that it can be computed before the loop, without raising.
    """

    number: int
    kind: str
    type: Type
    args: tuple["Value", ...]
    data: Any
    fixed: bool
    depth: int

    @property
    def constant(self) -> int | None:
        return self.data if self.kind == "const" and isinstance(self.data, int) else None


class Values:
    """The values of one loop with the loops inside it."""

    def __init__(self, function: Function, flow: Flow, region: Loop, changing: set[Local]) -> None:
        self.function = function
        self.flow = flow
        self.region = region
        self.changing = changing
        self.of: dict[Op, Value] = {}
        self.blocks = sorted(region.blocks, key=flow.number.__getitem__)
        self._made: dict[tuple[object, ...], Value] = {}
        self._out: dict[Block, dict[Local, Value]] = {}
        self._starts: dict[tuple[Block, Local], Value] = {}
        self._stored = {loop: self._assigned(loop) for loop in self._loops(region)}
        self.counts: dict[Value, tuple[Value, ...]] = {}
        """The start, stop and step of a `range.count` before the loop, by the local that holds it."""
        self._before: dict[Local, Value] = {}
        self._look_before()
        for block in self.blocks:
            self._read(block)

    # Making values

    def make(self, kind: str, type_: Type, args: tuple[Value, ...] = (), data: Any = None) -> Value:
        key = (kind, type_, args, type(data), data)
        value = self._made.get(key)
        if value is None:
            depth = 1 + max((arg.depth for arg in args), default=0)
            if depth > _DEEPEST:
                kind, args, depth = "opaque", (), 0
                data = len(self._made)
            fixed = kind in ("const", "entry", "outer") or (kind in _SEEN_THROUGH and all(arg.fixed for arg in args))
            if kind in _DIVIDES:
                fixed = fixed and bool(args[-1].constant)
            value = self._made[key] = Value(len(self._made), kind, type_, args, data, fixed, depth)
        return value

    def constant(self, value: int, type_: IntType) -> Value:
        return self.make("const", type_, data=type_.wrap(value))

    def _operation(self, op: Op) -> Value:
        if op.name == "const" and isinstance(op.type, IntType):
            return self.constant(int(op.attributes["value"]), op.type)
        if op.name in _SEEN_THROUGH and self._is_whole(op):
            args = tuple(self.operand(operand) for operand in op.operands)
            return self.make(op.name, op.type, args, op.attributes.get("predicate"))
        return self.make("opaque", op.type, data=op)

    def _is_whole(self, op: Op) -> bool:
        types = (op.type, *(operand.type for operand in op.operands))
        return all(t == BOOL or isinstance(t, IntType | BufferType) for t in types)

    def operand(self, op: Op) -> Value:
        found = self.of.get(op)
        return self.make("outer", op.type, data=op) if found is None else found

    # Locals

    def _loops(self, loop: Loop) -> list[Loop]:
        return [loop, *(inner for child in loop.children for inner in self._loops(child))]

    def _assigned(self, loop: Loop) -> set[Local]:
        found: set[Local] = set()
        for block in loop.blocks:
            for op in block.ops:
                if op.name == "local.store":
                    found.add(op.attributes["local"])
                elif Effect.RUNS_PYTHON in op.effects:
                    found |= self.changing
        return found

    def _look_before(self) -> None:
        """What the block before the loop stores last, where it can be said by what locals hold when the loop starts."""
        before = [b for b in self.flow.predecessors[self.region.header] if b not in self.region.blocks]
        end = before[0].terminator if len(before) == 1 else None
        if end is None or len(end.targets) != 1:
            return
        ops = before[0].ops
        calls = any(Effect.RUNS_PYTHON in op.effects for op in ops)
        stored = {op.attributes["local"] for op in ops if op.name == "local.store"}
        stored |= self.changing if calls else set()
        known: dict[Op, Value] = {}
        for op in ops:
            if op.name == "local.load" and op.attributes["local"] not in stored:
                known[op] = self.make("entry", op.type, data=op.attributes["local"])
            elif op.name == "local.load" and op.attributes["local"] in self._before:
                known[op] = self._before[op.attributes["local"]]
            elif op.name == "const" and isinstance(op.type, IntType):
                known[op] = self._operation(op)
            elif op.name in _SEEN_THROUGH and self._is_whole(op) and all(o in known for o in op.operands):
                args = tuple(known[operand] for operand in op.operands)
                known[op] = self.make(op.name, op.type, args, op.attributes.get("predicate"))
            elif op.name == "local.store":
                local, value = op.attributes["local"], known.get(op.operands[0])
                self._before.pop(local, None)
                if local in self.changing or value is None:
                    continue
                if value.fixed:
                    self._before[local] = value
                elif value.kind == "range.count" and all(arg.fixed for arg in value.args):
                    self.counts[self.make("entry", local.type, data=local)] = value.args
            if op in known and not known[op].fixed and op.name != "range.count":
                del known[op]

    def _entry(self, local: Local) -> Value:
        return self._before.get(local) or self.make("entry", local.type, data=local)

    def _read(self, block: Block) -> None:
        now: dict[Local, Value] = {}
        for op in block.ops:
            if op.name == "local.load":
                local = op.attributes["local"]
                self.of[op] = now[local] if local in now else self.at_start(block, local)
            elif op.name == "local.store":
                now[op.attributes["local"]] = self.operand(op.operands[0])
            else:
                self.of[op] = self._operation(op)
            if Effect.RUNS_PYTHON in op.effects:
                for local in self.changing:
                    now[local] = self.make("opaque", local.type, data=(op, local))
        self._out[block] = now

    def at_end(self, block: Block, local: Local) -> Value:
        found = self._out[block].get(local)
        return self.at_start(block, local) if found is None else found

    def at_start(self, block: Block, local: Local) -> Value:
        """The value of a local where a block starts; the blocks before it, but for jumps back, have been read."""
        ways: list[tuple[Block, Local]] = []
        key = block, local
        while key not in self._starts:
            ways.append(key)
            found = self._start_or_before(key[0], local)
            if isinstance(found, Value):
                self._starts[key] = found
            else:
                key = found, local
        value = self._starts[key]
        for way in ways:
            self._starts[way] = value
        return value

    def _start_or_before(self, block: Block, local: Local) -> Value | Block:
        """The value at the start of a block, or a block at whose start it is the same."""
        loop = self.flow.loop_of[block]
        if block is loop.header:
            if local in self._stored[loop]:
                return self.make("loop", local.type, data=(block, local))
            if loop is self.region:
                return self._entry(local)
        before = [b for b in self.flow.predecessors[block] if not self.flow.dominates(block, b)]
        if any(b.handler is block and local in self._out[b] for b in before):
            # A raise leaves a block anywhere: before a store in it, behind the store, between two.
            return self.make("opaque", local.type, data=(block, local))
        if len(before) == 1:
            found = self._out[before[0]].get(local)
            return before[0] if found is None else found
        values = {self.at_end(b, local) for b in before}
        return values.pop() if len(values) == 1 else self.make("join", local.type, data=(block, local))

    def ways(self, value: Value) -> list[tuple[Block | None, Value]]:
        """Of a join or a loop value: the blocks it comes from with the value there; None is before the region."""
        block, local = value.data
        found: list[tuple[Block | None, Value]] = []
        for before in self.flow.predecessors[block]:
            if before in self.region.blocks:
                found.append((before, self.at_end(before, local)))
            elif not found or found[0][0] is not None:
                found.insert(0, (None, self._entry(local)))
        return found

    def loop_of(self, value: Value) -> Loop:
        """The loop of a loop value."""
        return self.flow.loop_of[value.data[0]]

    # Conditions

    def edge(self, source: Block, target: Block) -> tuple[Value, bool] | None:
        """What is known where control goes from one block to another: a condition, and whether it holds."""
        branch = source.terminator
        if branch is None or branch.name != "branch" or source.handler is target:
            return None
        then, otherwise = branch.attributes["then"], branch.attributes["otherwise"]
        return None if then is otherwise else (self.of[branch.operands[0]], target is then)

    def fact(self, block: Block) -> tuple[Value, bool] | None:
        """What is known at the start of a block from the one way that leads to it."""
        before = self.flow.predecessors[block]
        if block is self.region.header or len(before) != 1:
            return None
        return self.edge(before[0], block)
