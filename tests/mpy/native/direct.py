"""Functions and methods of the file that call each other, and what takes their names in the meantime."""

import micropython


@micropython.native
def twice(x):
    return x + x


@micropython.native
def quad(x):
    return twice(twice(x))


@micropython.native
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


@micropython.native
def deep(n):
    return deep(n + 1)


@micropython.native
def even(n):
    return True if n == 0 else odd(n - 1)


@micropython.native
def odd(n):
    return False if n == 0 else even(n - 1)


@micropython.native
def raising(x):
    raise ValueError(x)


@micropython.native
def caught(x):
    try:
        raising(x)
    except ValueError as error:
        return error.args


@micropython.native
def makes(x):
    def inner(y):
        return x + y + twice(y)

    return inner


@micropython.native
def optional(a, b=5):
    return a, b


@micropython.native
def six(a, b, c, d, e, f):
    return twice(f), e, d, c, b, a


@micropython.native
def counts(n):
    for i in range(n):
        yield quad(i)


class Base:
    @micropython.native
    def __init__(self, x):
        self.x = x

    @micropython.native
    def step(self, d):
        self.x += d
        return self.x

    @micropython.native
    def run(self, n):
        for i in range(n):
            self.step(i)
        return self.x

    @staticmethod
    @micropython.native
    def free(a):
        return "free", a

    @micropython.native
    def asks(self):
        return self.free(4)


class Other(Base):
    @micropython.native
    def step(self, d):
        self.x -= twice(d)
        return self.x


class Third(Other):
    @micropython.native
    def step(self, d):
        return super().step(d + 1)


class Fourth:
    @micropython.native
    def step(self, d):
        return "fourth", d


@micropython.native
def tried(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return type(error).__name__


@micropython.native
def steps(things):
    return [thing.step(3) for thing in things]


@micropython.native
def calls(n):
    total = 0
    for i in range(n):
        total += twice(i) + fib(i % 7)
    return total, quad(5), makes(3)(4), optional(1), optional(1, 2), six(1, 2, 3, 4, 5, 6), list(counts(4))


def everything():
    things = [Base(1), Other(2), Third(3), Fourth()]
    print(tried(calls, 20), even(10), odd(10), tried(deep, 0), tried(caught, 1), caught(2))
    print([tried(thing.run, 4) for thing in things[:3]], tried(steps, things), Base(1).asks())


for _ in range(3):
    everything()

# A name gets another value, then its own back; one of another module that takes what it took; a class, a builtin.
own = twice
twice = lambda x: x + 1
everything()
twice = own
everything()
twice = str
everything()
twice = raising
everything()
twice = own
quad = fib
everything()
fib = None
print(tried(calls, 3))
fib = lambda n: n
optional = makes
everything()

# The same function made anew.
@micropython.native
def twice(x):
    return "anew", x


print(tried(calls, 1), twice(3))
twice = own

# Methods: of the instance, replaced in a class, taken from another class, taken away.
thing = Base(7)
thing.step = lambda d: "own"
print(tried(steps, [thing, Base(1)]), thing.run(3))
Base.step = Other.step
print(steps([Base(1), Other(1), Third(1), Fourth()]))
Other.step = lambda self, d: ("patched", d)
print(steps([Base(1), Other(1), Third(1), Fourth()]))
del Fourth.step
print(tried(steps, [Fourth()]))
Fourth.step = twice
print(tried(steps, [Fourth()]))
Fourth.step = Base.free
print(tried(steps, [Fourth()]))
print(Base.step is Other.step, tried(Base.run, Fourth(), 3))
del twice
print(tried(quad, 3), tried(calls, 1))
