"""What programs without objects may ask of the core: functions of MicroPython's modules that are calls of C there.

from machine import disable_irq, enable_irq, idle       or `machine.idle()`, or `pyb.wfi()`
"""

from typing import NamedTuple


class MachineCall(NamedTuple):
    """The C function, how many integers it takes, and whether it gives one."""

    symbol: str
    parameters: int
    gives: bool


_DISABLE = MachineCall("nc_irq_disable", 0, True)
_ENABLE = MachineCall("nc_irq_enable", 1, False)
_WAIT = MachineCall("nc_irq_wait", 0, False)

MACHINE_CALLS: dict[str, dict[str, MachineCall]] = {
    "machine": {"disable_irq": _DISABLE, "enable_irq": _ENABLE, "idle": _WAIT},
    "pyb": {"disable_irq": _DISABLE, "enable_irq": _ENABLE, "wfi": _WAIT},
}
"""By module and name."""

MACHINE_SYMBOLS = frozenset(call.symbol for calls in MACHINE_CALLS.values() for call in calls.values())
FAULT_ENTRY = "nc_fault_entry"
"""Where interrupts go that the program does not handle."""
