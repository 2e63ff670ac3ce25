"""Let the runtime copy memory where a counted loop does nothing else.

    for i in range(n):
        target[i] = source[i]

before                                         after
    for:                                           copy:
      ... branch then=body, otherwise=endfor         %5: bool = int.compare %3, %4, predicate='<'
    body:                                            %6: int = int.sub %4, %3
      %5: int = pointer.load %3, %4, element=8       ... the pointers and indices of the first turn
      pointer.store %6, %7, %5, element=8            %11: bool = memory.copyable %7, %8, %9, %10, %6, element=8
      jump target=next                               %12: bool = bool.and %5, %11
    next:                                            branch %12, then=move, otherwise=for
      ... jump target=for                          move:
                                                     memory.copy %7, %8, %9, %10, %6, element=8
                                                     ... the locals as after the last turn
                                                     jump target=endfor
                                                   for:
                                                     the loop as it was

LLVM cannot do so: pointers may overlap, and then a loop repeats what it has just written. `memory.copyable` asks at run
time whether a copy in one go gives the same bytes, and whether it is worth a call; in the version of a function for
devices it is false. The loop as it was runs in all other cases. Accesses that need a check of bounds stay as they are.
"""

from nativecomp.analysis.flow import Flow, Loop
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.types import BOOL, NONE, BufferType, FloatType, IntType, PointerType
from nativecomp.passes.clone import Names, redirect

_LOADS = ("pointer.load", "buffer.load", "buffer.element")
_STORES = ("pointer.store", "buffer.store")
_ADDRESS = PointerType("ptr", 0)
_DONE = "checked"
"""What the jump back of a loop is marked with that has something better in front of it."""


def recognise_copies(module: Module, word_bits: int, opt: str) -> None:
    """Where the options do not ask for small code.

    Functions are changed in place; doing it again changes nothing. `opt` is for functions whose options do not say.
    """
    for function in module.functions:
        ops = {op.name for op in function.ops}
        if (function.options.opt or opt) != "size" and not (ops.isdisjoint(_LOADS) or ops.isdisjoint(_STORES)):
            for loop in Flow(function).loops:
                copy = _CopyLoop(function, loop, word_bits)
                if copy.is_copy():
                    copy.put_call_before()


class _CopyLoop:
    """One loop, and the question whether it copies.

    A value has a slope, by how much it grows each turn: 0 for what the loop does not change, 1 for the counter and what
    is a sum with it. Only whole words count, which wrap as addresses do.
    """

    def __init__(self, function: Function, loop: Loop, word_bits: int) -> None:
        self.function = function
        self.header = loop.header
        self.loop = loop
        self.word_bits = word_bits
        self.blocks = self._chain()
        self.ops = [op for block in self.blocks for op in block.ops]
        self.number = {op: number for number, op in enumerate(self.ops)}
        self.stores: dict[Local, list[Op]] = {}
        for op in self.ops:
            if op.name == "local.store":
                self.stores.setdefault(op.attributes["local"], []).append(op)
        self.slopes: dict[Op, int | None] = {}

    def _chain(self) -> list[Block]:
        """The blocks of a turn in order; none where there is more than one way through."""
        end = self.header.terminator
        if end is None or end.name != "branch" or self.header is self.function.blocks[0]:
            return []
        then, otherwise = end.targets
        if then not in self.loop.blocks or otherwise in self.loop.blocks:
            return []
        chain = [self.header]
        block = then
        while block is not self.header:
            if block.terminator is None or block.terminator.name != "jump":
                return []
            chain.append(block)
            block = block.terminator.attributes["target"]
        return chain

    # What the loop does

    def is_copy(self) -> bool:
        """Whether it does nothing but move elements upwards, one a turn."""
        if not self.blocks or self.ops[-1].attributes.get("loop") == _DONE:
            return False
        loads = [op for op in self.ops if op.name in _LOADS]
        stores = [op for op in self.ops if op.name in _STORES]
        if len(loads) != 1 or len(stores) != 1 or not self._counts_up():
            return False
        self.load, self.store = loads[0], stores[0]
        return self._only_moves() and self._same_element() and not self._is_used_outside()

    def _counts_up(self) -> bool:
        """Whether the turns are those of a word that grows by one while it is below a limit."""
        compare = self.header.ops[-1].operands[0]
        if compare.name != "int.compare" or compare.attributes["predicate"] != "<" or compare not in self.number:
            return False
        left, self.limit = compare.operands
        if left.name != "local.load" or left not in self.number or not self._is_word(left):
            return False
        self.counter: Local = left.attributes["local"]
        stores = self.stores.get(self.counter, [])
        return (
            len(stores) == 1
            and stores[0] is self.ops[-2]
            and self._is_next(stores[0].operands[0])
            and self.limit.type == left.type
            and self._slope(self.limit) == 0
        )

    def _is_next(self, op: Op) -> bool:
        """Whether a value is the counter and one."""
        return op.name in ("int.step", "int.add") and self._slope(op.operands[0]) == 1 and _is_one(op.operands[1])

    def _only_moves(self) -> bool:
        for op in self.ops:
            if op is self.load or op is self.store or op.name in ("local.load", "jump", "branch"):
                continue
            if op.name == "local.store":
                local = op.attributes["local"]
                if local is self.counter or (len(self.stores[local]) == 1 and self._slope(op.operands[0]) is not None):
                    continue
            elif op.is_pure:
                continue
            return False
        return all(
            self._slope(op.operands[0]) == 0 and self._slope(op.operands[1]) == 1 and self._is_plain(op)
            for op in (self.load, self.store)
        )

    def _is_plain(self, op: Op) -> bool:
        """Whether an access is one to memory, perhaps only in one version of the function, that cannot raise."""
        if op.name.startswith("pointer"):
            return op.attributes.get("device") in ("no", "parameter")
        checked = op.name != "buffer.element" and op.attributes.get("checked", True)
        return not (checked and self.function.options.bounds)

    def _same_element(self) -> bool:
        """Whether what is stored is what was loaded, bit for bit."""
        loaded, stored = _element(self.load), _element(self.store)
        if loaded != stored and not (isinstance(loaded, IntType) and isinstance(stored, IntType)):
            return False
        bits, value = loaded.bits, self.store.operands[2]
        while value is not self.load:
            source = value.operands[0].type if value.name == "convert" and value in self.number else None
            if not (isinstance(source, IntType) and isinstance(value.type, IntType)):
                return False
            if min(source.bits, value.type.bits) < bits:
                return False
            value = value.operands[0]
        return stored.bits == bits

    def _is_used_outside(self) -> bool:
        others = (op for block in self.function.blocks if block not in self.loop.blocks for op in block.ops)
        return any(operand in self.number for op in others for operand in op.operands)

    def _is_word(self, op: Op) -> bool:
        return isinstance(op.type, IntType) and op.type.bits == self.word_bits

    def _slope(self, op: Op) -> int | None:
        """By how much a value grows each turn; None where that is not known."""
        if op not in self.number:
            return 0
        if op not in self.slopes:
            self.slopes[op] = None  # what a cycle sees
            self.slopes[op] = self._local_slope(op) if op.name == "local.load" else self._pure_slope(op)
        return self.slopes[op]

    def _local_slope(self, load: Op) -> int | None:
        local = load.attributes["local"]
        if local is self.counter:
            return 1
        stores = self.stores.get(local, [])
        if len(stores) == 1 and self.number[stores[0]] < self.number[load]:
            return self._slope(stores[0].operands[0])
        return None if stores else 0

    def _pure_slope(self, op: Op) -> int | None:
        if not op.is_pure:
            return None
        slopes = [slope for slope in map(self._slope, op.operands) if slope is not None]
        if len(slopes) < len(op.operands):
            return None
        if not any(slopes):
            return 0
        if not self._is_word(op) or not all(map(self._is_word, op.operands)):
            return None
        if op.name in ("int.add", "int.sub"):
            return slopes[0] + (slopes[1] if op.name == "int.add" else -slopes[1])
        return slopes[0] if op.name == "convert" else None

    # What is put in front of it

    def put_call_before(self) -> None:
        """The test whether to copy in one go, in a block, and the copy, in another."""
        span = self.load.span
        attributes = {"element": _element(self.load).bits, "device": self._device()}
        names = Names(self.function)
        test, move = (Block(names.new(name), handler=self.header.handler) for name in ("copy", "move"))

        start = Op("local.load", [], self.limit.type, {"local": self.counter}, span)
        test.ops.append(start)
        first = _Turn(self, test, start)
        limit = first.value(self.limit)
        some = Op("int.compare", [start, limit], BOOL, {"predicate": "<"}, span)
        count = Op("int.sub", [limit, start], start.type, {}, span)
        test.ops += [some, count]
        what = [*first.place(self.store), *first.place(self.load), count]
        able = Op("memory.copyable", what, BOOL, dict(attributes), span)
        both = Op("bool.and", [some, able], BOOL, {}, span)
        ways = {"then": move, "otherwise": self.header, "likely": True}
        test.ops += [able, both, Op("branch", [both], NONE, ways, span)]

        one = Op("const", [], start.type, {"value": 1}, span)
        end = Op("int.sub", [limit, one], start.type, {}, span)
        move.ops += [Op("memory.copy", what, NONE, dict(attributes), span), one, end]
        last = _Turn(self, move, end)
        for local, (store,) in self.stores.items():
            value = limit if local is self.counter else last.value(store.operands[0])
            move.ops.append(Op("local.store", [value], NONE, {"local": local}, store.span))
        leave = self.header.ops[-1].attributes["otherwise"]
        move.ops.append(Op("jump", [], NONE, {"target": leave}, span))

        for block in self.function.blocks:
            if block not in self.loop.blocks:
                redirect(block, self.header, test)
        self.ops[-1].attributes["loop"] = _DONE
        at = self.function.blocks.index(self.header)
        self.function.blocks[at:at] = [test, move]

    def _device(self) -> str:
        marks = {op.attributes["device"] for op in (self.load, self.store) if op.name.startswith("pointer")}
        return "parameter" if "parameter" in marks else "no"


class _Turn:
    """Computes values of one turn of a loop outside of it, at the end of a block."""

    def __init__(self, copy: _CopyLoop, block: Block, counter: Op) -> None:
        self.copy = copy
        self.block = block
        self.counter = counter
        self.values: dict[Op, Op] = {}

    def value(self, op: Op) -> Op:
        """What an operation gives in that turn."""
        if op not in self.copy.number:
            return op
        if op not in self.values:
            self.values[op] = self._compute(op)
        return self.values[op]

    def _compute(self, op: Op) -> Op:
        local = op.attributes.get("local")
        if local is self.copy.counter:
            return self.counter
        if local in self.copy.stores:
            return self.value(self.copy.stores[local][0].operands[0])
        made = Op(op.name, [self.value(operand) for operand in op.operands], op.type, dict(op.attributes), op.span)
        self.block.ops.append(made)
        return made

    def place(self, access: Op) -> tuple[Op, Op]:
        """The pointer and the index of an access."""
        base, index = map(self.value, access.operands[:2])
        if isinstance(base.type, BufferType):
            base = Op("buffer.address", [base], _ADDRESS, {}, access.span)
            self.block.ops.append(base)
        return base, index


def _element(access: Op) -> IntType | FloatType:
    base = access.operands[0].type
    if isinstance(base, BufferType):
        return base.element
    bits = int(access.attributes["element"])
    return IntType(f"uint{bits}", bits, False)


def _is_one(op: Op) -> bool:
    return op.name == "const" and op.attributes["value"] == 1
