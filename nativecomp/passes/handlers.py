"""Decide where a handler finds the locals that it reads, for a raise gives back the registers of the region's begin.

A handler is linked in by a call that returns a second time after a raise, with the stack as it is and the registers as
they were then. A local that is live in the handler and may be stored in its region is in memory, wherever it is used.
One that the region does not store is kept in memory beside its register: once for each begin.

before, for `n` that the region only reads        after
      try.begin then=protected, otherwise=handler       %5: int = local.load local=n
                                                         local.store %5, local=kept n
                                                         try.begin then=protected, otherwise=handler
    handler:                                          handler:
      %7: object = try.exception                         %7: object = try.exception
                                                         %8: int = local.load local=kept n
                                                         local.store %8, local=n

Where that would take more than having it in memory, as for what outer `finally` blocks keep while inner ones run, it is
in memory as well. Nothing but this brings values from a region to its handler, so the code generator may keep all other
locals in registers. Locals that a nested function reaches are never moved: calls store them, too, in the frame of the
enclosing function, where its handlers look.
"""

from nativecomp.analysis.calls import changed_by_calls
from nativecomp.analysis.flow import Flow
from nativecomp.analysis.liveness import Liveness
from nativecomp.ir import Block, Effect, Function, Local, Module, Op
from nativecomp.language.types import ITERATOR, NONE


def place_for_handlers(module: Module) -> None:
    """Functions are changed in place; doing it again changes nothing."""
    changing = changed_by_calls(module)
    reached = {local for function in module.functions for local in function.captures}
    for function in module.functions:
        begins: dict[Block, list[Block]] = {}
        for block in function.blocks:
            if block.terminator is not None and block.terminator.name == "try.begin":
                begins.setdefault(block.terminator.attributes["otherwise"], []).append(block)
        if begins:
            _Placing(function, begins, changing, reached).run()


class _Placing:
    """The locals of one function. `begins` are the blocks that end with the begin of a region, by its handler."""

    def __init__(
        self, function: Function, begins: dict[Block, list[Block]], changing: set[Local], reached: set[Local]
    ) -> None:
        self.function = function
        self.begins = begins
        self.reached = reached
        self.stored: dict[Block, set[Local]] = {handler: set() for handler in begins}
        """What may be stored between the begin of a region and its end, the regions in it included."""
        for block in function.blocks:
            stores = self._stores(block, changing)
            handler = block.handler
            while handler is not None:
                self.stored[handler] |= stores
                handler = handler.handler
        self.live = Liveness(function).at_start
        self.loops = Flow(function).loop_of
        self.kept: dict[Local, Local] = {}

    def _stores(self, block: Block, changing: set[Local]) -> set[Local]:
        found = {op.attributes["local"] for op in block.ops if op.name == "local.store"}
        return found | changing if any(Effect.RUNS_PYTHON in op.effects for op in block.ops) else found

    def run(self) -> None:
        for handler in self.begins:
            for local in self.live[handler]:
                local.in_memory |= local in self.stored[handler] or local in self.reached
        moves = {local: self._moves(local) for handler in self.begins for local in self.live[handler]}
        for local, uses in self._uses().items():
            local.in_memory |= 0 < uses <= moves.get(local, 0)
        for handler in self.begins:
            # In the order of the function, so that the same source gives the same code.
            for local in (one for one in self.function.locals + self.function.params if self._is_moved(one, handler)):
                self._keep(local, handler)

    def _uses(self) -> dict[Local, int]:
        """How often each local is loaded or stored, by a guess of how often blocks run."""
        found: dict[Local, int] = {}
        for block in self.function.blocks:
            for op in block.ops:
                if op.name in ("local.load", "local.store"):
                    local = op.attributes["local"]
                    found[local] = found.get(local, 0) + self._turns(block)
        return found

    def _moves(self, local: Local) -> int:
        """The same for keeping a local for its handlers; each of them runs seldom."""
        handlers = [handler for handler in self.begins if self._is_moved(local, handler)]
        return sum(1 + sum(map(self._turns, self._keeping(local, handler))) for handler in handlers)

    def _turns(self, block: Block) -> int:
        loop = self.loops.get(block)
        return 8**loop.depth if loop is not None else 1

    def _keeping(self, local: Local, handler: Block) -> list[Block]:
        """Where a local is kept for a handler: nowhere where the region around has kept the same value."""
        return [] if self._is_moved(local, handler.handler) else self.begins[handler]

    def _is_moved(self, local: Local, handler: Block | None) -> bool:
        """Whether a local is in a register in a region and read behind its handler."""
        if handler is None or local.in_memory or local.type == ITERATOR:
            return False
        return local in self.live[handler] and local not in self.stored[handler]

    def _keep(self, local: Local, handler: Block) -> None:
        if local not in self.kept:
            self.kept[local] = Local(f"kept {local.name}", local.type, in_memory=True, zeroed=False)
            self.function.locals.append(self.kept[local])
        kept = self.kept[local]
        for block in self._keeping(local, handler):
            block.ops[-1:-1] = _move(local, kept, block.ops[-1])
        handler.ops[1:1] = _move(kept, local, handler.ops[0])


def _move(source: Local, target: Local, at: Op) -> list[Op]:
    value = Op("local.load", [], source.type, {"local": source}, at.span)
    return [value, Op("local.store", [value], NONE, {"local": target}, at.span)]
