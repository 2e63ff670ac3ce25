"""Cycles of what ran, by what Arm publishes for each instruction: from the least to the most that they can be.

    block at 0x100, 50 times:   ldr r0, [r1]    2           50 * 2
                                cmp r0, #0      1           50 * 1
                                bne 0x100       1 to 4      50 * 1 to 50 * 4

Memory has no wait states in it. How long a branch takes depends on whether it jumps and on how the pipeline is filled
again, which blocks do not tell: hence two numbers.
"""

from collections.abc import Callable, Mapping

from asm_thumb.decode import disassemble
from asm_thumb.timing import decoded_cycles

Cycles = tuple[int, int]
"""The least and the most."""


def count_cycles(runs: Mapping[tuple[int, int], int], read: Callable[[int, int], bytes], core: str) -> Cycles | None:
    """Cycles of blocks, ((start, size), times); `read` gives the code at an address.

    None where nothing is published for the core, or for an instruction that ran.
    """
    least = most = 0
    for (start, size), times in runs.items():
        for row in disassemble(read(start, size), core, origin=start) if times else ():
            cycles = decoded_cycles(row.text, core)
            if cycles is None:
                return None
            least += times * cycles[0]
            most += times * cycles[1]
    return least, most
