"""Exceptions, what is unbound behind them, and the order in which parts are evaluated."""

import micropython
@micropython.native
def f(a):
    try:
        try:
            raise ValueError(a)
        except ValueError as e:
            if a == 1:
                raise TypeError
            if a == 2:
                return e.args
            if a == 3:
                raise
        print("end")
    except TypeError:
        try:
            print(e)
        except NameError as n:
            print("NE", n)
    except ValueError as e:
        print("VE", e)
    finally:
        print("fin")
    try:
        return e
    except NameError:
        return "unbound"
for i in range(5): print(f(i))
@micropython.native
def order(log):
    def t(x):
        log.append(x)
        return x
    d = {t(1): t(2), t(3): t(4)}
    e = {t(x): t(x + 10) for x in range(2)}
    t(5)
    [0, 0, 0][t(1):t(2)]
    a = [0] * 10
    a[t(6)] = t(7)
    a[t(6)] += t(8)
    def g(*a, **k): return a, k
    g(t(1), *[t(2)], k=t(3), **{"z": t(4)})
    t(1) < t(2) < t(0) < t(9)
    x = f"{t(1)}{t(2)!r:>{t(3)}}"
    print(x)
    for i in range(t(0), t(4), 2): log.append("i")
    else: log.append("else")
    for i in range(t(3)):
        if i == 1: break
    else: log.append("no")
    print(i)
    for i in range(2.5): print(i)
    for i in range(5, -1, -2): print(i)
    del (a[0], a[1]), d
    return log
print(order([]))
@micropython.native
def ranges():
    range = 5
    r = []
    for i in range(3): r.append(i)
    return r
print(ranges())
@micropython.native
def fin():
    for i in range(4):
        try:
            if i == 1: continue
            if i == 3: return i
        finally:
            print("f", i)
        print("after", i)
print(fin())
@micropython.native
def reraise():
    raise
try: reraise()
except RuntimeError as e: print(e)
@micropython.native
def rf():
    try:
        raise ValueError("a")
    except ValueError as e: return e.args
print(rf())
@micropython.native
def deeprec(n):
    return deeprec(n + 1)
try: deeprec(0)
except RuntimeError as e: print(e)
