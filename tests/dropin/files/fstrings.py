import micropython
@micropython.viper
def fm(x: int, name):
    return f"{name}={x:03d} {x + 1!r} {{}}"
print(fm(7, "n"))
