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
    12: lambda m: delattr(m, 'abs'), 13: lambda m: setattr(builtins, 'min', mine),
    14: lambda m: setattr(builtins, 'min', min_),
}
abs_, min_ = abs, min
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


_STRANGE = """
import builtins, gc, sys
def mine(x, *more):
    return 1000
class Fake:
    pass
def names(m):
    return [m.once('ab'), m.both([1]), m.lengths('xyz', 2), m.kinds([3])]
def twice(name):
    # Another module of the same file: what one remembers is not the other's.
    first = __import__(name)
    shown = [names(first)]
    del sys.modules[name]
    second = __import__(name)
    second.len = mine
    shown += [names(first), names(second), first is second]
    first.len = second.sum = mine
    shown += [names(first), names(second)]
    del second.len, first.len, second.sum
    return shown + [names(first), names(second)]
def story(name):
    m = __import__(name)
    shown = [names(m)]
    # A name that goes and another that comes leave as many names as there were.
    m.spare = 1
    shown.append(names(m))
    del m.spare
    m.len = mine
    shown.append(names(m))
    del m.len
    m.spare = 2
    shown.append(names(m))
    exec('len = lambda x: 77', m.__dict__)
    shown.append(names(m))
    exec('del len', m.__dict__)
    m.__dict__['max'] = lambda *x: 'd'
    shown.append(names(m))
    del m.__dict__['max']
    m.enumerate = m.max = mine
    try:
        shown.append(m.pairs([1], repr))
    except TypeError as error:
        shown.append(repr(error))
    shown.append(names(m))
    del m.enumerate, m.max
    shown += [m.pairs([1, 5], repr), names(m)]
    # What another module calls means what it means in its own.
    other = Fake()
    other.len, other.once = mine, m.once
    shown.append(other.once('ab'))
    shown += twice(name)
    builtins.sum = builtins.len = builtins.max = mine
    shown.append(names(m))
    builtins.len = len_
    shown.append(names(m))
    for gone in ('len', 'sum', 'max'):
        try:
            delattr(builtins, gone)
        except AttributeError as error:
            shown.append(repr(error))
    shown.append(names(m))
    gc.collect()
    [bytearray(40) for _ in range(50)]
    shown.append(names(m))
    return shown
len_ = len
FIRST
got, expected = story('app'), story('plain')
print(got == expected, len(repr(got)) > 500)
for a, b in zip(got, expected):
    if a != b:
        print(a, b)
"""
_MAINS = {
    "its own": "",
    "an instance": "sys.modules['__main__'] = Fake()",
    "a number": "sys.modules['__main__'] = 1",
    "a module of the firmware": "sys.modules['__main__'] = gc",
    "a module from memory": "import spare; sys.modules['__main__'] = spare",
    "none": "sys.modules.pop('__main__', None)",
    "replaced afterwards": "names(__import__('app')); sys.modules['__main__'] = Fake()",
}


@pytest.mark.parametrize("first", _MAINS.values(), ids=_MAINS.keys())
@pytest.mark.parametrize("opt", ["balanced", "speed"])
def test_strange_modules(first: str, opt: str) -> None:
    app = "import micropython\n" + FUNCTIONS.replace("def ", "@micropython.native\ndef ")
    files = {"app.mpy": build(app, opt=opt), "plain.py": FUNCTIONS.encode(), "spare.py": b"x = 1\n"}  # type: ignore[arg-type]
    assert run(files, _STRANGE.replace("FIRST", first)) == "True True\n"


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
