"""Run all ways of a kernel in one process of MicroPython's unix port and compare times and results."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.micropython.programs import WAYS, Program, native_bytes

PROGRAM = Path(sys.executable).with_name("micropython")
TIMEOUT = 600
LEAST_MICROSECONDS = 20_000
"""A way is called until it has taken this long, and the least time of a call over several rounds counts."""

_SCRIPT = """
import sys, time, json
from array import array
from time import ticks_us, ticks_diff
def measure(way):
    try:
        f = getattr(__import__("kernel_" + way), {function!r})
        arguments = {arguments}
        {names} = arguments
        value = f({names})
        if isinstance(value, int):
            value &= 0xFFFFFFFF
        after = [bytes(memoryview(a)).hex() for a in arguments if not isinstance(a, (int, float))]
    except Exception as error:
        return None
    {names} = {arguments}
    times = 1
    while True:
        start = ticks_us()
        for _ in range(times):
            f({names})
        passed = ticks_diff(ticks_us(), start)
        if passed >= {least}:
            break
        times = times * 2 if passed < {least} // 4 else times * {least} // passed + 1
    best = passed / times
    for _ in range({rounds}):
        start = ticks_us()
        for _ in range(times):
            f({names})
        best = min(best, ticks_diff(ticks_us(), start) / times)
    return [best, [value, after]]
print(json.dumps({{way: measure(way) for way in {ways}}}))
"""


class WrongResult(Exception):
    """Two ways of a kernel differ."""


@dataclass(frozen=True)
class Row:
    """One kernel: microseconds of a call and bytes of machine code by way; None where a way does not take it."""

    name: str
    microseconds: dict[str, float | None]
    sizes: dict[str, int | None]

    def gain(self, opt: str) -> float:
        """How many times faster than MicroPython's viper."""
        ours, viper = self.microseconds[opt], self.microseconds["viper"]
        assert ours
        assert viper
        return viper / ours


def measure(program: Program, rounds: int = 3) -> Row:
    """Build and run all ways of a kernel.

    Raises:
        WrongResult: ours does not give what MicroPython's viper gives.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = {way: program.build(way, "x64") for way in WAYS}
        for way, data in files.items():
            if data is not None:
                (Path(folder) / f"kernel_{way}.mpy").write_bytes(data)
        script = _SCRIPT.format(
            function=program.form.function, arguments=program.arguments, names=program.names,
            least=LEAST_MICROSECONDS, rounds=rounds,
            ways=WAYS,
        )  # fmt: skip
        (Path(folder) / "measure.py").write_text(script, encoding="utf-8")
        done = subprocess.run(
            [str(PROGRAM), "-X", "heapsize=64m", "measure.py"],
            cwd=folder, env={"MICROPYPATH": "."}, capture_output=True, timeout=TIMEOUT, check=False,
        )  # fmt: skip
    if done.returncode:
        raise WrongResult(f"{program.kernel.name}: MicroPython ends with {done.returncode}: {done.stderr.decode()}")
    found = json.loads(done.stdout)
    for opt in ("size", "balanced", "speed"):
        if found[opt] is None or found[opt][1] != found["viper"][1]:
            raise WrongResult(f"{program.kernel.name}: at {opt} the result is not that of MicroPython's viper")
    times = {way: answer and answer[0] for way, answer in found.items()}
    sizes = {way: None if data is None else native_bytes(data) for way, data in files.items()}
    return Row(program.kernel.name, times, sizes)
