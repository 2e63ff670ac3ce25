"""`print` and `raise` without objects: what they print and raise in an image, and what keeps them as they are."""

import pytest

from nativecomp.compiler import compile_source
from nativecomp.ir import print_module
from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.options import Options, Product
from nativecomp.targets import find_target


def forms(text: str, product: Product = "object") -> str:
    source = SourceFile("case.py", text)
    return print_module(compile_source(source, Options(find_target("cortex-m4f"), product=product)).module)


def test_print_of_machine_values() -> None:
    text = """
@viper
def f(n: int, x: float32, p: ptr8, big: uint64):
    print("n =", n, x, p, sep="; ", end="!")
    print(big, 7, 2.5, True, 0xffffffff, 1 << 40)
    print()
"""
    found = forms(text)
    assert "object" not in found
    assert found.count("print.value") == 9
    assert "print.text text='n =; '" in found
    assert "print.text text='!'" in found
    assert "const value=4294967295" in found
    assert "print.text text='\\n'" in found


def test_raise_of_an_integer() -> None:
    found = forms("""
@viper
def f(n: int, u: uint8) -> int:
    if n < 0:
        raise ValueError(n)
    if n > u:
        raise OSError(5)
    raise IndexError(u)
""")
    assert "object" not in found
    assert [found.count(f"exception='{name}'") for name in ("ValueError", "OSError", "IndexError")] == [1, 1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "def print(x):\n    pass\n@viper\ndef f(n: int):\n    print(n)",
        "@viper\ndef f(n: int, o):\n    print(n, o)",
        "@viper\ndef f(n: int):\n    print(n, file=3)",
        "@viper\ndef f(n: int) -> int:\n    x = print(n)\n    return 0 if x is None else 1",
        "class ValueError(Exception):\n    pass\n@viper\ndef f(n: int):\n    raise ValueError(n)",
        "@viper\ndef f(x: float32):\n    raise ValueError(x)",
        "@viper\ndef f(n: int):\n    e = ValueError(n)\n    raise e",
    ],
)
def test_what_needs_an_object_stays_one(text: str) -> None:
    with pytest.raises(CompileError):
        forms(text)
