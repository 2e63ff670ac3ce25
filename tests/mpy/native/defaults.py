"""Functions of the file that are called without some of their arguments, or with some by their names."""

import micropython

LOG = []


@micropython.native
def plain(a, b=2, c=None, d="d"):
    return a, b, c, d


@micropython.native
def kept(a, found=LOG):
    found.append(a)
    return len(found)


@micropython.native
def last(a, b, c=7):
    return a * 100 + b * 10 + c


def made(n, text):
    class C:
        @micropython.native
        def get(self, a, b=n, c=text):
            return a, b, c

    return C


One, Two = made(1, "one"), made(2, "two")


class Third(One):
    @micropython.native
    def get(self, a, b=None, c=()):
        return super().get(b, c=a)


@micropython.native
def order(n):
    LOG.append(n)
    return n


@micropython.native
def tried(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return repr(error)


@micropython.native
def calls(n):
    found = []
    for i in range(n):
        found.append((plain(i), plain(i, 5), plain(i, c=i), plain(i, d=1, b=3), plain(a=i), plain(1, 2, 3, 4)))
        found.append((last(1, i), last(1, c=2, b=i), last(b=order(i), a=order(i + 1)), kept(i), kept(i, [])))
    return found


@micropython.native
def methods(things):
    found = []
    for thing in things:
        found.append((thing.get(1), thing.get(1, 2), thing.get(1, c=3), thing.get(b=4, a=5), thing.get(1, 2, 3)))
    return found


@micropython.native
def missing():
    return last(1)


@micropython.native
def twice_given():
    return last(1, 2, a=3)


@micropython.native
def unknown():
    return last(1, 2, e=3)


@micropython.native
def too_many():
    return last(1, 2, 3, 4)


def everything():
    print(tried(calls, 3))
    print(tried(methods, [One(), Two(), One(), Third(), Two(), Two(), One()]))
    print([tried(one) for one in (missing, twice_given, unknown, too_many)])


for _ in range(3):
    everything()
del LOG[3:]
everything()
own = last
last = plain
everything()
last = lambda a, b=9, c=8: (a, b, c)
everything()


@micropython.native
def last(a, b, c="anew"):
    return c, b, a


everything()
last = own
plain = made
everything()
One.get = Two.get
everything()
del One.get
everything()
print(LOG)
