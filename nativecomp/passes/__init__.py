"""Small passes over the IR, one a file: `run_passes` prepares what every level needs, `optimize` adds what one asks.

Each pass states in its docstring what it changes, with the representation before and after.
"""

from collections.abc import Callable

from nativecomp.ir import Module, verify_module
from nativecomp.passes.appends import mark_appends
from nativecomp.passes.barriers import put_barriers
from nativecomp.passes.bound import drop_bound_tests
from nativecomp.passes.bounds import hoist_bounds
from nativecomp.passes.builtincalls import mark_builtins, mark_pairs
from nativecomp.passes.checks import check_once
from nativecomp.passes.conditions import ask_conditions
from nativecomp.passes.copies import recognise_copies
from nativecomp.passes.devices import mark_devices
from nativecomp.passes.direct import mark_direct_calls
from nativecomp.passes.generators import keep_values
from nativecomp.passes.handlers import place_for_handlers
from nativecomp.passes.inline import inline_in_loops
from nativecomp.passes.iteration import take_items
from nativecomp.passes.natural import use_ranges
from nativecomp.passes.pairing import take_pairs
from nativecomp.passes.polling import insert_polls
from nativecomp.passes.recursion import mark_recursion
from nativecomp.passes.roots import keep_owners
from nativecomp.passes.split import split_webs
from nativecomp.passes.tracebacks import add_tracebacks
from nativecomp.passes.unreachable import remove_unreachable
from nativecomp.passes.versions import make_versions

PASSES: list[tuple[str, Callable[[Module], None]]] = [
    ("unreachable", remove_unreachable),
    ("split", split_webs),
    ("bound", drop_bound_tests),
    ("conditions", ask_conditions),
    ("devices", mark_devices),
    ("barriers", put_barriers),
]

OPTIMIZATIONS: list[tuple[str, Callable[[Module, int, str], None]]] = [
    ("appends", mark_appends),
    ("builtins", mark_builtins),
    ("direct", mark_direct_calls),
    ("pairing", take_pairs),
    ("versions", make_versions),
    ("iteration", take_items),
    ("pairs", mark_pairs),
    ("inline", lambda module, word_bits, opt: inline_in_loops(module, opt)),
    ("bounds", hoist_bounds),
    ("copies", recognise_copies),
    ("natural", use_ranges),
    ("checks", check_once),
    ("polling", lambda module, word_bits, opt: insert_polls(module)),
    ("tracebacks", lambda module, word_bits, opt: add_tracebacks(module)),
    ("roots", lambda module, word_bits, opt: keep_owners(module)),
    ("handlers", lambda module, word_bits, opt: place_for_handlers(module)),
    ("generators", lambda module, word_bits, opt: keep_values(module)),
    ("recursion", lambda module, word_bits, opt: mark_recursion(module)),
]


verify_each = False
"""Whether the verifier runs after each pass, as it does in all tests; it takes as long as the passes themselves."""


def run_passes(module: Module) -> None:
    """All passes, in order.

    The verifier does not run before the first: that takes away what the builder writes where nothing goes, with values
    that it dropped there.

    Raises:
        VerifierError: with `verify_each`, a pass, or the builder, left the representation malformed.
    """
    for _, run in PASSES:
        run(module)
        if verify_each:
            verify_module(module)


def optimize(module: Module, word_bits: int, opt: str) -> None:
    """What the level `opt` asks of the representation, for functions whose options do not say otherwise.

    Raises:
        VerifierError: with `verify_each`, a pass left the representation malformed.
    """
    for _, run in OPTIMIZATIONS:
        run(module, word_bits, opt)
        if verify_each:
            verify_module(module)
