import micropython
x = "G"
@micropython.native
def shadowed():
    x = 1
    class A:
        x = 5
        def m(self): return x
    return A.x, x, A().m()
@micropython.native
def through(x):
    def k():
        class A:
            x = 7
            def m(self): return x
        return A().m(), x
    return k(), x
@micropython.native
def from_outside(x):
    class A:
        x = x
        def f(self): return self.x
        def g(self): return x
    return hasattr(A, "x"), A().g()
@micropython.native
def named_as_a_method():
    def run(): return 1
    class A:
        def run(self): return 2
        def go(self): return self.run()
    return A().go(), run()
@micropython.native
def declared_global(x):
    class A:
        global x
        def m(self): return x
    return A().m(), x
@micropython.native
def read_only(x):
    class A:
        y = x
        def m(self): return x
    return A.y, A().m()
for f, given in ((shadowed, ()), (through, ("P",)), (from_outside, ("P",)), (named_as_a_method, ()), (declared_global, ("P",)), (read_only, ("P",))):
    try:
        print(f(*given))
    except Exception as error:
        print(type(error), error)
v = 5
@micropython.native
def in_a_default():
    f = lambda b=(v := 7): b
    def g(x=(v := v + 1)): return x
    return f(), g(), v
print(in_a_default(), v)
@micropython.native
def own_default(x=(v := 6)):
    return x, v
print(own_default(), v)
class Base:
    q = 1
    def m(self): return "Base.m"
class Super(Base):
    @micropython.native
    def in_a_lambda(self): return (lambda: super().m())()
    @micropython.native
    def in_a_comprehension(self): return [super().m() for x in [1]]
    @micropython.native
    def in_the_first_iterable(self): return [x for x in super().m()]
    @micropython.native
    def in_a_generator(self): return list(super().m() for x in [1])
    @micropython.native
    def star(*args): return super().m()
    @micropython.native
    def star_and_names(*args, a, b): return super().m()
    @micropython.native
    def only_names(**a): return super().m()
    @micropython.native
    def inner(self):
        def g(self): return super().m()
        return g(self)
    @micropython.native
    def rebound(self):
        super = lambda a, b: (a, b)
        return super()[1] is self
    @micropython.native
    def deleted(self):
        del self
        return super().m()
    @micropython.native
    def in_a_default(self):
        def g(a=super().m()): return a
        return g(), (lambda x=super().m(): x)()
    @micropython.native
    def in_a_class(self):
        class E(super().m().__class__):
            try: y = super()
            except Exception as e: z = repr(e)
        return E.z
    @micropython.native
    def stored(self): super().q = 5
    @micropython.native
    def unbound(self): del super().q
    @micropython.native
    def increased(self): super().q += 1
    @micropython.native
    def loaded(self): return super().q, super().m()
    @micropython.native
    def not_there(self): return super().nothing()
@micropython.native
def outside(self, x): return super().m()
one = Super()
for name in sorted(dir(Super)):
    if name[0] in "_q": continue
    for given in ({}, {"a": one}, {"a": 1, "b": one}, {"a": one, "b": 2}):
        try:
            print(name, len(given), getattr(one, name)(**given))
        except Exception as error:
            print(name, len(given), type(error), error)
for name in ("X", "__class__"):
    globals()[name] = Super
    for given in (1, one):
        try:
            print(outside(given, 2))
        except Exception as error:
            print(type(error), error)
@micropython.native
def names_twice(**k):
    global declared
    declared = 1
    global declared
    def inner():
        nonlocal k
        k = 2
        nonlocal k
    inner()
    return k, [q + p for q in (v := [1]) for p in (w := [2, 3])], v, w
print(names_twice(), declared)
@micropython.native
def keyword_twice(g): return g(a=1, a=2)
for g in (lambda **k: k, lambda a=0: a):
    try:
        print(keyword_twice(g))
    except Exception as error:
        print(type(error), error)
@micropython.native
def debugging():
    if __debug__: print("debug")
    return __debug__
print(debugging())
@micropython.native
def asserts(x, m): assert x, m
@micropython.native
def asserts_plainly(x):
    AssertionError = KeyError
    assert x
for AssertionError in (AssertionError, TypeError, ValueError(3), 5):
    for f, *given in ((asserts, 0, "m"), (asserts_plainly, 0), (asserts, 1, "m")):
        try:
            print(f(*given))
        except Exception as error:
            print(type(error), error)
@micropython.native
def shifts(n): return (lambda: 5 >> 2**70, lambda: -1 << 2**70, lambda: 5 >> (1 << 40), lambda: 5 >> 33)[n]()
for n in range(4):
    try:
        print(shifts(n))
    except Exception as error:
        print(type(error), error)
x = 'global'
@micropython.native
def class_reads(x, y):
    class A:
        print(x, y)
        x = 'cx'
        z = [x for _ in (1,)]
        w = [v + q for v in x for q in [x, y]]
        u = {x: y for _ in (1,)}
        g = [x for _ in (1,)] if 0 else 4
        s = list(x for _ in (1, 2))
        h = lambda self: [x for _ in (1,)]
        for k in (1, 2):
            m = [y for _ in (1,)]
        def meth(self):
            return x, [x for x in (1,)], y
    return hasattr(A, 'x'), x, A.z, A.w, A.u, A.g, A.s, A().h(), A().meth()
def run_class(class_reads, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
run_class(class_reads, 5, 'Y')
@micropython.native
def class_nonlocal(x):
    def inner():
        nonlocal x
        class B:
            x = 3
            z = [x for _ in (1,)]
            try:
                e = [nothere for _ in (1,)]
            except NameError:
                e = 'ne'
            nothere = 4
        x = 6
        return B.x, B.z, B.e, B.nothere
    return inner(), x
run_class(class_nonlocal, 1)
@micropython.native
def class_unbound(k):
    class C:
        k = 3
        z = [k for _ in (1,)]
    return C.z
run_class(class_unbound, 1)
@micropython.native
def class_deleted(q):
    class C:
        z = [q for q in (q, 1) if [q for _ in (q,)]]
        del z
        r = q
    return hasattr(C, 'z'), getattr(C, 'q', None), q
run_class(class_deleted, 1)
