import micropython
@micropython.viper
def get(d, k, default: int) -> int:
    r = default
    try:
        r = int(d[k])
    except KeyError:
        r = -1
    finally:
        d["n"] = r
    return r
d = {"a": 5}
print(get(d, "a", 1), d, get(d, "zz", 1), d)
