import micropython
@micropython.viper
def f(n: int):
    import math
    from sys import byteorder as bo
    return math.floor(2.5), bo, n
print(f(3))
