"""MicroPython's tests on our own C runtime: `make conformance RUNTIME=1 UPSTREAM=../micropython`.

Each test is compiled by the real `mpy-cross` and run by the host build of the runtime. What it must print is in its
`.exp` file, or is what CPython prints. The same test runs on the real MicroPython (the unix port), so that the report
can say how much of what that passes is passed here too.

With `--board mps2-an386` they run on the board in QEMU, and on MicroPython's own firmware for it.

With `--emit native` or `--emit viper` the tests are machine code, of MicroPython's `mpy-cross` or, with `--ours`, of
`nativecomp-mpy-cross`. They are compared with bytecode on the same runtime: what that passes and they do not is lost,
and the report says what the same file does on the real MicroPython.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from tests.conformance.board import QemuBoard, make_board
from tests.conformance.compilers import Ours, Program
from tests.conformance.upstream import Upstream, UpstreamError, open_upstream
from tests.runtime.host import RUNTIME

FOLDERS = ("basics", "micropython", "float", "import", "stress", "misc", "extmod", "io", "unicode")
TIMEOUT = 60.0
_SKIP = b"SKIP\n"
_NO_COMPILER = re.compile(rb"\b(eval|exec|compile)\(")


BYTECODE = "bytecode"


@dataclass(frozen=True)
class Outcome:
    """What became of a test: `other` is what it is compared with, `ours` on our runtime; words as in `_word`.

    `note` says more of one that is lost.
    """

    test: str
    other: str
    ours: str
    output: bytes
    note: str = ""


@dataclass
class Tree:
    """Compiled files, in folders as the tests are in. `ours` is our compiler where that compiles."""

    upstream: Upstream
    folder: Path
    emit: str = BYTECODE
    ours: Ours | None = None
    options: Sequence[str] = ("-march=x64",)
    _lock: Lock = field(default_factory=Lock)

    def file(self, test: Path) -> Path | None:
        """A test compiled; its place is beside the modules that it may import."""
        made = self.folder / test.relative_to(self.upstream.tests).with_suffix(".mpy")
        return made if made.exists() or self.compile(test, test.name) else None

    def compile(self, source: Path, name: str) -> bool:
        """Compile a test, or a module of the tests; False where it is refused."""
        return self._compile(source, name, self.folder / source.relative_to(self.upstream.tests).with_suffix(".mpy"))

    def _compile(self, source: Path, name: str, made: Path) -> bool:
        made.parent.mkdir(parents=True, exist_ok=True)
        emit = [] if self.emit == BYTECODE else ["-X", f"emit={self.emit}"]
        arguments = [*self.options, *emit, "-s", name, "-o", str(made), str(source)]
        if self.ours:
            with self._lock:
                return self.ours.compile(arguments, str(self.folder), b"").code == 0
        return Program(self.upstream.mpy_cross).compile(arguments, str(self.folder), b"").code == 0

    def compile_modules(self, folders: Sequence[str]) -> None:
        """Compile what tests import: packages and modules below their folders, and the runtime's own in Python."""
        for name in folders:
            for library in (RUNTIME / "library").glob("*.py"):
                self._compile(library, library.name, (self.folder / name / library.name).with_suffix(".mpy"))
            for source in (self.upstream.tests / name).rglob("*.py"):
                if source.parent != self.upstream.tests / name or name == "import":
                    self.compile(source, str(source.relative_to(self.upstream.tests / name)))


class Judge:
    """Runs tests. `options` are given to our program, which is one of this computer or the image of a board."""

    def __init__(
        self,
        program: Path | QemuBoard,
        options: Sequence[str],
        tree: Tree,
        bytecode: Tree | None,
        with_stock: bool,
        fails: Sequence[int] = (),
    ) -> None:
        self.upstream = tree.upstream
        self.program = program
        self.options = list(options)
        self.tree = tree
        self.bytecode = bytecode
        self.with_stock = with_stock
        self.fails = fails
        self.tests = tree.upstream.tests

    def run(self, test: Path) -> Outcome:
        """Run one test here, and as what it is compared with."""
        name = str(test.relative_to(self.tests))
        expected = self._expected(test, self.tree.emit)
        other = "unknown"
        if self.bytecode:
            other = self._run_here(self.bytecode.file(test), test, self._expected(test, BYTECODE))[0]
        elif self.with_stock and isinstance(self.program, QemuBoard):
            other = _word(self.program.stock(test.read_bytes(), TIMEOUT), expected)
        elif self.with_stock:
            other = self._run_stock(test.parent, expected, str(test))
        compiled = self.tree.file(test)
        word, output = self._run_here(compiled, test, expected)
        note = ""
        for number in self.fails:
            how, said = self._run_here(compiled, test, expected, "-X", f"fail={number}")
            if how in ("crash", "timeout"):
                word, output, note = how, said, f"-X fail={number}"
        if self.bytecode and other == "pass" and word != "pass" and compiled and self.with_stock:
            # In the folder with the file: in the test's own its source would be imported.
            note = "stock: " + self._run_stock(compiled.parent, expected, "-m", compiled.stem)
        return Outcome(name, other, word, output, note)

    def _run_here(self, compiled: Path | None, test: Path, expected: bytes, *options: str) -> tuple[str, bytes]:
        if compiled is None:
            return "not compiled", b""
        if isinstance(self.program, QemuBoard):
            command = self.program.command(self.options, compiled)
        else:
            command = [str(self.program), *self.options, *options, str(compiled)]
        output = self._output(command, test.parent)
        return _word(output, expected), output

    def _run_stock(self, folder: Path, expected: bytes, *arguments: str) -> str:
        command = [str(self.upstream.micropython), *arguments]
        return _word(self._output(command, folder, MICROPYPATH=f"{folder}:.frozen"), expected)

    def _expected(self, test: Path, emit: str) -> bytes:
        for written in (Path(f"{test}.{emit}.exp"), Path(f"{test}.exp")):
            if written.exists():
                return written.read_bytes()
        environment = {"PYTHONPATH": str(test.parent), "PYTHONIOENCODING": "utf-8"}
        return self._output([sys.executable, "-BS", str(test)], test.parent, **environment)

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


def _word(output: bytes, expected: bytes) -> str:
    if b"CRASH\n" in output or output.rpartition(b"\n")[0].rpartition(b"\n")[2].startswith(b"Fault: "):
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


def report(outcomes: Sequence[Outcome], verbose: bool, other: str = "stock") -> str:
    """Counts by folder, and the names of what `other` passes and we do not."""
    lines = []
    by_folder: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_folder.setdefault(outcome.test.partition("/")[0], []).append(outcome)
    for folder, those in by_folder.items():
        ours = Counter(outcome.ours for outcome in those)
        passed = [outcome for outcome in those if outcome.other == "pass"]
        both = sum(outcome.ours == "pass" for outcome in passed)
        counts = ", ".join(f"{count} {word}" for word, count in sorted(ours.items()))
        lines.append(f"{folder}: {len(those)} tests: {counts}; of {len(passed)} that {other} passes: {both}")
    for outcome in outcomes:
        bad = outcome.ours in ("crash", "timeout")
        if outcome.ours != "pass" and (bad or outcome.other in ("pass", "unknown")):
            lines.append(f"  {outcome.ours:12} {outcome.test} {outcome.note}".rstrip())
            if verbose:
                lines += ["    " + line for line in outcome.output.decode(errors="replace").splitlines()[-3:]]
    return "\n".join(lines)


def _told(outcomes: Iterator[Outcome], count: int) -> Iterator[Outcome]:
    """The outcomes as they come, and a line for each fifty of them, since a board takes half an hour."""
    words: Counter[str] = Counter()
    for number, outcome in enumerate(outcomes, 1):
        words[f"{outcome.other} there, {outcome.ours} here"] += 1
        if number % 50 == 0 or number == count:
            said = "; ".join(f"{times} {what}" for what, times in words.most_common())
            print(f"{number} of {count}: {said}", file=sys.stderr, flush=True)
        yield outcome


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upstream", type=Path)
    parser.add_argument("--program", type=Path, help="a host build to take instead of building one")
    parser.add_argument("--board", help="a board that QEMU emulates, such as mps2-an386, beside its stock firmware")
    parser.add_argument("--sanitize", action="store_true", help="the build with sanitizers")
    parser.add_argument("--torture", action="store_true", help="collect at every allocation")
    parser.add_argument("--fail", type=int, action="append", default=[], metavar="N",
                        help="run each test also with its N-th allocation failing: it must not crash")  # fmt: skip
    parser.add_argument("--no-stock", action="store_true", help="do not run the real MicroPython")
    parser.add_argument("--emit", choices=(BYTECODE, "native", "viper"), default=BYTECODE)
    parser.add_argument("--ours", action="store_true", help="compile with nativecomp-mpy-cross")
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

    options = ["-X", "collect=always"] if arguments.torture else []
    folders = arguments.folder or FOLDERS
    compiler = Ours() if arguments.ours else None
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        if arguments.board:
            try:
                program: Path | QemuBoard = make_board(arguments.board, upstream, Path(folder))
            except UpstreamError as error:
                print(error)
                return 2
        else:
            program = (arguments.program or build_program("sanitize" if arguments.sanitize else "release")).resolve()
        tree = Tree(upstream, Path(folder) / "made", arguments.emit, compiler)
        other = Tree(upstream, Path(folder) / BYTECODE) if compiler or arguments.emit != BYTECODE else None
        if isinstance(program, QemuBoard):
            for each in filter(None, (tree, other)):
                each.options = program.cross_options
        for each in filter(None, (tree, other)):
            each.folder.mkdir()
            each.compile_modules(folders)
        judge = Judge(program, options, tree, other, not arguments.no_stock, arguments.fail)
        tests = find_tests(upstream, folders, arguments.only)
        with ThreadPoolExecutor(arguments.jobs) as pool:
            outcomes = list(_told(pool.map(judge.run, tests), len(tests)))
    if compiler:
        compiler.close()
    print(report(outcomes, arguments.verbose, BYTECODE if other else "stock"))
    return int(any(outcome.ours == "crash" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
