# ruff: noqa
# fmt: off
"""try, except, else, finally: what handlers see, the ways out, and what takes the place of what."""
from nativecomp import viper, int8, int64, uint8, float32


@viper
def seen_by_the_handler(b: uint8[:], i: int) -> int:
    x = 1
    try:
        x = 2
        b[i] = 7
        x = 3
    except IndexError:
        return x * 10
    return x
#: seen_by_the_handler(bytearray(2), 1) -> 3; b"\x00\x07"
#: seen_by_the_handler(bytearray(2), 2) -> 20; b"\x00\x00"


@viper
def seen_behind_it(b: uint8[:], n: int) -> int:
    x = 0
    for i in range(n):
        try:
            x = 5
            b[i] = b[i] // (i & 1)
            x = 0
        except ZeroDivisionError:
            pass
        b[x] = i
    return x
#: seen_behind_it(bytearray(8), 3) -> 5; bytes([1, 0, 0, 0, 0, 2, 0, 0])
#: seen_behind_it(bytearray(3), 3) raises IndexError("index out of range")


@viper
def wide(a: int64, b: int64, x: float32) -> int64:
    t = a
    y = x
    try:
        t = t * 3 + b
        y = y + 0.5
        t = t // b
        y = y + 1.0
    except ZeroDivisionError:
        t = t + int64(y * 4.0)
    return t + int64(y)
#: wide(1 << 40, 2, 1.5) -> (3 * (1 << 40) + 2) // 2 + 3
#: wide(1 << 40, 0, 1.5) -> 3 * (1 << 40) + 8 + 2


@viper
def classes(k: int) -> int:
    try:
        if k == 0:
            raise ValueError("a")
        if k == 1:
            raise KeyError
        if k == 2:
            raise IndexError(3)
        if k == 3:
            raise RuntimeError("r")
    except ValueError:
        return 10
    except (IndexError, KeyError):
        return 20
    else:
        return 30
    return 40
#: classes(0) -> 10
#: classes(1) -> 20
#: classes(2) -> 20
#: classes(3) raises RuntimeError("r")
#: classes(4) -> 30


@viper
def ways(b: uint8[:], k: int) -> int:
    for i in range(6):
        try:
            b[0] += 1
            if i == k:
                continue
            if i == k + 1:
                break
            if i == k + 3:
                return 7
            if i + k == 9:
                raise OSError(i)
        finally:
            b[1] += 1
    else:
        b[2] = 1
    return 8
#: ways(bytearray(3), 0) -> 8; b"\x02\x02\x00"
#: ways(bytearray(3), -3) -> 7; b"\x01\x01\x00"
#: ways(bytearray(3), 20) -> 8; b"\x06\x06\x01"
#: ways(bytearray(3), 5) raises OSError(4)
#: ways(bytearray(3), 7) raises OSError(2)


@viper
def result_is_kept(n: int) -> int:
    try:
        return n
    finally:
        n += 1
        try:
            n //= 0
        except ZeroDivisionError:
            n += 1
#: result_is_kept(5) -> 5


@viper
def result_of_another(k: int) -> int:
    while True:
        try:
            return 1
        finally:
            for i in range(3):
                try:
                    return 2
                finally:
                    if i + k == 1:
                        break
                    if k == 5:
                        return 3
            if k == 1:
                break
    return 4
#: result_of_another(0) -> 2
#: result_of_another(1) -> 4
#: result_of_another(5) -> 3


@viper
def taken_back(k: int) -> int:
    for i in range(4):
        try:
            k //= i - 1
        finally:
            if i < 2:
                continue
    return k
#: taken_back(7) -> -4


@viper
def raised_again(k: int) -> int:
    try:
        try:
            try:
                k //= k - 1
            except ZeroDivisionError:
                k = 50
                raise
            finally:
                k += 1
        finally:
            k += 2
            if k == 53:
                raise
    except ZeroDivisionError:
        return k
    return -k
#: raised_again(1) -> 53
#: raised_again(3) -> -4


@viper
def another_one(k: int) -> int:
    try:
        try:
            raise ValueError(k)
        finally:
            k //= k
    except ZeroDivisionError:
        return 1
    return 2
#: another_one(0) -> 1
#: another_one(4) raises ValueError(4)


@viper
def shared(k: int) -> int:
    x = 0
    def move(n: int):
        nonlocal x
        x = n
        if n == k:
            raise ValueError
        x = n + 100
    for n in range(3):
        try:
            move(n)
        except ValueError:
            x += 1000
        finally:
            x += 1
    return x
#: shared(2) -> 1003
#: shared(5) -> 103
