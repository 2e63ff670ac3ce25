"""Keep objects alive as long as an address that was taken from them is used.

The collector sees the heads of blocks in integer registers and on the stack. An address does not keep its owner alive:
it may point into the middle of a block, and the owner of `ptr8(make())` is used nowhere else. So what owns an address
is stored in the frame wherever a collection may run while the address, or what is computed from it, is still used.

before, with a call between                       after
    %1: object = object.call %0                       %1: object = object.call %0
    %2: ptr8 = object.address %1                      %2: ptr8 = object.address %1
    local.store %2, local=p                           local.store %2, local=p
                                                      local.store %1, local=owner of p
    %4: object = object.call %3                       %4: object = object.call %3
    %5: ptr8 = local.load local=p                     %5: ptr8 = local.load local=p

The slot `owner of p` is in memory and goes with `p`: where `p` is stored in `q`, its owner becomes that of `q`, and
what `p` gets next has its own. An address that is used without a slot, as an argument of the call that collects, gets
one for its owner. Each operation that takes an address from an object is a site; a local has a slot for each site that
its value may come from. An integer that is computed from an address counts as one.

The arguments of the function that Python calls live in the frame of the caller, and so do their addresses.
"""

from collections.abc import Container, Iterator

from nativecomp.analysis.calls import CallGraph, changed_by_calls
from nativecomp.analysis.liveness import Liveness
from nativecomp.ir import Block, Effect, Function, Local, Module, Op
from nativecomp.language.types import NONE, OBJECT, BufferType, IntType, PointerType, TupleType

_ADDRESSES = (PointerType, BufferType, IntType, TupleType)
"""Types whose values may be an address, or hold one."""

Site = Op | tuple[Op, int]
"""An operation that takes an address, or a call and the number of an argument that owns what it gives."""
Sites = dict[Site, None]
"""A set in the order of the program."""


def keep_owners(module: Module) -> None:
    """Functions are changed in place."""
    if any(_takes_address(op) for function in module.functions for op in function.ops):
        _Roots(module).run()


def _takes_address(op: Op) -> bool:
    return op.info.borrows and op.operands[0].type == OBJECT


def _collects(op: Op, functions: Container[Function]) -> bool:
    if op.name == "call":
        return op.attributes["callee"] in functions
    return Effect.ALLOCATES in op.effects


class _Roots:
    """The owners of the addresses of a module: nested functions share the locals of those around them."""

    def __init__(self, module: Module) -> None:
        self.functions = module.functions
        self.changing = changed_by_calls(module)
        collecting = [f for f in module.functions if any(_collects(op, ()) for op in f.ops)]
        self.collecting = CallGraph(module).callers_of(collecting)
        """The functions in which a collection may run before they return."""
        self.sites: dict[Op | Local, Sites] = {}
        self.stores: dict[Local, list[Op]] = {}
        """The stores of an address, by the local."""
        self._find_sites()
        self.needed: dict[Local, None] = {}
        """The locals whose owners are kept."""
        self.wanted: set[Op] = set()
        """The values whose owners have to be at hand."""
        self.rooted: set[Op] = set()
        """The values whose owners are kept for themselves."""
        self.slots: dict[tuple[Op | Local, Site], Local] = {}
        self.behind: dict[Op, list[Op]] = {}
        """What is written behind an operation."""

    def run(self) -> None:
        for function in self.functions:
            self._find_needed(function)
        for function in self.functions:
            self._write(function)

    # Where addresses come from

    def _find_sites(self) -> None:
        ops = [op for function in self.functions for op in function.ops]
        changed = True
        while changed:
            changed = False
            for op in ops:
                sites = self._sites(op)
                target: Op | Local = op.attributes["local"] if op.name == "local.store" else op
                known = self.sites.get(target, {})
                if not sites.keys() <= known.keys():
                    self.sites[target] = known | sites
                    changed = True
        for op in ops:
            if op.name == "local.store" and self._sites(op):
                self.stores.setdefault(op.attributes["local"], []).append(op)

    def _sites(self, op: Op) -> Sites:
        """The sites that a value comes from; of a store, those of what is stored."""
        if _takes_address(op):
            return {op: None}
        if op.name == "local.load":
            return self.sites.get(op.attributes["local"], {})
        if op.name == "call":
            # An address that a call gives may come from any of its arguments.
            own: Sites = {(op, number): None for number, given in enumerate(op.operands) if given.type == OBJECT}
            return own | self._of_operands(op) if isinstance(op.type, PointerType | TupleType) else {}
        keeps = op.is_pure and isinstance(op.type, _ADDRESSES) and op.name != "buffer.length"
        return self._of_operands(op) if keeps or op.name == "local.store" else {}

    def _of_operands(self, op: Op) -> Sites:
        found: Sites = {}
        for operand in op.operands:
            found |= self.sites.get(operand, {})
        return found

    # What has to be kept

    def _find_needed(self, function: Function) -> None:
        if not any(self.sites.get(op) for op in function.ops):
            return
        live = Liveness(function)
        for block in function.blocks:
            for op, across in live.across(block):
                if self._may_collect(op, block):
                    for local in (one for one in self.stores if one in across):  # in the order of the program
                        self._need(local)
        uses: dict[Op, list[tuple[Block, int]]] = {}
        for block in function.blocks:
            for number, op in enumerate(block.ops):
                for operand in op.operands:
                    uses.setdefault(operand, []).append((block, number))
        for block in function.blocks:
            for number, op in enumerate(block.ops):
                if self.sites.get(op) and self._is_used_later(op, block, number, uses.get(op, [])):
                    self.rooted.add(op)
                    self._want(op)

    def _may_collect(self, op: Op, block: Block) -> bool:
        raises = block.handler is not None and op.may_raise  # to make the exception may collect
        return raises or _collects(op, self.collecting)

    def _is_used_later(self, op: Op, block: Block, at: int, uses: list[tuple[Block, int]]) -> bool:
        """Whether a value is used in or behind what may collect, and no local keeps its owner till then."""
        last = max((number if home is block else len(block.ops) for home, number in uses), default=at)
        meanwhile = block.ops[at + 1 : last + 1]
        elsewhere = any(home is not block for home, _ in uses)
        if not elsewhere and not any(self._may_collect(other, block) for other in meanwhile):
            return False
        if op.name != "local.load" or elsewhere:
            return True
        local = op.attributes["local"]
        stored = any(other.name == "local.store" and other.attributes["local"] is local for other in meanwhile)
        called = local in self.changing and any(Effect.RUNS_PYTHON in other.effects for other in meanwhile)
        if not stored and not called:
            self._need(local)
            return False
        return True

    def _need(self, local: Local) -> None:
        if local not in self.needed:
            self.needed[local] = None
            for store in self.stores.get(local, []):
                self._want(store.operands[0])

    def _want(self, op: Op) -> None:
        if op in self.wanted or not self.sites.get(op):
            return
        self.wanted.add(op)
        if op.name == "local.load":
            self._need(op.attributes["local"])
        elif not _takes_address(op):
            for operand in op.operands:
                self._want(operand)

    # Keeping it

    def _write(self, function: Function) -> None:
        for local in self.needed:
            for site in self.sites[local]:
                if local in function.captures:
                    function.captures.append(self._slot(local, site))
                elif local in function.locals or local in function.params:
                    function.locals.append(self._slot(local, site))
        for block in function.blocks:
            for op in block.ops:
                self.behind[op] = []
                self.behind[op] += list(self._kept(function, op))
        for block in function.blocks:
            block.ops = [one for op in block.ops for one in (op, *self.behind[op])]

    def _kept(self, function: Function, op: Op) -> Iterator[Op]:
        """What is written behind an operation, besides loads that ask for owners later."""
        if op.name == "local.store" and op.attributes["local"] in self.needed:
            value = op.operands[0]
            for site in self.sites.get(value, {}):
                yield from self._store(self._slot(op.attributes["local"], site), value, site)
        if op in self.rooted:
            for site in self.sites[op]:
                slot = self._slot(op, site)
                function.locals.append(slot)
                yield from self._store(slot, op, site)

    def _store(self, slot: Local, value: Op, site: Site) -> Iterator[Op]:
        owner = self._owner(value, site)
        yield Op("local.store", [owner], NONE, {"local": slot}, value.span)

    def _slot(self, of: Op | Local, site: Site) -> Local:
        key = of, site
        if key not in self.slots:
            name = f"owner of {of.name}" if isinstance(of, Local) else "owner"
            self.slots[key] = Local(name, OBJECT, in_memory=True, zeroed=False)
        return self.slots[key]

    def _owner(self, value: Op, site: Site) -> Op:
        """The object that owns an address from a site, computed where the address is."""
        if _takes_address(value):
            return value.operands[0]
        if value.name == "local.load":
            slot = self._slot(value.attributes["local"], site)
            owner = Op("local.load", [], OBJECT, {"local": slot}, value.span)
            self.behind[value].append(owner)
            return owner
        if isinstance(site, tuple) and site[0] is value:
            return value.operands[site[1]]
        return self._owner(next(operand for operand in value.operands if site in self.sites.get(operand, {})), site)
