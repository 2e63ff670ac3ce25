"""Data of a module in an image: source to IR, and what is refused, from a data file; what is warned of."""

import warnings
from pathlib import Path

import pytest

from nativecomp import CompileWarning
from nativecomp.compiler import compile_unit
from nativecomp.frontend import read_unit
from nativecomp.ir import parse_module, print_module
from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.options import Options, Product
from nativecomp.targets import find_target
from tests.golden import Case, parametrize

HERE = Path(__file__).parent
HANDLER = '@viper(interrupt="SysTick")\ndef tick():\n    pass\n'
MAIN = "@viper\ndef main():\n    pass\n"


def image(text: str, product: Product = "image") -> str:
    unit = read_unit(SourceFile("case.py", text), Options(find_target("mps2-an386"), product=product))
    try:
        printed = compile_unit(unit).ir
    except CompileError as error:
        return str(error)
    assert print_module(parse_module(printed, unit.context)) == printed, "it reads as something else"
    return printed


@parametrize(HERE / "statics.test")
def test_statics(case: Case, update: bool) -> None:
    case.check("out", image(case.input), update)


START = "@viper\ndef main() -> int:\n    {}\n"
OF_IMAGES = {
    "move it into `main()`": (f"{MAIN}print(1)\n", START.format("print(1)")),
    "declare a type that holds it": (
        "n: uint8 = 300\n" + START.format("return n"), "n: uint16 = 300\n" + START.format("return n")
    ),
    'say which: `interrupt="SysTick"`': (
        HANDLER.replace('interrupt="SysTick"', "priority=1") + MAIN, HANDLER.replace(")", ", priority=1)", 1) + MAIN
    ),
    "it is called without arguments: write `@viper` above a function of the file without parameters": (
        HANDLER.replace("tick()", "tick(n: int)") + MAIN, HANDLER + MAIN
    ),
    "store it in a global variable: `count: int = 0`, and `global count`": (
        HANDLER.replace("pass", "return 1") + MAIN,
        "count: int = 0\n" + HANDLER.replace("pass", "global count\n    count = 1") + MAIN,
    ),
    "one function can call the other": (
        HANDLER + HANDLER.replace("tick", "tock") + MAIN,
        "@viper\ndef tock():\n    pass\n" + HANDLER.replace("pass", "tock()") + MAIN,
    ),
    "0 is the most urgent, {} the least": (
        HANDLER.replace(")", ", priority=8)", 1) + MAIN, HANDLER.replace(")", ", priority=7)", 1) + MAIN
    ),
    "store into its elements; or hold an address in a local, which may change": (
        "b = bytearray(1)\n" + START.format("global b; b = b; return 0"),
        "b = bytearray(1)\n" + START.format("b[0] = 1; p = ptr8(b); p = ptr8(b); return p[0]"),
    ),
    "make it a `bytearray` or an `array`, which are in RAM": (
        "b = b'x'\n" + START.format("b[0] = 1; return 0"), "b = bytearray(b'x')\n" + START.format("b[0] = 1; return 0")
    ),
}  # fmt: skip
"""Hints that only images give: what they are said of, and what follows them."""


@pytest.mark.parametrize("hint", OF_IMAGES)
def test_a_hint_can_be_followed(hint: str) -> None:
    wrong, right = OF_IMAGES[hint]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        told = image(wrong) + "".join(str(one.message) for one in caught)
    assert hint.partition("{}")[0] in told
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "def case_main" in image(right)


@pytest.mark.parametrize("product", ["mpy", "object"])
def test_handlers_are_of_images(product: Product) -> None:
    assert "only images have a vector table" in image(HANDLER, product)


def test_handlers_are_functions_at_the_desk() -> None:
    assert "static.store" not in image(f"count = 0\n{HANDLER}", "desk")


@pytest.mark.parametrize("statement", ["print(1)", "for i in range(3):\n    x = i", "if ready:\n    print(1)"])
def test_what_does_not_run_is_told(statement: str) -> None:
    with pytest.warns(CompileWarning, match=r"the image starts at `main\(\)`"):
        image(f"{MAIN}{statement}\n")


@pytest.mark.parametrize(
    "statement",
    ['"text"', "main()", "if __name__ == '__main__':\n    print(1)", "try:\n    import x\nfinally:\n    pass"],
)
def test_what_is_done_anyway_is_not_told(statement: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        image(f"{MAIN}{statement}\n")
