import micropython
from micropython import const
@micropython.viper
def f(x: int) -> int:
    MASK = const(0x0F)
    _SH = const(2)
    return (x & MASK) << _SH
print(f(0x35))
