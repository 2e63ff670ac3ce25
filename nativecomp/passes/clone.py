"""Copy some blocks of a function. Locals are slots, so the copies need nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nativecomp.analysis.flow import Flow, Loop
from nativecomp.ir import Block, Function, Local, Op

_TARGETS = ("target", "then", "otherwise")


@dataclass
class Copy:
    """The copies of blocks and operations by their originals."""

    blocks: dict[Block, Block] = field(default_factory=dict)
    ops: dict[Op, Op] = field(default_factory=dict)

    def block(self, original: Block) -> Block:
        return self.blocks.get(original, original)

    def op(self, original: Op) -> Op:
        return self.ops.get(original, original)


class Names:
    """Block names that are new to a function."""

    def __init__(self, function: Function) -> None:
        self._taken = {block.name for block in function.blocks}

    def new(self, name: str) -> str:
        number, found = 0, name
        while found in self._taken:
            number += 1
            found = f"{name}.{number}"
        self._taken.add(found)
        return found


class Uses:
    """Which blocks use what the operations of other blocks computed."""

    def __init__(self, function: Function, flow: Flow) -> None:
        self._flow = flow
        self._place = {block: number for number, block in enumerate(function.blocks)}
        self._users: dict[Block, set[Block]] = {}
        home = {op: block for block in flow.order for op in block.ops}
        for block in flow.order:
            for op in block.ops:
                for operand in op.operands:
                    if home[operand] is not block:
                        self._users.setdefault(home[operand], set()).add(block)

    def closed(self, loop: Loop) -> list[Block]:
        """The blocks of a loop, and those on the ways out of it that use what its operations computed, as placed.

        A copy of all of these is complete: no block outside needs a value from inside.
        """
        found: set[Block] = set()
        todo = list(loop.blocks)
        while todo:
            block = todo.pop()
            if block not in found:
                found.add(block)
                todo += self._users.get(block, ())
                # The header dominates the users, so going back from them ends there.
                todo += self._flow.predecessors[block] if block is not loop.header else ()
        return sorted(found, key=self._place.__getitem__)


def copy_blocks(
    blocks: Iterable[Block],
    name: Callable[[str], str],
    names: Names,
    locals_: Mapping[Local, Local] | None = None,
) -> Copy:
    """Copies that go to each other; where they leave or raise, they go where the originals do.

    `name` gives their names from those of the originals; `locals_` are locals that stand for others in them.
    """
    made = Copy()
    originals = list(blocks)
    for block in originals:
        made.blocks[block] = Block(names.new(name(block.name)))
    stands: dict[Any, Any] = {**made.blocks, **(locals_ or {})}
    for block in originals:
        made.blocks[block].handler = None if block.handler is None else made.block(block.handler)
        for op in block.ops:
            attributes = {k: stands.get(v, v) if isinstance(v, Block | Local) else v for k, v in op.attributes.items()}
            new = Op(op.name, [made.op(o) for o in op.operands], op.type, attributes, op.span)
            made.ops[op] = new
            made.blocks[block].ops.append(new)
    return made


def redirect(block: Block, old: Block, new: Block) -> None:
    """Let a block go to another one in the place of `old`."""
    end = block.terminator
    if end is not None:
        for key in _TARGETS:
            if end.attributes.get(key) is old:
                end.attributes[key] = new
