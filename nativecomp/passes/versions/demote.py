"""Split blocks in front of operations, and bring values from block to block in slots.

before, split in front of %2                       after
    for:                                               for:
      %0: object = object.subscript %8, %9               %0: object = object.subscript %8, %9
      %1: object = local.load local=s                    local.store %0, local=value
      %2: object = object.binary %1, %0, ...             jump target=for.1
      ...                                              for.1:
                                                         %1: object = local.load local=s
                                                         %3: object = local.load local=value
                                                         %2: object = object.binary %1, %3, ...

Afterwards any block of the region may be entered from a copy of the one before it: all that it uses is in slots.
Constants are computed again where they are used, and slots loaded again that nothing has stored into since. Legal for
any value: a slot holds what was stored last, and the store of a value stands right behind it. A value whose operation
may raise is stored after it, so no handler sees it.
"""

from collections.abc import Set

from nativecomp.ir import Block, Function, Local, Op
from nativecomp.language.types import NONE
from nativecomp.passes.clone import Names

_AGAIN = ("object.const", "const", "object.none", "zero")
"""Operations that give the same anywhere."""


def split(function: Function, region: set[Block], at: set[Op], names: Names) -> set[Block]:
    """Let each of some operations of a region begin a block; the region's blocks afterwards."""
    placed: list[Block] = []
    found: set[Block] = set()
    for block in function.blocks:
        placed.append(block)
        if block not in region:
            continue
        found.add(block)
        ops, block.ops = block.ops, []
        for op in ops:
            if op in at and placed[-1].ops:
                following = Block(names.new(block.name), [], block.handler)
                placed[-1].ops.append(Op("jump", [], NONE, {"target": following}, op.span))
                placed.append(following)
                found.add(following)
            placed[-1].ops.append(op)
    function.blocks = placed
    return found


def demote(function: Function, region: set[Block], captured: Set[Local]) -> dict[Local, Op]:
    """Let no block use a value that another one of the region computes; the new slots and what they hold.

    `captured` are the slots that calls may store into.
    """
    home = {op: block for block in function.blocks for op in block.ops}
    before = {block: list(block.ops) for block in function.blocks}
    slots: dict[Op, Local] = {}
    for block in function.blocks:
        loads: dict[Op, Op] = {}
        ops: list[Op] = []
        for op in block.ops:
            for number, operand in enumerate(op.operands):
                if home[operand] is block or home[operand] not in region:
                    continue
                if operand not in loads:
                    slot = operand.attributes["local"] if operand.name == "local.load" else None
                    if slot is not None and slot not in captured and _is_kept(operand, home, op, before):
                        loads[operand] = Op(operand.name, [], operand.type, dict(operand.attributes), op.span)
                    else:
                        loads[operand] = _again(operand, slots, op)
                    ops.append(loads[operand])
                op.operands[number] = loads[operand]
            ops.append(op)
        block.ops = ops
    for value, slot in slots.items():
        function.locals.append(slot)
        store = Op("local.store", [value], NONE, {"local": slot}, value.span)
        block = home[value]
        block.ops.insert(block.ops.index(value) + 1, store)
    return {slot: value for value, slot in slots.items()}


def _is_kept(load: Op, home: dict[Op, Block], user: Op, before: dict[Block, list[Op]]) -> bool:
    """Whether a slot holds the same at a load and at a user of it, in a block that this one's goes on with."""
    block, slot = home[load], load.attributes["local"]
    ops, seen = before[block][before[block].index(load) :], {block}
    while user not in ops:
        if any(op.name == "local.store" and op.attributes["local"] is slot for op in ops) or ops[-1].name != "jump":
            return False
        block = ops[-1].attributes["target"]
        ops = before[block]
        if block in seen:
            return False
        seen.add(block)
    return not any(op.name == "local.store" and op.attributes["local"] is slot for op in ops[: ops.index(user)])


def _again(value: Op, slots: dict[Op, Local], user: Op) -> Op:
    """A value as another block gets it."""
    if value.name in _AGAIN:
        return Op(value.name, [], value.type, dict(value.attributes), value.span)
    slot = slots.setdefault(value, Local(f"value {value.name}", value.type, zeroed=False))
    return Op("local.load", [], value.type, {"local": slot}, user.span)
