"""The long run: `python -m tests.fuzz --expressions 100000 --functions 5000`. Exit code 1 after a mismatch."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.fuzz.judge import OPTS
from tests.fuzz.work import Batch, BatchResult, run_batch

SHOWN = 5  # mismatches printed in full
SIZES = {"expressions": 400, "functions": 50, "objects": 12, "native": 12}
OBJECT_TARGETS = ("cortex-m0", "cortex-m4f", "rv32imc", "x86-64", "micropython", "micropython-collect")


def batches(kind: str, total: int, seed: int, targets: tuple[str, ...], opt: str) -> Iterator[Batch]:
    for number, start in enumerate(range(0, total, SIZES[kind])):
        yield Batch(kind, seed, number, min(SIZES[kind], total - start), targets, opt)


class Findings:
    """Mismatches as they come: printed, and each saved to its own file."""

    def __init__(self, folder: Path, console: Console) -> None:
        self.folder = folder
        self.console = console
        self.count = 0
        self.calls = 0
        self.done = dict.fromkeys(SIZES, 0)

    def add(self, result: BatchResult) -> None:
        self.calls += result.calls
        self.done[result.batch.kind] += result.batch.count
        for line, text in result.mismatches:
            self.save(result.batch, line, text)

    def save(self, batch: Batch, line: str, text: str) -> None:
        self.count += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{batch.kind}-{batch.seed}-{batch.number}-{self.count}.py"
        path.write_text(text, encoding="utf-8")
        self.console.print(f"mismatch {path}: {line}", markup=False, highlight=False, soft_wrap=True)
        if self.count <= SHOWN and len(text) < 4000:
            self.console.print(text, markup=False, highlight=False, soft_wrap=True)


def until(work: list[Batch], minutes: float | None) -> Iterator[Batch]:
    """The batches, until the time is over."""
    end = None if minutes is None else time.monotonic() + 60 * minutes
    for batch in work:
        if end is not None and time.monotonic() > end:
            return
        yield batch


def run_all(work: Iterator[Batch], workers: int, findings: Findings, advance: Progress, totals: dict[str, int]) -> None:
    """Feeds the workers a little ahead; a worker that dies takes its batch with it, which is reported."""
    bars = {kind: advance.add_task(kind, total=totals[kind]) for kind in SIZES}
    context = multiprocessing.get_context("spawn")
    queue = work
    lost: list[Batch] = []
    while True:
        running: dict[Future[BatchResult], Batch] = {}
        try:
            with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=40) as pool:
                for batch in [*lost, *islice(queue, 2 * workers)]:
                    running[pool.submit(run_batch, batch)] = batch
                lost = []
                while running:
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        findings.add(future.result())
                        batch = running.pop(future)
                        advance.advance(bars[batch.kind], batch.count)
                        for following in islice(queue, 1):
                            running[pool.submit(run_batch, following)] = following
            return
        except BrokenProcessPool:
            # Which batch it was is not known when several ran: each of them runs alone.
            for batch in running.values():
                run_alone(batch, context, findings)
                advance.advance(bars[batch.kind], batch.count)


def run_alone(batch: Batch, context: multiprocessing.context.BaseContext, findings: Findings) -> None:
    try:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            findings.add(pool.submit(run_batch, batch).result())
    except BrokenProcessPool:
        findings.save(batch, "the process died", f"# the process died: {batch}\n")


@click.command(help=__doc__)
@click.option("--expressions", default=100_000, show_default=True, help="How many random expressions.")
@click.option("--functions", default=5_000, show_default=True, help="How many random functions.")
@click.option("--objects", default=1_000, show_default=True, help="How many random functions on Python objects.")
@click.option("--native", default=1_000, show_default=True, help="How many random native functions.")
@click.option("--targets", default="cortex-m0,cortex-m3,cortex-m4f,rv32imc,x86-64", show_default=True)
@click.option("--seed", type=int, help="Another run with the same seed makes the same programs.  [default: random]")
@click.option("--opt", type=click.Choice(["all", *OPTS]), default="all", show_default=True)
@click.option("--workers", default=multiprocessing.cpu_count(), show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=Path("build/fuzz"), show_default=True)
@click.option("--minutes", type=float, help="Begin nothing new after this time, and report what was compared.")
def main(
    expressions: int,
    functions: int,
    objects: int,
    native: int,
    targets: str,
    seed: int | None,
    opt: str,
    workers: int,
    folder: Path,
    minutes: float | None,
) -> None:
    seed = random.randrange(1_000_000) if seed is None else seed
    console = Console()
    console.print(f"seed {seed}, mismatches go to {folder}", highlight=False)
    names = tuple(targets.split(","))
    work = [
        *batches("expressions", expressions, seed, names, opt),
        *batches("functions", functions, seed, names, opt),
        *batches("objects", objects, seed, OBJECT_TARGETS, opt),
        *batches("native", native, seed, OBJECT_TARGETS, opt),
    ]
    random.Random(seed).shuffle(work)
    findings = Findings(folder, console)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        totals = {"expressions": expressions, "functions": functions, "objects": objects, "native": native}
        run_all(until(work, minutes), workers, findings, progress, totals)
    amounts = ", ".join(f"{count:,} {kind}" for kind, count in findings.done.items())
    console.print(f"{amounts}, {findings.calls:,} calls compared on {', '.join(names)}: {findings.count} mismatches")
    sys.exit(1 if findings.count else 0)


if __name__ == "__main__":
    main()
