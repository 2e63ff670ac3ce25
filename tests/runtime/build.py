"""Build the runtime for the host: a program that runs .mpy files. Built once for the same sources, then kept."""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nativecomp.host import cache
from nativecomp.image.clang import zig_version
from nativecomp.image.hostruntime import host_runtime, link_for_host
from tests.runtime.host import RUNTIME

_FOLDERS = ("gc", "objects", "vm", "loader", "table", "modules")
_SINGLE = ("machine/catch.c", "core/shortest.c")
_MACHINE = [RUNTIME / "machine" / f"{name}.c" for name in ("host", "host_output", "host_folders")]
_FLAGS = ("-std=gnu11", "-g", "-Wall", "-Wextra", "-Werror", "-fno-strict-aliasing", "-fwrapv")
_KINDS = {
    # The address sanitizer's own runtime is tests/runtime/shadow.c: the compiler brings none along.
    "sanitize": (
        "-O1",
        "-fsanitize=undefined,kernel-address",
        "-fno-sanitize-recover=all",
        *(
            word
            for option in (
                "-asan-instrumentation-with-call-threshold=0",
                "-asan-kernel-mem-intrinsic-prefix=1",
                "-asan-mapping-offset=0x100000000000",
                "-asan-stack=1",
                "-asan-globals=1",
            )
            for word in ("-mllvm", option)
        ),
        "-DNC_SANITIZE=1",
    ),
}


_TRACING = "-DNC_TRACING=1"
_TRACED = 'frame.h"'
"""What files include in which tracing makes a difference."""

_HERE = Path(__file__).parent
_SHADOW = _HERE / "shadow.c"
_FUZZ = _HERE / "fuzz.c"


def sources() -> list[Path]:
    """The C files of the runtime as the host has it."""
    found = [path for folder in _FOLDERS for path in sorted((RUNTIME / folder).glob("*.c"))]
    return [*found, *(RUNTIME / name for name in _SINGLE)]


_NOT_FUZZED = (RUNTIME / "table" / "enter.c", RUNTIME / "modules" / "program.c")
"""Where machine code is entered, which the fuzzer's program must not run, and the modules; it has its own of both."""


def build_program(kind: str) -> Path:
    """The program that runs .mpy files: `release` as users' programs are made, or `sanitize`."""
    if kind == "release":
        return _released()
    return _cached(kind, _KINDS[kind], [*_MACHINE, RUNTIME / "machine" / "host_file.c", _SHADOW])


def _released() -> Path:
    runtime = host_runtime()
    parts = runtime.python_folder.name, runtime.machine_folder.name
    program = runtime.machine_folder.parent / f"host-release-{'-'.join(parts)}"
    with cache.alone(program):
        if not program.exists():
            with tempfile.TemporaryDirectory() as folder:
                objects = [*runtime.python, *map(runtime.machine, ("host_output", "host_file"))]
                data = link_for_host(objects, Path(folder))
            program.write_bytes(data)
            program.chmod(0o755)
    return program


def build_fuzzer() -> Path:
    """The program that loads and runs mutated files, with sanitizers (see fuzz.c)."""
    return _cached("fuzz", (*_KINDS["sanitize"], _TRACING), [_FUZZ, _SHADOW])


def build_foreign() -> Path:
    """The program that makes a type as a compiled C module does (see foreign.c)."""
    files = [_HERE / "foreign.c", *_MACHINE, _SHADOW]
    return _cached("foreign", _KINDS["sanitize"], files)


def _cached(name: str, flags: Sequence[str], extra: Sequence[Path]) -> Path:
    digest = hashlib.sha256(repr((_FLAGS, flags, zig_version())).encode())
    for path in [*sorted(RUNTIME.rglob("*.[ch]")), *extra]:
        digest.update(path.read_bytes())
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nativecomp"
    program = kept / f"host-{name}-{digest.hexdigest()[:20]}"
    with cache.alone(program):
        if not program.exists():
            with tempfile.TemporaryDirectory(dir=kept) as folder:
                _build(kept / "host-objects", Path(folder), flags, extra).replace(program)
    return program


def _build(objects: Path, folder: Path, flags: Sequence[str], extra: Sequence[Path]) -> Path:
    files = [path for path in sources() if path not in _NOT_FUZZED or _FUZZ not in extra] + [*extra]
    headers = hashlib.sha256(repr((_FLAGS, zig_version())).encode())
    for path in sorted(RUNTIME.rglob("*.h")):
        headers.update(path.read_bytes())
    objects.mkdir(exist_ok=True)

    def compile_one(source: Path) -> Path:
        """The object of a file, compiled with the same headers and flags once."""
        chosen = ("-O2", "-fno-sanitize=all") if source == _SHADOW else tuple(flags)
        if _TRACED not in source.read_text("utf-8"):
            chosen = tuple(word for word in chosen if word != _TRACING)
        key = headers.copy()
        key.update(repr(chosen).encode() + source.name.encode() + source.read_bytes())
        kept = objects / f"{key.hexdigest()[:20]}.o"
        with cache.alone(kept):
            if not kept.exists():
                made = folder / kept.name
                _zig("cc", *_FLAGS, *chosen, "-I", str(RUNTIME / "include"), "-c", str(source), "-o", str(made))
                made.replace(kept)
        return kept

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(compile_one, files))
    program = folder / "program"
    link = "-fsanitize=undefined" if _SHADOW in extra else "-fno-sanitize=all"
    _zig("cc", "-O2", link, *map(str, made), "-lm", "-o", str(program))
    return program


def _zig(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "ziglang", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"zig {' '.join(arguments)}\n{done.stderr}")


if __name__ == "__main__":
    print(build_program(sys.argv[1] if len(sys.argv) > 1 else "release"))
