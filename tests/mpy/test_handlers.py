"""What handlers see and where control goes behind them, on the real MicroPython: CPython is the judge.

Each function is called with values that make it raise at each of its calls in turn, and with none that does.
"""

import contextlib
import io

import pytest

from tests.mpy.micropython import build, run

WORLD = """
count = limit = 0
log = []
def step(*args):
    global count
    log.append(args)
    count += 1
    if count == limit:
        raise ValueError(count)
    return count
def start(n):
    global count, limit
    count, limit = 0, n
    log.clear()
class Manager:
    def __init__(self, swallow):
        self.swallow = swallow
    def __enter__(self):
        step("enter")
        return self
    def __exit__(self, kind, value, trace):
        step("exit", kind is None)
        return self.swallow
"""
FUNCTIONS = """
@viper
def stored_in_try(buf: uint8[:], k: int) -> int:
    x = 0
    for i in range(k):
        try:
            x = 5
            step()
            x = 0
        except ValueError:
            pass
        buf[x] = 7
    return x

@viper
def stored_in_finally(buf: uint8[:], k: int) -> int:
    x = 0
    for i in range(k):
        try:
            x = 9
            step()
            x = 1
        finally:
            buf[x] = i
    return x

@viper
def behind_an_inner_loop(buf: uint8[:], k: int) -> int:
    at = 0
    try:
        for i in range(k):
            at += 3
            step()
            at -= 3
    except ValueError:
        for i in range(k):
            buf[at] = 1
            at -= 1
    buf[at] = 8
    return at

@viper
def nested(buf: uint8[:], k: int) -> int:
    x = 0
    for i in range(k):
        try:
            x = 1
            step()
            try:
                x = 2
                step()
                x = 7
                step()
                x = 0
            except KeyError:
                x = 3
        except ValueError:
            buf[x] += 1
        buf[x] += 1
    return x

@viper
def get(buf: uint8[:], i: int) -> int:
    return buf[i]

@viper
def inlined(buf: uint8[:], k: int) -> int:
    t = 0
    x = 0
    for i in range(k):
        try:
            x = i * 2
            t += get(buf, x)
            x = 0
            step()
        except IndexError:
            t += 100 + x
    buf[0] = x
    return t

@viper
def left_by_the_handler(buf: uint8[:], k: int) -> int:
    x = 0
    for i in range(k):
        try:
            x = 1
            buf[i] = 2
            step()
            x = 0
        except ValueError:
            return i * 10 + x
    return -1

@viper
def ways(k: int) -> int:
    total = 0
    for i in range(k):
        try:
            if i == 1:
                continue
            step("a", i)
            if i == 3:
                break
            if i == 4:
                return total
            total += 1
        finally:
            total += 10
            step("b", i)
    else:
        total += 1000
    return total

@viper
def return_kept(k: int) -> int:
    try:
        try:
            step("r", k)
            return k
        finally:
            k += 100
            step("f", k)
            try:
                return k + 5
            finally:
                if k > 102:
                    step("g")
                else:
                    step("h")
    finally:
        k += 1000
        step("e", k)

@viper
def return_given_up(k: int) -> int:
    while True:
        try:
            return k
        finally:
            for i in range(3):
                try:
                    step("t")
                    return 7
                finally:
                    if i == 1:
                        break
            if k == 2:
                break
    return 50

@viper
def raised_again(k: int) -> int:
    try:
        try:
            step("x")
            if k == 1:
                return 5
            if k == 2:
                raise KeyError
        finally:
            try:
                step("y")
            finally:
                step("z")
    except KeyError:
        k += 20
        try:
            step("w")
        finally:
            k += 1
            if k == 23:
                step("v")
    return k

@viper
def managed(k: int) -> int:
    t = 0
    for i in range(k):
        with Manager(i == 1) as m, Manager(False):
            step("in", m.swallow)
            if i == 0:
                continue
            if i == 2:
                return t
            t += 1
            if i == 3:
                break
        t += 10
    return t

@viper
def reset(a: int, k: int) -> int:
    tries = 0
    while True:
        b = a + tries * 2
        try:
            tries += 1
            step(b)
            a = a * 3 + b
            step(a)
            return a
        except ValueError:
            a = a + b
            if tries > k:
                return -a

@viper
def captured(k: int) -> int:
    x = 0
    def move(n: int):
        nonlocal x
        x = n
        step(n)
        x = n + 1
    for i in range(k):
        try:
            move(i * 10)
            x = x + 100
        except ValueError:
            x = x + 3
        step(x)
    return x

@viper
def many(a: int, b: int, c: int, d: int, e: int, k: int) -> int:
    f = a + b
    g = c * d
    h = e - a
    for i in range(k):
        try:
            m = a + 1
            n = b + 2
            o = c + 3
            p = d + 4
            q = e + 5
            r = f + 6
            s = g + 7
            t = h + 8
            step(m, n, o, p)
            step(q, r, s, t)
            if i == 2:
                a = m
                b = n
                c = o
                d = p
            step(m + n + o + p + q + r + s + t)
            f = r
            g = s
        except ValueError:
            step(a, b, c, d)
            step(e, f, g, h)
    return a + b * 3 + c * 5 + d * 7 + e * 11 + f * 13 + g * 17 + h * 19
"""
CALLS = {
    "stored_in_try": "bytearray(3), 3", "stored_in_finally": "bytearray(3), 3",
    "behind_an_inner_loop": "bytearray(6), 4", "nested": "bytearray(5), 4", "inlined": "bytearray(b'abcde'), 5",
    "left_by_the_handler": "bytearray(4), 4", "ways": "{n}", "return_kept": "{n}", "return_given_up": "{n}",
    "raised_again": "{n}", "managed": "{n}", "reset": "3, 1", "captured": "4", "many": "1, 2, 3, 4, 5, 4",
}  # fmt: skip
SHOW = f"""
for name, given in {list(CALLS.items())!r}:
    for n in range(5) if "{{n}}" in given else [0]:
        for raised in range(11):
            start(raised)
            args = eval("[" + given.replace("{{n}}", str(n)) + "]")
            try:
                result = globals()[name](*args)
            except (ValueError, IndexError, KeyError, RuntimeError) as e:
                result = type(e).__name__
            print(name, n, raised, result, args, log)
"""


class _Type:
    def __class_getitem__(cls, item: object) -> object:
        return item


def expected() -> str:
    """What CPython prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(WORLD + FUNCTIONS + SHOW, {"viper": lambda function: function, "uint8": _Type})
    return printed.getvalue()


@pytest.mark.parametrize("collect", [False, True])
@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_on_micropython(opt: str, collect: bool) -> None:
    data = build("from nativecomp import viper, uint8\n" + WORLD + FUNCTIONS, opt=opt, collect=collect)
    printed = run({"app.mpy": data}, f"from app import *\n{SHOW}")
    assert printed.splitlines() == expected().splitlines()


def nested_finally(depth: int) -> str:
    """A function with `finally` blocks in `finally` blocks, and a way out of each `try`."""
    lines = ["@micropython.viper", "def f(x):"]
    for number in range(1, depth + 1):
        indent = "    " * number
        lines += [f"{indent}try:", f"{indent}    if x(): return {number}", f"{indent}finally:"]
    return "\n".join([*lines, "    " * (depth + 1) + "x()", "    return x", ""])


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_a_finally_block_is_written_once(opt: str) -> None:
    sizes = [len(build(nested_finally(depth), "armv7m", opt)) for depth in (1, 2, 8)]
    assert sizes[2] < sizes[0] + 9 * (sizes[1] - sizes[0]), sizes
