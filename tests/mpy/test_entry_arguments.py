"""What a compiled function takes from Python: the right number of arguments, and globals that are its module's."""

import pytest

from tests.mpy.micropython import run_built

SOURCE = """
name = "app"

@viper
def two(x: int, y: int) -> int:
    return x * 10 + y

@viper
def objects(x, y):
    return x, y

@viper
def read():
    return name

@viper
def first():
    return read()

@viper
def second():
    return first()

@viper
def third():
    return second()
"""
WRONG = ["1", "1, 2, 3", "1, 2, x=3", "1, 2, y=3", "1, 2, z=3", "1, y=2, z=3", "1, z=2", "x=1", "*[1, 2], **{'y': 3}"]
RIGHT = ["1, 2", "1, y=2", "y=2, x=1", "*[1], **{'y': 2}"]


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_arguments(opt: str) -> None:
    code = ""
    for given in WRONG:
        for name in ("two", "objects"):
            code += f"try:\n    print({name}({given}))\nexcept TypeError:\n    print('refused')\n"
    code += "".join(f"print(two({given}), objects({given}))\n" for given in RIGHT)
    expected = "refused\n" * 2 * len(WRONG) + "12 (1, 2)\n" * len(RIGHT)
    assert run_built(SOURCE, code, opt) == expected


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_globals_through_a_chain_of_calls(opt: str) -> None:
    code = "name = 'main'\nprint(read(), first(), second(), third(), name)\n"
    assert run_built(SOURCE, code, opt) == "app app app app main\n"
