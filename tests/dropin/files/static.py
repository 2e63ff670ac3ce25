import micropython
class U:
    @staticmethod
    @micropython.viper
    def clamp(v: int, lo: int, hi: int) -> int:
        return lo if v < lo else (hi if v > hi else v)
    @micropython.viper
    def run(self, v: int) -> int:
        return int(self.clamp(v, 0, 10)) + int(U.clamp(v, -5, 5))
print(U.clamp(20, 0, 10), U().run(7), U().run(-9))
