# What classes and generators owe each other, in small pieces that each compiler of machine code takes.


class Fixed:
    def __new__(cls, value, more=2):  # a static method without saying so
        self = super().__new__(cls)
        self.value = value + more
        return self

    def __init__(self, *args):
        print("init", args)


print(Fixed(1).value, Fixed(1, 5).value)


def counting():
    yield from range(3)
    print("never here")


for exception in (StopIteration, ValueError, StopIteration(4)):
    generator = counting()
    print(next(generator), end=" ")
    try:
        generator.throw(exception)
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__)


class Delegate:
    def __init__(self):
        self.told = []

    def __iter__(self):
        return self

    def __next__(self):
        self.told.append("next")
        if len(self.told) > 4:
            raise StopIteration("end")
        return len(self.told)

    def send(self, value):
        self.told.append(value)
        return value

    def throw(self, kind, value=None, trace=None):
        self.told.append("throw")
        return "thrown"

    def close(self):
        self.told.append("close")


delegate = Delegate()


def outer():
    print("result", (yield from delegate))


steps = outer()
print(next(steps), steps.send("x"), steps.throw(ValueError), next(steps), list(steps))
print(delegate.told)
again = outer()
delegate.told.clear()
next(again)
again.close()
print(delegate.told)
