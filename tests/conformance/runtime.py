"""MicroPython's tests on our own C runtime: `make conformance RUNTIME=1 UPSTREAM=../micropython`.

Each test is compiled by the real `mpy-cross` and run by the host build of the runtime. What it must print is in its
`.exp` file, or is what CPython prints. The same test runs on the real MicroPython (the unix port), so that the report
can say how much of what that passes is passed here too.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.upstream import Upstream, UpstreamError, open_upstream

FOLDERS = ("basics", "micropython", "float", "import", "stress", "misc", "extmod", "io", "unicode")
TIMEOUT = 60.0
_SKIP = b"SKIP\n"
_NO_COMPILER = re.compile(rb"\b(eval|exec|compile)\(")


@dataclass(frozen=True)
class Outcome:
    """What became of a test: `stock` on the real MicroPython, `ours` on our runtime; words as in `WORDS`."""

    test: str
    stock: str
    ours: str
    output: bytes


class Judge:
    """Runs tests on both. `options` are given to our program."""

    def __init__(self, upstream: Upstream, program: Path, options: Sequence[str], folder: Path, stock: bool) -> None:
        self.upstream = upstream
        self.program = program
        self.options = list(options)
        self.folder = folder
        self.with_stock = stock
        self.tests = upstream.tests

    def run(self, test: Path) -> Outcome:
        """Run one test on both."""
        name = str(test.relative_to(self.tests))
        expected = self._expected(test)
        stock = "unknown"
        if self.with_stock:
            told = self._output([str(self.upstream.micropython), str(test)], test.parent, MICROPYPATH=str(test.parent))
            stock = _word(told, expected)
        compiled = self._compile(test)
        if compiled is None:
            return Outcome(name, stock, "not compiled", b"")
        output = self._output([str(self.program), *self.options, str(compiled)], test.parent)
        return Outcome(name, stock, _word(output, expected), output)

    def _expected(self, test: Path) -> bytes:
        written = Path(f"{test}.exp")
        if written.exists():
            return written.read_bytes()
        environment = {"PYTHONPATH": str(test.parent), "PYTHONIOENCODING": "utf-8"}
        return self._output([sys.executable, "-BS", str(test)], test.parent, **environment)

    def _compile(self, test: Path) -> Path | None:
        """Compile the test and, once for its folder, the modules beside it that it may import."""
        target = self.folder / test.parent.relative_to(self.tests)
        made = target / test.with_suffix(".mpy").name
        if made.exists():
            return made
        target.mkdir(parents=True, exist_ok=True)
        return made if _cross(self.upstream, test, made, test.name) else None

    def _output(self, command: Sequence[str], folder: Path, **environment: str) -> bytes:
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return b"TIMEOUT"
        if done.returncode < 0 or done.returncode > 2:
            return done.stdout + b"CRASH\n" + done.stderr[-2000:]
        return done.stdout.replace(b"\r\n", b"\n")


def _cross(upstream: Upstream, source: Path, made: Path, name: str) -> bool:
    command = [str(upstream.mpy_cross), "-s", name, "-o", str(made), str(source)]
    return subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT).returncode == 0


def compile_modules(upstream: Upstream, folder: Path, folders: Sequence[str]) -> None:
    """Compile packages and modules below the tests' folders, which tests import."""
    for name in folders:
        for source in (upstream.tests / name).rglob("*.py"):
            if source.parent == upstream.tests / name and name != "import":
                continue
            made = folder / source.relative_to(upstream.tests).with_suffix(".mpy")
            made.parent.mkdir(parents=True, exist_ok=True)
            _cross(upstream, source, made, str(source.relative_to(upstream.tests / name)))


def _word(output: bytes, expected: bytes) -> str:
    if b"CRASH\n" in output:
        return "crash"
    if output == b"TIMEOUT":
        return "timeout"
    if output.endswith(_SKIP) or output == b"SKIP-TOO-LARGE\n":
        return "skip"
    return "pass" if _matches(output, expected) else "fail"


def _matches(output: bytes, expected: bytes) -> bool:
    """Equal, but a line of `########` stands for any lines, and a line with such a part for any text there."""
    if b"########" not in expected:
        return output == expected
    pattern = b""
    for line in expected.splitlines(keepends=True):
        if line == b"########\n":
            pattern += rb"(.*\n)*?"
        else:
            pattern += b".*".join(re.escape(part) for part in line.split(b"########"))
    return re.fullmatch(pattern, output) is not None


def find_tests(upstream: Upstream, folders: Sequence[str], only: str) -> list[Path]:
    """The tests of the folders; those that need a compiler on the device are not among them."""
    found = [path for name in folders for path in sorted((upstream.tests / name).glob("*.py"))]
    return [path for path in found if re.search(only, str(path)) and not _NO_COMPILER.search(path.read_bytes())]


def report(outcomes: Sequence[Outcome], verbose: bool) -> str:
    """Counts by folder, and the names of what the real MicroPython passes and we do not."""
    lines = []
    by_folder: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_folder.setdefault(outcome.test.partition("/")[0], []).append(outcome)
    for folder, those in by_folder.items():
        ours = Counter(outcome.ours for outcome in those)
        stock = [outcome for outcome in those if outcome.stock == "pass"]
        both = sum(outcome.ours == "pass" for outcome in stock)
        counts = ", ".join(f"{count} {word}" for word, count in sorted(ours.items()))
        lines.append(f"{folder}: {len(those)} tests: {counts}; of {len(stock)} that stock passes: {both}")
    for outcome in outcomes:
        bad = outcome.ours in ("crash", "timeout")
        if outcome.ours != "pass" and (bad or outcome.stock in ("pass", "unknown")):
            lines.append(f"  {outcome.ours:8} {outcome.test}")
            if verbose:
                lines += ["    " + line for line in outcome.output.decode(errors="replace").splitlines()[-3:]]
    return "\n".join(lines)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upstream", type=Path)
    parser.add_argument("--program", type=Path, help="a host build to take instead of building one")
    parser.add_argument("--sanitize", action="store_true", help="the build with sanitizers")
    parser.add_argument("--torture", action="store_true", help="collect at every allocation")
    parser.add_argument("--no-stock", action="store_true", help="do not run the real MicroPython")
    parser.add_argument("--only", default="", help="regular expression of paths")
    parser.add_argument("--folder", action="append")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    try:
        upstream = open_upstream(arguments.upstream)
    except UpstreamError as error:
        print(error)
        return 2
    from tests.runtime.build import build_program

    program = arguments.program or build_program("sanitize" if arguments.sanitize else "release")
    options = ["-X", "collect=always"] if arguments.torture else []
    folders = arguments.folder or FOLDERS
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        judge = Judge(upstream, program.resolve(), options, Path(folder), not arguments.no_stock)
        compile_modules(upstream, Path(folder), folders)
        tests = find_tests(upstream, folders, arguments.only)
        with ThreadPoolExecutor(arguments.jobs) as pool:
            outcomes = list(pool.map(judge.run, tests))
    print(report(outcomes, arguments.verbose))
    return int(any(outcome.ours == "crash" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
