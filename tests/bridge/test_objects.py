"""Functions on objects give at the desk what CPython gives, on every core."""

from typing import Any

import pytest

from tests.bridge.oracle import CORES, same

CASES: dict[str, tuple[str, list[list[Any]]]] = {
    "arithmetic": (
        "@viper\ndef f(a, b):\n    return a + b, a - b, a * b, -a, ~b, a // b, a % b, a < b, a == b, not a\n",
        [[7, 3], [-7, 3], [1 << 40, 12345], [2**30 - 1, 1], [-(2**30), 1], [1, 0], [3.5, 2], ["x", 1]],
    ),
    "in place": (
        "@viper\ndef f(a, b):\n    c = a\n    a += b\n    return a, c, a is c\n",
        [[1, 2], [[1], [2]], ["a", "b"], [(1,), (2,)], [2.5, 1]],
    ),
    "conversions": (
        "@viper\ndef f(x: int, y: bool, z: uint):\n    return [x + 1, y, z]\n",
        [[1, False, 2], [-5, True, 3], [2**31 - 2, False, 2**31], ["no", True, 1]],
    ),
    "containers": (
        "@viper\ndef f(a, b):\n    d = {a: b, 'k': [a, b]}\n    d['s'] = {1, 2} | {3}\n    del d[a]\n"
        "    return d, (a, b), [i for i in range(3)], d['k'][::-1], f'{a}-{b!r}'\n",
        [["q", 2], [1, "zz"], [(1, 2), None], [[], 1]],
    ),
    "attributes": (
        "class P:\n    def __init__(self, x): self.x = x\n    def move(self, by, *, times=1): self.x += by * times\n"
        "@viper\ndef f(x, by):\n    p = P(x)\n    p.move(by)\n    p.move(by, times=3)\n    p.y = p.x\n    del p.x\n"
        "    return p.y, p.x\n",
        [[1, 2]],
    ),
    "several deletions": (
        "class P: pass\n"
        "@viper\ndef f(a, b):\n    p = P()\n    p.x = n = b\n    del (a[0], (a[b], p.x)), n\n"
        "    try:\n        return a, n\n    except NameError:\n        return a, hasattr(p, 'x')\n",
        [[[1, 2, 3, 4], 1], [[1, 2], 1], [[1, 2, 3], 0]],
    ),
    "calls": (
        "def g(*args, **kw): return args, sorted(kw.items())\n"
        "@viper\ndef f(a, b):\n    return g(a, b), g(*a, x=1, **b), g(), g(a, y=a), len(a), 'x'.join(a)\n",
        [[["p", "q"], {"k": 1}], [[], {}], ["ab", {"x": 2}]],
    ),
    "unpacking": (
        "@viper\ndef f(a):\n    x, y = a\n    p, *q = a\n    return x, y, p, q\n",
        [[(1, 2)], [[1, 2, 3]], ["ab"], [[1]], [5], [{1: 2, 3: 4}]],
    ),
    "iteration": (
        "@viper\ndef f(a):\n    n = 0\n    out = []\n    for i, x in enumerate(a):\n"
        "        if x == 3:\n            continue\n"
        "        if x == 5:\n            break\n        n += int(i)\n        out.append(x)\n    else:\n        n = -1\n"
        "    while out and out[-1] == 1:\n        out.pop()\n    return n, out\n",
        [[[1, 2, 3, 4]], [[1, 5, 2]], ["abc"], [[]], [7], [{2: 1, 1: 2}]],
    ),
    "exceptions": (
        "@viper\ndef f(a, b):\n    log = []\n    try:\n        log.append(a[b])\n        a[b] = 1 // b\n"
        "    except (KeyError, IndexError) as e:\n        log.append(type(e).__name__)\n"
        "        if b == 9:\n            raise\n"
        "    except ZeroDivisionError:\n        log.append('zero')\n    else:\n        log.append('else')\n"
        "    finally:\n        log.append('finally')\n        a.append(log)\n    return log\n",
        [[[1, 2, 3], 1], [[1], 0], [[1], 5], [[1], 9], [[1], "x"], [{}, 1]],
    ),
    "raising": (
        "@viper\ndef f(a):\n    if a == 1:\n        raise ValueError('one', a)\n"
        "    if a == 2:\n        raise KeyError\n"
        "    if a == 3:\n        raise a\n    assert a != 4, 'four'\n    return a\n",
        [[0], [1], [2], [3], [4]],
    ),
    "with": (
        "class M:\n    def __init__(self, log, swallow): self.log = log; self.swallow = swallow\n"
        "    def __enter__(self): self.log.append('in'); return self.log\n"
        "    def __exit__(self, t, v, tb): self.log.append(t and t.__name__); return self.swallow\n"
        "@viper\ndef f(log, swallow, fail):\n    with M(log, swallow) as x:\n        x.append(1)\n"
        "        if fail == 2:\n            return 'early'\n        1 // fail\n    return 'end'\n",
        [[[], 0, 1], [[], 1, 0], [[], 0, 0], [[], 0, 2]],
    ),
    "mixed": (
        "@viper\ndef g(n: int) -> int:\n    s = 0\n    for i in range(n):\n        s += i * i\n    return s\n"
        "@viper\ndef f(items, k: int):\n    total = 0\n    for item in items:\n        total += int(g(int(item))) + k\n"
        "    return total, g(k)\n",
        [[[1, 2, 3], 4], [range(5), -2], [[None, 1], 1], [[], 0]],
    ),
    "identity": (
        "@viper\ndef f(a, b):\n    return a is b, a is None, a is not b, b is True, a in b if b else False\n",
        [[None, None], [True, True], [1, [1]], ["a", "abc"], [[], []]],
    ),
    "keyword only": (
        "@viper\ndef g(a, b, *, c):\n    return a, b, c\n"
        "@viper\ndef f(a):\n    h = g\n    return h(a, 1, c=1), h(b=a, a=0, c=a), h(a, c=1)\n",
        [[5]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("target", CORES)
@pytest.mark.parametrize("name", CASES)
def test_as_cpython(name: str, target: str) -> None:
    text, calls = CASES[name]
    same(text, "f", calls, target)


@pytest.mark.parametrize("opt", ["size", "speed"])
@pytest.mark.parametrize("name", ["exceptions", "iteration", "calls"])
def test_every_level(name: str, opt: str) -> None:
    same(CASES[name][0], "f", CASES[name][1], "cortex-m4f", opt)
