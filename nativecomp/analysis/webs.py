"""Def-use webs: which stores and loads of a slot belong together, since a value may go from the one to the other.

    i = 0           one web: a store, and the load that it reaches
    f(i)
    i = g()         another web: no load is reached by stores of both, so the slot serves two variables
    h(i)

A definition of a slot is a store to it, or the entry of the function, where a parameter has its argument and any other
local holds zero. Which definitions reach a load is a forward dataflow problem over blocks: behind a store, it alone of
the definitions of its slot is left. An operation that raises goes to the handler of its block with what reaches the
operation, so a handler sees what each such operation has in front of it. Two definitions that reach the same load are
of one web, and so are, through others, all that are connected by loads.
"""

from collections.abc import Set
from dataclasses import dataclass, field

from nativecomp.ir import Block, Function, Local, Op

Definition = Local | Op
"""The entry of a slot, or a store."""


@dataclass(eq=False)
class Web:
    """Definitions of one slot and the loads that they reach; `at_entry` says whether the entry is among the former."""

    at_entry: bool = False
    stores: list[Op] = field(default_factory=list)
    loads: list[Op] = field(default_factory=list)


def reaching_definitions(function: Function, shared: Set[Local]) -> dict[Op, list[Definition]]:
    """The definitions that reach each load of a slot that is not `shared`."""
    return _Reaching(function, shared).loads(function)


def find_webs(function: Function, shared: Set[Local]) -> dict[Local, list[Web]]:
    """The webs of each slot of a function whose blocks can all be reached, in the order of the program.

    Slots that another function knows too, the `shared` ones, have none: it may load and store them at any call.
    """
    reaching = _Reaching(function, shared)
    above: dict[Definition, Definition] = {}
    webs: dict[Definition, Web] = {}

    def root(one: Definition) -> Definition:
        while one in above:
            one = above[one]
        return one

    loads = reaching.loads(function)
    for found in loads.values():
        first = root(found[0])
        above |= {other: first for other in map(root, found[1:]) if other is not first}
    slots: dict[Local, list[Web]] = {}
    for one in reaching.definitions:
        if root(one) not in webs:
            webs[root(one)] = Web()
            slots.setdefault(_slot(one), []).append(webs[root(one)])
        if isinstance(one, Op):
            webs[root(one)].stores.append(one)
        else:
            webs[root(one)].at_entry = True
    for load, found in loads.items():
        webs[root(found[0])].loads.append(load)
    return {slot: [web for web in found if web.stores or web.loads] for slot, found in slots.items()}


def _slot(one: Definition) -> Local:
    slot: Local = one.attributes["local"] if isinstance(one, Op) else one
    return slot


class _Reaching:
    """The definitions that reach each block. A set of them is an integer with a bit for each."""

    def __init__(self, function: Function, shared: Set[Local]) -> None:
        slots = [local for local in dict.fromkeys([*function.params, *function.locals]) if local not in shared]
        stores = [op for block in function.blocks for op in block.ops if op.name == "local.store"]
        own = set(slots)
        self.definitions: list[Definition] = [*slots, *(store for store in stores if _slot(store) in own)]
        self._bit = {one: 1 << number for number, one in enumerate(self.definitions)}
        self._all = dict.fromkeys(slots, 0)
        for one, bit in self._bit.items():
            self._all[_slot(one)] |= bit
        self._at_start = dict.fromkeys(function.blocks, 0)
        self._at_start[function.blocks[0]] = (1 << len(slots)) - 1
        todo = dict.fromkeys(reversed(function.blocks))
        while todo:
            block, _ = todo.popitem()
            for target, found in self._passed_on(block).items():
                if found & ~self._at_start[target]:
                    self._at_start[target] |= found
                    todo[target] = None

    def _behind(self, op: Op, found: int) -> int:
        return found & ~self._all[_slot(op)] | self._bit[op] if op in self._bit else found

    def _passed_on(self, block: Block) -> dict[Block, int]:
        """What reaches the blocks behind one by way of it."""
        found, raised = self._at_start[block], 0
        for op in block.ops:
            raised |= found if op.may_raise else 0
            found = self._behind(op, found)
        passed = dict.fromkeys(block.terminator.targets if block.terminator else [], found)
        if block.handler is not None:
            passed[block.handler] = passed.get(block.handler, 0) | raised
        return passed

    def loads(self, function: Function) -> dict[Op, list[Definition]]:
        """The definitions that reach each load."""
        reaching: dict[Op, list[Definition]] = {}
        for block in function.blocks:
            found = self._at_start[block]
            for op in block.ops:
                if op.name == "local.load" and _slot(op) in self._all:
                    bits = found & self._all[_slot(op)]
                    reaching[op] = [self.definitions[n] for n in range(bits.bit_length()) if bits >> n & 1]
                found = self._behind(op, found)
        return reaching
