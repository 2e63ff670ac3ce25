import sys
import micropython


class Odd(Exception):
    def __init__(self, text):
        if text == "early":
            raise self
        super().__init__(text)


@micropython.native
def inner(x):
    if x == 3:
        raise Odd("three")
    if x == 5:
        raise Odd("early")
    return x // (x - 1)


@micropython.native
def outer(x):
    a = 0
    for i in range(2):
        a += i
    try:
        a += inner(x)
    finally:
        a += 1
    return (a, inner(x + 1))


@micropython.native
def produce(x):
    yield 1
    yield outer(x)


@micropython.native
def again(x):
    try:
        outer(x)
    except Odd as error:
        a = 1
        raise


@micropython.native
def anew(x):
    try:
        outer(x)
    except Odd as error:
        a = 1
        raise error


@micropython.native
def unnamed(x):
    f = lambda y: outer(y)
    return f(x)


@micropython.native
def nested(x):
    def g():
        nonlocal x
        x += 1
        return outer(x)

    for _ in range(3):
        g()


@micropython.native
def managed(x):
    with Manager():
        return (outer(x), 1)


class Manager:
    @micropython.native
    def __enter__(self):
        return self

    @micropython.native
    def __exit__(self, *what):
        if what[0] is Odd:
            raise ValueError("while it was left")


class Box:
    @micropython.native
    def method(self, x):
        return [outer(x), self.missing]


@micropython.native
def deep(n):
    try:
        return deep(n - 1) if n else 1 // 0
    finally:
        n += 1


@micropython.native
def thrown():
    try:
        yield 1
    except ValueError:
        yield 2


@micropython.native
def delegating():
    yield from thrown()


@micropython.native
def twice(error):
    for i in range(2):
        try:
            raise error
        except ValueError:
            pass
    raise error


def tell(f, *given):
    try:
        f(*given)
    except Exception as error:
        sys.print_exception(error, sys.stdout)


for f in (outer, again, anew, unnamed, nested, managed, Box().method, lambda y: list(produce(y))):
    for x in (0, 1, 2, 3, 5):
        print(x)
        tell(f, x)
left = produce(5)
next(left)
left.close()
tell(deep, 4)
for make in (thrown, delegating):
    for error in (KeyError("k"), ValueError(1)):
        left = make()
        next(left)
        tell(left.throw, error)
        tell(next, left)
tell(twice, ValueError("twice"))
