import micropython


@micropython.viper
def twice(n: int) -> int:
    return n * 2


def text(d):
    return f"{d['k']}"


print(twice(2), text({"k": "a"}))
