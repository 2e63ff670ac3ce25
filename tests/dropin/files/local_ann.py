import micropython
class V:
    z = 3
    @micropython.viper
    def f(self, a: int):
        fn: int
        z: list = int(self.z)
        x: int = a; y: int = x + z
        fn = x * y
        w: bool = x > 1
        return fn, w, z
print(V().f(2))
