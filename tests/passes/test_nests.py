"""Random loops over typed buffers, at each level, against the reference interpreter."""

import os

import pytest

from tests.fuzz.judge import compare, expectations, report, words_of
from tests.passes.nests import nest_sample

COUNT = int(os.environ.get("NATIVECOMP_BOUNDS_FUNCTIONS", "12"))
SEED = int(os.environ.get("NATIVECOMP_BOUNDS_SEED", "0") or 0)


SLOW = ("cortex-m4f balanced", "x86-64 speed")
BUILDS = ["cortex-m4f speed", "cortex-m3 size", *(pytest.param(build, marks=pytest.mark.slow) for build in SLOW)]


@pytest.mark.parametrize("build", BUILDS)
def test_random_nests(build: str) -> None:
    target, opt = build.split()
    seed = f"{SEED}{target}{opt}"
    samples = [nest_sample(seed, number) for number in range(COUNT)]
    found = compare(samples, expectations(samples, *words_of(target)), target, opt)
    assert not found, "\n".join(report(mismatch) for mismatch in found[:2])


def test_most_samples_do_something() -> None:
    samples = [nest_sample("0", number) for number in range(40)]
    outcomes = [outcome for each in expectations(samples, 32, 32) for outcome in each]
    returned = [o for o in outcomes if o is not None and o.exception is None]
    raised = [o for o in outcomes if o is not None and isinstance(o.exception, IndexError)]
    assert len(returned) > 0.4 * len(outcomes)
    assert len(raised) > 0.2 * len(outcomes)
