"""The reference interpreter: the exact result of a typed function by docs/language.md, written for clarity.

It is the judge of compiled code, so it shares nothing with the compiler: it reads the source with Python's `ast`,
gives every expression a type, and computes with Python's unbounded integers and IEEE doubles.
"""

from tests.reference.devices import Access, Device
from tests.reference.errors import LanguageError, OutsideMemory, StepLimit
from tests.reference.program import Program, Result, interpret

__all__ = [
    "Access",
    "Device",
    "LanguageError",
    "OutsideMemory",
    "Program",
    "Result",
    "StepLimit",
    "interpret",
]
