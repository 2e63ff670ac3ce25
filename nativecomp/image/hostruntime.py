"""The runtime for programs of this computer: x86-64 Linux, linked with the C library that `zig cc` brings (musl).

A program holds all that it needs, so it runs on every x86-64 Linux, whatever is installed there. Our Python in it is
compiled as it is for boards (image/archive.py); the machine below is the system, reached through the C library.
"""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nativecomp.image.archive import kept_folder, python_objects
from nativecomp.image.clang import run_zig, zig_version
from nativecomp.image.runtime import runtime_sources
from nativecomp.targets import find_target

_MACHINE = (
    *("host", "host_folders", "host_output", "host_fault", "host_file", "host_frozen", "host_typed", "host_line"),
    "main_repl",
)
_SYSTEM = ("-target", "x86_64-linux-musl")
_LANGUAGE = ("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-fno-strict-aliasing", "-fwrapv",
             "-fno-sanitize=all", "-ffunction-sections", "-fdata-sections", "-fno-ident")  # fmt: skip


@dataclass(frozen=True)
class HostRuntime:
    """The folders of the objects of our Python, and of the host's machine."""

    python_folder: Path
    machine_folder: Path

    @property
    def python(self) -> list[Path]:
        """Our Python, in a fixed order; of these a program may have `modules.program` of its own."""
        own = sorted((self.python_folder / "objects").glob("*.o"))
        return [*own, self.python_folder / "machine" / "catch.o", *map(self.machine, ("host", "host_folders"))]

    def machine(self, name: str) -> Path:
        """The object of `runtime/machine/NAME.c`, such as output, or an entry."""
        return self.machine_folder / f"{name}.o"


@functools.cache
def host_runtime() -> HostRuntime:
    """The objects. They take half a minute the first time, then nothing.

    Raises:
        RuntimeBuildError: the sources or the C compiler are missing, or do not go together.
    """
    sources = runtime_sources()
    digest = hashlib.sha256(repr((zig_version(), _SYSTEM, _LANGUAGE)).encode())
    files = [sources / "machine" / f"{name}.c" for name in _MACHINE]
    for path in [*sorted(sources.rglob("*.h")), *files, Path(__file__)]:
        digest.update(path.name.encode() + path.read_bytes() + b"\0")

    def build(folder: Path) -> None:
        for name in _MACHINE:
            compile_for_host(sources / "machine" / f"{name}.c", folder / f"{name}.o")

    machine = kept_folder("machine-host", digest.hexdigest()[:20], build)
    return HostRuntime(python_objects(find_target("host")), machine)


def compile_for_host(source: Path, to: Path) -> None:
    """The object of a C file.

    Raises:
        RuntimeBuildError: it does not compile.
    """
    run_zig(["cc", *_SYSTEM, *_LANGUAGE, "-I", runtime_sources() / "include", "-c", source, "-o", to], to.parent)


def link_for_host(objects: Sequence[Path], folder: Path) -> bytes:
    """The executable of objects; `folder` is for its file.

    Raises:
        RuntimeBuildError: something is not defined.
    """
    run_zig(["cc", *_SYSTEM, "-static", "-s", "-Wl,--gc-sections", *objects, "-o", "program"], folder)
    return (folder / "program").read_bytes()
