"""Check an index once: a later access of the same buffer with the same index takes what the first has found.

before                                          after
    %2: int = local.load local=i                    %2: int = local.load local=i
    %3: int = buffer.load %1, %2                    %8: uint32 = buffer.index %1, %2
                                                    local.store %8, local=index
                                                    %3: int = buffer.load %1, %8, checked=False
    %5: int = local.load local=i                    %5: int = local.load local=i
                                                    %9: uint32 = local.load local=index
    buffer.store %4, %5, %6                         buffer.store %4, %9, %6, checked=False

`buffer.index` is the check: it raises as the access would, and gives the index as it counts from the start. What makes
it legal:

- The first access is on each way to the later one, and no slot that buffer or index were computed from is stored to in
  between; a slot that another function captures is not followed. So the check would give the same again, and it raises
  where it raised before: the later access is not reached then. A buffer has its length for good.
- A raise leaves a block anywhere. In a function with handlers, only what is checked earlier in a block, or in the one
  block that leads to it, counts.
- Of several indices on a line that are at least 0 and one value plus constants, the largest is checked at the first,
  where nothing but loads of buffers comes in between and no handler is in the function: if it is outside, so is an
  index of this line, and all of them raise the same. The sum does not wrap, since an index is below 2**31.
- An index that is at least 0 (passes/natural.py) is inside too where one that is larger by a constant was: as the
  larger one is below the length and the difference small, the other has not wrapped.
"""

from dataclasses import dataclass, field

from nativecomp.analysis.flow import Flow
from nativecomp.ir import Block, Effect, Function, Local, Module, Op
from nativecomp.language.types import FIXED_INTS, NONE, IntType

_LARGEST = 4000
"""Operations of a function beyond which it is left as it is."""
_SMALL = 1 << 15
"""A difference of indices that counts as small."""
_PURE = ("add", "sub", "mul", "and", "or", "xor", "shl", "shr", "neg", "invert", "abs", "min", "max", "step")
_SEEN_THROUGH = {*(f"int.{name}" for name in _PURE), "const", "convert", "static.buffer"}

_HIDDEN = Effect.READS_LOCALS | Effect.WRITES_LOCALS | Effect.READS_BUFFERS | Effect.READS_STATICS
"""What nobody sees of a function that raises."""

_Key = tuple[int, int]
"""The numbers of a buffer and of an index."""


def check_once(module: Module, word_bits: int, opt: str) -> None:
    """In functions with checks that are not compiled for size, where LLVM finds equal checks itself.

    Functions are changed in place; doing it again changes nothing.
    """
    shared = {local for function in module.functions for local in function.captures}
    for function in module.functions:
        accesses = [op for op in function.ops if is_checked(op)]
        level = function.options.opt or opt
        if function.options.bounds and level != "size" and len(accesses) > 1 and len(function.ops) <= _LARGEST:
            _Checks(function, shared | set(function.captures), FIXED_INTS[f"uint{word_bits}"]).run()


def is_checked(op: Op) -> bool:
    """Whether an operation is an access whose index is checked, as far as it says itself."""
    return op.name in ("buffer.load", "buffer.store") and bool(op.attributes.get("checked", True))


@dataclass
class _State:
    """What is known at a place: the number of the value of each slot; the accesses that checked an index; by buffer and
    value, up to which constant that may be added to it."""

    home: Block
    """Where nothing was known yet: the number of a slot that is not in `slots` is made from it."""
    slots: dict[Local, int] = field(default_factory=dict)
    checked: dict[_Key, Op] = field(default_factory=dict)
    reach: dict[_Key, int] = field(default_factory=dict)

    def copy(self) -> "_State":
        return _State(self.home, self.slots.copy(), self.checked.copy(), self.reach.copy())


class _Checks:
    """The accesses of one function."""

    def __init__(self, function: Function, shared: set[Local], word: IntType) -> None:
        self.function = function
        self.shared = shared
        self.word = word
        self.flow = Flow(function)
        self.handlers = {block.handler for block in function.blocks if block.handler is not None}
        self.numbers: dict[object, int] = {}
        self.of: dict[Op, int] = {}
        self.sums: dict[int, tuple[int, int]] = {}
        """Of a value that is the sum of another one and a constant: both."""
        self.ends: dict[Block, _State] = {}
        self.indices: dict[Op, Local] = {}
        """The slots that hold what accesses have found, which later ones take."""
        self.later: dict[Op, Op] = {}
        """The accesses that take what another has found, with that one."""
        self.largest: dict[Op, int] = {}
        """By how much the largest index is larger that an access checks for those behind it."""

    def run(self) -> None:
        for block in self.flow.order:
            state = self.ends[block] = self._start(block)
            for op in block.ops:
                self._read(op, state)
        if not self.handlers:
            for block in self.function.blocks:
                self._together(block)
        for first in self.later.values():
            # What is at least 0, or known to be inside, is the index that it has found.
            if is_checked(first) and not self._is_natural(first) and first not in self.indices:
                self.indices[first] = Local("index", self.word, zeroed=False)
        self.function.locals += self.indices.values()
        for block in self.function.blocks:
            block.ops = [made for op in block.ops for made in self._written(op)]

    def _start(self, block: Block) -> _State:
        before = self.flow.predecessors[block]
        if block is self.flow.entry or block in self.handlers:
            return _State(block)
        if len(before) == 1:
            return self.ends[before[0]].copy()
        if self.handlers:
            return _State(block)
        above = self.flow.dominator[block]
        assert above is not None
        state = self.ends[above].copy()
        for other in self._between(above, block):
            for op in other.ops:
                if op.name == "local.store":
                    state.slots[op.attributes["local"]] = self._number((block, op.attributes["local"]))
        return state

    def _between(self, above: Block, block: Block) -> set[Block]:
        """The blocks on the ways to a block from the one that dominates it."""
        found: set[Block] = set()
        todo = list(self.flow.predecessors[block])
        while todo:
            one = todo.pop()
            if one is not above and one not in found:
                found.add(one)
                todo += self.flow.predecessors[one]
        return found

    def _number(self, key: object) -> int:
        return self.numbers.setdefault(key, len(self.numbers))

    def _operand(self, op: Op) -> int:
        return self.of[op] if op in self.of else self._number(op)

    def _read(self, op: Op, state: _State) -> None:
        if op.name == "local.store":
            state.slots[op.attributes["local"]] = self._operand(op.operands[0])
        elif op.name == "local.load":
            local = op.attributes["local"]
            known = state.slots.setdefault(local, self._number((state.home, local)))
            self.of[op] = self._number(op) if local in self.shared else known
        elif op.name in _SEEN_THROUGH:
            operands = tuple(self._operand(operand) for operand in op.operands)
            self.of[op] = number = self._number((op.name, op.type, tuple(op.attributes.items()), operands))
            self._add(op, number)
        elif op.name in ("buffer.load", "buffer.store"):
            self._access(op, state)

    def _add(self, op: Op, number: int) -> None:
        """Note what a value of a word's width is the sum of, modulo that width."""
        if any(not isinstance(one.type, IntType) or one.type.bits != self.word.bits for one in (op, *op.operands)):
            return
        known = [self.sums.get(self._operand(operand), (self._operand(operand), 0)) for operand in op.operands]
        constants = [operand.attributes["value"] if operand.name == "const" else None for operand in op.operands]
        if op.name == "convert":
            self.sums[number] = known[0]
        elif op.name in ("int.add", "int.sub", "int.step") and constants[1] is not None:
            by = -constants[1] if op.name == "int.sub" else constants[1]
            self.sums[number] = known[0][0], known[0][1] + by
        elif op.name == "int.add" and constants[0] is not None:
            self.sums[number] = known[1][0], known[1][1] + constants[0]

    def _access(self, op: Op, state: _State) -> None:
        buffer, index = map(self._operand, op.operands[:2])
        key = buffer, index
        source, by = self.sums.get(index, (index, 0))
        natural = self._is_natural(op)
        if is_checked(op):
            first = state.checked.get(key)
            if natural and by <= state.reach.get((buffer, source), by - 1) < by + _SMALL:
                op.attributes["checked"] = False
            elif first is not None:
                self.later[op] = first
                return
        state.checked.setdefault(key, op)
        if natural:
            state.reach[buffer, source] = max(by, state.reach.get((buffer, source), by))

    def _is_natural(self, op: Op) -> bool:
        """Whether the index is at least 0, as a signed number of a word's width."""
        type_ = op.operands[1].type
        assert isinstance(type_, IntType)
        return type_.bits == self.word.bits and (bool(op.attributes.get("natural")) or not is_checked(op))

    # Several indices at once

    def _together(self, block: Block) -> None:
        """Check the largest of the indices of a line at the first of them."""
        firsts: dict[_Key, tuple[Op, int]] = {}
        line = None
        for op in block.ops:
            if op.name not in ("buffer.load", "buffer.store"):
                if op.effects & ~_HIDDEN or op.attributes.get("local") in self.shared:
                    firsts = {}
                continue
            here = op.span.line if op.span else None, op.attributes.get("within")
            if here != line:
                firsts, line = {}, here
            if is_checked(op) and op not in self.later and self._is_natural(op):
                buffer, index = map(self._operand, op.operands[:2])
                source, by = self.sums.get(index, (index, 0))
                first, own = firsts.setdefault((buffer, source), (op, by))
                if first is not op and own < by < own + _SMALL:
                    self.largest[first] = max(by - own, self.largest.get(first, 0))
                    op.attributes["checked"] = False
            if op.name == "buffer.store":
                firsts = {}

    # Writing

    def _written(self, op: Op) -> list[Op]:
        """An access with what it needs before it."""
        local = self.indices.get(self.later.get(op, op))
        if op in self.later:
            op.attributes["checked"] = False
        if op in self.largest:
            index = op.operands[1]
            more = Op("const", [], index.type, {"value": self.largest[op]}, op.span)
            largest = Op("int.add", [index, more], index.type, {}, op.span)
            op.attributes["checked"] = False
            return [more, largest, self._check(op, largest), op]
        if local is None:
            return [op]
        if op in self.later:
            made = [Op("local.load", [], self.word, {"local": local}, op.span)]
        else:
            found = self._check(op, op.operands[1])
            made = [found, Op("local.store", [found], NONE, {"local": local}, op.span)]
        op.operands[1], op.attributes["checked"] = made[0], False
        return [*made, op]

    def _check(self, access: Op, index: Op) -> Op:
        """A check of an index that raises where an access does."""
        kept = {name: value for name, value in access.attributes.items() if name in ("within", "rare")}
        return Op("buffer.index", [access.operands[0], index], self.word, kept, access.span)
