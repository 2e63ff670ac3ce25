"""Mark each access through a pointer as device, memory, or as what the function's argument was.

A pointer made from an integer is a device: its accesses are never dropped, merged or moved. A pointer made from a
buffer is memory. A pointer parameter is either; where it is used inside, the function is compiled in two versions and
`device="parameter"` means yes in the one and no in the other. A local is all that is ever assigned to it.

before                                              after, for `def f(p: ptr8)`
    %0: ptr8 = local.load local=p                       %0: ptr8 = local.load local=p
    %2: int = pointer.load %0, %1, element=8            %2: int = pointer.load %0, %1, element=8, device='parameter'
    %3: ptr32 = convert %2                              %3: ptr32 = convert %2
    pointer.store %3, %1, %2, element=32                pointer.store %3, %1, %2, element=32, device='yes'

An address is memory only where its base is a buffer for sure. So each number, too, has an origin: what is computed from
numbers alone is a `number`, which may be an offset; a sum of an address and a number keeps what the address was, and so
does an address whose low bits are masked. Whatever else is computed from an address, as the difference of two, may hide
a base: its origin is `device`, and so is that of each sum with it. That is always right, and only slower.
"""

from typing import Any

from nativecomp.ir import Effect, Function, Local, Module, Op
from nativecomp.language.types import BOOL, NONE, OBJECT, BufferType, IntType, PointerType

NUMBER, MEMORY, DEVICE, PARAMETER = "number", "memory", "device", "parameter"
Origins = frozenset[str]

_NUMBER: Origins = frozenset({NUMBER})
_DEVICE: Origins = frozenset({DEVICE})
_PINNED = {"auto": PARAMETER, "memory": MEMORY, "device": DEVICE}
_LOW_BITS = 0xFFFF
"""Bits that may be masked, or set, in an address: so near to a buffer lies no device."""
_SHORTEST_ADDRESS = 32
_READS = Effect.READS_POINTED | Effect.READS_BUFFERS | Effect.READS_HEAP | Effect.READS_CELLS
_WRITES = Effect.WRITES_POINTED | Effect.WRITES_BUFFERS


class _Origins:
    """Where the numbers and pointers of a module come from, to a fixed point over locals, calls and memory."""

    def __init__(self, module: Module) -> None:
        self.locals: dict[Local, Origins] = {}
        self.results: dict[Function, Origins] = {}
        self.kept = _NUMBER
        """Of the numbers that memory and objects hold."""
        self.values: dict[Op, Origins] = {}
        self._changed = True
        for function in module.functions:
            for param in function.params:
                pinned = frozenset({_PINNED[function.options.pointers]})
                self.locals[param] = pinned if isinstance(param.type, PointerType) else _NUMBER
        ops = [(function, op) for function in module.functions for op in function.ops]
        while self._changed:
            self._changed = False
            for function, op in ops:
                self.values[op] = self._value(function, op)
                self._pass_on(function, op)

    def of(self, op: Op) -> Origins:
        """The origins of a pointer; one that comes from a number, or from nowhere, is a device."""
        origins = self.values[op]
        return origins if origins and NUMBER not in origins else _DEVICE

    # Where values go

    def _pass_on(self, function: Function, op: Op) -> None:
        if op.name == "local.store":
            local, origins = op.attributes["local"], self.values[op.operands[0]]
            if isinstance(local.type, PointerType) and NUMBER in origins:
                origins = origins - _NUMBER | _DEVICE
            self._add(self.locals, local, _abroad(origins) if local in function.captures else origins)
        elif op.name == "return" and op.operands:
            self._add(self.results, function, _abroad(self.values[op.operands[0]]))
        elif op.name == "call":
            for param, operand in zip(op.attributes["callee"].params, op.operands, strict=True):
                if not isinstance(param.type, PointerType):
                    # A number that the callee adds to an address of its own.
                    self._add(self.locals, param, _computed(self.values[operand]))
        elif op.name == "object.box" or op.effects & _WRITES:
            kept = self.kept.union(
                *(_computed(self.values[operand]) for operand in op.operands if _is_kept(op, operand))
            )
            self._changed |= kept != self.kept
            self.kept = kept

    def _add(self, table: dict[Any, Origins], key: Local | Function, origins: Origins) -> None:
        old = table.get(key, frozenset())
        table[key] = old | origins
        self._changed |= table[key] != old

    # Where they come from

    def _value(self, function: Function, op: Op) -> Origins:
        operands = [self.values[operand] for operand in op.operands]
        if op.name == "local.load":
            local = op.attributes["local"]
            origins = self.locals.get(local, frozenset())
            return _abroad(origins) if local in function.captures else origins
        if op.name == "buffer.address":
            return frozenset({MEMORY})
        if op.name == "call":
            return self._result(op, operands)
        if op.type in (BOOL, NONE, OBJECT) or isinstance(op.type, BufferType) or op.name in ("const", "buffer.length"):
            return _NUMBER
        if op.name == "object.address":
            return _DEVICE
        if op.effects & _READS:
            return self.kept
        if op.name in ("tuple.make", "tuple.get", "int.min", "int.max"):
            return frozenset().union(*operands)
        if op.name == "convert":
            is_whole = isinstance(op.type, PointerType) or (
                isinstance(op.type, IntType) and op.type.bits >= _SHORTEST_ADDRESS
            )
            return operands[0] if is_whole else _computed(operands[0])
        if op.name in ("int.add", "int.step", "int.sub"):
            return _sum(operands[0], operands[1], swaps=op.name != "int.sub")
        if op.name in ("int.and", "int.or"):
            return _masked(op, operands[0], operands[1])
        return _computed(frozenset().union(*operands))

    def _result(self, call: Op, operands: list[Origins]) -> Origins:
        callee: Function = call.attributes["callee"]
        if callee.blocks:
            return self.results.get(callee, frozenset())
        return _computed(frozenset().union(*operands))  # machine code: whatever its arguments allow


def _abroad(origins: Origins) -> Origins:
    """What another function sees: a parameter of this one is no parameter of that."""
    return (origins - {PARAMETER}) | _DEVICE if PARAMETER in origins else origins


def _computed(origins: Origins) -> Origins:
    """What is computed from values of these origins, in whatever way."""
    return origins if origins <= _NUMBER else _DEVICE


def _sum(left: Origins, right: Origins, *, swaps: bool) -> Origins:
    """Of a sum, or where the operands must not swap of a difference."""
    found = set()
    for one in left:
        for other in right:
            if other == NUMBER:
                found.add(one)
            else:
                found.add(other if swaps and one == NUMBER else DEVICE)
    return frozenset(found)


def _masked(op: Op, left: Origins, right: Origins) -> Origins:
    for value, origins in ((op.operands[0], right), (op.operands[1], left)):
        if value.name == "const" and isinstance(op.type, IntType):
            bits = int(value.attributes["value"]) & ((1 << op.type.bits) - 1)
            low = bits if op.name == "int.or" else bits ^ ((1 << op.type.bits) - 1)
            if low <= _LOW_BITS:
                return origins
    return _computed(left | right)


def _is_kept(op: Op, operand: Op) -> bool:
    """Whether an operation stores the value of an operand, and not at its place."""
    return op.name not in ("pointer.store", "buffer.store") or operand is op.operands[2]


def _mark(origins: Origins) -> str:
    if DEVICE in origins:
        return "yes"
    return "parameter" if PARAMETER in origins else "no"


def mark_devices(module: Module) -> None:
    origins = _Origins(module)
    for function in module.functions:
        for block in function.blocks:
            for op in block.ops:
                if op.name in ("pointer.load", "pointer.store"):
                    op.attributes["device"] = _mark(origins.of(op.operands[0]))
                elif op.name == "call":
                    pointers = [origins.of(o) for o in op.operands if isinstance(o.type, PointerType)]
                    op.attributes["device"] = _mark(frozenset().union(*pointers)) if pointers else "no"
    _decide_versions(module)


def _decide_versions(module: Module) -> None:
    """Two versions where an access depends on a parameter, directly or in a callee that has two versions itself."""
    changed = True
    while changed:
        changed = False
        for function in module.functions:
            if not function.two_versions and _depends(function):
                function.two_versions = changed = True


def _depends(function: Function) -> bool:
    for block in function.blocks:
        for op in block.ops:
            if op.attributes.get("device") != "parameter":
                continue
            if op.name != "call" or op.attributes["callee"].two_versions:
                return True
    return False
