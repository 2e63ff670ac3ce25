"""Built-in names that code remembers mean what they mean in bytecode, whatever hides or replaces them, and when."""

import pytest

from tests.mpy.micropython import build, run

FUNCTIONS = """
def lengths(x, n):
    s = 0
    for i in range(n):
        s += len(x)
    return s
def pairs(x, change):
    found = []
    for i, v in enumerate(x):
        change(i)
        found.append((len(found), i, divmod(v, 3), abs(-v), min(v, 2)))
    return found
def kinds(x):
    return [isinstance(v, int) for v in x], len(x), sum(x), max(x)
def once(x):
    return len(x)
def both(x):
    return once(x), len(x)
"""

_CODE = """
import app, plain, builtins, sys
def mine(x, *more):
    return 1000
changes = {
    1: lambda m: setattr(m, 'len', mine), 2: lambda m: delattr(m, 'len'),
    3: lambda m: setattr(builtins, 'abs', mine), 4: lambda m: setattr(builtins, 'abs', abs_),
    5: lambda m: setattr(m, 'min', mine), 6: lambda m: setattr(m, 'other', 1), 7: lambda m: delattr(m, 'min'),
    8: lambda m: setattr(m, 'divmod', lambda a, b: 'dm'), 9: lambda m: [setattr(m, 'n%d' % i, i) for i in range(30)],
    10: lambda m: [delattr(m, 'n%d' % i) for i in range(30)], 11: lambda m: setattr(m, 'abs', str),
    12: lambda m: delattr(m, 'abs'),
}
abs_ = abs
def story(m):
    shown = []
    def change(i):
        if i in changes:
            try:
                changes[i](m)
            except AttributeError as error:
                shown.append(repr(error))
    for _ in range(3):
        shown.append(m.lengths([1, 2, 3], 4))
        shown.append(m.kinds([1, 2.5, -3]))
        shown.append(m.both('abc'))
        shown.append(m.pairs(range(-3, 12), change))
        shown.append(m.both({1: 2}))
        setattr(m, 'len', mine)
        shown.append(m.both('abc'))
        delattr(m, 'len')
        shown.append(m.both('abc'))
    builtins.len = mine
    shown.append((m.both('abc'), m.lengths([], 3)))
    builtins.len = len_
    shown.append((m.both('abc'), m.lengths([], 3)))
    return shown
len_ = len
got, expected = story(app), story(plain)
print(got == expected, len(repr(got)) > 500)
for a, b in zip(got, expected):
    if a != b:
        print(a, b)
"""


@pytest.mark.parametrize(
    "first", ["", "import builtins\nbuiltins.hex = 3\n", "import sys\nsys.modules['__main__'] = sys\n"]
)
@pytest.mark.parametrize(("opt", "collect"), [("balanced", False), ("balanced", True), ("speed", False)])
def test_as_bytecode(first: str, opt: str, collect: bool) -> None:
    app = "import micropython\n" + FUNCTIONS.replace("def ", "@micropython.native\ndef ")
    files = {"app.mpy": build(app, opt=opt, collect=collect), "plain.py": FUNCTIONS.encode()}
    assert run(files, first + _CODE) == "True True\n"


def test_beside_float_registers() -> None:
    """Code that keeps float registers has calls of its own, and no built-in names of the file's."""
    names = [f"x{number}" for number in range(16)]
    steps = "".join(f"        {name} = {name} * 0.5 + {name[1:]}.25\n" for name in names)
    first = " = ".join(names)
    function = (
        f"def {{}}(n, v):\n    {first} = 0.5\n    for i in range(n):\n{steps}    return len(v) + {' + '.join(names)}\n"
    )
    source = "".join(f"@native\n{function.format(name)}" for name in ("f", "g"))
    assert build("from nativecomp import native\n" + source, "cortex-m4f")
