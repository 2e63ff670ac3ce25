"""The figures at the foot of the table, and the limits."""

import json

import pytest
from rich.console import Console

from benchmarks import report
from benchmarks.catalogue import Form, Kernel
from benchmarks.measure import Row, Run
from nativecomp.options import OPT_LEVELS


def make_row(kernel: str, form: str, ours: int, c: int, size: int = 100) -> Row:
    runs = {opt: Run(ours, size) for opt in OPT_LEVELS}
    c_runs = {"clang -O2": Run(c + 5, 90), "gcc -O3": Run(c, 120), "clang -Os": Run(c - 50, 80)}
    return Row(Kernel(kernel), Form(form, f"{kernel}_{form}", ()), runs, c_runs)


def test_best_c_is_one_made_for_speed() -> None:
    assert make_row("sieve", "pointer", 1000, 1000).best_c == "gcc -O3"


def test_geometric_mean() -> None:
    assert report.geometric_mean([0.5, 2.0]) == pytest.approx(1.0)
    assert report.geometric_mean([8.0]) == pytest.approx(8.0)


def test_limits_are_kept_and_broken() -> None:
    good = report.limits([make_row("sieve", "pointer", 900, 1000), make_row("gcd_sum", "scalar", 1000, 1000)])
    assert all(limit.kept for limit in good)
    slow = report.limits([make_row("sieve", "buffer", 1300, 1000)])
    assert [limit.kept for limit in slow] == [False, False, False, True]
    large = report.limits([make_row("sieve", "pointer", 900, 1000, size=121)])
    assert [limit.kept for limit in large] == [True, True, True, False]
    words = "code at balanced with checked bounds against clang -Os, in total: 1.512 (at most 1.500) TOO LARGE"
    assert str(large[-1]) == words


def test_table_page_and_figures() -> None:
    rows = [make_row("sieve", "pointer", 900, 1000), make_row("sieve", "buffer", 1100, 1000)]
    console = Console(width=150, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(report.make_table(rows, "cortex-m4f"))
    assert "geometric mean" in console.export_text()
    page = report.make_markdown(rows, "cortex-m4f", "clang 1; gcc 2")
    assert "| sieve | pointer | 900 | 900 | 900 | 1,000 | gcc -O3 | 0.90 | 0.90 | 100 | 80 |" in page
    assert "- `sieve`: Count the primes" in page
    figures = json.loads(json.dumps(report.make_json(rows, "cortex-m4f", "")))
    assert figures["rows"][1]["ratio"]["speed"] == 1.1
