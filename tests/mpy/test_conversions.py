"""Conversions of objects run Python code and may raise: each of them happens, in its place and as often as written."""

import pytest

from tests.bridge.oracle import execute
from tests.matrix import turns
from tests.mpy.micropython import run_built

LOG = """
seen = []
class Odd:
    def __bool__(self):
        seen.append("bool")
        return True
    def __int__(self):
        seen.append("int")
        return 3
    def __float__(self):
        seen.append("float")
        return 2.5
class Bad:
    def __bool__(self):
        raise KeyError(1)
    __int__ = __float__ = __bool__
"""

# A conversion and the method that it calls.
CONVERSIONS = {
    "bool(o)": "bool",
    "not o": "bool",
    "(1 if o else 2)": "bool",
    "int(o)": "int",
    "uint(o)": "int",
    "int64(o)": "int",
    "ptr8(o)": "int",
}

# Places of a conversion whose value nobody needs, and how often it happens there.
PLACES = {
    "before a copy": ("for i in range(n):\n        {0}\n        a[i] = b[i]", 40),
    "after a copy": ("for i in range(n):\n        a[i] = b[i]\n        {0}", 40),
    "in a local that nobody reads": ("for i in range(n):\n        t = {0}\n        a[i] = b[i]", 40),
    "as a loop's only statement": ("for i in range(n):\n        {0}", 40),
    "twice in a row": ("{0}\n    {0}", 2),
    "in a chain of conversions": ("for i in range(n):\n        uint({0})\n        a[i] = b[i]", 40),
    "in a condition without a body": ("if int({0}):\n        pass", 1),
}

HEAD = "@viper\ndef {0}(o, a: ptr8, b: ptr8, n: int):\n    {1}\n"


def _functions(conversion: str) -> str:
    return "".join(HEAD.format(f"f{k}", text.format(conversion)) for k, (text, _) in enumerate(PLACES.values()))


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_micropython(opt: str) -> None:
    for conversion, what in CONVERSIONS.items():
        code = LOG + "a, b = bytearray(40), bytes(range(40))\n"
        expected = ""
        for number, (_, times) in enumerate(PLACES.values()):
            code += f"seen.clear()\nf{number}(Odd(), a, b, 40)\nprint(len(seen), set(seen))\n"
            code += f"try:\n    f{number}(Bad(), a, b, 40)\nexcept KeyError:\n    print('KeyError')\n"
            expected += f"{times} {{'{what}'}}\nKeyError\n"
        assert run_built(_functions(conversion), code, opt) == expected, conversion


@pytest.mark.parametrize(
    ("target", "opt"), turns(["cortex-m0", "cortex-m4f", "rv32imc", "x86-64"], ["size", "balanced", "speed"])
)
def test_cores(target: str, opt: str) -> None:
    for conversion in ("bool(o)", "int(o)", "ptr8(o)"):
        names = execute(_functions(conversion), target, opt)
        exec(LOG, names)
        for number, (_, times) in enumerate(PLACES.values()):
            names["seen"].clear()
            names[f"f{number}"](names["Odd"](), bytearray(40), bytearray(40), 40)
            assert names["seen"] == [CONVERSIONS[conversion]] * times, (conversion, list(PLACES)[number])
            with pytest.raises(KeyError):
                names[f"f{number}"](names["Bad"](), bytearray(40), bytearray(40), 40)
