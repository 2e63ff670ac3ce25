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
    ['"text"', "main()", "if __name__ == '__main__':\n    main()", "try:\n    import x\nfinally:\n    pass"],
)
def test_what_is_done_anyway_is_not_told(statement: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        image(f"{MAIN}{statement}\n")
