"""Turn the fault report of an image into words: what happened, in which line of which function.

An image that never prints has no room for texts; its report is one line of numbers:

    Fault: cfsr 0x00000082 address 0x7ffffff0, pc 0x00000274

which becomes

    Fault: bad address 0x7ffffff0
      File "led.py", line 12, in blink

The causes are those of `runtime/include/nativecomp/fault.h`, read from there.
"""

import re
from functools import cache

from nativecomp.elf import ElfFile, find_function
from nativecomp.elf.lines import read_lines
from nativecomp.image.runtime import runtime_sources

_REPORT = re.compile(
    r"^Fault(?P<what>.*?)(?:: cfsr 0x(?P<cfsr>[0-9a-f]{8}) address 0x(?P<address>[0-9a-f]{8}))?"
    r"(?:, pc 0x(?P<pc>[0-9a-f]{8}))?$",
    re.MULTILINE,
)
_CAUSE = re.compile(r'X\((\d+), "([^"]+)"\)')
_ADDRESS_VALID = 1 << 15 | 1 << 7  # BFAR or MMFAR holds the address


@cache
def _causes() -> tuple[tuple[int, str], ...]:
    header = runtime_sources() / "include" / "nativecomp" / "fault.h"
    return tuple((int(bit), text) for bit, text in _CAUSE.findall(header.read_text(encoding="utf-8")))


def explain_faults(output: str, elf: bytes) -> str:
    """`output` of the image `elf` with its fault reports in words; anything else is left as it is."""

    def explain(match: re.Match[str]) -> str:
        what = match["what"]
        if match["cfsr"] is not None:
            status = int(match["cfsr"], 16)
            cause = next((text for bit, text in _causes() if status >> bit & 1), f"status {status:#010x}")
            what = f": {cause}" + (f" 0x{match['address']}" if status & _ADDRESS_VALID else "")
        if match["pc"] is None:
            return f"Fault{what}"
        return f"Fault{what}\n{_place(elf, int(match['pc'], 16))}"

    return _REPORT.sub(explain, output)


def _place(elf: bytes, address: int) -> str:
    found = find_function(ElfFile(elf).functions, address)
    function = f", in {found[2]}" if found else ""
    place = read_lines(elf).find(address)
    return (f'  File "{place[0]}", line {place[1]}' if place else f"  at {address:#010x}") + function
