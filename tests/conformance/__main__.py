"""`python -m tests.conformance --upstream FOLDER`: does what passes with `mpy-cross` pass with ours?"""

import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from tests.conformance.compare import Comparison, count, file_name, load_all, make_page, make_table, passing
from tests.conformance.compilers import Compiler, CompilerMissing, Ours, Program
from tests.conformance.runner import Instance, Results, Runner, heed_signals
from tests.conformance.server import serving
from tests.conformance.upstream import BOARDS, Upstream, UpstreamError, open_upstream, version

EMITTERS = ("bytecode", "native", "viper")
RESULTS = Path("build/conformance")
REPEATS = 2
"""How often lost tests are run again: some depend on the time that things take."""


@dataclass(frozen=True)
class Session:
    """What one call of the command compares."""

    upstream: Upstream
    ours: Path | None
    opt: str
    collect: bool
    results: Path
    reuse: bool
    jobs: int
    console: Console

    def compiler(self) -> Compiler:
        """Ours, or the program that `--ours` names. What it warns of, it compiles."""
        options = ["--no-warnings", *(["-X", f"opt={self.opt}"] if self.opt else [])]
        options += ["-X", "collect"] if self.collect else []
        return Program(self.ours) if self.ours else Ours(options)

    def run(
        self, instance: Instance, emit: str, compiler: Compiler, tests: list[str]
    ) -> tuple[Results, dict[str, str]]:
        """The results with a compiler, and why it refused files."""
        with serving(compiler, Program(self.upstream.mpy_cross), self.upstream.tests) as server:
            runner = Runner(instance, emit, server.environment, self.jobs, self._progress)
            results = runner.run(tests)
            refused = {test: why for test, why in server.refused.items() if test in results}
        return results | dict.fromkeys(refused, "fail"), refused

    def _progress(self, text: str) -> None:
        self.console.print(text, style="dim", highlight=False)

    def upstream_results(self, name: str, instance: Instance, emit: str, tests: list[str]) -> tuple[Results, int]:
        """The results with MicroPython's compiler, and the number of files it refused; saved ones with `--reuse`."""
        path = self.results / f"upstream-{file_name(name)}-{emit}.json"
        if self.reuse and path.exists():
            saved = json.loads(path.read_text("utf-8"))
            if set(saved["results"]) >= set(tests):
                return {test: saved["results"][test] for test in tests}, sum(test in tests for test in saved["refused"])
        results, refused = self.run(instance, emit, Program(self.upstream.mpy_cross), tests)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"results": results, "refused": refused}, indent=1) + "\n", "utf-8")
        return results, len(refused)

    def compare(self, name: str, instance: Instance, emit: str, folders: tuple[str, ...], only: str) -> Comparison:
        """Both runs, and the lost tests again until they pass or were repeated enough."""
        tests = Runner(instance, emit, {}).find(folders, only)
        self.console.print(f"{name}, emit {emit}: {len(tests)} tests with upstream's mpy-cross", highlight=False)
        theirs, upstream_refused = self.upstream_results(name, instance, emit, tests)
        self.console.print(f"{name}, emit {emit}: {len(tests)} tests with ours", highlight=False)
        ours, refused = self.run(instance, emit, self.compiler(), tests)
        first_lost = passing(theirs) - passing(ours)
        for _ in range(REPEATS):
            again = sorted(passing(theirs) - passing(ours) - set(refused))
            if not again:
                break
            ours |= self.run(instance, emit, self.compiler(), again)[0]
        lost = passing(theirs) - passing(ours)
        return Comparison(
            name,
            emit,
            (self.opt or "default") + (", collect" if self.collect else ""),
            version(instance.micropython or self.upstream.mpy_cross),
            version(self.upstream.mpy_cross),
            len(tests),
            count(theirs),
            count(ours),
            len(refused),
            upstream_refused,
            {test: refused.get(test, "") for test in sorted(lost)},
            sorted(passing(ours) - passing(theirs)),
            sorted(first_lost - lost),
        )


def instances(
    upstream: Upstream, port: str, boards: tuple[str, ...], micropython: Path | None
) -> Iterator[tuple[str, Instance]]:
    """The MicroPythons to run on, by name.

    Raises:
        UpstreamError: one is not there.
    """
    if port == "unix":
        yield "unix", Instance(upstream, micropython or upstream.micropython)
        return
    if importlib.util.find_spec("serial") is None:
        raise UpstreamError("the package `pyserial` is not installed; MicroPython's runner talks to QEMU by it")
    for name in boards:
        board = BOARDS[name]
        device = "execpty:" + upstream.qemu_command(board)
        yield f"QEMU {board.core}", Instance(upstream, device=device, flags=f"-march={board.march}")


@click.command()
@click.option("--upstream", "folder", type=click.Path(path_type=Path), help="Folder with MicroPython's sources.")
@click.option("--port", type=click.Choice(["unix", "qemu"]), default="unix", show_default=True)
@click.option(
    "--board", "boards", type=click.Choice(list(BOARDS)), multiple=True, help="QEMU's; all but the M0 if none."
)
@click.option("--emit", "emitters", type=click.Choice(EMITTERS), multiple=True, help="All if none is given.")
@click.option("--opt", default="", help="Given to ours as `-X opt=`.")
@click.option("--collect", is_flag=True, help="Ours collects garbage before each call of MicroPython (`-X collect`).")
@click.option(
    "-d", "--folder", "folders", multiple=True, help="A folder of tests, such as basics; all if none is given."
)
@click.option("--only", default="", metavar="REGEX", help="Only tests whose path matches.")
@click.option("--micropython", type=click.Path(exists=True, path_type=Path), help="Another build of the unix port.")
@click.option("--ours", type=click.Path(exists=True, path_type=Path), help="A program to try in the place of ours.")
@click.option("--results", type=click.Path(path_type=Path), default=RESULTS, show_default=True, help="For results.")
@click.option("--reuse", is_flag=True, help="Take upstream's results from an earlier run.")
@click.option("-j", "--jobs", default=1, show_default=True, help="Tests at once, on the unix port.")
@click.option("--page", type=click.Path(path_type=Path), help="Write all saved comparisons to this page.")
def main(
    folder: Path | None,
    port: str,
    boards: tuple[str, ...],
    emitters: tuple[str, ...],
    opt: str,
    collect: bool,
    folders: tuple[str, ...],
    only: str,
    micropython: Path | None,
    ours: Path | None,
    results: Path,
    reuse: bool,
    jobs: int,
    page: Path | None,
) -> None:
    """Run MicroPython's tests with its mpy-cross and with ours; exit code 1 if a test passes only with its own."""
    heed_signals()
    console = Console(width=max(110, Console().width))
    comparisons = []
    try:
        upstream = open_upstream(folder)
        if micropython:
            micropython = micropython.resolve()
        session = Session(upstream, ours.resolve() if ours else None, opt, collect, results, reuse, jobs, console)
        session.compiler().close()
        chosen = boards or tuple(name for name in BOARDS if name != "MICROBIT")
        for name, instance in instances(upstream, port, chosen, micropython):
            name += f" ({', '.join(folders)})" if folders else ""
            for emit in emitters or EMITTERS:
                comparison = session.compare(name, instance, emit, folders, only)
                comparison.save(results)
                comparisons.append(comparison)
    except (UpstreamError, CompilerMissing) as error:
        raise click.ClickException(str(error)) from None
    for comparison in comparisons:
        for test, why in comparison.lost.items():
            console.print(
                f"lost: {comparison.instance}, {comparison.emit}: {test} {why}", markup=False, highlight=False
            )
    console.print(make_table(comparisons))
    if page:
        page.write_text(make_page(load_all(results)), "utf-8")
    sys.exit(1 if any(comparison.lost for comparison in comparisons) else 0)


if __name__ == "__main__":
    main(prog_name="python -m tests.conformance")
