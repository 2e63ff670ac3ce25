import micropython
class L:
    log = []
    def __enter__(self): self.log.append("in"); return self
    def __exit__(self, *a): self.log.append("out")
@micropython.viper
def locked(l, n: int) -> int:
    with l:
        n += 1
        l.log.append(n)
    with l as k:
        k.log.append("x")
    return n
print(locked(L(), 3), L.log)
