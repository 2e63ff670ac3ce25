"""Which locals are live: where their value may still be read, before something else is stored in them.

    x = 1          live before it: nothing
    try:
        g()        x, for the handler reads it
        x = 2      x, for the handler may read it still if the end of the region raises; but nothing raises here
    except E:
        x + 1      x

It is a backward dataflow problem over blocks. From an operation that raises there is a way to the handler, so what is
live where the handler begins is live in front of each such operation.
"""

from collections.abc import Iterator, Set

from nativecomp.ir import Block, Function, Local, Op


def locals_read(op: Op) -> tuple[Local, ...]:
    """The locals that an operation may read: a call reads what its callee uses of the caller's."""
    if op.name == "call":
        return tuple(op.attributes["callee"].captures)
    return (op.attributes["local"],) if op.name in ("local.load", "iterator.next", "iterator.item") else ()


def locals_stored(op: Op) -> tuple[Local, ...]:
    """The locals that an operation surely stores."""
    return (op.attributes["local"],) if op.name in ("local.store", "iterator.begin", "iterator.resume") else ()


class Liveness:
    """The live locals at both ends of the blocks of a function whose blocks can all be reached."""

    def __init__(self, function: Function) -> None:
        self._lasting = frozenset(function.captures)
        """What the enclosing function may read when this one is left."""
        self.at_start: dict[Block, frozenset[Local]] = {}
        self.at_end: dict[Block, frozenset[Local]] = {}
        before: dict[Block, list[Block]] = {block: [] for block in function.blocks}
        for block in function.blocks:
            for follower in block.successors:
                before[follower].append(block)
        todo = dict.fromkeys(function.blocks)
        while todo:
            block, _ = todo.popitem()
            live = self._at_end(block)
            self.at_end[block] = frozenset(live)
            for _ in self._backwards(block, live):
                pass  # it changes what is live
            start = frozenset(live)
            if start != self.at_start.get(block):
                self.at_start[block] = start
                todo.update(dict.fromkeys(before[block]))

    def _at_end(self, block: Block) -> set[Local]:
        targets = block.terminator.targets if block.terminator else []
        ends = [self.at_start.get(target, frozenset()) for target in targets]
        return set().union(*ends) if targets else set(self._lasting)

    def _backwards(self, block: Block, live: set[Local]) -> Iterator[Op]:
        """The operations from the end; `live` is what is live behind each, and in the end where the block starts."""
        raised = self._raised(block)
        for op in reversed(block.ops):
            yield op
            live.difference_update(locals_stored(op))
            if op.may_raise:
                live.update(raised)
            live.update(locals_read(op))

    def _raised(self, block: Block) -> frozenset[Local]:
        return self._lasting if block.handler is None else self.at_start.get(block.handler, frozenset())

    def across(self, block: Block) -> Iterator[tuple[Op, Set[Local]]]:
        """The operations from the end, with what is live behind each: in the handler, too, where one raises."""
        live = set(self.at_end[block])
        raised = self._raised(block)
        for op in self._backwards(block, live):
            yield op, live | raised if op.may_raise and not live >= raised else live
