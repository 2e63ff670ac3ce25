"""The sample file compiled for a core, once in a session."""

from functools import cache
from pathlib import Path

import nativecomp

SAMPLE = Path(__file__).with_name("sample.py")
CORES = ("cortex-m0", "cortex-m4f", "x86-64")


@cache
def sample(core: str = "cortex-m4f") -> nativecomp.Module:
    """The functions of `sample.py` for a core."""
    return nativecomp.load(SAMPLE, target=core)
