"""Time to compile: it grows with the size of the source and no faster.

Processor time of a process of its own is measured, not time by the clock: other work on the machine does not count.
"""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nativecomp.host import cache
from tests.compiler.generated import functions

ROOT = Path(__file__).resolve().parents[2]


def processor_time(folder: Path, text: str, *command: str, kept: str = "") -> float:
    """Seconds that `nativecomp COMMAND` needs for a source, those of its worker processes included.

    What is kept between runs lies in the folder `kept`, if there is one.
    """
    path = folder / "generated.py"
    path.write_text(text)
    environment = {
        **os.environ,
        cache.VARIABLE: kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder.parent / "pycache"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", "from nativecomp.cli import main; main()", *command, str(path)],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.fixture(scope="module")
def _warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The runtime's bitcode is built at its first use."""
    processor_time(tmp_path_factory.mktemp("warm"), functions(1), "size", "--json")


def growth(folder: Path, few: int, many: int) -> float:
    """How many times longer the larger module takes, start-up left out of both."""
    start, small, large = (processor_time(folder, functions(n), "size", "--json") for n in (1, few, many))
    return (large - start) / max(small - start, 0.01)


@pytest.mark.usefixtures("_warm")
def test_five_times_the_functions_take_five_times_as_long(tmp_path: Path) -> None:
    assert any(growth(tmp_path, 12, 60) <= 6.5 for _ in range(3))


@pytest.mark.slow
@pytest.mark.usefixtures("_warm")
def test_a_thousand_functions_take_twelve_times_as_long_as_a_hundred(tmp_path: Path) -> None:
    small, large = (processor_time(tmp_path, functions(n), "size", "--json") for n in (100, 1000))
    assert large <= 12 * small


@pytest.mark.slow  # seconds of a clock, which depend on the machine: for a machine that does nothing else
@pytest.mark.usefixtures("_warm")
def test_asm_of_a_small_file_answers_at_once(tmp_path: Path) -> None:
    """Under a second by the clock, or on a loaded machine, which slows the processor down too, hardly more of it."""
    text = (ROOT / "examples" / "crc32.py").read_text()
    times = []
    for _ in range(5):
        start = time.monotonic()
        busy = processor_time(tmp_path, text, "asm")
        times.append((time.monotonic() - start, busy))
        if times[-1][0] < 1:
            return
    assert min(busy for _, busy in times) < 1.3, times


def test_mpy_cross_has_little_to_load(tmp_path: Path) -> None:
    """A file without compiled functions costs no more than some start-up of Python around the real `mpy-cross`."""
    (tmp_path / "plain.py").write_text("def f(x):\n    return x + 1\n")
    code = "import sys; from nativecomp.cli.mpycross import main; main(['plain.py']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    heavy = {"click", "llvmlite", "capstone", "unicorn", "nativecomp.frontend", "nativecomp.compiler", "sqlite3"}
    assert not heavy & set(done.stdout.split())
    assert (tmp_path / "plain.mpy").stat().st_size > 20


def used(folder: Path, program: str) -> float:
    """Seconds of processor time that a program needs for `plain.py`, the least of some runs."""
    times = []
    for _ in range(6):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([str(Path(sys.executable).with_name(program)), "plain.py"], cwd=folder, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def test_mpy_cross_is_not_far_behind_its_namesake(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("def f(x):\n    return x + 1\n")
    used(tmp_path, "nativecomp-mpy-cross")
    assert used(tmp_path, "nativecomp-mpy-cross") <= 4 * used(tmp_path, "mpy-cross")


@pytest.mark.usefixtures("_warm")
def test_the_second_time_takes_the_front_end_only(tmp_path: Path) -> None:
    """What is compiled again, among it lines that moved, takes a fraction of the first time."""
    kept = str(tmp_path / "kept")
    build = ("build", "--target", "pico2", "-o", str(tmp_path / "out.mpy"))
    start = processor_time(tmp_path, functions(1), *build)
    first = processor_time(tmp_path, functions(100), *build, kept=kept)
    again = processor_time(tmp_path, functions(100), *build, kept=kept)
    moved = processor_time(tmp_path, "\n\n" + functions(100).replace("s -= 7", "s -= 8", 1), *build, kept=kept)
    assert first - start > 4 * (again - start)
    assert first - start > 3 * (moved - start)
