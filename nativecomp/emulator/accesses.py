"""The alignment of every access, for cores whose model in Unicorn takes any address and whose hardware does not.

A hook on all reads and writes, in machine code of the host, looks at the address: it must be a multiple of the size.
"""

from unicorn import UC_HOOK_MEM_READ, UC_HOOK_MEM_WRITE, Uc

from nativecomp.emulator.callbacks import REFUSE, RefusedAccess, add_native_hook, native_hook
from nativecomp.emulator.errors import Fault

_HOOK = f"""
define void @hook(ptr %uc, i32 %kind, i64 %address, i32 %size, i64 %value, ptr %state) {{{{
  %size.wide = zext i32 %size to i64
  %mask = sub i64 %size.wide, 1
  %low = and i64 %address, %mask
  %fine = icmp eq i64 %low, 0
  br i1 %fine, label %done, label %refuse
{REFUSE}
done:
  ret void
}}}}
"""


class AccessChecks:
    """The hook of one engine."""

    def __init__(self, uc: Uc) -> None:
        self._state = RefusedAccess()
        function, _ = native_hook(_HOOK)
        add_native_hook(uc, UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, function, self._state, 1, 0)

    def take_fault(self, address: int) -> Fault | None:
        """The fault of the instruction at which the emulation stopped, if it was stopped by the check."""
        refused = self._state.take()
        if refused is None:
            return None
        verb, at, size = refused
        target = at & 0xFFFFFFFF
        words = f"unaligned {verb} of {size} bytes at 0x{target:08x}, a fault on this core"
        return Fault(words, fault_address=target, exception=6 if verb == "write" else 4)
