"""Link a module's machine code and the runtime to a program for a board."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import llvmlite.binding as llvm

from nativecomp import elf
from nativecomp.elf import ElfError, ElfFile
from nativecomp.image.clang import RuntimeBuildError, zig_package
from nativecomp.image.modules import target_machine
from nativecomp.image.runtime import RuntimeBitcode, runtime_bitcode
from nativecomp.image.script import linker_script
from nativecomp.language.machine_calls import MACHINE_SYMBOLS
from nativecomp.targets import Board, Target

Output = Literal["semihosting", "uart"]

_VARIABLE = elf.WRITE | elf.ALLOC
_OVERFLOW = re.compile(
    r"section '(?P<section>[^']+)' will not fit in region '(?P<region>\w+)': overflowed by (?P<bytes>\d+)"
)
_UNDEFINED = re.compile(r"undefined (?:hidden )?symbol: (\S+)")
_REGIONS = {"flash": "flash", "ram": "RAM"}


class ImageError(Exception):
    """A program cannot be linked for the board; the message says why in a sentence."""


def board_of(target: Target) -> Board:
    """
    Raises:
        ImageError: the target is no board.
    """
    if target.board is None:
        raise ImageError(f"no images are made for `{target.name}`: choose a board such as mps2-an386")
    return target.board


def link_image(
    elf_object: bytes, target: Target, *, output: Output = "semihosting", beside: Sequence[bytes] = ()
) -> bytes:
    """Link `elf_object`, which defines `nc_main`, to an ELF executable for the board `target`.

    Runtime functions that the object still needs are added, and the objects of C `beside` it. `output` says where
    `print` and fault reports go: to the debugger or emulator by semihosting, or to the board's UART.

    Raises:
        ImageError: the target is no board, the object has no `nc_main`, needs what nobody defines, or is too large.
        RuntimeBuildError: the runtime cannot be built.
    """
    board = board_of(target)
    try:
        file = ElfFile(elf_object)
        defined = file.defined
    except ElfError as error:
        raise ImageError(f"the object is no ELF file: {error}") from None
    if "nc_main" not in defined:
        raise ImageError("the program has no entry: an image starts at a typed `def main()`")
    runtime = runtime_bitcode(target)
    objects = [elf_object, *beside]
    needed = needed_of(objects)
    if missing := runtime.closure(needed):
        objects.append(runtime_object(runtime, needed, target))
        needed |= {need for module in missing for need in module.needs}
    sections = [section for data in objects for section in ElfFile(data).sections]
    variables = [one for one in sections if one.flags & _VARIABLE == _VARIABLE and one.size]
    has_bss = any(one.name.startswith(".bss") for one in variables)
    has_data = any(not one.name.startswith(".bss") for one in variables)
    names = [
        "start" + "-data" * has_data + "-bss" * has_bss,
        "fault-text" if "nc_write" in needed else "fault",
        "exit",
        "write-semihosting" if output == "semihosting" else f"write-{board.uart}",
    ]
    if needed & MACHINE_SYMBOLS:
        names.append("interrupts")
    if board.boot:
        names.append(f"boot-{board.boot}")
    if unknown := [name for name in names if name not in runtime.machine]:
        raise ImageError(f"the board `{target.name}` has a UART of an unknown kind, `{board.uart}` ({unknown[0]})")
    size = sum(one.size + one.align for one in variables)  # a little more than they take does not matter
    return _link([*(runtime.machine[name] for name in names), *objects], runtime.machine, target, size)


def needed_of(objects: Sequence[bytes]) -> set[str]:
    """The symbols that objects need and that none of them defines.

    Raises:
        ImageError: one is no ELF object.
    """
    try:
        files = [ElfFile(one) for one in objects]
    except ElfError as error:
        raise ImageError(f"what is linked is no object: {error}; of an archive, `ar x` makes objects") from None
    defined = {name for file in files for name in file.defined}
    return {name for file in files for name in file.undefined} - defined


def runtime_object(runtime: RuntimeBitcode, needed: set[str], target: Target) -> bytes:
    """One object with the runtime functions in `needed` and what they need themselves."""
    first, *others = [llvm.parse_bitcode(module.bitcode) for module in runtime.closure(needed)]
    for other in others:
        first.link_in(other)
    return bytes(target_machine(target).emit_object(first))


def _link(objects: list[bytes], machine: Mapping[str, bytes], target: Target, variables: int) -> bytes:
    board = board_of(target)
    if variables >= board.ram_size:
        missing = variables - board.ram_size
        raise ImageError(
            f"the variables do not fit the RAM of `{target.name}`: {missing} bytes are missing, and the stack"
        )
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, data in enumerate(objects):
            paths.append(Path(folder, f"{number}.o"))
            paths[-1].write_bytes(data)
        script = linker_script(board, (board.ram_size - variables) & ~7, machine)
        return run_linker(paths, script, target, Path(folder))


def run_linker(inputs: Sequence[Path], script_text: str, target: Target, folder: Path) -> bytes:
    """Link objects and archives by a linker script; `folder` is for its files, `image.map` among them.

    Raises:
        ImageError: it does not fit, or something is not defined.
    """
    zig_package()
    script, image = folder / "board.ld", folder / "image.elf"
    script.write_text(script_text, encoding="ascii")
    command = [sys.executable, "-m", "ziglang", "ld.lld", "--gc-sections", "-z", "max-page-size=4", "--build-id=none"]
    command += ["-Map", str(folder / "image.map"), "-T", str(script), "-o", str(image), *map(str, inputs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise _explain(done.stderr, target)
    return image.read_bytes()


def _explain(message: str, target: Target) -> Exception:
    """What the linker's complaint means for the user."""
    if overflows := list(_OVERFLOW.finditer(message)):
        worst = max(overflows, key=lambda match: int(match["bytes"]))
        region = _REGIONS[worst["region"]]
        return ImageError(f"the image does not fit the {region} of `{target.name}`: {worst['bytes']} bytes are missing")
    if undefined := sorted(set(_UNDEFINED.findall(message))):
        hint = "; `--link` names the object of C that does"
        return ImageError(f"the program calls `{undefined[0]}`, which neither it nor the runtime defines{hint}")
    return RuntimeBuildError(f"the linker failed:\n{message.strip()}")
