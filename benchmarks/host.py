"""`python -m benchmarks.host`: programs of this computer beside CPython and MicroPython's unix port.

Memory is what Linux says (`/proc/PID/smaps_rollup`) of a process that has printed a line and waits for another:

    resident      Rss: all pages that are there
    of its own    Pss: pages that several processes share count in parts, so the sum over processes is what all take

Times are the least of several runs, told as ratios, since a computer's clock judges nothing.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from nativecomp.options import Options
from nativecomp.program.hostprogram import build_host_program
from nativecomp.targets import find_target

PYSTONE = Path(__file__).parent / "programs" / "classic" / "pystone.py"
WAITS = "print('ready')\ninput()\n"
LOOPS = 50_000
"""Rounds of pystone."""
REPEATED = 7


@dataclass(frozen=True)
class Figures:
    """Of an interpreter: KiB of a process, MiB of many at once, seconds to the first line, seconds of pystone."""

    resident: int
    own: int
    together: float
    start: float
    pystone: float


def waiting(command: Sequence[str]) -> "subprocess.Popen[str]":
    """A process that has printed its line."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def memory(process: "subprocess.Popen[str]", field: str) -> int:
    """KiB of a process's memory, as a line of smaps_rollup tells."""
    text = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii")
    match = re.search(rf"^{field}: *(\d+) kB", text, re.MULTILINE)
    assert match is not None
    return int(match[1])


def together(command: Sequence[str], count: int) -> float:
    """MiB of many processes at once."""
    processes = [waiting(command) for _ in range(count)]
    try:
        return sum(memory(process, "Pss") for process in processes) / 1024
    finally:
        for process in processes:
            process.communicate("\n")


def least_time(command: Sequence[str]) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(REPEATED):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times)


def figures(commands: Sequence[Sequence[str]], count: int) -> Figures:
    """Measure three commands: one waits, one prints a line and ends, one runs pystone."""
    waits, starts, stone = commands
    process = waiting(waits)
    resident, own = memory(process, "Rss"), memory(process, "Pss")
    process.communicate("\n")
    return Figures(resident, own, together(waits, count), least_time(starts), least_time(stone))


def make(folder: Path, name: str, text: str, everything: str = "") -> list[str]:
    """The command of a program of ours."""
    (folder / f"{name}.py").write_text(text, "utf-8")
    options = Options(find_target("host"), everything=everything)  # type: ignore[arg-type]
    (folder / f"{name}{everything}").write_bytes(build_host_program(str(folder / f"{name}.py"), options))
    (folder / f"{name}{everything}").chmod(0o700)
    return [str(folder / f"{name}{everything}")]


@click.command()
@click.option("--micropython", default="micropython", show_default=True, help="MicroPython's unix port.")
@click.option("--count", default=1000, show_default=True, help="How many processes at once.")
def main(micropython: str, count: int) -> None:
    """Compare programs made by `--target host` with CPython and MicroPython."""
    stone_text = f"{PYSTONE.read_text('utf-8')}\nmain({LOOPS})\n"
    texts = {"waits": WAITS, "starts": "print('ready')\n", "stone": stone_text}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bytecode = [make(folder, one, text) for one, text in texts.items()]
        native = [*bytecode[:2], make(folder, "stone", stone_text, "native")]
        files = [str(folder / f"{one}.py") for one in texts]
        rows = {
            "CPython": figures([[sys.executable, file] for file in files], count),
            "MicroPython": figures([[micropython, file] for file in files], count),
            "ours, bytecode": figures(bytecode, count),
            "ours, @native": figures(native, count),
        }
        size = Path(bytecode[0][0]).stat().st_size
    ours = rows["ours, bytecode"]
    table = Table(title=f"Programs of this computer; {count:,} at once")
    for column in ("", "resident KiB", "own KiB", "all MiB", "start to first line, ratio", "pystone, ratio"):
        table.add_column(column, justify="right" if column else "left")
    for label, row in rows.items():
        ratios = (f"{row.start / ours.start:.2f}", f"{row.pystone / ours.pystone:.2f}")
        table.add_row(label, f"{row.resident:,}", f"{row.own:,}", f"{row.together:,.0f}", *ratios)
    Console(width=100).print(table)
    Console(width=100).print(f"The executable has {size:,} bytes.")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.host")
