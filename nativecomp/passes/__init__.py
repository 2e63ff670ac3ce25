"""Small passes over the IR, one a file, run in order by `run_passes`.

Each states in its docstring what it changes, with the representation before and after.
"""

from collections.abc import Callable

from nativecomp.ir import Module, verify_module
from nativecomp.passes.devices import mark_devices
from nativecomp.passes.unreachable import remove_unreachable

PASSES: list[tuple[str, Callable[[Module], None]]] = [
    ("unreachable", remove_unreachable),
    ("devices", mark_devices),
]


def run_passes(module: Module, *, verify: bool = False) -> None:
    """All passes, in order. With `verify` the verifier runs before the first and after each.

    Raises:
        VerifierError: a pass, or the builder, left the representation malformed.
    """
    if verify:
        verify_module(module)
    for _, run in PASSES:
        run(module)
        if verify:
            verify_module(module)
