import micropython
@micropython.viper
def dm(a: int, b: int):
    return a // b, a % b
print(dm(7, 2), dm(-7, 2), dm(7, -2), dm(-7, -2))
