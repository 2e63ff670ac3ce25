import micropython
@micropython.viper
def loops():
    out = []
    for i in range(5, 0, -2):
        out.append(i)
    for i in range(0, 10, 4):
        out.append(i)
    for i in range(3, 3):
        out.append(99)
    n = 3
    for i in range(n):
        n = 1
        out.append(i + n)
    return out
print(loops())
