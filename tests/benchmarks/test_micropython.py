"""The kernels that MicroPython's viper takes: ours are no larger than its code, on every kind of core."""

import pytest

from benchmarks.micropython.programs import list_programs, native_bytes
from nativecomp.targets import find_target

KERNELS = 30
"""At least so many kernels are compared."""


@pytest.mark.parametrize("name", ["x64", "armv7emsp", "armv6m"])
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
