# -X emit=viper
# Classes with every kind of method, and unpacking of one value into several targets.
class P:
    @classmethod
    def cl(cls, a):
        return cls.__name__, a

    @staticmethod
    def st(a):
        return a

    def m(self, a):
        return a

    @property
    def p(self):
        return self.__class__

    @p.setter
    def p(self, v):
        self.q = v


class Q(P):
    def m(self, a):
        return P.m(self, a), P.st(a)


def f():
    return P.cl(5), Q.cl(6), Q().cl(7)


def g():
    q = Q()
    q.p = 8
    return P.m(1, 2), P.st(3), q.m(4), q.p is Q, q.q


def h(x):
    x, y = y, x = [1, 2]
    return x, y


def k(d):
    a = (b, c) = [d, d[0]] = e, *r = d, 4
    return a, b, c, e, r


def swap(a, b):
    a, b = b, a = b, a
    return a, b


print(f(), *g())
print(h(0), k([7]), swap(1, 2))
