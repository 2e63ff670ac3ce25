"""What the levels `size`, `balanced` and `speed` ask of LLVM."""

_ALWAYS = 'nounwind null_pointer_is_valid "no-trapping-math"="true" "frame-pointer"="none"' + "".join(
    # Loops may become calls of the memory functions, which the runtime has, but of no others.
    f' "no-builtin-{name}"'
    for name in ("strlen", "wcslen", "memcmp", "bcmp")
)
_LEVELS = {"size": "minsize optsize ", "balanced": "", "speed": ""}
_CALLED = {"size": "", "balanced": "inlinehint ", "speed": "inlinehint "}
_LOOPS: dict[str, tuple[str, ...]] = {
    "size": (),
    "balanced": ('!{!"llvm.loop.unroll.runtime.disable"}',),
    "speed": (),
}


def function_attributes(opt: str, *, called: bool, checked: bool) -> str:
    """The attributes of a function.

    `called` says that a function of the module calls it: then it is worth inlining, unless it is `checked`, full of
    bounds checks, where code should stay small.

    Address 0 is memory on a microcontroller, so a null pointer is an address.
    """
    return _LEVELS[opt] + _CALLED[opt] * (called and (opt == "speed" or not checked)) + _ALWAYS


def loop_hints(opt: str, kind: str) -> tuple[str, ...]:
    """Metadata for each loop. A loop of kind "checked" has a copy that runs in its place nearly always."""
    if kind == "checked":
        return ('!{!"llvm.loop.unroll.disable"}', '!{!"llvm.loop.vectorize.enable", i1 false}')
    return _LOOPS[opt]
