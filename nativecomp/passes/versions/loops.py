"""Choose the loops that get a fast version, and lead to it through gates.

before                                      after
    jump target=while                           jump target=gate
  while:                                      gate:
    ...                                         ... what the slots must hold for the fast version
    jump target=while                           branch ..., then=while.fast, otherwise=while
                                              while.fast:
                                                ... the fast version
                                                jump target=while.fast
                                              while:
                                                ... the loop as it was
                                                jump target=gate

A gate stands in front of the header of each loop of the region: whoever has left the fast version comes back to it at
the next turn of any loop. The region is an outermost loop, or one in it where that has handlers of its own, which are
of the registers of one version, or where a generator leaves it and comes back. What a handler around it reads is not
guessed to be a float, for the slot of the object is not up to date while its number is.
"""

from nativecomp.analysis.flow import Flow, Loop
from nativecomp.analysis.liveness import Liveness
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.kinds import Kinds
from nativecomp.language.types import FIXED_INTS, INT64, NONE, FloatType, IntType, Type
from nativecomp.passes.clone import Names, copy_blocks, redirect
from nativecomp.passes.versions.choose import FLOAT, INTEGERS, SMALL, Guess, Numbers, kinds_of_values
from nativecomp.passes.versions.containers import find_containers, guess_container
from nativecomp.passes.versions.demote import demote, split
from nativecomp.passes.versions.fast import FastVersion, comparison, leaves
from nativecomp.passes.versions.leaving import box_on_leaving, make_gate
from nativecomp.passes.versions.widths import WIDE, WORD, Widths

_LARGEST = 1500
"""Operations of a function whose loops are copied."""
_COSTS = {
    "local.load": 0, "local.store": 1, "object.const": 0, "jump": 0, "object.call": 300, "object.call_method": 300,
    "object.subscript": 100, "object.set_subscript": 100, "iterator.next": 60,
}  # fmt: skip
_STEPPING = ("local.load", "local.store", "object.const", "object.compare", "object.is_end", "jump", "branch")
"""What a loop that is a delay does besides one step."""
_CALL = 40
"""Instructions that an operation on objects takes by the runtime, of the fastest ones."""
_DIRECT = 200
"""Instructions of a call that probably goes to a function of the file, without those of this."""
_CALLS = ("object.call", "object.call_star", "object.call_method_star")
_FLOAT = 120
"""The same of one that makes a float."""
_LEAST_GAIN = {"speed": (1.1, 40), "balanced": (1.3, 50)}
"""How many times faster all turns must be expected to be, and how many instructions less one of an outer loop takes."""
_LEAST_NUMBERS = 3
"""Floats and wide integers that a function without loops makes, to be worth a fast version."""
_INNER = 4
"""How often a loop is expected to turn for each turn of the one around it."""


def make_versions(module: Module, word_bits: int, opt: str) -> None:
    """Functions are changed in place; doing it again changes nothing."""
    captured = {local for function in module.functions for local in function.captures}
    file = Numbers.of(module)
    for function in module.functions:
        level = function.options.opt or opt
        # What a viper function does with objects is seldom what takes its time.
        least = _LEAST_GAIN.get(level) if function.python or level == "speed" else None
        ops = function.ops
        done = any(op.name.startswith("small.") for op in ops)
        if least and not done and len(ops) <= _LARGEST and any(op.name == "object.binary" for op in ops):
            bits = word_bits, module.float_bits
            _Versions(function, captured, least, bits, file, innermost=level != "speed").run()


class _Versions:
    """The loops of one function."""

    def __init__(
        self, function: Function, captured: set[Local], least: tuple[float, int], bits: tuple[int, int],
        file: Numbers, *, innermost: bool,
    ) -> None:  # fmt: skip
        word_bits, float_bits = bits
        self.file = file
        self.function = function
        self.captured = captured
        self.least = least
        self.innermost = innermost
        self.names = Names(function)
        self.has_floats = float_bits > 0
        self.types = IntType("int", word_bits, True), FloatType(f"float{float_bits}", float_bits)

    def run(self) -> None:
        outermost = [loop for loop in Flow(self.function).loops if loop.parent is None]
        for region in [region for loop in outermost for region in self._regions(loop)]:
            self._apply(region)
        if not outermost and not self.function.suspends:
            self._straight()

    def _straight(self) -> None:
        """A function without loops that makes several numbers which are objects for a moment, as one region."""
        entry = self.function.blocks[0]
        start = Block(self.names.new("start"), entry.ops, entry.handler)
        body = Loop(start, {start, *self.function.blocks[1:]})
        entry.ops = [Op("jump", [], NONE, {"target": start}, entry.ops[0].span)]
        self.function.blocks.insert(1, start)
        kinds = self._guess(body).values()
        if len(_made(kinds)) >= _LEAST_NUMBERS and self._is_wanted(body):
            self._apply(body)
        else:
            entry.ops = start.ops
            self.function.blocks.remove(start)

    # What to do

    def _regions(self, loop: Loop) -> list[Loop]:
        if self._is_wanted(loop):
            return [loop]
        return [region for child in loop.children for region in self._regions(child)]

    def _is_wanted(self, loop: Loop) -> bool:
        # Beside calls it gains little for the bytes of a loop with others in it, each of which may get its own.
        if any(map(_is_delay, [loop, *_inside(loop)])):
            return False
        if loop.header is self.function.blocks[0] or any(
            block.ops[-1].name.startswith(("try.", "yield")) for block in loop.blocks
        ):
            return False
        guess = self._guess(loop)
        kinds = guess.values()
        calls = any(op.name in _CALLS and op not in kinds for block in loop.blocks for op in block.ops)
        if self.innermost and loop.children and calls:
            return False
        before = after = 1.0
        inner = _inside(loop)
        for block in loop.blocks:
            times = _INNER ** sum(block in one.blocks for one in inner)
            for op in block.ops:
                cost = _COSTS.get(op.name, _CALL if op.name.startswith(("object.", "iterator.")) else 2)
                if op.name == "object.binary" and kinds.get(op) in (FLOAT, WIDE):
                    cost = _FLOAT
                elif op.attributes.get("direct"):
                    cost = _DIRECT
                before += cost * times
                after += (_fast_cost(op, kinds) or cost) * times
        times_faster, less = self.least
        return bool(guess.slots or _made(kinds)) and before >= times_faster * after and before - after >= less

    def _guess(self, loop: Loop) -> Guess:
        live = Liveness(self.function).at_start
        handlers = {block.handler for block in loop.blocks if block.handler is not None}
        read = {local for handler in handlers for local in live[handler]}
        blocks, bits = self._ordered(loop.blocks), self.types[0].bits
        return Guess(self.function, blocks, self.captured | read, bits, self.file, floats=self.has_floats)

    def _ordered(self, blocks: set[Block]) -> list[Block]:
        flow = Flow(self.function)
        return sorted(blocks, key=flow.number.__getitem__)

    # Doing it

    def _apply(self, loop: Loop) -> None:
        function = self.function
        headers = [loop.header, *(inner.header for inner in _inside(loop))]
        guess = self._guess(loop)
        kinds, slots, widths = guess.values(), dict(guess.slots), guess.widths
        at = {op for block in loop.blocks for op in block.ops if leaves(op, slots, kinds, widths)}
        region = split(function, loop.blocks, at, self.names)
        depths = [loop.blocks for loop in Flow(function).loops]
        values = demote(function, region, self.captured)
        guess.leaning.origins = values
        ordered = self._ordered(region)
        ops = [op for block in ordered for op in block.ops]
        slots |= {slot: kinds[value] for slot, value in values.items() if value in kinds}
        widths.slots |= {slot: widths.of(value) for slot, value in values.items() if kinds.get(value) in INTEGERS}
        widths.slots = {slot: range_ for slot, range_ in widths.slots.items() if range_ != widths.small}
        kinds = kinds_of_values(ops, slots, guess.leaning, widths, floats=self.has_floats)
        types = {FLOAT: self.types[1], WIDE: INT64}
        numbers = {
            slot: Local(f"number of {slot.name}", self._type_of(slot, types[kind], widths), zeroed=False)
            for slot, kind in slots.items()
            if kind in types
        }
        function.locals += numbers.values()
        weights = {block: _INNER ** sum(block in one for one in depths) for block in ordered}
        found = find_containers(ordered, weights, self.captured | set(slots))
        containers = {slot: Local(f"kind of {slot.name}", self.types[0], zeroed=False) for slot in found}
        function.locals += containers.values()
        told = {slot: guess_container(slot, function.ops) for slot in found if slot not in function.params}
        copy = copy_blocks(ordered, lambda name: f"{name}.fast", self.names)
        turns = any(loop.header in block.ops[-1].targets for block in loop.blocks)
        for op in ops if turns else ():
            if "expand" in op.info.attributes:
                op.attributes["expand"] = False  # where it runs, little is as it was guessed
        live = Liveness(function).at_start
        gates: dict[Block, list[Block]] = {}
        for header in headers:
            tested = {slot: kind for slot, kind in slots.items() if slot in live[header]}
            floats = FLOAT in kinds.values()
            asked = {slot: kind for slot, kind in containers.items() if slot in live[header]}
            gates[header] = make_gate(
                header, copy.block(header), tested, numbers, self.types[1], asked, widths, self.names, floats=floats
            )
        for block in function.blocks:
            for header, gate in gates.items():
                redirect(block, header, gate[0])
        fast = FastVersion(
            function, kinds, widths, slots, numbers, containers, told, copy, self.names, self.types
        ).run()
        if numbers:
            fast += box_on_leaving(fast, live, numbers, self.names)
        index = function.blocks.index(ordered[0])
        function.blocks[index:index] = fast
        for header, gate in gates.items():
            index = function.blocks.index(header if header is not loop.header else fast[0])
            function.blocks[index:index] = gate

    @staticmethod
    def _type_of(slot: Local, type_: Type, widths: Widths) -> Type:
        """That of a slot for numbers: what fits a word takes no two registers."""
        return FIXED_INTS["uint32"] if widths.slots.get(slot) == WORD else type_


def _made(kinds: dict[Op, Kinds]) -> list[Op]:
    """The operations that make numbers which are objects for a moment."""
    return [op for op, kind in kinds.items() if kind in (FLOAT, WIDE) and op.name == "object.binary"]


def _fast_cost(op: Op, kinds: dict[Op, Kinds]) -> int:
    """Instructions of an operation in the fast version, 0 where they are the same."""
    if op.name in ("object.subscript", "object.set_subscript"):
        return 20 if kinds.get(op.operands[1]) == SMALL else 0
    if op.name == "iterator.next":
        return 12
    if op.name == "object.truth":
        return 3 if op.operands[0] in kinds else 0
    faster = (op.name in ("object.binary", "object.unary", "object.call") and op in kinds) or (
        op.name == "object.compare" and comparison(op, kinds) is not None
    )
    return 5 if faster else 0


def _is_delay(loop: Loop) -> bool:
    """Whether a loop only steps its counter: its turns take their time, which its fast version would not."""
    ops = [op for block in loop.blocks for op in block.ops]
    steps = [op for op in ops if op.name == "object.binary"]
    return len(steps) <= 1 and not any(op.name not in _STEPPING and op not in steps for op in ops)


def _inside(loop: Loop) -> list[Loop]:
    return [inner for child in loop.children for inner in [child, *_inside(child)]]
