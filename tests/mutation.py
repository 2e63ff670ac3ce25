"""Do the tests notice a wrong line? `python -m tests.mutation --count 300 --results found.jsonl` (by hand: hours).

One-line changes that a tired engineer could make, chosen at random over the folders that decide what code means. Each
is made in a copy of the checkout, and the tests of behaviour run there until one fails. Texts and sizes that are pinned
do not count: an update would accept them.

    passes/bounds.py:120   a < b   ->   a <= b     killed by tests/language/test_language.py::...
    passes/exits.py:77     True    ->   False      survived

The results are lines of JSON. Mutants that are in the file already are not run again.
"""

import ast
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("analysis", "passes", "codegen", "emit", "mpy", "desk")

MEANING = ("tests/language", "tests/passes", "tests/codegen", "tests/corpus", "tests/bridge", "tests/mpy", "tests/api")
REST = ("tests/fuzz", "tests/dropin", "tests/cli", "tests/assembler", "tests/examples", "tests/compiler", "tests/image")
FIRST = {"mpy": ("tests/mpy", "tests/cli"), "desk": ("tests/api", "tests/bridge")}
"""Where a mutant of a folder is likely to be noticed: these tests run before the others."""

PINNED = (
    *("tests/passes/test_text.py", "tests/codegen/test_golden.py", "tests/frontend", "tests/compiler/test_size.py"),
    *("tests/compiler/test_time.py", "tests/compiler/test_costs.py", "tests/installed"),
)
"""Tests of texts, sizes and times."""

_SWAPS: dict[type[ast.AST], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==", ast.In: "not in",
    ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is", ast.And: "or", ast.Or: "and", ast.Add: "-", ast.Sub: "+",
    ast.Mult: "+", ast.FloorDiv: "*", ast.BitAnd: "|", ast.BitOr: "&", ast.LShift: ">>", ast.RShift: "<<",
}  # fmt: skip
_JUMPS: dict[type[ast.AST], str] = {ast.Break: "continue", ast.Continue: "break"}


@dataclass(frozen=True)
class Mutant:
    """A change of one line: columns `start` to `end` of `line` become `after`. Lines count from 1, columns in bytes."""

    file: str
    line: int
    start: int
    end: int
    before: str
    after: str

    def apply(self, text: str) -> str:
        lines = text.splitlines(keepends=True)
        line = lines[self.line - 1].encode()
        lines[self.line - 1] = (line[: self.start] + self.after.encode() + line[self.end :]).decode()
        return "".join(lines)


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """All changes of a file."""
    lines = [line.encode() for line in text.splitlines()]

    def change(node: ast.AST, after: str) -> Iterator[Mutant]:
        assert isinstance(node, ast.expr | ast.stmt)
        if node.lineno == node.end_lineno:
            before = lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()
            yield Mutant(file, node.lineno, node.col_offset, node.end_col_offset or 0, before, after)

    def between(left: ast.expr, right: ast.expr, operator: ast.AST) -> Iterator[Mutant]:
        if type(operator) in _SWAPS and left.end_lineno == right.lineno:
            start, end = left.end_col_offset or 0, right.col_offset
            before = lines[right.lineno - 1][start:end].decode()
            if before.strip(" ()") == before.strip():  # no brackets between the operands
                yield Mutant(file, right.lineno, start, end, before, f" {_SWAPS[type(operator)]} ")

    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                yield from between(left, right, operator)
            case ast.BoolOp(op=operator, values=[left, right, *_]) | ast.BinOp(left=left, op=operator, right=right):
                yield from between(left, right, operator)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield from change(node, ast.unparse(operand))
            case ast.Constant(value=bool(value)):
                yield from change(node, str(not value))
            case ast.Constant(value=int(value)):
                yield from change(node, str(value + 1))
            case ast.If(test=test) | ast.IfExp(test=test):
                yield from change(test, "False")
                yield from change(test, f"not ({ast.unparse(test)})")
            case ast.Break() | ast.Continue():
                yield from change(node, _JUMPS[type(node)])
            case ast.Expr(value=ast.Call()) | ast.AugAssign():
                yield from change(node, "pass")


def chosen(folders: tuple[str, ...], count: int, seed: int) -> list[Mutant]:
    """Mutants at random, at most one for a line."""
    found: dict[tuple[str, int], list[Mutant]] = {}
    for folder in folders:
        for path in sorted((ROOT / "nativecomp" / folder).rglob("*.py")):
            file = str(path.relative_to(ROOT))
            for mutant in mutants(file, path.read_text(encoding="utf-8")):
                found.setdefault((file, mutant.line), []).append(mutant)
    dice = random.Random(seed)
    return [dice.choice(found[place]) for place in dice.sample(sorted(found), min(count, len(found)))]


def tests_for(mutant: Mutant) -> list[str]:
    folder = Path(mutant.file).parts[1]
    return list(dict.fromkeys([*FIRST.get(folder, ()), *MEANING, *REST]))


def judge(mutant: Mutant, copy: Path, seconds: float) -> tuple[str, str]:
    """The verdict, "killed", "timeout" or "survived", and what noticed the mutant."""
    place = copy / mutant.file
    original = place.read_text(encoding="utf-8")
    place.write_text(mutant.apply(original), encoding="utf-8")
    ignored = [f"--ignore={one}" for one in PINNED]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "2", "--tb=line", *ignored, *tests_for(mutant)]
    environment = os.environ | {"PYTHONPATH": str(copy)}
    run = subprocess.Popen(
        command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return "timeout", ""
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()
        place.write_text(original, encoding="utf-8")
    if run.returncode == 0:
        return "survived", ""
    failed = [line for line in output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return "killed", failed[0] if failed else "\n".join(output.splitlines()[-3:])


def checkout() -> Path:
    """A copy of the files that git knows."""
    copy = Path(tempfile.mkdtemp(prefix="mutants-"))
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in listed.stdout.splitlines():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    return copy


@click.command()
@click.option("--count", default=300, show_default=True, help="How many mutants.")
@click.option("--seed", default=1, show_default=True, help="Of the choice.")
@click.option(
    "--folder", "folders", multiple=True, default=FOLDERS, help="Only this folder of nativecomp/; again for more."
)
@click.option("--seconds", default=1800.0, show_default=True, help="Limit of the tests of one mutant.")
@click.option("--results", type=click.Path(path_type=Path), default=Path("mutants.jsonl"), show_default=True)
def main(count: int, seed: int, folders: tuple[str, ...], seconds: float, results: Path) -> None:
    """Run the tests of behaviour against one-line mutants of the compiler."""
    known = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    done = {(one["file"], one["line"], one["start"], one["after"]) for one in known}
    copy = checkout()
    try:
        for mutant in chosen(folders, count, seed):
            if (mutant.file, mutant.line, mutant.start, mutant.after) in done:
                continue
            start = time.monotonic()
            verdict, noticed = judge(mutant, copy, seconds)
            row = asdict(mutant) | {"verdict": verdict, "by": noticed, "seconds": round(time.monotonic() - start, 1)}
            with results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
            known.append(row)
            alive = sum(one["verdict"] == "survived" for one in known)
            click.echo(f"{mutant.file}:{mutant.line}  {mutant.before}  ->  {mutant.after}  {verdict} {noticed}")
            click.echo(f"{len(known)} mutants, {alive} alive")
    finally:
        shutil.rmtree(copy, ignore_errors=True)


if __name__ == "__main__":
    main()
