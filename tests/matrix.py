"""Which combinations of cores and levels each run of the tests tries, where all of them would take too long.

A matrix of tests is thinned by turns: each combination of the other axes meets one value of the last axis, the next one
meets the next value, and so on. So each value of each axis occurs, and each pair of them over enough cases. The other
combinations are marked `slow`: `make fuzz` runs them.

Example: `turns(["a", "b"], ["m0", "m4"], ["size", "speed"])` runs a-m0-size, a-m4-speed, b-m0-speed and b-m4-size.
"""

import itertools
from collections.abc import Sequence
from typing import Any

import pytest


def turns(*axes: Sequence[Any]) -> list[Any]:
    """All combinations of the axes as parameters of a test, in the order of `itertools.product`."""
    parameters = []
    for indices in itertools.product(*(range(len(axis)) for axis in axes)):
        *first, turn = indices
        values = [axis[index] for axis, index in zip(axes, indices, strict=True)]
        marks = [] if sum(first) % len(axes[-1]) == turn else [pytest.mark.slow]
        parameters.append(pytest.param(*values, marks=marks))
    return parameters
