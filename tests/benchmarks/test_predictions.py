"""The cost model of emit/coremodel.py against counted executions: what unrolling gains on the newest kernels."""

import math
from statistics import mean, median

import pytest

import nativecomp
from benchmarks.catalogue import NEWEST, Form, Kernel, list_kernels
from nativecomp.emit import unrolling
from nativecomp.targets import find_target

TARGET = find_target("cortex-m4f")


def counted(kernel: Kernel, form: Form, monkeypatch: pytest.MonkeyPatch, *, unrolled: bool) -> tuple[int, float]:
    """The instructions of the kernel's run with loops unrolled or not, and what the model says that it gains."""
    monkeypatch.setattr(unrolling, "is_worth", lambda *_: unrolled)
    module = nativecomp.load(kernel.python_file, target=TARGET, opt="speed", bounds=form.bounds)
    variants = {function.name: made for function, made in module.compilation.variants.items()}
    if form.function not in variants:
        return 0, 1.0
    first, second = variants[form.function]
    inputs = kernel.inputs()
    count = getattr(module, form.function).measure(*form.arguments(inputs)).instructions
    return count, second.cost / first.cost


def ranks(values: list[float]) -> list[int]:
    order = sorted(range(len(values)), key=values.__getitem__)
    return [order.index(number) for number in range(len(values))]


def correlation(left: list[float], right: list[float]) -> float:
    """Spearman's, without regard to ties."""
    distance = sum((a - b) ** 2 for a, b in zip(ranks(left), ranks(right), strict=True))
    return 1 - 6 * distance / (len(left) * (len(left) ** 2 - 1))


@pytest.mark.slow
def test_predicted_gains_are_near_those_that_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    real, predicted = [], []
    for kernel in list_kernels(sets=[NEWEST]):
        for form in kernel.forms:
            if form.label in ("buffer", "scalar"):
                slow, gain = counted(kernel, form, monkeypatch, unrolled=False)
                fast, _ = counted(kernel, form, monkeypatch, unrolled=True)
                if slow != fast:
                    real.append(slow / fast)
                    predicted.append(gain)
    errors = [abs(math.log(a / b)) for a, b in zip(real, predicted, strict=True)]
    print(f"{len(real)} kernels, rank correlation {correlation(real, predicted):.3f}, "
          f"mean error {mean(errors):.3f}, median {median(errors):.3f}")  # fmt: skip
    assert len(real) > 20
    assert correlation(real, predicted) > 0.6
    assert median(errors) < 0.10
