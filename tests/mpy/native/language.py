"""A little of each statement and expression."""

import micropython
K = micropython.const(7)
_P = micropython.const(3)
g = 10
@micropython.native
def f(a, b=2, *args, c=5, **kw):
    x = a + b
    for i in range(3):
        x += i
    l = [y * K for y in range(4) if y != 2]
    d = {k: v for k, v in zip("ab", (1, 2))}
    try:
        x // (a - 1)
    except ZeroDivisionError as e:
        x = "zde"
    finally:
        l.append(_P)
    return x, l, d, args, c, sorted(kw.items()), 1 << 100
print(f(1), f(3, 4, 5, c=9, z=2))
@micropython.native
def unb(x):
    if x:
        y = 1
    return y
print(unb(1))
try:
    unb(0)
except NameError as e:
    print("NameError", e)
@micropython.native
def clos(n):
    k = 0
    def inc(d=1):
        nonlocal k
        k += d + n
        return k
    class C:
        z = n
        def m(self):
            return self.z, k
    return inc, C, lambda q: q + k
i, C, l = clos(5)
print(i(), i(3), C().m(), l(1))
@micropython.native
def glob():
    global g, newg
    g += 1
    newg = [g]
    del g
    return newg
print(glob(), newg)
try:
    g
except NameError:
    print("g gone")
@micropython.native
class D:
    def __init__(self, v): self.v = v
    def get(self, *a): return self.v, a, f"{self.v!r:>5}|{len(a)}"
    @property
    def p(self): return self.v + 1
    @staticmethod
    def s(x): return x * 2
    @classmethod
    def c(cls, x): return cls(x)
d = D(3)
print(d.get(1, *(2, 3)), d.p, D.s(4), D.c(9).v)
@micropython.native
def big(n):
    r = 1
    for i in range(1, n + 1):
        r *= i
    return r
print(big(30))
@micropython.native
def w(log):
    class M:
        def __enter__(self): log.append("in"); return self
        def __exit__(self, *a): log.append(a[0]); return a[0] is ValueError
    with M() as m:
        raise ValueError
    for x in (1, 2, 3):
        with M():
            if x == 2:
                continue
            log.append(x)
    return log
print(w([]))
@micropython.native
def walrus(n):
    while (y := n - 1) > 3:
        n = y
    return y, n, not n, n and y or 5, (1 < n < 10 != 3), [] is [], "a" in "abc"
print(walrus(10))
@micropython.native
def item_of_a_truth(x, way):
    if way == 0:
        return (not x)[0]
    if way == 1:
        (x is None)[0] = 1
    if way == 2:
        (x in [1])["a"] += 1
    return [5, 6][not x], (1, 2)[x == 1]
for way in range(4):
    try:
        print(item_of_a_truth(1, way))
    except TypeError as error:
        print(type(error))
