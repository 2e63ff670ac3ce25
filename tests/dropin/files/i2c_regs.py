import micropython
class Dev:
    def __init__(self):
        self.regs = bytearray(8); self.log = []
    def writeto_mem(self, addr, reg, data):
        self.log.append((addr, reg, bytes(data)))
    @micropython.viper
    def update(self, reg: int, mask: int, value: int):
        r = ptr8(self.regs)
        old = r[reg]
        new = (old & ~mask) | (value & mask)
        if old != new:
            r[reg] = new
            self.writeto_mem(0x3C, reg, bytes([new]))
d = Dev()
d.update(2, 0x0F, 0xA5); d.update(2, 0x0F, 5); d.update(3, 0xF0, 0xFF)
print(d.log, d.regs)
