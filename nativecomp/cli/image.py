"""Build the image of a file for a board, and run it."""

import sys
from typing import Any, Literal

import click

from nativecomp.targets import Target

Defines = tuple[tuple[str, int], ...]


def build_image(
    file: str,
    target: Target,
    opt: Any,
    output: Literal["semihosting", "uart"],
    defines: Defines = (),
    stack: int | None = None,
) -> bytes:
    """The ELF executable of a file: of its typed `main()` if it has one, else of a whole Python program.

    Raises:
        UsageError: the target is no board, or the stack is not for the program to choose.
        CompileError, ImageError: it cannot be compiled or linked.
    """
    from nativecomp.compiler import compile_program
    from nativecomp.frontend import read_source
    from nativecomp.image.link import link_image
    from nativecomp.program.build import build_program
    from nativecomp.program.modules import has_typed_main

    if target.board is None:
        message = f"no images are made for `{target.name}`: choose a board, for instance `--target mps2-an386`"
        raise click.UsageError(f"{message} (`nativecomp targets` lists them)")
    source = read_source(file)
    if not has_typed_main(source):
        return build_program(file, target, opt, output, stack=stack, defines=dict(defines)).elf
    if stack is not None:
        raise click.UsageError("leave out --stack: a compiled `main()` has all of the RAM that its variables leave")
    return link_image(
        compile_program(source, target, opt, defines=dict(defines)).generated.object, target, output=output
    )


def run_board(
    file: str,
    target: Target,
    opt: Any,
    emulator: str,
    output: Literal["semihosting", "uart"],
    limit: int | None,
    defines: Defines = (),
    stack: int | None = None,
) -> int:
    """Build the image, run it, and give its exit code. What it prints goes to standard output as it comes."""

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    elf = build_image(file, target, opt, output, defines, stack)
    if emulator == "qemu":
        from nativecomp.emulator.qemu import run_image_in_qemu

        return run_image_in_qemu(elf, target, stdout=write).exit_code
    from nativecomp.emulator import run_image

    return run_image(elf, target, stdout=write, limit=limit).exit_code
