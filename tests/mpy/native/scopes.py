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
