import micropython
@micropython.viper
def count(items):
    d = {}
    for it in items:
        d[it] = int(d.get(it, 0)) + 1
    return sorted(d.items())
print(count("hello"))
