"""Keep what others see: memory that interrupts, DMA and the other core share, and loops that only take their time.

before                                          after, for `while p[0] == 0: pass`
    while:                                          while:
      %1: int = pointer.load %0, %3, element=8        %1: int = pointer.load %0, %3, element=8
      %2: bool = int.compare %1, %3                   %2: bool = int.compare %1, %3
      branch %2, then=body, otherwise=endwhile        branch %2, then=body, otherwise=endwhile
    body:                                           body:
      jump target=while                               memory.barrier
    endwhile:                                         jump target=while
      ...                                           endwhile:
                                                      memory.barrier
                                                      ...

No access to memory passes a `memory.barrier`, and the barrier itself stays. It is put

* at the end of each iteration and behind each exit of a loop whose exit depends on a load through a pointer, in the
  loop (passes/exits.py) or in a function that it calls. So the next iteration reads anew, what was stored before can be
  seen during the wait, and what is read after it is read then. Not where the address moves on with each iteration,
  since no iteration reads it again. Typed buffers promise that nobody else writes into them; a device is read each
  time anyway.
* around the call of a function that takes time (one with a loop, a recursive one, one that calls such a function), in a
  function that accesses memory through pointers. A call of another function is as if its text stood there.
* in a delay, a loop that does nothing but step locals by what it does not change. LLVM would take it away otherwise.
"""

from nativecomp.analysis.calls import CallGraph, changed_by_calls
from nativecomp.analysis.flow import Flow
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.types import NONE
from nativecomp.passes.exits import ExitSlice

_ACCESSES = ("pointer.load", "pointer.store")
_STEPS = ("int.add", "int.sub", "int.step", "float.add", "float.sub")
_QUIET = ("local.load", "local.store", "jump", "branch")


def put_barriers(module: Module) -> None:
    """Functions are changed in place."""
    calls = CallGraph(module)
    names = {function: {op.name for op in function.ops} for function in module.functions}
    flows = {function: Flow(function) for function in module.functions if function.blocks}
    loading = calls.callers_of(f for f in names if "pointer.load" in names[f])
    accessing = calls.callers_of(f for f in names if not names[f].isdisjoint(_ACCESSES))
    lasting = calls.callers_of({f for f in flows if flows[f].loops} | calls.recursive())
    shared, quiet = changed_by_calls(module), _quiet_functions(module)
    for function, flow in flows.items():
        for loop in flow.loops:
            found = ExitSlice(function, flow, loop, shared)
            if _Delay(found, quiet).is_delay():
                _at_ends(found)
                for block in found.latches:
                    block.ops[-1].attributes["loop"] = "delay"
            elif any(_may_wait(op, found, loading) for op in found.ops):
                _at_ends(found)
                _behind(found)
        if function in accessing:
            _around(function, lasting)


def _around(function: Function, callees: set[Function]) -> None:
    """Barriers around the calls of these functions."""
    for block in function.blocks:
        for op in [op for op in block.ops if op.name == "call" and op.attributes["callee"] in callees]:
            _insert(block, block.ops.index(op), op)
            _insert(block, block.ops.index(op) + 1, op)


def _at_ends(found: ExitSlice) -> None:
    """Barriers where an iteration ends and the next begins."""
    for block in found.latches:
        _insert(block, len(block.ops) - 1, block.ops[-1])


def _behind(found: ExitSlice) -> None:
    """Barriers where the exits lead to. The first operation of a handler stays the first."""
    for block in found.targets:
        _insert(block, int(block.ops[0].name == "try.exception"), block.ops[0])


def _insert(block: Block, at: int, beside: Op) -> None:
    if not any(op.name == "memory.barrier" for op in block.ops[max(at - 1, 0) : at + 1]):
        block.ops.insert(at, Op("memory.barrier", [], NONE, {}, beside.span))


# Waits


def _may_wait(op: Op, found: ExitSlice, loading: set[Function]) -> bool:
    """Whether an operation may read the same memory on each iteration, for somebody else to write."""
    if op.name == "call":
        return op.attributes["callee"] in loading
    return op.name == "pointer.load" and op.attributes["device"] != "yes" and not found.moves(op)


# Delays


class _Delay:
    """The question whether a loop only steps locals. `quiet` are the functions that do nothing but compute."""

    def __init__(self, found: ExitSlice, quiet: set[Function]) -> None:
        self.home = found.home
        self.stores = found.stores
        self.quiet = quiet

    def is_delay(self) -> bool:
        """Each local that the loop assigns steps by what the loop leaves alone, or is computed from such ones."""
        if not all(_is_quiet(op, self.quiet) for op in self.home):
            return False
        reads = {local: self._reads(stores) for local, stores in self.stores.items()}
        for local, stores in self.stores.items():
            changed = [store for store in stores if local in self._reads([store])]
            others = reads[local] - {local}
            if any(local in _reached(reads, other) for other in others):
                return False
            if not all(self._steps(store.operands[0], local) for store in changed):
                return False
        return True

    def _reads(self, ops: list[Op]) -> set[Local]:
        """The locals assigned in the loop that values of it are computed from."""
        read: set[Local] = set()
        seen: set[Op] = set()
        todo = list(ops)
        while todo:
            op = todo.pop()
            if op in self.home and op not in seen:
                seen.add(op)
                todo += op.operands
                if op.name == "local.load" and op.attributes["local"] in self.stores:
                    read.add(op.attributes["local"])
        return read

    def _steps(self, op: Op, local: Local) -> bool:
        """Whether a value is a local and something, or without something, that the loop does not change."""
        if op.name == "local.load":
            return op.attributes["local"] is local
        if op.name == "convert":
            return self._steps(op.operands[0], local)
        return op.name in _STEPS and any(
            self._steps(mine, local) and not self._reads([other]) for mine, other in (op.operands, op.operands[::-1])
        )


def _reached(reads: dict[Local, set[Local]], local: Local) -> set[Local]:
    """The locals that one is computed from, directly or not."""
    found: set[Local] = set()
    todo = [local]
    while todo:
        more = reads[todo.pop()] - found
        found |= more
        todo += more
    return found


def _is_quiet(op: Op, quiet: set[Function]) -> bool:
    """Whether an operation only computes, or leads on."""
    if op.name == "call":
        return op.attributes["callee"] in quiet
    return op.is_pure or op.name in _QUIET


def _quiet_functions(module: Module) -> set[Function]:
    found = {function for function in module.functions if function.blocks and not function.captures}
    while noisy := {f for f in found if not all(_is_quiet(op, found) or op.name == "return" for op in f.ops)}:
        found -= noisy
    return found
