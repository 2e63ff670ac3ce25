"""Let loops ask from time to time whether something waits: a scheduled callback, a Ctrl-C.

    for:                                for:
      ...                                 ...
      jump target=for                     poll weight=12
                                          jump target=for

The bytecode asks at each jump. Here each turn of a loop takes its weight, about the instructions that it executes, from
a counter of the call, and what runs out of it asks (codegen/lower/polling.py). Any Python code may run there:
`poll` has the effects of a call, so what a loop has assumed is tested again behind it, as behind other calls. The loops
of `@native` functions ask; those of other functions do where the option `poll` says so.

Of a fast loop that counts up to a bound the turns cost nothing more. It runs in strips, each up to a bound of its own:

    for.fast:                           poll:
      %1 = local.load local=counter       local.store (poll.bound counter, limit, length=900), local=bound
      %2 = local.load local=limit         jump target=for.fast
      branch %1 < %2, then=body,        for.fast:
                      otherwise=end       branch counter < bound, then=body, otherwise=strip
                                        strip:
                                          branch counter < limit, then=ask, otherwise=end
                                        ask:
                                          poll weight=32768
                                          jump target=poll

That is legal where nothing in the loop stores the limit: what is below the strip's bound is below the limit. And it
asks, because on each way round the counter grows by a constant. A loop with a loop inside counts its turns, as most.
"""

from nativecomp.analysis.flow import Flow, Loop
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.ir.effects import Effect
from nativecomp.language.types import BOOL, NONE, OBJECT
from nativecomp.passes.clone import Names, redirect

_FREE = ("local.load", "local.store", "object.const", "const", "tuple.get", "jump")
_CALLS = ("object.call", "object.call_method", "object.call_star", "object.call_method_star", "call")
_OPERATION, _RUNTIME, _CALL = 2, 12, 200
INTERVAL = 32768
"""Instructions, about, between two questions."""
_MOST = 250
"""The largest weight: it fits an instruction."""
_LARGEST_STEP = 1 << 12


def insert_polls(module: Module) -> None:
    """Functions are changed in place; doing it again changes nothing."""
    for function in module.functions:
        wanted = function.python if function.options.poll is None else function.options.poll
        if wanted and not any(op.name.startswith("poll") for op in function.ops):
            flow, names = Flow(function), Names(function)
            loops = [_Polling(function, flow, names, loop) for loop in flow.loops]
            closed = {(block, loop.header) for loop in loops for block in loop.latches}
            # A fast version is entered at each of its loops, so its ways back close no loop with one header.
            others = [
                (block, target)
                for block in flow.order
                for target in block.ops[-1].targets
                if flow.number[target] <= flow.number[block] and (block, target) not in closed
            ]
            for loop in loops:
                loop.run()
            for block, target in others:
                _close(function, names, block, target, _MOST)


def _close(function: Function, names: Names, block: Block, header: Block, weight: int) -> None:
    """Let a way back to a loop's header ask."""
    end = block.ops[-1]
    if end.name == "yield":
        return
    poll = Op("poll", [], NONE, {"weight": weight}, end.span)
    if end.name == "jump" and block.handler is header.handler:
        block.ops.insert(-1, poll)
        return
    # The way back leaves a region, or is one of two: it gets a block of its own.
    latch = Block(names.new("poll"), [poll, Op("jump", [], NONE, {"target": header}, end.span)], header.handler)
    redirect(block, header, latch)
    function.blocks.insert(function.blocks.index(block) + 1, latch)


class _Polling:
    """The polls of one loop."""

    def __init__(self, function: Function, flow: Flow, names: Names, loop: Loop) -> None:
        self.function, self.flow, self.names, self.loop = function, flow, names, loop
        self.header = loop.header
        self.latches = [block for block in loop.blocks if self.header in block.ops[-1].targets]
        inner = {block for child in loop.children for block in child.blocks}
        weight = sum(_weight(op) for block in loop.blocks - inner for op in block.ops)
        self.weight = _MOST if loop.children else max(1, min(weight, _MOST))

    def run(self) -> None:
        bound = None if self.loop.children else self._bound()
        step = self._step(bound) if bound is not None else 0
        if bound is not None and step:
            self._strip(bound, step)
            return
        for block in self.latches:
            _close(self.function, self.names, block, self.header, self.weight)

    def _block(self, name: str, ops: list[Op]) -> Block:
        block = Block(self.names.new(name), ops)
        block.handler = self.header.handler
        return block

    def _put(self, block: Block, beside: Block, *, behind: bool) -> None:
        self.function.blocks.insert(self.function.blocks.index(beside) + behind, block)

    # Strips

    def _bound(self) -> Op | None:
        """The comparison of a header that does nothing but compare a slot with what stays the same in the loop."""
        *loads, compare, end = self.header.ops if len(self.header.ops) > 1 else [*self.header.ops] * 2
        if compare.name != "small.compare" or compare.attributes["predicate"] not in ("<", "<="):
            return None
        counter, limit = compare.operands
        if set(loads) != {counter, limit} or counter.name != "local.load" or end.operands != [compare]:
            return None
        users = [op for op in self.function.ops if limit in op.operands or counter in op.operands]
        if users != [compare] or end.attributes["then"] not in self.loop.blocks:
            return None
        is_fixed = limit.name == "object.const" or (
            limit.name == "local.load" and not self._stores(limit.attributes["local"])
        )
        return compare if is_fixed else None

    def _stores(self, local: Local) -> list[tuple[Block, Op]]:
        return [
            (block, op)
            for block in self.loop.blocks
            for op in block.ops
            if op.attributes.get("local") is local and op.name != "local.load"
        ]

    def _step(self, bound: Op) -> int:
        """What is added to the counter on each way round, 0 where that is not sure."""
        counter = bound.operands[0].attributes["local"]
        stores = self._stores(counter)
        steps = {self._added(op.operands[0], counter) for _, op in stores if op.name == "local.store"}
        step = steps.pop() if len(steps) == 1 and len(stores) == 1 else 0
        grows = stores and all(self.flow.dominates(stores[0][0], latch) for latch in self.latches)
        return step if grows and step <= _LARGEST_STEP else 0

    def _added(self, value: Op, counter: Local) -> int:
        """The constant that a value adds to a slot, 0 for another value."""
        if value.name == "tuple.get":
            value = value.operands[0]
        if value.name != "small.binary" or not value.attributes["operator"].startswith("+"):
            return 0
        for one, other in (value.operands, value.operands[::-1]):
            if other.name == "object.const" and self._is_copy(one, counter):
                constant: int = other.attributes["value"]
                return max(0, constant)
        return 0

    def _is_copy(self, value: Op, counter: Local) -> bool:
        if value.name != "local.load":
            return False
        local = value.attributes["local"]
        stores = self._stores(local)
        return local is counter or (
            bool(stores)
            and all(op.name == "local.store" and self._is_load(op.operands[0], counter) for _, op in stores)
        )

    def _is_load(self, value: Op, counter: Local) -> bool:
        return value.name == "local.load" and value.attributes["local"] is counter

    def _strip(self, compare: Op, step: int) -> None:
        counter, limit = compare.operands
        span, header = compare.span, self.header
        bound = Local("bound", OBJECT, zeroed=False)
        self.function.locals.append(bound)
        outside = [block for block in self.function.blocks if header in block.ops[-1].targets]
        asked = [Op(op.name, [], OBJECT, dict(op.attributes), span) for op in (counter, limit)]
        length = max(1, INTERVAL // self.weight) * step
        value = Op("poll.bound", asked, OBJECT, {"length": length}, span)
        store = Op("local.store", [value], NONE, {"local": bound}, span)
        poll = self._block("poll", [*asked, value, store, Op("jump", [], NONE, {"target": header}, span)])
        again = [Op(op.name, [], OBJECT, dict(op.attributes), span) for op in (counter, limit)]
        test = Op("small.compare", again, BOOL, dict(compare.attributes), span)
        end = header.ops[-1]
        question = Op("poll", [], NONE, {"weight": INTERVAL}, span)
        ask = self._block("ask", [question, Op("jump", [], NONE, {"target": poll}, span)])
        ways = {"then": ask, "otherwise": end.attributes["otherwise"], "likely": False}
        strip = self._block("strip", [*again, test, Op("branch", [test], NONE, ways, span)])
        end.attributes["otherwise"] = strip
        limit.name, limit.attributes = "local.load", {"local": bound}
        for block in outside:
            if block not in self.latches:
                redirect(block, header, poll)
        self._put(poll, header, behind=False)
        self._put(ask, header, behind=True)
        self._put(strip, header, behind=True)


def _weight(op: Op) -> int:
    if op.name in _FREE:
        return 0
    if op.name in _CALLS:
        return _CALL
    return _RUNTIME if op.effects & Effect.RUNS_PYTHON else _OPERATION
