"""Build the runtime for the host: a program that runs .mpy files. Built once for the same sources, then kept."""

import hashlib
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nativecomp.image.clang import zig_version
from tests.runtime.host import RUNTIME

_FOLDERS = ("gc", "objects", "vm", "loader", "modules")
_SINGLE = ("machine/catch.c", "machine/host.c", "core/shortest.c")
_FLAGS = ("-std=gnu11", "-g", "-Wall", "-Wextra", "-Werror", "-fno-strict-aliasing", "-fwrapv")
_KINDS = {
    "release": ("-O2", "-fno-sanitize=all"),
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


def sources() -> list[Path]:
    """The C files of the host build."""
    found = [path for folder in _FOLDERS for path in sorted((RUNTIME / folder).glob("*.c"))]
    return [*found, *(RUNTIME / name for name in _SINGLE)]


def build_program(kind: str) -> Path:
    """The program of a kind: `release` or `sanitize`."""
    digest = hashlib.sha256(repr((_FLAGS, _KINDS[kind], zig_version())).encode())
    for path in sorted(RUNTIME.rglob("*.[ch]")):
        digest.update(path.read_bytes())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nativecomp"
    program = cache / f"host-{kind}-{digest.hexdigest()[:20]}"
    if not program.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            _build(Path(folder), kind).replace(program)
    return program


def _build(folder: Path, kind: str) -> Path:
    objects = [folder / f"{index}.o" for index, _ in enumerate(sources())]
    include = ("-I", str(RUNTIME / "include"))

    def compile_one(pair: tuple[Path, Path]) -> None:
        source, target = pair
        _zig("cc", *_FLAGS, *_KINDS[kind], *include, "-c", str(source), "-o", str(target))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(compile_one, zip(sources(), objects, strict=True)))
    extra = [] if kind == "release" else [str(Path(__file__).with_name("shadow.c"))]
    program = folder / "program"
    link = ("-fno-sanitize=all",) if kind == "release" else ("-fsanitize=undefined",)
    _zig("cc", "-O2", *link, *map(str, objects), *extra, "-lm", "-o", str(program))
    return program


def _zig(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "ziglang", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"zig {' '.join(arguments)}\n{done.stderr}")
