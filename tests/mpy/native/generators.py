"""Generators, generator expressions and coroutines, with every way in and out of them."""

import micropython
@micropython.native
def count(n):
    i = 0
    while i < n:
        x = yield i
        if x is not None:
            print("sent", x)
        i += 1
    return "done"
print(list(count(3)))
g = count(5)
print(next(g), g.send("hello"), next(g))
try:
    g.throw(ValueError(1))
except ValueError as e:
    print("VE", e)
print(list(g))
@micropython.native
def outer(log):
    try:
        r = yield from count(2)
        log.append(r)
        try:
            yield "in"
        except KeyError as e:
            log.append(("caught", e.args))
            yield "handler"
        finally:
            log.append("fin")
            yield "infinally"
        for a, b in zip(range(3), (yield "sub")):
            yield (a, b, (yield a), [x * 2 for x in range(b)])
    except GeneratorExit:
        log.append("closed")
        raise
log = []
o = outer(log)
print([next(o) for _ in range(3)])
print(o.throw(KeyError, KeyError(7)), next(o), next(o))
print(o.send([5, 6]), o.send("s"))
o.close()
print(log)
@micropython.native
def ge(n):
    k = 3
    return sum(x * k for x in range(n) if x != 2), [f() for f in [lambda: x + k for x in range(3)]], list((x, y) for x in range(2) for y in range(x + 1)), {x: (lambda: x)() for x in range(2)}
print(ge(5))
class A:
    @micropython.native
    async def m(self, x):
        r = await B(x)
        return r + 1
class B:
    def __init__(self, x): self.x = x
    def __await__(self):
        yield self.x
        return self.x * 10
    __iter__ = __await__
c = A().m(4)
print(c.send(None))
try: c.send(None)
except StopIteration as e: print(e.value)
class AI:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n <= 0: raise StopAsyncIteration
        self.n -= 1
        return await B(self.n)
class AC:
    async def __aenter__(self):
        print("aenter"); return await B(1)
    async def __aexit__(self, *a):
        print("aexit", a[0]); await B(2)
        return a[0] is ValueError
@micropython.native
async def main(n):
    out = []
    async for i in AI(n):
        if i == 10: continue
        out.append(i)
    else:
        out.append("else")
    async with AC() as x, AC():
        out.append(x)
        if n == 2: raise ValueError
        if n == 3: return out
    return out
for n in range(1, 4):
    c = main(n)
    try:
        while 1: print("y", c.send(None))
    except StopIteration as e: print(e.value)
@micropython.native
def yexpr(a, b=2, *c, d, **e):
    z = [a, (yield b), (yield c)]
    def inner():
        yield from z
        nonlocal b
        b += 1
        yield b
    yield from inner()
    return z, d, e, b
g = yexpr(1, 5, 6, d=7, q=8)
print(next(g), g.send("x"), g.send("y"), next(g), next(g), next(g))
try: next(g)
except StopIteration as e: print(e.value)
@micropython.native
def bad():
    yield 1
    return undefined_thing
g = bad()
next(g)
try: next(g)
except NameError as e: print(e)
@micropython.native
def stop():
    yield 1
    raise StopIteration
try: print(list(stop()))
except RuntimeError as e: print(e)
@micropython.native
def lam():
    return lambda: (yield 5)
print(list(lam()()))
@micropython.native
def tr(n):
    try:
        for i in range(n):
            try:
                if i == 1: continue
                yield i
            finally:
                print("f", i)
            print("after", i)
        return "r"
    finally:
        print("end")
print(list(tr(4)))
g = tr(9); next(g); g.close()
