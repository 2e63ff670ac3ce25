"""Choose the loops that get a fast version, and lead to it through gates.

before                                      after
    jump target=while                           jump target=gate
  while:                                      gate:
    ...                                         %0: object = local.load local=i
    jump target=while                           %1: bool = small.test %0, ...
                                                branch %1, then=while.small, otherwise=while
                                              while.small:
                                                ... the fast version
                                                jump target=while.small
                                              while:
                                                ... the loop as it was
                                                jump target=gate

A gate stands in front of the header of each loop of the region: whoever has left the fast version comes back to it at
the next turn of any loop. The region is an outermost loop, or one in it where that has handlers of its own: those
belong to the registers of one version.
"""

from nativecomp.analysis.flow import Flow, Loop
from nativecomp.analysis.liveness import Liveness
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.types import BOOL, NONE
from nativecomp.passes.clone import Names, copy_blocks, redirect
from nativecomp.passes.versions.choose import Guess, small_values
from nativecomp.passes.versions.demote import demote, split
from nativecomp.passes.versions.fast import FastVersion, leaves

_LARGEST = 1500
"""Operations of a function whose loops are copied."""
_COSTS = {
    "local.load": 0,
    "local.store": 1,
    "object.const": 0,
    "jump": 0,
    "object.call": 300,
    "object.call_method": 300,
}
_CALL = 40
"""Instructions that an operation on objects takes by the runtime, of the fastest ones."""
_LEAST_GAIN = {"speed": 1.3, "balanced": 2.0}
"""How many times faster a turn must be expected to be."""


def make_versions(module: Module, word_bits: int, opt: str) -> None:
    """Functions are changed in place; doing it again changes nothing."""
    captured = {local for function in module.functions for local in function.captures}
    for function in module.functions:
        level = function.options.opt or opt
        # What a viper function does with objects is seldom what takes its time.
        least = _LEAST_GAIN.get(level) if function.python or level == "speed" else None
        ops = function.ops
        done = any(op.name.startswith("small.") for op in ops)
        if least and not done and len(ops) <= _LARGEST and any(op.name == "object.binary" for op in ops):
            _Versions(function, captured, least).run()


class _Versions:
    """The loops of one function."""

    def __init__(self, function: Function, captured: set[Local], least: float) -> None:
        self.function = function
        self.captured = captured
        self.least = least
        self.names = Names(function)

    def run(self) -> None:
        regions = [
            region for loop in Flow(self.function).loops if loop.parent is None for region in self._regions(loop)
        ]
        for region in regions:
            self._apply(region)

    # What to do

    def _regions(self, loop: Loop) -> list[Loop]:
        if self._is_wanted(loop):
            return [loop]
        return [region for child in loop.children for region in self._regions(child)]

    def _is_wanted(self, loop: Loop) -> bool:
        if loop.header is self.function.blocks[0] or any(b.ops[-1].name.startswith("try.") for b in loop.blocks):
            return False
        guess = Guess(self.function, self._ordered(loop.blocks), self.captured)
        small = guess.values()
        before = after = 1.0
        for block in loop.blocks:
            for op in block.ops:
                cost = self._cost(op)
                before += cost
                after += self._fast_cost(op, guess, small) or cost
        return bool(guess.slots) and before >= self.least * after

    @staticmethod
    def _cost(op: Op) -> int:
        return _COSTS.get(op.name, _CALL if op.name.startswith(("object.", "iterator.")) else 2)

    @staticmethod
    def _fast_cost(op: Op, guess: Guess, small: set[Op]) -> int:
        """Instructions of an operation in the fast version, 0 where they are the same."""
        if op.name in ("object.subscript", "object.set_subscript"):
            return 20 if op.operands[1] in small else 0
        if op.name == "iterator.next":
            return 12
        known = [operand in small for operand in op.operands]
        faster = leaves(op, guess.slots, small) or (op.name in ("object.compare", "object.truth") and all(known))
        return 3 if faster else 0

    def _ordered(self, blocks: set[Block]) -> list[Block]:
        flow = Flow(self.function)
        return sorted(blocks, key=flow.number.__getitem__)

    # Doing it

    def _apply(self, loop: Loop) -> None:
        function = self.function
        headers = [loop.header, *(inner.header for inner in _inside(loop))]
        guess = Guess(function, self._ordered(loop.blocks), self.captured)
        small = guess.values()
        at = {op for block in loop.blocks for op in block.ops if leaves(op, guess.slots, small)}
        region = split(function, loop.blocks, at, self.names)
        values = demote(function, region)
        slots = set(guess.slots)
        ordered = self._ordered(region)
        ops = [op for block in ordered for op in block.ops]
        # The value that a slot brings comes before its loads, and may itself be of such a load.
        before = -1
        while before != len(slots):
            before = len(slots)
            small = small_values(ops, slots)
            slots |= {slot for slot, value in values.items() if value in small}
        copy = copy_blocks(ordered, lambda name: f"{name}.small", self.names)
        for op in ops:
            if "expand" in op.info.attributes:
                op.attributes["expand"] = False  # where it runs, there are hardly any small integers
        live = Liveness(function).at_start
        gates = {
            header: self._gate(
                header,
                copy.block(header),
                [s for s in dict.fromkeys(function.params + function.locals) if s in slots & live[header]],
            )
            for header in headers
        }
        for block in function.blocks:
            for header, gate in gates.items():
                redirect(block, header, gate)
        fast = FastVersion(function, slots, small, copy, self.names).run()
        index = function.blocks.index(ordered[0])
        function.blocks[index:index] = fast
        for header, gate in gates.items():
            function.blocks.insert(function.blocks.index(header if header is not loop.header else fast[0]), gate)

    def _gate(self, header: Block, fast: Block, slots: list[Local]) -> Block:
        span = header.ops[0].span
        loads = [Op("local.load", [], slot.type, {"local": slot}, span) for slot in slots]
        test = Op("small.test", list(loads), BOOL, {}, span)
        end = Op("branch", [test], NONE, {"then": fast, "otherwise": header, "likely": True}, span)
        return Block(self.names.new("gate"), [*loads, test, end], header.handler)


def _inside(loop: Loop) -> list[Loop]:
    return [inner for child in loop.children for inner in [child, *_inside(child)]]
