"""The stack that functions of an image need: frames and calls as the machine code has them."""

import pytest

from nativecomp.image.link import link_image
from nativecomp.image.stack import StackUse, image_stack, stack_use
from nativecomp.targets import find_target
from tests.image.programs import compile_program

FRAMES = """
volatile int sink;
__attribute__((noinline)) static void leaf(void) { sink = 1; }
__attribute__((noinline)) static void framed(void) { volatile char b[100]; b[sink] = 1; leaf(); sink = b[sink]; }
__attribute__((noinline)) static void twice(void) { framed(); sink = 2; leaf(); framed(); }
int nc_main(void) { twice(); return sink; }
"""
CIRCLE = """
volatile int sink;
static int odd(int n);
__attribute__((noinline)) static int even(int n) { return n ? odd(n - 1) + sink : 1; }
__attribute__((noinline)) static int odd(int n) { return n ? even(n - 1) + sink : 0; }
int nc_main(void) { return even(sink); }
"""
COMPUTED = """
volatile int sink;
static int one(void) { return sink; }
static int two(void) { return sink + 1; }
int (*volatile chosen)(void);
int nc_main(void) { chosen = sink ? one : two; return chosen() + 1; }
"""
REPEATED = """
volatile int sink;
__attribute__((noinline, minsize)) static void far(int n) { volatile char b[64]; b[n] = 1; sink = b[1]; }
__attribute__((minsize)) int nc_main(void) { far(1); far(2); far(3); far(4); far(5); sink = 1; return 0; }
"""


def uses(source: str, board: str = "mps2-an386") -> dict[str, StackUse]:
    target = find_target(board)
    found = stack_use(link_image(compile_program(source, target), target))
    return {name.removeprefix("nc."): use for name, use in found.items()}


@pytest.mark.parametrize("board", ["mps2-an386", "microbit"])
def test_frames_add_up_along_calls(board: str) -> None:
    found = uses(FRAMES, board)
    assert found["leaf"] == StackUse(0, 0)
    assert 100 <= found["framed"].frame <= 120
    assert found["framed"].depth == found["framed"].frame
    assert found["twice"].depth == found["twice"].frame + found["framed"].frame
    assert found["nc_reset"].depth is not None
    assert found["nc_reset"].depth >= found["nc_main"].depth > 100  # type: ignore[operator]


def test_functions_that_call_each_other_have_no_end() -> None:
    found = uses(CIRCLE)
    assert found["nc_main"].depth is None
    assert found["nc_main"].why in ("nc.even calls nc.odd calls nc.even", "nc.odd calls nc.even calls nc.odd")


def test_a_computed_call_has_no_end() -> None:
    found = uses(COMPUTED)
    assert (found["nc_main"].depth, found["nc_main"].why) == (None, "it calls an address that is computed")


@pytest.mark.parametrize("board", ["mps2-an386", "microbit"])
def test_a_call_by_a_register_that_holds_a_constant(board: str) -> None:
    found = uses(REPEATED, board)
    assert found["nc_main"].depth == found["nc_main"].frame + found["far"].frame > 64


def test_handlers_add_what_each_priority_needs() -> None:
    target = find_target("mps2-an386")
    image = link_image(compile_program(FRAMES, target), target)
    found = stack_use(image)
    main, framed, twice = (found[name].depth for name in ("nc_reset", "nc.framed", "nc.twice"))
    assert main is not None
    assert framed is not None
    assert twice is not None
    alone = image_stack(image, {"nc.framed": 1}, fpu=False)
    assert alone.depth == main + 36 + framed
    assert image_stack(image, {"nc.framed": 1, "nc.leaf": 1}, fpu=False) == alone
    assert image_stack(image, {"nc.framed": 1, "nc.twice": 0}, fpu=True).depth == main + 108 + framed + 108 + twice
