"""Classes: inheritance, operators, descriptors, hooks; and classes derived from built-in ones."""


class Vector:
    count = 0

    def __init__(self, x, y):
        self.x, self.y = x, y
        Vector.count += 1

    def __repr__(self):
        return "Vector(%r, %r)" % (self.x, self.y)

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __bool__(self):
        return bool(self.x or self.y)

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __iadd__(self, other):
        self.x += other.x
        return self

    def __contains__(self, v):
        return v in (self.x, self.y)

    def __call__(self, *args):
        return args

    def __lt__(self, other):
        return self.x < other.x

    @property
    def size(self):
        return abs(self.x) + abs(self.y)

    @size.setter
    def size(self, n):
        self.x = self.y = n

    @classmethod
    def zero(cls):
        return cls(0, 0)

    @staticmethod
    def name():
        return "vector"


v, w = Vector(1, 2), Vector(3, 4)
print(
    v + w,
    v * 3,
    3 * v,
    -v,
    v == Vector(1, 2),
    v != w,
    bool(Vector.zero()),
    len(v),
    v[1],
    list(v),
    2 in v,
    v(1, 2),
    v < w,
    w > v,
)
v += w
v.size = 7
print(v, v.size, Vector.name(), Vector.count, {v: 1}[Vector(7, 7)], str(v), hasattr(v, "z"), getattr(v, "z", None))
v.z = 5
print(v.z, v.__class__.__name__, isinstance(v, (int, Vector)), issubclass(bool, int))
del v.z
try:
    v.z
except AttributeError:
    print("AttributeError")


class A:
    def who(self):
        return "A"

    def chain(self):
        return ["A"]


class B(A):
    def who(self):
        return "B" + super().who()

    def chain(self):
        return ["B"] + super().chain()


class C:
    def only(self):
        return "C"


class D(B, C):
    def chain(self):
        return ["D"] + super().chain()


d = D()
print(
    d.who(),
    d.chain(),
    d.only(),
    isinstance(d, C),
    D.__bases__ == (B, C),
    B.who(d),
    type(d) is D,
    type("T", (A,), {"k": 1})().k,
)


class Hooks:
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return name.upper()

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value * 2)


h = Hooks()
h.x = 4
print(h.x, h.missing, hasattr(h, "_hidden"))


class Descriptor:
    def __get__(self, instance, owner):
        return ("get", instance is None)

    def __set__(self, instance, value):
        print("set", value)


class Owner:
    d = Descriptor()


o = Owner()
o.d = 3
print(o.d, Owner.d)


class Stack(list):
    def push(self, x):
        self.append(x)

    def __len__(self):
        return 100 + super().__len__() if False else list.__len__(self) if hasattr(list, "__len__") else 2


class Point(tuple):
    pass


class Text(str):
    def shout(self):
        return self.upper() + "!"


class Number(int):
    pass


s = Stack([1])
s.push(2)
print(
    s[1],
    list(s),
    s == [1, 2],
    Point((1, 2))[0],
    Text("abc").shout(),
    Text("abc") == "abc",
    Number(5) + 1,
    Number(7) == 7,
)


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, kind, value, trace):
        print("exit", kind and kind.__name__, value)
        return self.swallow


for swallow in (True, False):
    try:
        with Manager(swallow) as m:
            raise KeyError("k")
    except KeyError:
        print("escaped")


def early():
    for i in range(3):
        with Manager(False):
            if i == 1:
                return i
            continue


print(early())


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


class Old:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i


print(list(Countdown(3)), sum(Countdown(4)), list(Old()), 9 in Old(), list(Countdown(2)))


class New:
    def __new__(cls, x):
        self = object.__new__(cls)
        self.made = x
        return self

    def __init__(self, x):
        self.init = x


print(New(1).made, New(2).init)


# An attribute that was just found is deleted, and found no more.
class Holder:
    pass


holder = Holder()
for i in range(3):
    holder.found = i
    print(holder.found)
    del holder.found
    try:
        print(holder.found)
    except AttributeError:
        print("AttributeError")
    try:
        del holder.found
    except AttributeError:
        print("AttributeError")
