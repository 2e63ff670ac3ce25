"""The functions on objects that MicroPython's viper takes: how large ours are beside its code, and that they agree."""

from dataclasses import replace

import pytest

from benchmarks.micropython.desk import measure_at_desk
from benchmarks.micropython.machines import UnixPort
from benchmarks.micropython.objects import list_idioms, measure_objects, measure_sizes
from nativecomp.targets import find_target

FUNCTIONS = 30
"""At least so many functions are compared."""

LARGEST = {"armv7emsp": 0.96, "armv6m": 0.81, "x64": 0.83, "rv32imc": 0.86}
"""Our code at balanced to MicroPython's viper code, in total."""


@pytest.mark.parametrize("name", LARGEST)
def test_code_at_balanced_is_no_larger_than_it_was(name: str) -> None:
    sizes = measure_sizes(find_target(name), ("viper", "balanced"))
    assert len(sizes) >= FUNCTIONS
    ours, viper = (sum(size.bytes[way] for size in sizes) for way in ("balanced", "viper"))
    assert ours <= viper * LARGEST[name]


def test_calls_give_what_they_give_in_micropython() -> None:
    machine = replace(UnixPort(), rounds=1, least_microseconds=20)
    calls = measure_objects(machine, find_target("x64"))
    assert len(calls) >= sum(len(idioms.calls) for idioms in list_idioms())


@pytest.mark.parametrize("name", LARGEST)
def test_own_instructions_are_fewer_and_give_the_same(name: str) -> None:
    """Without those of the runtime, which the desk does not have."""
    calls = measure_at_desk(find_target(name), ("viper", "balanced", "size"))
    assert len(calls) > FUNCTIONS
    viper, balanced, size = (sum(call.instructions[way] for call in calls) for way in ("viper", "balanced", "size"))
    assert max(balanced, size) < 0.7 * viper
