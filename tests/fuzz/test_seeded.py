"""A small share of `make fuzz` with fixed seeds, so that every test run compares random programs on every core."""

from __future__ import annotations

import pytest

from tests.fuzz.work import Batch, run_batch

TARGETS = ("cortex-m0", "cortex-m3", "cortex-m4f", "rv32imc", "x86-64")
COUNTS = {"expressions": 60, "functions": 8}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kind", COUNTS)
def test_no_mismatch(kind: str, target: str) -> None:
    # The number picks the level: another one for each core.
    batch = Batch(kind, 2024, TARGETS.index(target), COUNTS[kind], (target,), "all")
    result = run_batch(batch)
    assert result.calls > COUNTS[kind]
    assert not result.mismatches, "\n\n".join(text for _, text in result.mismatches[:3])


OBJECT_BATCHES = [
    *(("objects", target, 6) for target in ("cortex-m0", "cortex-m4f", "x86-64", "micropython", "micropython-collect")),
    *(("native", target, 4) for target in ("cortex-m4f", "micropython", "micropython-collect")),
]


@pytest.mark.parametrize(("kind", "target", "count"), OBJECT_BATCHES)
def test_no_mismatch_of_objects(kind: str, target: str, count: int) -> None:
    result = run_batch(Batch(kind, 2024, 0, count, (target,), "all"))
    assert result.calls == 5 * count
    assert not result.mismatches, "\n\n".join(text for _, text in result.mismatches[:3])
