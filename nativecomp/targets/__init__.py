"""What the compiler knows of each core, arch and board: data files that inherit, and the one list of their names.

A target is a TOML file in `data/` (or a file of the user's, given by its path). `inherits` names the file it starts
from, so a board states only what its chip does not, and a chip only what its core does not.
"""

from nativecomp.targets.target import (
    BOOT_SIZES,
    CORE_INTERRUPTS,
    DEFAULT_TARGET,
    Board,
    Target,
    TargetError,
    find_target,
    list_targets,
)

__all__ = [
    "BOOT_SIZES",
    "CORE_INTERRUPTS",
    "DEFAULT_TARGET",
    "Board",
    "Target",
    "TargetError",
    "find_target",
    "list_targets",
]
