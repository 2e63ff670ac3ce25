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

from nativecomp import cache
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
    assert any(growth(tmp_path, 40, 200) <= 6.5 for _ in range(3))


@pytest.mark.slow
@pytest.mark.usefixtures("_warm")
def test_a_thousand_functions_take_twelve_times_as_long_as_a_hundred(tmp_path: Path) -> None:
    small, large = (processor_time(tmp_path, functions(n), "size", "--json") for n in (100, 1000))
    assert large <= 12 * small


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
