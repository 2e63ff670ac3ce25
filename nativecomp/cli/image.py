"""Build the image of a file for a board, and run it."""

import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import click

from nativecomp.cli.output import write_file
from nativecomp.options import Options
from nativecomp.targets import Target

IMAGES = ("elf", "bin", "hex", "uf2")
"""The kinds of files that hold an image, as their suffixes say."""


@dataclass(frozen=True)
class Wishes:
    """What the command line says of an image beside its program: where it prints, bytes of the stack, files that it can
    open, and objects that it is linked with."""

    output: Literal["semihosting", "uart"] = "semihosting"
    stack: int | None = None
    data: Sequence[Path] = ()
    link: Sequence[Path] = ()


def image_file(elf: bytes, kind: str, target: Target) -> bytes:
    """An image as a file of that kind."""
    from nativecomp.image.files import to_bin, to_hex
    from nativecomp.image.uf2 import to_uf2

    if target.kind == "host" and kind != "elf":
        raise click.UsageError(f"a program for `{target.name}` is an executable: name it `*.elf`, or without a suffix")
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


def build_image(file: str, options: Options, wishes: Wishes) -> bytes:
    """The ELF executable of a file: of its typed `main()` if it has one, else of a whole Python program.

    Raises:
        UsageError: no programs are made for the target, or the program is one that has no use for a wish.
        CompileError, ImageError: it cannot be compiled or linked.
    """
    from nativecomp.compiler import compile_unit
    from nativecomp.frontend import read_source, read_unit
    from nativecomp.image.link import link_image
    from nativecomp.program.build import build_program
    from nativecomp.program.hostprogram import build_host_program, link_typed_program
    from nativecomp.program.modules import has_typed_main

    target = options.target
    if not target.makes_programs:
        message = f"no images are made for `{target.name}`: choose a board, for instance `--target mps2-an386`"
        raise click.UsageError(f"{message} (`nativecomp targets` lists them)")
    unit = read_unit(read_source(file), replace(options, product="image"))
    is_typed, is_host = has_typed_main(unit), target.kind == "host"
    if options.everything and is_typed:
        raise click.UsageError("leave out -X: the image of a compiled `main()` holds compiled functions only")
    if wishes.link and not is_typed:
        raise click.UsageError("leave out --link: only a compiled `main()` is linked with objects")
    if is_host and wishes.data:
        raise click.UsageError("leave out --data: a program of this computer opens the computer's files")
    if is_host and not is_typed:
        return build_host_program(file, options, stack=wishes.stack)
    if not is_typed:
        return build_program(file, options, wishes.output, stack=wishes.stack, data=wishes.data).elf
    if wishes.stack is not None:
        raise click.UsageError("leave out --stack: a compiled `main()` has all of the RAM that its variables leave")
    if wishes.data:
        raise click.UsageError("leave out --data: a compiled `main()` opens no files")
    compiled = compile_unit(unit).generated.object
    link = [path.read_bytes() for path in wishes.link]
    if is_host:
        return link_typed_program(compiled, target, link)
    return link_image(compiled, target, output=wishes.output, beside=link)


def run_board(
    file: str,
    options: Options,
    emulator: str,
    limit: int | None,
    wishes: Wishes,
    arguments: Sequence[str] = (),
) -> int:
    """Build the image, run it, and give its exit code. What it prints goes to standard output as it comes.

    Raises:
        UsageError: no programs are made for the target, or not with what is asked for.
        CompileError, ImageError: it cannot be compiled or linked.
    """
    if options.target.kind == "host":
        return _run_on_host(file, options, emulator, limit, wishes, arguments)
    if arguments:
        raise click.UsageError("a board gives its program no arguments: leave out what follows `--`")

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    elf = build_image(file, options, wishes)
    if emulator == "qemu":
        from nativecomp.emulator.qemu import run_image_in_qemu

        return run_image_in_qemu(elf, options.target, stdout=write).exit_code
    from nativecomp.emulator import run_image

    return run_image(elf, options.target, stdout=write, limit=limit).exit_code


def check_host() -> None:
    """
    Raises:
        UsageError: programs for `host` do not run here.
    """
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise click.UsageError("programs for `host` run on x86-64 Linux: choose a board, which is emulated")


def _run_on_host(
    file: str, options: Options, emulator: str, limit: int | None, wishes: Wishes, arguments: Sequence[str]
) -> int:
    """Build the program and run it; where standard output is not the process's own, it goes there at the end."""
    if emulator == "qemu" or limit is not None:
        raise click.UsageError("a program of this computer runs without an emulator: leave out --emulator and --limit")
    check_host()
    program = build_image(file, options, wishes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, Path(file).stem)
        path.write_bytes(program)
        path.chmod(0o700)
        sys.stdout.flush()
        is_own = sys.stdout is sys.__stdout__
        done = subprocess.run([path, *arguments], stdout=None if is_own else subprocess.PIPE, check=False)
    if not is_own:
        sys.stdout.write(done.stdout.decode(errors="replace"))
    return done.returncode
