"""Mark each access through a pointer as device, memory, or as what the function's argument was.

A pointer made from an integer is a device: its accesses are never dropped, merged or moved. A pointer made from a
buffer is memory. A pointer parameter is either; where it is used inside, the function is compiled in two versions and
`device="parameter"` means yes in the one and no in the other. A local is all that is ever assigned to it.

before                                              after, for `def f(p: ptr8)`
    %0: ptr8 = local.load local=p                       %0: ptr8 = local.load local=p
    %2: int = pointer.load %0, %1, element=8            %2: int = pointer.load %0, %1, element=8, device='parameter'
    %3: ptr32 = convert %2                              %3: ptr32 = convert %2
    pointer.store %3, %1, %2, element=32                pointer.store %3, %1, %2, element=32, device='yes'

An integer computed from an address keeps what the address was (`ptr8(uint(p) + 4)`), within one expression; an integer
that was stored in a local has lost it and gives a device, which is always right and only slower.
"""

from nativecomp.ir import Function, Local, Module, Op
from nativecomp.types import PointerType

MEMORY, DEVICE, PARAMETER = "memory", "device", "parameter"
Origins = frozenset[str]

_FROM_LEFT_OR_RIGHT = ("int.add", "int.sub", "int.and", "int.or")
_PINNED = {"auto": PARAMETER, "memory": MEMORY, "device": DEVICE}


class _Origins:
    """Where the pointers of one function come from, to a fixed point over its locals."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.locals: dict[Local, Origins] = {}
        for param in function.params:
            if isinstance(param.type, PointerType):
                self.locals[param] = frozenset({_PINNED[function.options.pointers]})
        for captured in function.captures:
            # Another function may assign it: a device is right for whatever it is.
            self.locals[captured] = frozenset({DEVICE})
        self.values: dict[Op, Origins] = {}
        ops = [op for block in function.blocks for op in block.ops]
        changed = True
        while changed:
            changed = False
            for op in ops:
                changed |= self._step(op)

    def _step(self, op: Op) -> bool:
        self.values[op] = self._value(op)
        if op.name != "local.store" or not isinstance(op.operands[0].type, PointerType):
            return False
        local = op.attributes["local"]
        old = self.locals.get(local, frozenset())
        self.locals[local] = old | self.of(op.operands[0])
        return self.locals[local] != old

    def _value(self, op: Op) -> Origins:
        if op.name == "local.load":
            is_pointer = isinstance(op.type, PointerType)
            return self.locals.get(op.attributes["local"], frozenset()) if is_pointer else frozenset()
        if op.name == "buffer.address":
            return frozenset({MEMORY})
        if op.name == "convert":
            return self.values[op.operands[0]]
        if op.name in _FROM_LEFT_OR_RIGHT:
            return self.values[op.operands[0]] | self.values[op.operands[1]]
        return frozenset()

    def of(self, op: Op) -> Origins:
        """The origins of a pointer; one that came from nowhere known came from an integer."""
        return self.values[op] or frozenset({DEVICE})


def _mark(origins: Origins) -> str:
    if DEVICE in origins:
        return "yes"
    return "parameter" if PARAMETER in origins else "no"


def mark_devices(module: Module) -> None:
    for function in module.functions:
        origins = _Origins(function)
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
