"""One unit of work: a batch of random samples, compiled for every target, compared and, where wrong, reduced."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.fuzz.functions import Functions
from tests.fuzz.judge import OPTS, Expectations, compare, expectations, report, words_of
from tests.fuzz.reduce import reduce
from tests.fuzz.samples import Sample, expression_sample

REDUCED_PER_BATCH = 3


@dataclass(frozen=True)
class Batch:
    """`kind` is "expressions", "functions", "objects" or "native"; the samples follow from seed and number alone."""

    kind: str
    seed: int
    number: int
    count: int
    targets: tuple[str, ...]
    opt: str  # one of OPTS, or "all": another one for each target and batch

    def samples(self) -> list[Sample]:
        rng = random.Random(f"{self.kind} {self.seed} {self.number}")
        if self.kind == "expressions":
            return [expression_sample(rng, f"f{i}") for i in range(self.count)]
        return [Functions(rng, f"f{i}").sample() for i in range(self.count)]

    def opt_for(self, target: str) -> str:
        return OPTS[(self.number + self.targets.index(target)) % len(OPTS)] if self.opt == "all" else self.opt


@dataclass
class BatchResult:
    batch: Batch
    calls: int = 0
    mismatches: list[tuple[str, str]] = field(default_factory=list)  # one line, and the report as a file


def run_batch(batch: Batch) -> BatchResult:
    """Runs in a worker process."""
    if batch.kind in ("objects", "native"):
        return _run_objects(batch)
    samples = batch.samples()
    judged: dict[tuple[int, int], Expectations] = {}
    result = BatchResult(batch)
    for target in batch.targets:
        words = words_of(target)
        if words not in judged:
            judged[words] = expectations(samples, *words)
        expected = judged[words]
        result.calls += sum(outcome is not None for outcomes in expected for outcome in outcomes)
        for mismatch in compare(samples, expected, target, batch.opt_for(target)):
            if len(result.mismatches) < REDUCED_PER_BATCH:
                mismatch = reduce(mismatch)
            line = f"{target} {mismatch.opt}: expected {mismatch.expected}, got {mismatch.got}"
            result.mismatches.append((line.splitlines()[0][:300], report(mismatch)))
    return result


def _run_objects(batch: Batch) -> BatchResult:
    """On each target through the object bridge; "micropython" and "micropython-collect" are the real one."""
    from tests.fuzz.object_judge import compare_objects

    result = BatchResult(batch)
    for target in batch.targets:
        calls, found = compare_objects(
            batch.kind, f"{batch.seed} {batch.number}", batch.count, target, batch.opt_for(target)
        )
        result.calls += calls
        result.mismatches += found
    return result
