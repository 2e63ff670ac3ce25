"""What runs longer than a second tells where it is, once: it may be an endless loop."""

import math
import time
from collections.abc import Callable

from nativecomp.elf.lines import Place
from nativecomp.host import progress

SECONDS = 1.0
"""How long a call may take before it is told what runs: by the processor's time, as a busy computer is no mistake."""


class Patience:
    """The clock of one engine's calls.

    Args:
        place_of: the file and line of an address in the code; None where it has none.
    """

    def __init__(self, place_of: Callable[[int], Place | None] = lambda _: None) -> None:
        self._place_of = place_of
        self._end = math.inf

    def begin(self) -> None:
        """A call begins."""
        self._end = time.thread_time() + SECONDS

    def look(self, pc: int) -> None:
        """The call has reached an address: tell it where it is late."""
        if time.thread_time() < self._end:
            return
        self._end = math.inf
        place = self._place_of(pc)
        where = f", at {place[0]}:{place[1]}" if place else ""
        progress.say(
            f"still running{where}: Ctrl-C stops it, so does a limit of instructions (--limit, "
            "`nativecomp.configure(limit=...)`)"
        )
