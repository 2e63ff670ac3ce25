"""Deliver faults to the program's HardFault handler, as the hardware does and Unicorn, which has no NVIC, does not.

The bits of the status registers are those of the Armv7-M architecture reference manual, B3.2.15.
"""

from nativecomp.emulator.board import SYSTEM_CONTROL
from nativecomp.emulator.engine import Engine
from nativecomp.emulator.errors import EmulationError, Fault, UnmappedAccess
from nativecomp.emulator.memory import read_memory, write_memory

HARD_FAULT = 3
RETURN_TO_THREAD = 0xFFFF_FFF9
"""What the link register holds in a handler; a jump there ends the exception."""

_FRAME = ("r0", "r1", "r2", "r3", "r12", "lr", "pc", "xpsr")
_FRAME_SIZE = 4 * len(_FRAME)
_ALIGNED = 1 << 9  # in the pushed xPSR: the stack pointer was moved to a multiple of 8

_VTOR, _CFSR, _HFSR = SYSTEM_CONTROL + 0xD08, SYSTEM_CONTROL + 0xD28, SYSTEM_CONTROL + 0xD2C
_MMFAR, _BFAR = SYSTEM_CONTROL + 0xD34, SYSTEM_CONTROL + 0xD38
_MPU_CONTROL, _MPU_BASE, _MPU_SIZE = (SYSTEM_CONTROL + offset for offset in (0xD94, 0xD9C, 0xDA0))

_FORCED = 1 << 30
_BAD_JUMP, _GUARDED = 1 << 8, 1 << 1 | 1 << 7
_BAD_ADDRESS = 1 << 9 | 1 << 15
_STACKING = 1 << 12
_BY_EXCEPTION = {3: _BAD_JUMP, 4: 1 << 24, 17: 1 << 19, 18: 1 << 17, 19: 1 << 20}
_UNDEFINED = 1 << 16


class Exceptions:
    """The exceptions of one core: only HardFault, since without interrupts there is no other.

    Args:
        engine: the core.
        vectors: address of the vector table after reset.
    """

    def __init__(self, engine: Engine, vectors: int) -> None:
        self._engine = engine
        self.active = False
        self._set(_VTOR, vectors)

    def _word(self, address: int) -> int:
        return int.from_bytes(read_memory(self._engine.uc, address, 4), "little")

    def _set(self, address: int, value: int) -> None:
        write_memory(self._engine.uc, address, (value & 0xFFFFFFFF).to_bytes(4, "little"))

    def enter(self, error: EmulationError) -> int | None:
        """Go to the handler of a fault; gives its address, or None where no handler can run.

        That is: there is none, or the fault is the handler's own (the hardware locks up).
        """
        engine = self._engine
        try:
            handler = self._word(self._word(_VTOR) + 4 * HARD_FAULT)
        except ValueError:
            return None
        if self.active or not handler & 1 or error.address is None:
            return None
        self._explain(error)
        values = [engine.get(name) for name in _FRAME]
        values[_FRAME.index("pc")] = error.address
        sp = engine.get("sp")
        if sp & 4:
            values[-1] |= _ALIGNED
        sp = (sp & ~7) - _FRAME_SIZE
        try:
            write_memory(engine.uc, sp, b"".join(value.to_bytes(4, "little") for value in values))
        except ValueError:
            self._set(_CFSR, self._word(_CFSR) | _STACKING)
        engine.set("sp", sp)
        engine.set("lr", RETURN_TO_THREAD)
        self.active = True
        return handler & ~1

    def _explain(self, error: EmulationError) -> None:
        """Set the status registers; a Cortex-M0 has none, and its program does not read them."""
        status = _UNDEFINED
        address = error.fault_address
        if isinstance(error, UnmappedAccess) and address is not None:
            status = _BAD_ADDRESS
            if self._is_guarded(address):
                status = _GUARDED
                self._set(_MMFAR, address)
            elif address == error.address:
                status = _BAD_JUMP
            else:
                self._set(_BFAR, address)
        elif isinstance(error, Fault) and error.exception is not None:
            status = _BY_EXCEPTION.get(error.exception, _UNDEFINED)
        self._set(_CFSR, self._word(_CFSR) | status)
        self._set(_HFSR, self._word(_HFSR) | _FORCED)

    def _is_guarded(self, address: int) -> bool:
        """Whether the program forbade the address with the region of the Armv7-M MPU that it set last."""
        base, size = self._word(_MPU_BASE), self._word(_MPU_SIZE)
        if self._engine.target.unicorn_cpu == "CORTEX_M33" or not self._word(_MPU_CONTROL) & size & 1:
            return False
        return 0 <= address - (base & ~31) < 2 << (size >> 1 & 31)

    def leave(self) -> int:
        """Return from the handler; gives the address to go on at."""
        engine = self._engine
        sp = engine.get("sp")
        values = [self._word(sp + 4 * index) for index in range(len(_FRAME))]
        for name, value in zip(_FRAME, values, strict=True):
            if name not in ("pc", "xpsr"):
                engine.set(name, value)
        flags = values[-1]
        engine.set("xpsr", flags & ~_ALIGNED)
        engine.set("sp", sp + _FRAME_SIZE + (4 if flags & _ALIGNED else 0))
        self.active = False
        return values[_FRAME.index("pc")] & ~1
