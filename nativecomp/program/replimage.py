"""The image of a board that runs what a computer sends over the serial line (`runtime/machine/main_repl.c`).

It has all of our Python but no program: nobody knows what will be typed.
"""

import tempfile
from pathlib import Path

from nativecomp.image.archive import python_runtime
from nativecomp.image.link import ImageError, board_of
from nativecomp.image.reach import Reach
from nativecomp.program.boardimage import link_objects, machine_objects, stack_size
from nativecomp.targets import Target

_OTHER_PROGRAM = "modules.program"
"""The runtime's object that says which modules there are; the REPL's own entry says it too."""


def build_repl(target: Target, *, stack: int | None = None) -> bytes:
    """The ELF executable for a board; `stack` is in bytes.

    Raises:
        ImageError: the target is no board, it is too small, or programs cannot hear its UART.
    """
    board = board_of(target)
    if board.uart_base not in [base for _, base, _ in board.uarts]:
        raise ImageError(f"the runtime cannot hear what comes in at the UART of `{target.name}`: run the file that you "
                         "would type by `nativecomp run --image`")  # fmt: skip
    runtime = python_runtime(target)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = machine_objects(runtime, target, folder, "main_repl", None, devices=None)
        inputs += [path for path in runtime.objects if path.stem != _OTHER_PROGRAM]
        return link_objects(Reach.everything(inputs), runtime, target, stack_size(target, stack), folder)
