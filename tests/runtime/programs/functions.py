"""Calls of all shapes, closures, generators, coroutines."""


def shape(a, b=2, *rest, c, d=4, **more):
    return a, b, rest, c, d, sorted(more.items())


def one():
    return 1


print(
    shape(1, c=3), shape(1, 5, 6, 7, c=8, z=9, y=0), shape(*[1, 2], *(3,), c=4, e=5), shape(b=1, a=2, c=3)
)
for bad in (
    lambda: shape(),
    lambda: shape(1),
    lambda: shape(1, 2, a=3, c=1),
    lambda: (lambda x: x)(1, 2),
    lambda: (lambda *, k: k)(),
    lambda: len(),
    lambda: one()(),
):
    try:
        print(bad())
    except TypeError:
        print("TypeError")


def counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


one, two = counter(0), counter(10)
print(one(), one(), two(5), one(10), two())
print([f(3) for f in [lambda x, n=n: x + n for n in range(4)]], (lambda *a, **k: (a, k))(1, x=2))


def fibonacci():
    a, b = 0, 1
    while True:
        reset = yield a
        if reset is not None:
            a, b = reset, reset + 1
        else:
            a, b = b, a + b


g = fibonacci()
print([next(g) for _ in range(10)], g.send(100), next(g), next(g))
g.close()
print(list(g))


def delegate(items):
    total = 0
    for item in items:
        total += yield from inner(item)
    return total


def inner(n):
    try:
        for i in range(n):
            yield i
    except ValueError as error:
        yield "caught " + str(error)
    finally:
        yield "done"
    return n


print(list(delegate([2, 3])))
g = delegate([3, 1])
print(next(g), next(g), g.throw(ValueError("thrown")), next(g), next(g))
try:
    g.throw(KeyError("out"))
    next(g)
except KeyError as error:
    print("KeyError", error.args)


def stops():
    yield 1
    raise StopIteration


try:
    print(list(stops()))
except RuntimeError:
    print("RuntimeError")


class Awaitable:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        for i in range(self.n):
            yield i


Awaitable.__iter__ = Awaitable.__await__


async def work(n):
    await Awaitable(n)
    return n * 10


async def both():
    return [await work(1), await work(2)]


coroutine = both()
steps = []
try:
    while True:
        steps.append(coroutine.send(None))
except StopIteration as stop:
    print(steps, stop.value)


def deep(n):
    return n if n == 0 else 1 + deep(n - 1)


print(deep(50))


def forever():
    return forever()


try:
    forever()
except RuntimeError:
    print("too deep")


def locals_many(a):
    b = c = d = e = f = g = h = i = j = k = l = m = n = o = p = q = r = s = a
    return b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s


print(locals_many(2))


def unbound():
    if not unbound:
        x = 1
    return x


try:
    unbound()
except NameError:
    print("NameError")
