"""A small share of `make fuzz` with fixed seeds, so that every test run compares random programs on every core."""

from __future__ import annotations

import pytest

from tests.fuzz.work import Batch, run_batch

TARGETS = ("cortex-m0", "cortex-m3", "cortex-m4f", "rv32imc", "x86-64")
COUNTS = {"expressions": 100, "functions": 8}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kind", COUNTS)
def test_no_mismatch(kind: str, target: str) -> None:
    # The number picks the level: another one for each core.
    batch = Batch(kind, 2024, TARGETS.index(target), COUNTS[kind], (target,), "all")
    result = run_batch(batch)
    assert result.calls > COUNTS[kind]
    assert not result.mismatches, "\n\n".join(text for _, text in result.mismatches[:3])


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f", "x86-64", "micropython", "micropython-collect"])
def test_no_mismatch_of_objects(target: str) -> None:
    result = run_batch(Batch("objects", 2024, 0, 6, (target,), "all"))
    assert result.calls == 30
    assert not result.mismatches, "\n\n".join(text for _, text in result.mismatches[:3])
