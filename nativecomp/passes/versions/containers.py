"""Ask once what a slot holds whose items the fast version takes: a list, or another container.

before                                              in the fast version
    %1: object = local.load local=x                     %1: object = local.load local=x
    %2: object = local.load local=i                     %2: object = local.load local=i
    %3: object = object.subscript %1, %2                %4: int = local.load local='kind of x'
                                                        %3: object = object.item %1, %2, %4

Gates ask, and the fast version again after each of its stores into the slot. Legal since the type of an object does not
change as long as it lives, and no other function stores into the slot. A slot that is stored as often as items are
taken from it is left alone, and so is one that changes between its load and the use, as in `x[(x := y)]`.
"""

from collections import Counter
from collections.abc import Iterable, Set

from nativecomp.ir import Block, Local, Op

SUBSCRIPTS = ("object.subscript", "object.set_subscript")


_BYTES = ("bytearray", "bytes")


def guess_container(slot: Local, ops: Iterable[Op]) -> str:
    """What a slot holds by what a function stores into it: "list", "bytes", or "" where the text does not tell."""
    found = {_made(op.operands[0]) for op in ops if op.name == "local.store" and op.attributes["local"] is slot}
    return found.pop() if len(found) == 1 else ""


def _made(value: Op) -> str:
    if value.name == "object.call" and value.operands[0].name == "object.global":
        name = value.operands[0].attributes["name"]
        return "bytes" if name in _BYTES else "list" if name == "list" else ""
    repeated = value.name == "object.binary" and any(one.name == "object.list" for one in value.operands)
    return "list" if repeated or value.name == "object.list" else ""


def find_containers(blocks: Iterable[Block], weights: dict[Block, int], excluded: Set[Local]) -> list[Local]:
    """The slots of some blocks that are worth asking; each block runs as often as its weight says."""
    gains: Counter[Local] = Counter()
    for block in blocks:
        held: dict[Op, Local] = {}
        for op in block.ops:
            if op.name == "local.load":
                held[op] = op.attributes["local"]
            elif op.name == "local.store":
                slot = op.attributes["local"]
                gains[slot] -= 2 * weights[block]
                held = {load: local for load, local in held.items() if local is not slot}
            elif op.name in SUBSCRIPTS and (base := held.get(op.operands[0])) is not None:
                gains[base] += weights[block]
    return [slot for slot, gain in gains.items() if gain > 0 and slot not in excluded]
