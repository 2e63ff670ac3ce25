"""Handlers of interrupts: a method, a function with globals, and one inside of a function that shares its variables."""

import micropython

pressed = 0
last = None
port = bytearray(16)


class Sampler:
    def __init__(self):
        self.samples = bytearray(128)
        self.index = 0
        self.adc = hash

    @micropython.viper
    def tick(self, timer):
        i = int(self.index)
        samples = ptr16(self.samples)
        samples[i] = int(self.adc(i)) & 0xFFF
        self.index = (i + 1) & 63


@micropython.viper
def on_press(pin):
    global pressed, last
    pressed = int(pressed) + 1
    last = pin
    registers = ptr32(port)
    registers[0] = 1 << 5
    registers[1] = 1 << 5


def make_handler(data, state):
    @micropython.viper
    def handle(_):
        values = ptr8(data)
        position = ptr8(state)
        i = position[0]
        values[i & 7] = i
        position[0] = i + 1

    return handle


sampler = Sampler()
shared = bytearray(8)
handler = make_handler(shared, bytearray(1))
CALLS = (
    "(sampler.tick(None), sampler.samples[0])[1]",
    "(on_press('pin'), port[0])[1]",
    "(handler(0), shared[0])[1]",
)
