"""Run the clang of the `ziglang` package, freestanding, on C sources of the runtime."""

import importlib.metadata
import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from nativecomp.targets import Target

# -fno-builtin keeps the compiler from turning memcpy's loop into a call of memcpy.
_LANGUAGE = ("-std=c11", "-ffreestanding", "-fno-builtin", "-nostdinc", "-Wall", "-Wextra", "-Werror")
_CODE = ("-O2", "-fomit-frame-pointer", "-fno-unwind-tables", "-fno-asynchronous-unwind-tables", "-fno-ident")
_FLOAT_ABI = {
    **{abi: (f"-mfloat-abi={abi}",) for abi in ("soft", "softfp", "hard")},
    "x86-64": (),
    "ilp32": ("-mabi=ilp32",),
}
_CPU = {"arm": "-mcpu={cpu}", "x86-64": "-march={cpu}", "riscv32": "-march=rv32imc"}
_TIMEOUT = 1800
"""Seconds. The runtime takes about two, the first program for this computer minutes: zig compiles its C library."""


class RuntimeBuildError(Exception):
    """The C runtime cannot be built or found; the message says what is missing."""


@cache
def zig_package() -> Path:
    """The folder of the `ziglang` package.

    Raises:
        RuntimeBuildError: it is not installed.
    """
    found = importlib.util.find_spec("ziglang")
    if found is None or found.origin is None:
        raise RuntimeBuildError("the C compiler is missing: `pip install ziglang`")
    return Path(found.origin).parent


def zig_version() -> str:
    """The version of the `ziglang` package: part of every cache key."""
    zig_package()
    return importlib.metadata.version("ziglang")


def run_zig(arguments: Sequence[str | Path], folder: Path) -> None:
    """Run `zig` with `arguments` in `folder`.

    Raises:
        RuntimeBuildError: it fails; the message is what it printed.
    """
    command = [sys.executable, "-m", "ziglang", *map(str, arguments)]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeBuildError(f"the C compiler does not run: {error}") from None
    if done.returncode:
        raise RuntimeBuildError(f"`zig {arguments[0]}` failed:\n{done.stderr.strip() or done.stdout.strip()}")


def clang_options(target: Target) -> list[str]:
    """What chooses the core."""
    cpu = _CPU[target.emulator].format(cpu=target.cpu)
    return [f"--target={target.triple}", cpu, *_FLOAT_ABI[target.float_abi]]


def compile_c(
    sources: Sequence[Path], target: Target, folder: Path, *, include: Path, bitcode: bool, options: Sequence[str] = ()
) -> list[Path]:
    """Compile C for `target` into `folder`: bitcode (`.bc`) or objects (`.o`), one for each source, in their order.

    Raises:
        RuntimeBuildError: a source does not compile.
    """
    run_zig(
        [
            "clang",
            *clang_options(target),
            *_LANGUAGE,
            *_CODE,
            *options,
            "-isystem",
            zig_package() / "lib" / "include",
            "-I",
            include,
            *(("-emit-llvm",) if bitcode else ("-ffunction-sections", "-fdata-sections")),
            "-c",
            *sources,
        ],
        folder,
    )
    return [folder / (source.stem + (".bc" if bitcode else ".o")) for source in sources]
