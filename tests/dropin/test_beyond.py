"""What upstream's viper refuses or gets wrong, and Python says how it must be."""

import pytest

from tests.mpy.micropython import run_built

PROGRAMS = {
    "a result that is known to be an object only behind its first use": (
        """
@micropython.viper
def f(n, memo):
    if n == 0:
        return 1
    if n == 1:
        return 1
    memo[n] = f(n - 1, memo) + f(n - 2, memo)
    return memo[n]
@micropython.viper
def g(n: int, d):
    if n > 2:
        return n
    x = g(n + 1, d)
    d[n] = type(x)
    if n == 1:
        return
    return d
@micropython.viper
def h(n: int):
    y = g(n, {})
    return y
d = g(0, {})
print(f(5, {}), d[0], d[2], g(3, {}), h(1), h(2))
""",
        "8 <class 'NoneType'> <class 'int'> 3 None {2: <class 'int'>}\n",
    ),
    "a nested function that calls itself before its result is known": (
        """
@micropython.viper
def f(n: int):
    def fact(k: int):
        return 1 if k < 2 else k * fact(k - 1)
    def fib(k):
        return k if k < 2 else fib(k - 1) + fib(k - 2)
    return fact(20), fib(n)
print(f(10))
""",
        "(2432902008176640000, 55)\n",
    ),
    "the variable of a comprehension hides a nested function": (
        """
@micropython.viper
def f(n: int):
    def g(x: int) -> int:
        return x + 100
    return [g(-1) for g in (abs, len) if g is abs], g(n)
@micropython.viper
def made(n):
    functions = []
    for i in (1, 2):
        def g():
            return n + i
        functions.append(g)
    return [g() for g in functions]
print(f(5), made(10))
""",
        "([1], 105) [12, 12]\n",
    ),
    "a division of constants by zero, which a handler waits for": (
        """
@micropython.viper
def f():
    try:
        1 // 0
    except ZeroDivisionError:
        return "caught"
print(f())
""",
        "caught\n",
    ),
    "a lambda's default takes the variable of a comprehension": (
        """
@micropython.viper
def caps(obj):
    fns = [lambda i=i, *, k=j: (i, k) for i in obj for j in (i, 1)]
    return [fn() for fn in fns]
print(caps([0, 2]))
""",
        "[(0, 0), (0, 1), (2, 2), (2, 1)]\n",
    ),
    "an integer where a bool is wanted": (
        """
@micropython.viper
def f(n: int) -> bool:
    flag = n > 3
    flag = n & 6
    return flag
@micropython.viper
def g(n: int) -> int:
    flag = False
    flag |= n
    return int(flag) + 1
print(f(2), f(1), g(0), g(256))
""",
        "True False 1 2\n",
    ),
}


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_as_python_says(name: str, opt: str) -> None:
    source, expected = PROGRAMS[name]
    assert run_built(f"import micropython\n{source}", "", opt) == expected
