"""What the levels `size`, `balanced` and `speed` ask of LLVM."""

from nativecomp.codegen.loops import LoopShape
from nativecomp.targets import Target

_ALWAYS = 'nounwind null_pointer_is_valid "no-trapping-math"="true" "frame-pointer"="none"' + "".join(
    # Loops may become calls of the memory functions, which the runtime has, but of no others.
    f' "no-builtin-{name}"'
    for name in ("strlen", "wcslen", "memcmp", "bcmp")
)
_LEVELS = {"size": "minsize optsize ", "small": "optsize ", "balanced": "", "speed": ""}
_CALLED = {"size": "", "small": "", "balanced": "inlinehint ", "speed": "inlinehint "}


LARGEST_OPTIMIZED = 10_000
"""Operations of a function beyond which it is compiled without optimisation: LLVM's time grows with their square."""


_OWN_MEMORY = "".join(f' "no-builtin-{name}"' for name in ("memcpy", "memmove", "memset"))
"""For code that stands alone: a call of a memory function would bring the whole function with it."""


def compares_costs(target: Target) -> bool:
    """Whether costs decide on variants of code for a core: where the cost model has been held against counted runs.

    That is Thumb-2. With eight registers (armv6m) what is said of loops has made their code slower.
    """
    return target.emulator == "arm" and not target.triple.startswith("thumbv6m")


def function_attributes(opt: str, *, called: bool, size: int, alone: bool = False, indirect: bool = True) -> str:
    """The attributes of a function of `size` operations.

    `called` says that a function of the module calls it: then it is worth inlining. Code that stands `alone` has no
    memory functions to call.
    Unless `indirect`, no function's address may be used, as LLVM does for `minsize` where a block calls it three times.

    Address 0 is memory on a microcontroller, so a null pointer is an address.
    """
    always = _ALWAYS + _OWN_MEMORY * alone
    if size > LARGEST_OPTIMIZED:
        return "optnone noinline " + always
    level = _LEVELS[opt if indirect or opt != "size" else "small"]
    return level + _CALLED[opt] * called + always


_NO_UNROLL = '!{!"llvm.loop.unroll.disable"}'
_NO_VECTORS = '!{!"llvm.loop.vectorize.enable", i1 false}'
_NO_RUNTIME_UNROLL = '!{!"llvm.loop.unroll.runtime.disable"}'


def _unroll(count: int) -> str:
    return f'!{{!"llvm.loop.unroll.count", i32 {count}}}'


SMALL_TURN = 16
"""A turn of so many operations or fewer is small enough to be written several times for speed."""

LARGE_TURN = 128
"""A turn of so many operations or fewer is, where memory is not what programs lack."""

UNROLLED = {"any": 8, "": 2}
"""How many times, by what is known of the turns. A `while` loop asks before each turn; it gains from the second, in
which values need not go back to the registers that they were in."""


TURNS = 31
"""How often a loop is taken to run for each time that it is entered, where nothing is known."""

FEW_VARIABLES = 9
"""So many leave registers for what a second turn needs."""

SMALL_LOOP = 64
"""Operations of all turns together up to which a loop of known turns may be written out at the balanced level."""


def loop_hints(opt: str, loop: LoopShape, *, roomy: bool = False, rolled: bool = False) -> tuple[str, ...]:
    """Metadata for a loop. On a `roomy` target memory is not what programs lack.

    A loop of kind "checked" has a copy that runs in its place nearly always; each turn of a "delay" takes its time.
    Unrolling a loop around another gains nothing and costs registers; a strided loop has few turns as a rule. With
    `rolled` a loop is left as at the balanced level (emit/unrolling.py).
    """
    opt = "balanced" if rolled and opt == "speed" else opt
    if loop.kind in ("checked", "delay"):
        return (_NO_UNROLL, _NO_VECTORS)
    if opt == "size":
        return ()
    if loop.turns == "strided" or (loop.holds_loop and (loop.turns or opt == "speed")):
        return (_NO_UNROLL,)
    if opt == "balanced":
        if roomy and loop.turns == "any" and loop.operations <= SMALL_TURN:
            return (_unroll(UNROLLED["any"] // 2),)
        small = isinstance(loop.turns, int) and loop.turns * loop.operations <= SMALL_LOOP
        return (_NO_RUNTIME_UNROLL,) if small else (_NO_UNROLL,)
    is_small = loop.operations <= 2 * SMALL_TURN and loop.variables <= FEW_VARIABLES and not loop.calls
    if not loop.turns and is_small:
        return (_unroll(UNROLLED[""]),)
    if loop.turns != "any" or loop.operations > (LARGE_TURN if roomy else SMALL_TURN):
        return ()
    return (_unroll(UNROLLED["any"] // (1 if loop.operations <= SMALL_TURN else 2)),)
