"""The part of the C runtime that is a Python (objects, machine, modules), as archives of objects for a core.

Every function and every table is a section of its own, so that a program holds what it reaches and nothing else.
Mathematical functions are those of the C library in the `ziglang` package, built from its sources for the core: they
are exact to about one unit in the last place, tested by many, and only the few that a program reaches are linked.
"""

import functools
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from nativecomp.host import cache, progress
from nativecomp.image.clang import clang_options, run_zig, zig_package, zig_version
from nativecomp.image.runtime import common_sources, runtime_sources
from nativecomp.targets import Target

_FORMAT = 2  # of the kept folder; count it up when its content changes for the same sources
_UNUSED = 180 * 86400  # seconds
_PYTHON = ("gc", "objects", "vm", "loader", "modules", "table")
_MACHINE = ("catch", "code_heap", "python", "main_frozen", "main_file", "main_repl", "files_none", "files_rom",
            "files_semihosting", "clock_semihosting", "clock_systick", "systick", "input_none")  # fmt: skip
PYTHON_LANGUAGE = ("-std=gnu11", "-ffreestanding", "-nostdinc", "-Wall", "-Wextra", "-Werror", "-fno-strict-aliasing",
             "-fwrapv", "-fomit-frame-pointer", "-fno-unwind-tables", "-fno-asynchronous-unwind-tables",
             "-fno-ident", "-ffunction-sections", "-fdata-sections")  # fmt: skip
_FAST = {
    *("gc/bits", "gc/collect", "gc/heap", "objects/attributes", "objects/builtin", "objects/calls", "objects/instance"),
    *("objects/instattr", "objects/iteration", "objects/maptable", "objects/names", "objects/operations", "vm/execute"),
    *("vm/function", "vm/generator", "vm/prelude"),
}
"""What programs spend their time in is compiled for speed, the rest for size."""

_MUSL_MATH = (
    *("__cos", "__cosdf", "__expo2f", "__sin", "__sindf", "asinf", "asinhf", "atan2f", "atanhf", "erff", "expm1f"),
    *("exp2f_data", "exp_data", "ldexpf", "lgammaf", "lgammaf_r", "pow", "pow_data", "powf", "powf_data", "scalbnf"),
    *("signgam", "sinhf", "tgamma", "tgammaf"),
    *(f"__math_{what}{width}" for what in ("divzero", "invalid", "oflow", "uflow", "xflow") for width in ("", "f")),
)
"""What the package has of the C library's mathematics in C; the rest is in Zig."""


@dataclass(frozen=True)
class PythonRuntime:
    """Where the objects of our Python for a core are, and archives: what the core lacks, mathematics."""

    folder: Path
    math: Path

    @property
    def archives(self) -> list[Path]:
        return [self.folder / "libsupport.a", self.math / "libmath.a"]

    def machine(self, name: str) -> Path:
        """The object of `runtime/machine/NAME.c`."""
        return self.folder / "machine" / f"{name}.o"

    @property
    def objects(self) -> list[Path]:
        """The objects, in a fixed order."""
        return sorted((self.folder / "objects").glob("*.o"))


@functools.cache
def python_runtime(target: Target, *, small: bool = False) -> PythonRuntime:
    """The archives for the core of `target`. Takes half a minute the first time, then nothing.

    In the `small` ones all is compiled for size.

    Raises:
        RuntimeBuildError: the sources or the C compiler are missing, or do not go together.
    """
    python = python_objects(target, small=small)
    math = kept_folder(f"math-{target.core}", _key(target, ()), lambda folder: _build_math(target, folder))
    return PythonRuntime(python, math)


def python_objects(target: Target, *, small: bool = False) -> Path:
    """The folder of the objects of our Python: `objects`, `machine`, and `libsupport.a`.

    Raises:
        RuntimeBuildError: the sources or the C compiler are missing, or do not go together.
    """
    sources = runtime_sources()
    own = common_sources(sources)
    name = f"python-small-{target.core}" if small else f"python-{target.core}"
    fast = frozenset[str]() if small else _FAST
    return kept_folder(name, _key(target, own), lambda folder: _build(sources, target, folder, fast))


def kept_folder(name: str, key: str, build: Callable[[Path], None]) -> Path:
    """The folder that `build` fills, from the cache if it was built before."""
    kept = cache.folder()
    if kept is None:
        made = Path(tempfile.mkdtemp(dir=_temporary().name))
        build(made)
        return made
    folder = kept / f"{name}-{key}"
    kept.mkdir(parents=True, exist_ok=True)
    with cache.alone(folder):
        if not folder.is_dir():
            progress.say(f"building {name} of the C runtime (only this once)")
            made = Path(tempfile.mkdtemp(dir=kept))
            try:
                build(made)
                made.rename(folder)
            except OSError:
                if not folder.is_dir():  # otherwise another process was faster
                    raise
            finally:
                shutil.rmtree(made, ignore_errors=True)
            _clean(kept, name)
    return folder


@functools.cache
def _temporary() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="nativecomp-")


def _clean(kept: Path, name: str) -> None:
    """Remove those of versions that nobody uses any more."""
    for old in kept.glob(f"{name}-*"):
        if time.time() - old.stat().st_mtime > _UNUSED:
            shutil.rmtree(old, ignore_errors=True)


def _key(target: Target, sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for part in (_FORMAT, zig_version(), target.triple, target.cpu, target.zig_cpu, target.float_abi):
        digest.update(f"{part}\0".encode())
    for path in sources:
        digest.update(f"{path.parent.name}/{path.name}\0".encode() + path.read_bytes() + b"\0")
    for name in ("archive.py", "clang.py"):  # how it is compiled
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:20]


def _build(sources: Path, target: Target, folder: Path, fast: Collection[str]) -> None:
    groups: dict[tuple[str, str], list[Path]] = {}
    for name in _PYTHON:
        for path in sorted((sources / name).glob("*.c")):
            groups.setdefault((name, "-O2" if f"{name}/{path.stem}" in fast else "-Oz"), []).append(path)
    groups["core", "-Oz"] = [sources / "core" / "shortest.c"]
    groups["support", "-O2"] = sorted((sources / "support").glob("*.c"))
    machine = _MACHINE if target.emulator == "arm" else ("catch",)
    groups["machine", "-Oz"] = [sources / "machine" / f"{name}.c" for name in machine]

    def compile_group(group: tuple[str, str]) -> list[Path]:
        options = [*PYTHON_LANGUAGE, group[1], "-I", str(sources / "include")]
        options += ["-fno-builtin"] * (group[0] == "support")  # memcpy is not to call memcpy
        made = _compile(groups[group], target, folder / "".join(group), options)
        return [path.rename(path.with_name(f"{group[0]}.{path.name}")) for path in made]

    with ThreadPoolExecutor(max(1, min(4, os.cpu_count() or 1))) as pool:
        made = dict(zip(groups, pool.map(compile_group, groups), strict=True))
    for name in ("machine", "objects"):
        (folder / name).mkdir()
    for path in made.pop(("machine", "-Oz")):
        path.rename(folder / "machine" / path.name.removeprefix("machine."))
    _archive(folder / "libsupport.a", made.pop(("support", "-O2")))
    for path in [path for paths in made.values() for path in paths]:
        path.rename(folder / "objects" / path.name)
    for group in groups:
        shutil.rmtree(folder / "".join(group))


def _compile(sources: Sequence[Path], target: Target, folder: Path, options: Iterable[str]) -> list[Path]:
    folder.mkdir()
    include = str(zig_package() / "lib" / "include")
    run_zig(["clang", *clang_options(target), *options, "-isystem", include, "-c", *sources], folder)
    return [folder / f"{source.stem}.o" for source in sources]


def _build_math(target: Target, folder: Path) -> None:
    """The package's C library as far as it is mathematics; it takes its own headers, and warns of itself."""
    library = zig_package() / "lib"
    musl, place = library / "libc" / "musl", folder / "math"
    include = ["arch/arm", "arch/generic", "src/internal", "src/include", "include"]
    options = [word for path in include for word in ("-I", str(musl / path))]
    options += ["-I", str(library / "libc" / "include" / "arm-linux-musl")]
    options += ["-I", str(library / "libc" / "include" / "generic-musl"), "-Os", *PYTHON_LANGUAGE]
    options += ["-std=c99", "-Wno-everything", "-D_XOPEN_SOURCE=700"]
    objects = _compile([musl / "src" / "math" / f"{name}.c" for name in _MUSL_MATH], target, place, options)
    system = "linux-musleabihf" if target.float_abi == "hard" else "linux-musleabi"
    parts = {"compiler_rt": target.zig_target, "c": f"thumb-{system}"}
    for name, zig_target in parts.items():
        command: list[str | Path] = ["build-obj", library / f"{name}.zig", "-target", zig_target]
        command += [f"-mcpu={target.zig_cpu}"]
        command += ["-OReleaseSmall", "-ffunction-sections", "-fdata-sections", "-fstrip", "-fno-unwind-tables"]
        run_zig([*command, *(["-lc"] if name == "c" else []), f"-femit-bin={place / name}.o"], place)
    _archive(folder / "libmath.a", [*objects, *(place / f"{name}.o" for name in parts)])
    shutil.rmtree(place)


def _archive(path: Path, objects: Sequence[Path]) -> None:
    run_zig(["ar", "rcs", path, *objects], path.parent)
