"""Build the image of a file for a board, and run it."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from nativecomp.cli.output import write_file
from nativecomp.options import Options
from nativecomp.targets import Target

IMAGES = ("elf", "bin", "hex", "uf2")
"""The kinds of files that hold an image, as their suffixes say."""


def image_file(elf: bytes, kind: str, target: Target) -> bytes:
    """An image as a file of that kind."""
    from nativecomp.image.files import to_bin, to_hex
    from nativecomp.image.uf2 import to_uf2

    makers = {
        "elf": lambda: elf,
        "bin": lambda: to_bin(elf),
        "hex": lambda: to_hex(elf).encode(),
        "uf2": lambda: to_uf2(to_bin(elf), target),
    }
    return makers[kind]()


def write_image(path: Path, elf: bytes, target: Target) -> None:
    """
    Raises:
        UsageError: the suffix says no kind.
    """
    kind = path.suffix.removeprefix(".")
    if kind not in IMAGES:
        raise click.UsageError(f"no image is called `*{path.suffix}`; name it {', '.join(IMAGES)}")
    write_file(path, image_file(elf, kind, target))


def build_image(
    file: str,
    options: Options,
    output: Literal["semihosting", "uart"],
    stack: int | None = None,
    data: Sequence[Path] = (),
) -> bytes:
    """The ELF executable of a file: of its typed `main()` if it has one, else of a whole Python program.

    Raises:
        UsageError: the target is no board, or the program is one that has no use for `stack` or `data`.
        CompileError, ImageError: it cannot be compiled or linked.
    """
    from nativecomp.compiler import compile_unit
    from nativecomp.frontend import read_source, read_unit
    from nativecomp.image.link import link_image
    from nativecomp.program.build import build_program
    from nativecomp.program.modules import has_typed_main

    target = options.target
    if target.board is None:
        message = f"no images are made for `{target.name}`: choose a board, for instance `--target mps2-an386`"
        raise click.UsageError(f"{message} (`nativecomp targets` lists them)")
    unit = read_unit(read_source(file), replace(options, product="image"))
    if not has_typed_main(unit):
        return build_program(file, options, output, stack=stack, data=data).elf
    if stack is not None:
        raise click.UsageError("leave out --stack: a compiled `main()` has all of the RAM that its variables leave")
    if data:
        raise click.UsageError("leave out --data: a compiled `main()` opens no files")
    return link_image(compile_unit(unit).generated.object, target, output=output)


def run_board(
    file: str,
    options: Options,
    emulator: str,
    output: Literal["semihosting", "uart"],
    limit: int | None,
    stack: int | None = None,
    data: Sequence[Path] = (),
) -> int:
    """Build the image, run it, and give its exit code. What it prints goes to standard output as it comes."""

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    elf = build_image(file, options, output, stack, data)
    if emulator == "qemu":
        from nativecomp.emulator.qemu import run_image_in_qemu

        return run_image_in_qemu(elf, options.target, stdout=write).exit_code
    from nativecomp.emulator import run_image

    return run_image(elf, options.target, stdout=write, limit=limit).exit_code
