"""Variables that functions share: bound, unbound, deleted; names of the module beside them."""

import micropython

N = 1


@micropython.native
def shared():
    known = 5

    def get():
        return known, late

    late = known
    first = get()
    known += 1
    second = get()
    del late
    try:
        get()
    except NameError as error:
        print("NameError", error)
    try:
        print(late)
    except NameError:
        print("unbound here too")
    return first, second


print(shared())


@micropython.native
def counters(n):
    made = []
    for i in range(n):

        def count(step=i, *, by=1):
            nonlocal n
            n += step * by
            return n, i

        made.append(count)
    return made


print([f() for f in counters(3)], [f(by=10) for f in counters(2)], counters(1)[0](7))


@micropython.native
def names():
    global N, M
    N += 1
    M = N
    x: int = "annotations say nothing"
    y: int
    try:
        y
    except NameError:
        print("y is a local")
    del M
    return N, x


print(names(), N, "M" in globals())


@micropython.native
def redefined(x):
    def f():
        return 1

    g = f

    def f():
        return 2

    if x:
        f = lambda: 3
    return f(), g()


print(redefined(0), redefined(1))


@micropython.native
def caught():
    def look():
        return error

    try:
        raise ValueError(1)
    except ValueError as error:
        print(look().args)
    try:
        look()
    except NameError:
        print("forgotten")
    try:
        try:
            raise ValueError(2)
        except ValueError as error:
            raise TypeError(3)
    except TypeError:
        try:
            look()
        except NameError:
            print("forgotten again")


caught()


@micropython.native
def inside(x):
    class Base:
        kind = x

        def __init__(self, v):
            self.v = v

        def total(self):
            return self.v + x

    class Derived(Base):
        kind = kind2 = Base.kind * 2

        def total(self):
            return super().total() + self.kind, self.kind2

    return Derived(4).total(), Base(1).total()


print(inside(10))


@micropython.native
def decorated(log):
    def note(text):
        def wrap(f):
            log.append(text)
            return lambda *args: (text, f(*args))

        return wrap

    @note("outer")
    @note("inner")
    def f(x):
        return x

    return f(5), log


print(decorated([]))
