"""The alignment of every access, for cores whose model in Unicorn takes any address and whose hardware does not.

A hook on all reads and writes, in machine code of the host, looks at the address: it must be a multiple of the size.
"""

import ctypes

from unicorn import UC_HOOK_MEM_READ, UC_HOOK_MEM_WRITE, UC_MEM_WRITE, Uc

from nativecomp.emulator.callbacks import add_native_hook, native_hook
from nativecomp.emulator.errors import Fault


class _State(ctypes.Structure):
    """The access that was refused; its layout is repeated in `_HOOK`. A `size` of 0: none was."""

    _fields_ = (("address", ctypes.c_uint64), ("kind", ctypes.c_uint32), ("size", ctypes.c_uint32))


_HOOK = """
%state = type {{ i64, i32, i32 }}

define void @hook(ptr %uc, i32 %kind, i64 %address, i32 %size, i64 %value, ptr %state) {{
  %size.wide = zext i32 %size to i64
  %mask = sub i64 %size.wide, 1
  %low = and i64 %address, %mask
  %fine = icmp eq i64 %low, 0
  br i1 %fine, label %done, label %look
look:
  %size.at = getelementptr %state, ptr %state, i32 0, i32 2
  %before = load i32, ptr %size.at
  %first = icmp eq i32 %before, 0
  br i1 %first, label %wrong, label %done
wrong:
  store i64 %address, ptr %state
  %kind.at = getelementptr %state, ptr %state, i32 0, i32 1
  store i32 %kind, ptr %kind.at
  store i32 %size, ptr %size.at
  %stop = inttoptr i64 {stop} to ptr
  call i32 %stop(ptr %uc)
  br label %done
done:
  ret void
}}
"""


class AccessChecks:
    """The hook of one engine."""

    def __init__(self, uc: Uc) -> None:
        self._state = _State()
        function, _ = native_hook(_HOOK)
        add_native_hook(uc, UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, function, self._state, 1, 0)

    def take_fault(self, address: int) -> Fault | None:
        """The fault of the instruction at which the emulation stopped, if it was stopped by the check."""
        size, self._state.size = self._state.size, 0
        if not size:
            return None
        verb = "write" if self._state.kind == UC_MEM_WRITE else "read"
        target = self._state.address & 0xFFFFFFFF
        words = f"unaligned {verb} of {size} bytes at 0x{target:08x}, a fault on this core"
        return Fault(words, fault_address=target, exception=6 if verb == "write" else 4)
