"""Callbacks from Unicorn that do not keep the machine alive.

Unicorn's own binding ties engine and callbacks into a reference cycle, so that an engine, with the memory of its
translation buffer, would stay until the garbage collector comes by. A test run makes thousands of machines.
"""

import ctypes
import weakref
from collections.abc import Callable
from functools import cache
from typing import Any, ParamSpec, TypeVar

import llvmlite.binding as llvm
from unicorn import UC_MEM_WRITE, Uc
from unicorn.unicorn_py3.unicorn import uclib

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def weakly(method: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """A function that calls a bound method without keeping its object alive; the object must outlive the calls."""
    reference = weakref.WeakMethod(method)

    def call(*arguments: Parameters.args, **keywords: Parameters.kwargs) -> Result:
        target = reference()
        assert target is not None
        return target(*arguments, **keywords)

    return call


def add_hook(uc: Uc, kind: int, prototype: Any, callback: Callable[..., Any]) -> Any:
    """Add a hook for all addresses; gives the C function, to be kept as long as the engine."""
    function = prototype(callback)
    add_native_hook(uc, kind, ctypes.cast(function, ctypes.c_void_p).value or 0, None, 1, 0)
    return function


class RefusedAccess(ctypes.Structure):
    """The first access that a hook on memory refused; a `size` of 0: none was. The layout is repeated in `REFUSE`."""

    _fields_ = (("address", ctypes.c_uint64), ("kind", ctypes.c_uint32), ("size", ctypes.c_uint32))
    address: int
    kind: int
    size: int

    def take(self) -> tuple[str, int, int] | None:
        """What was refused, "read" or "write", the address, and how many bytes; from then on nothing was."""
        size, self.size = self.size, 0
        return ("write" if self.kind == UC_MEM_WRITE else "read", self.address, size) if size else None


REFUSE = """
refuse:
  %size.at = getelementptr {{ i64, i32, i32 }}, ptr %state, i32 0, i32 2
  %before = load i32, ptr %size.at
  %earliest = icmp eq i32 %before, 0
  br i1 %earliest, label %stop.here, label %done
stop.here:
  store i64 %address, ptr %state
  %kind.at = getelementptr {{ i64, i32, i32 }}, ptr %state, i32 0, i32 1
  store i32 %kind, ptr %kind.at
  store i32 %size, ptr %size.at
  %stop = inttoptr i64 {stop} to ptr
  call i32 %stop(ptr %uc)
  br label %done
"""
"""Of the text of a hook on memory: keep the access in a `RefusedAccess` and stop. It goes on at the label `done`."""


@cache
def native_hook(text: str, **values: int) -> tuple[int, Any]:
    """Compile a hook for this process: its address and the engine that owns it.

    In `text`, the LLVM text of a function `@hook`, `{stop}`, `{read}` and `{write}` stand for the addresses of
    Unicorn's functions to stop, to read a register and to write one, and other names for the values.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    functions = {"stop": uclib.uc_emu_stop, "read": uclib.uc_reg_read, "write": uclib.uc_reg_write}
    addresses = {name: ctypes.cast(function, ctypes.c_void_p).value for name, function in functions.items()}
    module = llvm.parse_assembly(text.format(**addresses, **values))
    machine = llvm.Target.from_default_triple().create_target_machine(opt=2)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    return engine.get_function_address("hook"), engine


def add_native_hook(uc: Uc, kind: int, function: int, user: Any, first: int, last: int) -> None:
    """Add a hook that is machine code, for a range of addresses (both ends included), with a pointer to its data."""
    handle = ctypes.c_size_t()
    status = uclib.uc_hook_add(
        uc._uch,
        ctypes.byref(handle),
        kind,
        ctypes.c_void_p(function),
        None if user is None else ctypes.byref(user),
        ctypes.c_uint64(first),
        ctypes.c_uint64(last),
    )
    assert status == 0, status
