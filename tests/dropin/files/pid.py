import micropython
class PID:
    def __init__(self, kp, ki, kd):
        self.k = (kp, ki, kd)
        self.i = 0
        self.last = 0
    @micropython.viper
    def step(self, e: int) -> int:
        kp = int(self.k[0]); ki = int(self.k[1]); kd = int(self.k[2])
        i = int(self.i) + e
        i = 1000 if i > 1000 else (-1000 if i < -1000 else i)
        d = e - int(self.last)
        self.i = i
        self.last = e
        return (kp * e + ki * i + kd * d) >> 4
p = PID(30, 2, 5)
print([p.step(x) for x in (100, 50, 0, -50, -2000, 700)])
