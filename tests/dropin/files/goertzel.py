import micropython
@micropython.viper
def goertzel(samples: ptr16, n: int, coeff: int) -> int:
    s1 = 0
    s2 = 0
    for i in range(n):
        x = samples[i] - 512
        s0 = x + ((coeff * s1) >> 14) - s2
        s2 = s1
        s1 = s0
    return (s1 * s1 + s2 * s2 - ((coeff * s1) >> 14) * s2) >> 8
import array
a = array.array("H", [512, 700, 812, 700, 512, 324, 212, 324] * 2)
print(goertzel(a, 16, 23170), goertzel(a, 16, 0))
