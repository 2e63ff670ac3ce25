"""The same source gives the same code, wherever in memory the compiler's own objects lie and however texts are hashed.

Sets are iterated in the order of hashes, which differs from run to run for texts and for objects that have no hash of
their own. So LLVM text is compared of two processes that differ in both.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("tests/language/data/*.py", "tests/corpus/[a-s]*.py", "tests/mpy/native/*.py", "examples/*.py")
    for path in ROOT.glob(pattern)
    if path.stem not in ("__init__", "__main__")
)
FEW = ("tests/language/data/exceptions.py", "tests/mpy/native/scopes.py", "examples/fft.py")

PROGRAM = """
import hashlib, json, sys, warnings
from nativecomp.compiler import compile_source
from nativecomp.frontend import read_source
from nativecomp.language.diagnostics import CompileError
from nativecomp.options import Options
from nativecomp.targets import find_target

warnings.simplefilter("ignore")
places = [object() for _ in range(int(sys.argv[1]))]
found = {}
for path in sys.argv[2:]:
    for target, opt in (("cortex-m4f", "speed"), ("x86-64", "balanced")):
        try:
            made = compile_source(read_source(path), Options(find_target(target), opt))
            text = made.ir + made.generated.llvm
        except CompileError as error:
            text = str(error)
        found[f"{path} {target}"] = hashlib.sha256(text.encode()).hexdigest()
        places.append(text)
print(json.dumps(found))
"""


def digests(seed: int, files: list[str]) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", PROGRAM, str(seed * 1001), *files]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("files", [list(FEW), pytest.param(FILES, marks=pytest.mark.slow)], ids=["few", "all"])
def test_the_same_source_gives_the_same_code(files: list[str]) -> None:
    first, *others = (digests(seed, files) for seed in (1, 2, 3)[: 2 + (files == FILES)])
    assert len(first) == 2 * len(files)
    for other in others:
        assert [name for name in first if other[name] != first[name]] == []
