"""What the exits of a loop depend on: the backward slice of its exit conditions, through locals, memory and branches.

    done = 0                            the exit depends on `done`
    while not done:                     `done` depends on its store, the store on the branch around it,
        if p[0] == 7:                   and the branch on the load: `p[0]` is in the slice,
            done = 1
        q[1] += 1                       `q[1]` is not

A load from memory brings all stores of the loop to memory into the slice: too much is right, and costs speed only. What
runs before the loop has no part, since the loop does not repeat it. All of an endless loop counts.
"""

from nativecomp.analysis.flow import Flow, Loop
from nativecomp.ir import Block, Effect, Function, Local, Op
from nativecomp.language.types import IntType, PointerType

_READS = Effect.READS_BUFFERS | Effect.READS_POINTED
_WRITES = Effect.WRITES_BUFFERS | Effect.WRITES_POINTED
_SHORTEST = 32
"""Bits of a counter that goes its way once, for all that a program can see."""
_FACTOR = 1 << 10
"""What such a counter may be multiplied by."""


class ExitSlice:
    """The operations of one loop that its exits depend on. `shared` are the locals that calls may assign."""

    def __init__(self, function: Function, flow: Flow, loop: Loop, shared: set[Local]) -> None:
        self.flow = flow
        self.loop = loop
        self.ops: set[Op] = set()
        self.locals: set[Local] = set()
        blocks = [block for block in function.blocks if block in loop.blocks]
        self.home = {op: block for block in blocks for op in block.ops}
        self.latches = [block for block in blocks if loop.header in flow.successors[block]]
        self.targets = list(dict.fromkeys(t for b in blocks for t in flow.successors[b] if t not in loop.blocks))
        """Where the exits lead to."""
        self.stores: dict[Local, list[Op]] = {}
        for op in self.home:
            if op.name == "local.store":
                self.stores.setdefault(op.attributes["local"], []).append(op)
        self._shared = shared
        self._decided: dict[Block, list[Block]] = {}
        self._todo = self._conditions(blocks)
        while self._todo:
            op = self._todo.pop()
            if op in self.home and op not in self.ops:
                self.ops.add(op)
                self._todo += op.operands
                self._follow(op)

    def _conditions(self, blocks: list[Block]) -> list[Op]:
        """What decides whether the loop is left; all of a loop that nothing but an exception or a reset ends."""
        leaving = [block.ops[-1] for block in blocks if not self.loop.blocks.issuperset(block.ops[-1].targets)]
        return leaving or list(self.home)

    def _follow(self, op: Op) -> None:
        """What an operation of the slice depends on besides its operands."""
        if op.name == "local.load":
            local = op.attributes["local"]
            if local not in self.locals:
                self.locals.add(local)
                self._todo += self.stores.get(local, [])
                if local in self._shared:
                    self._todo += [other for other in self.home if other.name == "call"]
            return
        if op.effects & _READS:
            self._todo += [other for other in self.home if other.effects & _WRITES]
        if op.ends_block or op.effects & (_WRITES | Effect.WRITES_LOCALS | Effect.RAISES):
            for block in self._deciding(self.home[op]):
                self._todo.append(block.ops[-1])
                if block.handler is not None:
                    self._todo += [other for other in block.ops if other.may_raise]

    def _deciding(self, block: Block) -> list[Block]:
        """The blocks that a block is control dependent on: their branches decide whether an iteration comes to it."""
        if block not in self._decided:
            # From these blocks an iteration can come to its end without the block.
            passing = {b for b in self.loop.blocks if b is not block and not all(map(self._goes_on, self._after(b)))}
            todo = list(passing)
            while todo:
                more = {b for b in self.flow.predecessors[todo.pop()] if b in self.loop.blocks} - passing - {block}
                passing |= more
                todo += more
            bound = {b: [self._goes_on(t) and t not in passing for t in self._after(b)] for b in passing | {block}}
            self._decided[block] = [b for b, ways in bound.items() if any(ways) and not all(ways)]
        return self._decided[block]

    def _after(self, block: Block) -> list[Block]:
        return self.flow.successors[block]

    def _goes_on(self, target: Block) -> bool:
        """Whether a block belongs to the same iteration."""
        return target in self.loop.blocks and target is not self.loop.header

    # Addresses

    def moves(self, access: Op) -> bool:
        """Whether the address of an access grows on each iteration, or shrinks on each: the loop reads it once.

        `p[i]` in a loop that counts with `i` does; `p[i & 7]` comes round.
        """
        pointer, index = access.operands[:2]
        return _sum(self._direction(pointer, frozenset()), self._direction(index, frozenset())) in (1, -1)

    def _direction(self, op: Op, seen: frozenset[Local]) -> int | None:
        """Whether an iteration makes a value larger (1), smaller (-1) or leaves it as it is (0); None if not known."""
        if op not in self.home or op.name == "const":
            return 0
        if op.name == "local.load":
            return self._local_direction(op.attributes["local"], seen)
        if not op.is_pure:
            return None
        parts = [self._direction(operand, seen) for operand in op.operands]
        if not any(parts) and None not in parts:
            return 0
        if not all(map(_is_whole, [op, *op.operands])):
            return None
        if op.name in ("int.add", "int.step"):
            return _sum(parts[0], parts[1])
        if op.name == "int.sub":
            return _sum(parts[0], None if parts[1] is None else -parts[1])
        if op.name == "int.mul" and any(
            o.name == "const" and 0 < o.attributes["value"] <= _FACTOR for o in op.operands
        ):
            return _sum(parts[0], parts[1])
        return parts[0] if op.name == "convert" else None

    def _local_direction(self, local: Local, seen: frozenset[Local]) -> int | None:
        stores = self.stores.get(local, [])
        if local in seen or (local in self._shared and any(op.name == "call" for op in self.home)):
            return None
        if not stores:
            return 0
        steps = [self._step(store.operands[0], local) for store in stores]
        signs = {0 if step is None else (step > 0) - (step < 0) for step in steps}
        if len(signs) == 1 and 0 not in signs:
            return signs.pop() if self._are_on_all_ways({self.home[store] for store in stores}) else None
        if len(stores) == 1 and self._are_on_all_ways({self.home[stores[0]]}):
            return self._direction(stores[0].operands[0], seen | {local})
        return None

    def _step(self, op: Op, local: Local) -> int | None:
        """By how much a value is more than a local, both of the same iteration; None if not known."""
        if op not in self.home or not _is_whole(op):
            return None
        if op.name == "local.load":
            return 0 if op.attributes["local"] is local else None
        if op.name == "convert":
            return self._step(op.operands[0], local)
        if op.name not in ("int.add", "int.step", "int.sub") or op.operands[1].name != "const":
            return None
        by, step = op.operands[1].attributes["value"], self._step(op.operands[0], local)
        return None if step is None else step + (-by if op.name == "int.sub" else by)

    def _are_on_all_ways(self, blocks: set[Block]) -> bool:
        """Whether each iteration comes through one of the blocks."""
        reached = {self.loop.header} - blocks
        todo = list(reached)
        while todo:
            for target in self.flow.successors[todo.pop()]:
                if target is self.loop.header:
                    return False
                if target in self.loop.blocks and target not in blocks and target not in reached:
                    reached.add(target)
                    todo.append(target)
        return True


def _sum(left: int | None, right: int | None) -> int | None:
    """The direction of a sum."""
    if left is None or right is None or left * right < 0:
        return None
    return left or right


def _is_whole(op: Op) -> bool:
    """Whether a value does not come round as it grows: an address, or an integer that is not short."""
    return isinstance(op.type, PointerType) or (isinstance(op.type, IntType) and op.type.bits >= _SHORTEST)
