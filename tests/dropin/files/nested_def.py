import micropython
@micropython.viper
def outer(n: int):
    def twice(x):
        return x + x
    return twice(n), twice("a")
print(outer(4))
