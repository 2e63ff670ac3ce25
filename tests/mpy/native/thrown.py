import micropython
class I:
    def __init__(s, t=None, c=None, r=None): s.t, s.c = t, c
    def __iter__(s): return s
    def __next__(s): return 1
class T(I):
    def throw(s, *a):
        print('throw', [x if isinstance(x, type) else repr(x) for x in a])
        if isinstance(s.t, BaseException): raise s.t
        return s.t
class C(T):
    def close(s, *a):
        print('close', a)
        if isinstance(s.c, BaseException): raise s.c
        return s.c
class MyStop(StopIteration): pass
class MyExit(GeneratorExit): pass
@micropython.native
def inner(how):
    while 1:
        try: yield 'in'
        except GeneratorExit as e:
            print('inner', repr(e))
            if how == 'ret': return 5
            if how == 'yield': yield 'again'; return 6
            if how == 'raise': raise
            if how == 'stop': raise StopIteration(3)
            if how == 'val': raise ValueError
@micropython.native
def g(x):
    try:
        r = yield from x
        yield 'res', r
        yield 'more'
    except BaseException as e:
        yield 'exc', repr(e)
its = [lambda k=k, t=t, c=c: k(t, c) for k in (I, T, C) for t in (7, StopIteration('sv'), MyStop('x'), ValueError(3), GeneratorExit(4)) for c in ((None,) if k is not C else (None, 8, KeyError(1)))]
its += [lambda h=h: inner(h) for h in ('ret', 'yield', 'raise', 'stop', 'val')]
its += [lambda: iter([1, 2, 3]), lambda: iter(range(3)), lambda: g(I()), lambda: g(T(StopIteration('q')))]
for n, mk in enumerate(its):
    for th in (GeneratorExit, GeneratorExit(1), MyExit, MyExit(2), StopIteration, ValueError):
        try:
            i = g(mk()); next(i)
            print(n, th, i.throw(th))
            print(next(i))
        except BaseException as e: print(n, th, type(e), e)
    try:
        i = g(mk()); next(i); print(i.close())
    except BaseException as e: print(n, 'close', type(e), e)
for n, mk in enumerate((I, lambda: T(5), lambda: C(6), lambda: iter([1, 2]), lambda: g(T(7)))):
    for th in (123, 'text', None, 2.5, (1,), int, object()):  # what is no exception
        try:
            i = g(mk()); next(i)
            i.throw(th)
            print(n, 'went on', next(i))
        except BaseException as e: print(n, 'other', type(e), e)
