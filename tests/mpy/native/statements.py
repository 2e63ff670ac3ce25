"""Statements and expressions of every kind, each with what is unusual in it."""

import micropython
class B:
    def m(self, x=1): return ("B", x)
    @property
    def p(self): return 5
class A(B):
    @micropython.native
    def m(self, x=2):
        return super().m(x + 1), super().p, super(A, self).m()
    @micropython.native
    def g(self):
        yield super().m()
        yield from (self.m(i) for i in range(2))
a = A()
print(a.m(), list(a.g()))
@micropython.native
def many(a, b=[], *, c: "x" = 3, d):
    "doc"
    b.append(a)
    return b, c, d
print(many(1, d=2), many(2, d=3, c=4))
try: many(1)
except TypeError as e: print("TE")
@micropython.native
def shadow(len, range=3):
    print = lambda *a: a
    return print(len, range)
print(shadow(4))
@micropython.native
def comps(x):
    return [x for x in range(3)], x, {x for x in (1, 1)}, {k: x for k, x in [(1, 2)]}, x, [[(i, j) for j in range(i)] for i in range(3)], [y for x in [[1, 2], [3]] for y in x if y != 2]
print(comps("keep"))
@micropython.native
def walr(x):
    if any((last := y) > 2 for y in x):
        return last
    r = [z := q for q in x]
    return r, z
print(walr([1, 2, 3, 4]), walr([1, 2]))
@micropython.native
def loops():
    out = []
    for i in range(10):
        for j in range(10):
            if j == 2: break
            if i == 1: continue
            out.append((i, j))
        else:
            out.append("never")
        if i == 3: break
    else:
        out.append("no")
    while i:
        i -= 1
        if i == 1: break
    else:
        out.append("nope")
    for i in []: pass
    else: out.append(i)
    for x.y in ():
        pass
    return out
print(loops())
@micropython.native
def unpack():
    a, (b, *c), d = 1, (2, 3, 4), "d"
    [e, f] = {5: 1, 6: 2}
    g = h = [a]
    h.append(2)
    a, b = b, a
    x = [0, 0]
    i = 0
    i, x[i] = 1, 9
    return a, b, c, d, e, f, g, x
print(unpack())
@micropython.native
def ops(a, b):
    r = []
    for f in (lambda: a + b, lambda: a - b, lambda: a * b, lambda: a // b, lambda: a % b, lambda: a / b, lambda: a ** 2, lambda: a << 3, lambda: a >> 1, lambda: a & b, lambda: a | b, lambda: a ^ b, lambda: -a, lambda: ~a, lambda: +a, lambda: a @ b, lambda: a < b, lambda: not a, lambda: a in [a], lambda: a is b, lambda: a is not b, lambda: a not in [b], lambda: a != b):
        try: r.append(f())
        except Exception as e: r.append(type(e).__name__)
    return r
for p in ((7, 3), (1 << 40, 3), (-7, 2), (2.5, 2), (True, False), ("ab", 3), ([1], [2]), ((1 << 30) - 1, 1), (-(1 << 30), -1), ((1 << 62) - 1, 1), (-(1 << 62), -1), (None, 0), (5, 0)):
    print(ops(*p))
@micropython.native
def aug(a, o, d):
    a += 1; a -= 2; a *= 3; a //= 2; a %= 7; a <<= 3; a >>= 1; a |= 8; a &= 0xff; a ^= 1; a **= 2
    o.x += a
    d["k"] += [a]
    d["k"][0] += 5
    return a, o.x, d
class O: x = 1
print(aug(10, O(), {"k": [1]}))
@micropython.native
def nested_try(n):
    r = []
    for i in range(n):
        try:
            try:
                if i == 0: continue
                if i == 1: raise KeyError(i)
                if i == 2: raise ValueError(i)
                if i == 3: break
            except KeyError as e:
                r.append(e.args[0])
                raise TypeError
            else:
                r.append("else")
            finally:
                r.append("f%d" % i)
        except (TypeError, ValueError) as e:
            r.append(type(e).__name__)
        else:
            r.append("outer")
    return r
print(nested_try(5))
@micropython.native
def retfin():
    while True:
        try:
            return 1
        finally:
            break
    return 2
print(retfin())
@micropython.native
def imp():
    import sys as s, io
    from math import pi as p, floor
    return s.version_info[0] if hasattr(s, "version_info") else 0, io.StringIO, floor(p)
print(imp()[2])
@micropython.native
def fs(a, w):
    return f"{a}", f"{a:>{w}}|{a!r}|{a!s}", f"{{}}{a}" "x" f"{w:03d}", f"{1 + w}"
print(fs("s", 5))
@micropython.native
def glob2():
    global zz
    zz = 1
    def inner():
        global zz
        zz += 1
        return zz
    return inner(), zz
print(glob2(), zz)
@micropython.native
def cls():
    class M(type(None).__class__ if 0 else object):
        a = 1
        b = [a for _ in range(2)] if 0 else a
        def f(self): return __class__ is M
        def __getattr__(self, n): return n
    m = M()
    m.q = 3
    del m.q
    return m.q, m.f(), M.b
print(cls())
@micropython.native
def sl(x):
    x[1] = 9
    del x[0]
    return x[::-1], x[-2:], x[:1]
print(sl([1, 2, 3, 4, 5]))
@micropython.native
def ass(x):
    assert x, "msg"
    assert x != 1
    return x
for i in range(3):
    try: print(ass(i))
    except AssertionError as e: print("AE", e.args)
