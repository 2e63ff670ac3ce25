"""Instructions of MicroPython's `perf_bench` programs on a board in QEMU, ours beside the stock firmware.

`python -m tests.conformance.speed --upstream FOLDER`. Each program is bytecode on both sides: an image of ours, and the
text typed into the firmware's REPL. With `-icount` each instruction takes the same time on the board, so that the time
a program measures by itself is a count of instructions. The heap of our image is as large as the firmware's.
"""

import argparse
import math
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from nativecomp.emulator.qemu import find_qemu
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target
from tests.conformance.board import say
from tests.conformance.upstream import BOARDS, Upstream, UpstreamError, open_upstream

HEAP = 143360  # of the stock firmware
VARIABLES = 512  # a little more than those of an image
SHIFT = 3  # an instruction takes 2**3 nanoseconds
PER_MICROSECOND = 1000 >> SHIFT
TIMEOUT = 600.0
PROGRAMS = (
    *("bm_chaos", "bm_fannkuch", "bm_fft", "bm_float", "bm_hexiom", "bm_nqueens", "bm_pidigits", "bm_wordcount"),
    *("core_locals", "core_qstr", "core_str", "core_yield_from", "misc_aes", "misc_mandel", "misc_pystone"),
    "misc_raytrace",
)
_ANSWER = re.compile(r"(\d+) (\d+) .*")


def source(upstream: Upstream, program: str, n: int, m: int) -> str:
    """The text of a program that runs itself with the parameters for N and M."""
    folder = upstream.tests / "perf_bench"
    parts = [(folder / name).read_text("utf-8") for name in (f"{program}.py", "benchrun.py")]
    return "\n".join([*parts, f"bm_run({n}, {m})\n"])


def _start(board: str, elf: Path) -> "subprocess.Popen[bytes]":
    command = [str(find_qemu()), "-machine", board, "-kernel", str(elf), "-semihosting", "-display", "none"]
    command += ["-monitor", "none", "-serial", "stdio", "-icount", f"shift={SHIFT},sleep=off"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, bufsize=0)


def run_ours(board: str, text: str) -> str:
    """What the program prints in an image of ours."""
    target = find_target(board)
    assert target.board is not None
    with tempfile.TemporaryDirectory() as name:
        path, elf = Path(name) / "program.py", Path(name) / "image.elf"
        path.write_text(text, "utf-8")
        stack = target.board.ram_size - VARIABLES - HEAP
        elf.write_bytes(build_program(str(path), Options(target), "uart", stack=stack).elf)
        with _start(board, elf) as qemu:
            try:
                return qemu.communicate(timeout=TIMEOUT)[0].decode(errors="replace")
            finally:
                qemu.kill()


def run_stock(board: str, firmware: Path, text: str) -> str:
    """What it prints on the firmware."""
    with _start(board, firmware) as qemu:
        try:
            say(qemu, b"\x01", b"exit\r\n>")
            return say(qemu, text.encode() + b"\x04", b"\x04>").decode(errors="replace")
        finally:
            qemu.kill()


def instructions(output: str) -> int | None:
    """The count in a program's answer; None: it has none."""
    found = _ANSWER.search(output)
    return int(found[1]) * PER_MICROSECOND if found and int(found[1]) else None


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upstream", type=Path)
    parser.add_argument("--board", default="mps2-an386")
    parser.add_argument("-n", type=int, default=100, help="upstream's N: the clock in MHz that a program is made for")
    parser.add_argument("-m", type=int, default=100, help="upstream's M: kilobytes of heap")
    parser.add_argument("programs", nargs="*", default=PROGRAMS)
    arguments = parser.parse_args()
    try:
        upstream = open_upstream(arguments.upstream)
        firmware = upstream.firmware(next(one for one in BOARDS.values() if one.machine == arguments.board))
    except UpstreamError as error:
        print(error)
        return 2
    ratios = []
    for program in arguments.programs:
        text = source(upstream, program, arguments.n, arguments.m)
        ours = instructions(run_ours(arguments.board, text))
        stock = instructions(run_stock(arguments.board, firmware, text))
        ratio = ours / stock if ours and stock else None
        ratios += [ratio] if ratio else []
        print(
            f"{program:16} {ours or 'failed':>12} {stock or 'failed':>12} {f'{ratio:.2f}' if ratio else '-':>6}",
            flush=True,
        )
    print(f"geometric mean {math.exp(math.fsum(map(math.log, ratios)) / len(ratios)):.2f}, worst {max(ratios):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
