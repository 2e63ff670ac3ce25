import micropython
class O: pass
@micropython.viper
def attrs(o, n: int):
    o.x = n
    o.y = o.x
    o.x = int(o.x) + 1
    del o.y
    setattr(o, "z", n)
    return o.x, hasattr(o, "y"), getattr(o, "z"), o.__class__.__name__
print(attrs(O(), 5))
