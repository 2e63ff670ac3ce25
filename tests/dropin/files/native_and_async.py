# Annotations of native functions are Python's; what can be suspended is mpy-cross's.
import micropython


@micropython.native
def pair(a: str, b: "list[int] | None" = None) -> tuple:
    c: "nothing" = a
    return c, b


@micropython.native
def named(*args: int, key: dict = {}, **more: "any") -> None:
    return args, key, more


@micropython.viper
def add(a: int, b: int) -> int:
    return a + b


@micropython.native
async def f(x: float = 2):
    return 5 + x


@micropython.viper
async def g(x: int):
    return add(x, 1)


class T:
    @micropython.native
    async def run(self, n) -> "int":
        return await f(n)


def run(c):
    try:
        c.send(None)
    except StopIteration as e:
        return e.value


print(add(1, 2), run(f()), run(T().run(4)), pair("a"), named(1, key={1: 2}, z=3))
