"""The kernels that MicroPython's viper takes: ours are as much faster as promised, and no larger than its code."""

import pytest

from benchmarks.micropython.emulated import count_program
from benchmarks.micropython.programs import list_programs, native_bytes
from benchmarks.micropython.report import gains, total
from nativecomp.desk.work import RuntimeWork
from nativecomp.targets import find_target

KERNELS = 30
"""At least so many kernels are compared."""

GAINS = {
    "x64": {"balanced": 6.0, "speed": 8.0},
    "armv7emsp": {"balanced": 6.0, "speed": 7.8},
    "armv7m": {"balanced": 6.0, "speed": 7.8},
}
"""By target and level: how many times fewer instructions than MicroPython's viper takes, in the geometric mean.

Calls by way of objects, which its code makes, count nothing on the emulator: a firmware in QEMU shows a larger gain.
"""

LARGEST_LOSS = {"x64": 1.15, "armv7emsp": 1.01, "armv7m": 1.01}
"""How many times longer a kernel may take at speed than at balanced."""


@pytest.mark.parametrize(
    "name", [pytest.param("x64", marks=pytest.mark.slow), "armv7emsp", pytest.param("armv7m", marks=pytest.mark.slow)]
)
def test_gain_in_instructions(name: str) -> None:
    target = find_target(name)
    runtime = RuntimeWork(target)
    rows = [
        count_program(program, target, runtime, ("viper", "balanced", "speed")) for program in list_programs(target)
    ]
    assert len(rows) >= KERNELS
    for opt, least in GAINS[name].items():
        assert gains(rows, opt) >= least, opt
    worst = max(rows, key=lambda row: row.loss)
    assert worst.loss <= LARGEST_LOSS[name], worst.name
    assert total(rows, "balanced") <= total(rows, "viper")


def test_work_of_the_runtime_counts() -> None:
    """A division that MicroPython's viper leaves to its runtime, and a copy that ours does."""
    target = find_target("armv7m")
    counted = {}
    for name in ("gcd_sum", "copy_bytes"):
        (program,) = list_programs(target, name)
        counted[name] = count_program(program, target, RuntimeWork(target), ("viper", "balanced"))
    assert counted["gcd_sum"].gain("balanced") > 1.5
    assert 4000 < (counted["copy_bytes"].times["balanced"] or 0) < 10_000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["armv6m", "rv32imc"])
def test_code_at_balanced_is_no_larger_than_that_of_micropython(name: str) -> None:
    target = find_target(name)
    sizes = []
    for program in list_programs(target):
        viper, ours = program.build("viper", target), program.build("balanced", target)
        assert viper is not None
        assert ours is not None, program.kernel.name
        sizes.append((native_bytes(ours), native_bytes(viper)))
    assert len(sizes) >= KERNELS
    assert sum(ours for ours, _ in sizes) <= sum(viper for _, viper in sizes)
