"""`nativecomp gdb`: the image of a program on QEMU, under gdb, stopped at a Python line."""

import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from nativecomp.cli.asked import Asked, compile_options
from nativecomp.cli.options import stack_option
from nativecomp.emulator.qemu import qemu_command
from nativecomp.targets import Target

PROGRAMS = ("gdb-multiarch", "arm-none-eabi-gdb")
_PATIENCE = 5.0
"""Seconds for QEMU to end."""


def find_gdb() -> str:
    """
    Raises:
        ClickException: no gdb for Arm is installed.
    """
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise click.ClickException(f"none of {', '.join(PROGRAMS)} is installed: `apt-get install gdb-multiarch` (Debian, "
                               "Ubuntu), `brew install arm-none-eabi-gdb` (macOS)")  # fmt: skip


@click.command()
@click.argument("file")
@click.argument("arguments", nargs=-1, metavar="[-- GDB'S ARGUMENTS]")
@compile_options
@stack_option
@click.option("--break", "places", multiple=True, metavar="PLACE",
              help="Where to stop: a line, FILE:LINE or a function. [default: the start of `main`]")  # fmt: skip
def gdb(file: str, arguments: tuple[str, ...], asked: Asked, stack: int | None, places: tuple[str, ...]) -> None:
    """Run a program's image on the emulated board under gdb. QEMU is started, and ends with gdb.

    Variables, parameters and stacks are shown as for C. Optimised code may not hold a variable everywhere.

    \b
    Examples:
      nativecomp gdb led.py --target mps2-an386
      nativecomp gdb led.py --target mps2-an386 --break 24 --break show
      nativecomp gdb led.py --target microbit -- -batch -ex continue -ex bt
    """
    from nativecomp.cli.image import Wishes, build_image
    from nativecomp.emit.isolation import start
    from nativecomp.frontend import read_source

    program = find_gdb()
    start()
    source = read_source(file)
    elf = build_image(file, asked.options(source), Wishes(stack=stack))
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / f"{Path(file).stem}.elf"
        image.write_bytes(elf)
        stops = [_place(place, file) for place in places] or [_start(elf)]
        with _board(image, asked.target) as port:
            commands = ["set confirm off", "set pagination off", f"directory {Path(file).resolve().parent}"]
            commands += [f"target remote localhost:{port}", *(f"tbreak {stop}" for stop in stops), "continue"]
            words = [program, "-q", "-nx", str(image)]
            for command in commands:
                words += ["-ex", command]
            click.echo(shlex.join([Path(program).name, *words[1:3], image.name, "..."]), err=True)
            code = subprocess.run([*words, *arguments], check=False).returncode
    sys.exit(code)


def _place(text: str, file: str) -> str:
    """A place as gdb takes it: a line alone is one of the file."""
    return f"{Path(file).name}:{text}" if text.isdecimal() else text


def _start(elf: bytes) -> str:
    """Where the program begins: its typed `main()`, or C's, which starts the interpreter."""
    from nativecomp.elf import ElfFile

    names = {symbol.name for symbol in ElfFile(elf).symbols}
    return "nc_main" if "nc_main" in names else "main"


@contextmanager
def _board(image: Path, target: Target) -> Iterator[int]:
    """A board that waits for gdb at a port."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = int(probe.getsockname()[1])
    command = [*qemu_command(target, image), "-S", "-gdb", f"tcp:localhost:{port}"]
    # In a session of its own, so that Ctrl-C is for gdb alone.
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield port
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
