"""Makes a mismatch small: tries simpler programs and keeps each one that still goes wrong.

A step replaces one expression by one of its own parts or by a small literal, or removes one statement, or puts the
body of a compound statement in its place. The reference must accept each step's program.
"""

from __future__ import annotations

import ast
import copy
import time
from collections.abc import Callable, Iterator
from functools import partial

from tests.fuzz.judge import Mismatch, compare, expectations, words_of
from tests.fuzz.samples import Sample
from tests.reference import LanguageError

BLOCKS = ("body", "orelse", "finalbody")


def _blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for name in BLOCKS:
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


def _remove_statements(tree: ast.Module) -> Iterator[Callable[[], None]]:
    """Each statement dropped, and each compound one replaced by its body or its else."""
    for block in _blocks(tree):
        for i in reversed(range(len(block))):
            old = block[i]
            inner = (
                [] if isinstance(old, ast.FunctionDef | ast.ClassDef) else [getattr(old, name, []) for name in BLOCKS]
            )
            for new in ([], *filter(None, inner)):
                if not (isinstance(old, ast.Pass) and len(block) == 1):
                    yield partial(_put, block, i, new)


def _put(block: list[ast.stmt], i: int, new: list[ast.stmt]) -> None:
    block[i : i + 1] = new
    if not block:
        block.append(ast.Pass())


def _simpler(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Constant):
        return
    yield ast.Constant(0)
    yield ast.Constant(1)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child


def _replace_expressions(tree: ast.Module) -> Iterator[Callable[[], None]]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.arguments, ast.arg)):
            continue
        for name, value in ast.iter_fields(node):
            values = value if isinstance(value, list) else [value]
            for i, old in enumerate(values):
                if not isinstance(old, ast.expr) or isinstance(getattr(old, "ctx", None), ast.Store):
                    continue
                if name in ("func", "annotation", "targets", "target"):
                    continue
                for new in _simpler(old):
                    yield partial(_set, node, name, i if isinstance(value, list) else None, new)


def _set(node: ast.AST, name: str, index: int | None, new: ast.expr) -> None:
    if index is None:
        setattr(node, name, new)
    else:
        getattr(node, name)[index] = new


def _variants(source: str) -> Iterator[str]:
    """Programs one step simpler, the boldest first."""
    for steps in (_remove_statements, _replace_expressions):
        count = sum(1 for _ in steps(ast.parse(source)))
        for i in range(count):
            tree = copy.deepcopy(ast.parse(source))
            next(step for k, step in enumerate(steps(tree)) if k == i)()
            text = ast.unparse(ast.fix_missing_locations(tree))
            if text != source:
                yield text + "\n"


def still_wrong(sample: Sample, mismatch: Mismatch) -> Mismatch | None:
    """The mismatch of this sample, if it goes wrong in the same manner."""
    try:
        expected = expectations([sample], *words_of(mismatch.target))
    except (LanguageError, SyntaxError, KeyError, AttributeError, TypeError, AssertionError, ValueError):
        return None
    found = compare([sample], expected, mismatch.target, mismatch.opt)
    return found[0] if found and found[0].refused == mismatch.refused else None


def reduce(mismatch: Mismatch, seconds: float = 30.0) -> Mismatch:
    """The smallest mismatch found in the time given (at least the one that came in)."""
    calls = mismatch.sample.calls if mismatch.arguments is None else [mismatch.arguments]
    best = mismatch
    alone = still_wrong(Sample(mismatch.sample.source, mismatch.sample.function, calls), mismatch)
    if alone is None:
        return mismatch  # it needs the rest of its module
    best, source = alone, ast.unparse(ast.parse(mismatch.sample.source))
    deadline = time.monotonic() + seconds
    progress = True
    while progress and time.monotonic() < deadline:
        progress = False
        for variant in _variants(source):
            if time.monotonic() > deadline:
                break
            if len(variant) > len(source) + 4:
                continue
            found = still_wrong(Sample(variant, mismatch.sample.function, calls), mismatch)
            if found is not None and variant != source:
                best, source, progress = found, variant, True
                break
    return best


def simplest(source: str, still_wrong: Callable[[str], bool], seconds: float) -> str:
    """The smallest text found in the time given that still goes wrong; statements go first, many at once."""
    best = ast.unparse(ast.parse(source)) + "\n"
    deadline = time.monotonic() + seconds
    if not still_wrong(best):
        return source
    progress = True
    while progress and time.monotonic() < deadline:
        progress = False
        for variant in _variants(best):
            if time.monotonic() > deadline:
                break
            if len(variant) < len(best) and still_wrong(variant):
                best, progress = variant, True
                break
    return best
