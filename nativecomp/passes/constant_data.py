"""Refuse to store into tables that stay in flash, where the store is in a function that gets one.

    TABLE = (1, 2, 3)                   def clear(b: uint8[:]):
    clear(TABLE)     refused                b[0] = 0

Of each parameter that is an address or a buffer it is found whether the function, or one that it calls, may store into
it. An address is followed through slots, conversions and arithmetic; what a function returns is taken for an address
of all that it got. Assembler functions say nothing of what they store.
"""

from nativecomp.ir import Effect, Function, Local, Module, Op
from nativecomp.language.diagnostics import Diagnostics
from nativecomp.language.types import BufferType, PointerType

_WRITES = Effect.WRITES_BUFFERS | Effect.WRITES_POINTED


def refuse_stores_into_constants(module: Module, diagnostics: Diagnostics) -> None:
    stored = _stored_params(module)
    for function in module.functions:
        for op in function.ops:
            if op.name != "static.buffer" or not op.attributes["static"].is_constant:
                continue
            table = op.attributes["static"].name
            for user in _reached(function, {op}, stored):
                hint = f"make `{table}` a `bytearray` or an `array`, which are in RAM"
                what = "this stores into it"
                if user.name == "call":
                    what = f"`{user.attributes['callee'].name}` may store into what it is given here"
                diagnostics.error(user.span or function.span, f"`{table}` stays in flash, and {what}", hint)


def _stored_params(module: Module) -> set[Local]:
    """The parameters into which functions may store: a fixed point over the calls."""
    stored: set[Local] = set()
    known = -1
    while known < len(stored):
        known = len(stored)
        for function in module.functions:
            for param in function.params:
                if isinstance(param.type, BufferType | PointerType) and _reached(function, {param}, stored):
                    stored.add(param)
    return stored


def _reached(function: Function, first: set[Op | Local], stored: set[Local]) -> list[Op]:
    """The operations of a function that may store into what these values lead to."""
    derived: set[Op | Local] = set(first)
    known = -1
    while known < len(derived):
        known = len(derived)
        for op in function.ops:
            local = op.attributes.get("local")
            if op.name == "local.load" and local in derived:
                derived.add(op)
            elif op.name == "local.store" and op.operands[0] in derived and local is not None:
                derived.add(local)
            elif op.name in ("buffer.length", "pointer.compare"):
                continue
            elif (op.is_pure or op.name == "call") and not derived.isdisjoint(op.operands):
                derived.add(op)
    found = []
    for op in function.ops:
        if op.name == "call":
            params = op.attributes["callee"].params
            if any(o in derived and p in stored for o, p in zip(op.operands, params, strict=True)):
                found.append(op)
        elif op.effects & _WRITES and op.operands and op.operands[0] in derived:
            found.append(op)
    return found
