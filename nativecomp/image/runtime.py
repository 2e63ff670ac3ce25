"""The C runtime as bitcode for a core: built once, kept in the user's cache, handed out by symbol."""

import functools
import hashlib
import importlib.metadata
import os
import pickle
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from nativecomp.host import cache, progress
from nativecomp.image.clang import RuntimeBuildError, compile_c, zig_version
from nativecomp.image.module import RuntimeModule
from nativecomp.targets import Target

__all__ = ["RuntimeBitcode", "RuntimeBuildError", "runtime_bitcode", "runtime_sources"]

# Helpers are made fast; text is written by code that is small.
_OPTIONS: dict[str, tuple[str, ...]] = {"support": ("-O2", "-fno-jump-tables"), "core": ("-Oz",)}
# A choice between two values stays a branch: ARMv6-M has no conditional instructions and would need two branches, and
# on the other cores a choice between double words takes longer than one.
_BRANCHES = ("-mllvm", "-two-entry-phi-node-folding-threshold=0", "-mllvm", "-phi-node-folding-threshold=0")
_UNUSED = 180 * 86400  # seconds
_FORMAT = 2  # of a cache file; count it up when its content changes for the same sources
_DIGEST = 32  # bytes of the checksum before the content


@dataclass(frozen=True)
class RuntimeBitcode:
    """The runtime for one core. `support` is what the core lacks, by the names LLVM calls; `core` is our own API.

    Both map a public symbol to the module that defines it; a module may be there under several symbols. `machine` are
    ELF objects of what C cannot say without inline assembly, by name (see `machine.py`), for images only.
    """

    support: Mapping[str, RuntimeModule]
    core: Mapping[str, RuntimeModule]
    machine: Mapping[str, bytes]

    def closure(self, symbols: Iterable[str]) -> list[RuntimeModule]:
        """The modules that define `symbols` and all that those need in turn, each once, in a fixed order.

        Symbols that the runtime does not define are left to the caller.
        """
        found: dict[bytes, RuntimeModule] = {}
        wanted = sorted(set(symbols))
        seen = set(wanted)
        for symbol in wanted:  # grows while we go
            module = self.core.get(symbol) or self.support.get(symbol)
            if module is None or module.bitcode in found:
                continue
            found[module.bitcode] = module
            wanted += [need for need in module.needs if need not in seen]
            seen.update(module.needs)
        return list(found.values())


def runtime_sources() -> Path:
    """The folder of the C sources: beside the package in a checkout, inside it when installed.

    Raises:
        RuntimeBuildError: neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "runtime", package.parent / "runtime"):
        if (folder / "support" / "bits.h").is_file():
            return folder
    raise RuntimeBuildError(f"the C runtime's sources are missing; they should be in {package / 'runtime'}")


def common_sources(sources: Path) -> list[Path]:
    """The C files and headers of the runtime but for the machine that a computer is: all that goes into objects for a
    core."""
    return [path for path in sorted(sources.rglob("*.[ch]")) if not path.name.startswith("host")]


@functools.cache
def runtime_bitcode(target: Target) -> RuntimeBitcode:
    """The runtime for the core of `target`. Takes seconds the first time, then milliseconds.

    Raises:
        RuntimeBuildError: the sources or the C compiler are missing, or do not go together.
    """
    sources = runtime_sources()
    folder = cache.folder()
    path = folder and folder / f"runtime-{target.core}-{_key(sources, target)}"
    stored = path and _load(path)
    if stored:
        return stored
    with cache.alone(path) if path else nullcontext():
        stored = path and _load(path)
        if not stored:
            progress.say(f"building the C runtime for {target.core} (only this once)")
            stored = _build(sources, target)
            if path:
                _store(path, stored)
    return stored


def _key(sources: Path, target: Target) -> str:
    digest = hashlib.sha256()
    versions = (_FORMAT, zig_version(), importlib.metadata.version("llvmlite"))
    for part in (*versions, target.triple, target.cpu, target.features, target.float_abi):
        digest.update(f"{part}\0".encode())
    for path in common_sources(sources):
        digest.update(f"{path.relative_to(sources)}\0".encode() + path.read_bytes() + b"\0")
    for name in ("clang.py", "machine.py", "modules.py", "runtime.py"):  # how it is compiled and taken apart
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:20]


def _build(sources: Path, target: Target) -> RuntimeBitcode:
    from nativecomp.image.machine import build_machine_objects

    return RuntimeBitcode(
        _build_folder(sources, "support", target),
        _build_folder(sources, "core", target),
        build_machine_objects(sources, target),
    )


def _build_folder(sources: Path, name: str, target: Target) -> dict[str, RuntimeModule]:
    from nativecomp.image.modules import split_bitcode

    files = sorted((sources / name).glob("*.c"))
    modules: dict[str, RuntimeModule] = {}
    with tempfile.TemporaryDirectory() as folder:
        include, options = sources / "include", _OPTIONS[name]
        if target.emulator == "arm":
            options += _BRANCHES
        for path in compile_c(files, target, Path(folder), include=include, bitcode=True, options=options):
            for module in split_bitcode(path.read_bytes(), target):
                modules |= dict.fromkeys(module.defines, module)
    return modules


def _store(path: Path, runtime: RuntimeBitcode) -> None:
    """Write the cache file under a name of its own, then move it in place: several processes may do so at once.

    A cache that cannot be written costs time, not correctness.
    """
    data = pickle.dumps(runtime)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        os.replace(temporary, path)
        for old in path.parent.glob("runtime-*"):  # those of versions that nobody uses any more
            if time.time() - old.stat().st_mtime > _UNUSED:
                old.unlink()
    except OSError:
        return


def _load(path: Path) -> RuntimeBitcode | None:
    """The runtime in a cache file; None if there is none, or a broken one."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, data = content[:_DIGEST], content[_DIGEST:]
    found: RuntimeBitcode | None = pickle.loads(data) if hashlib.sha256(data).digest() == digest else None
    return found
