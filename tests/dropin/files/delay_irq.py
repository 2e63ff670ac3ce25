import micropython
@micropython.viper
def pulse(gpio: ptr32, pin: int, n: int):
    mask = 1 << pin
    for _ in range(n):
        gpio[0] |= mask
        gpio[1] = gpio[0]
        gpio[0] &= ~mask
import array
g = array.array("I", [0x80, 0])
pulse(g, 3, 2)
print(g)
