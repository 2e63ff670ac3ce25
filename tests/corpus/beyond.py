"""What people try in compiled functions and MicroPython's viper refuses or gets wrong; each result is written out."""

import micropython


def pulse_counter(buf):
    """A handler with state in a closure."""
    last = 0
    edges = bytearray(2)

    @micropython.viper
    def handler(time):
        nonlocal last
        n = ptr16(edges)
        now = int(time)
        if now - int(last) > 5:
            n[0] += 1
            ptr8(buf)[int(n[0]) & 7] = now
        last = now

    def read():
        return edges[0] | edges[1] << 8, last

    return handler, read


class Screen:
    def __init__(self):
        self.buffer = bytearray(range(40))
        self.sent = []

    @micropython.viper
    def chunks(self, size: int = 16):
        view = memoryview(self.buffer)
        n = int(len(self.buffer))
        for at in range(0, n, size):
            end = min(at + size, n)
            self.sent.append(bytes(view[at:end]))
        return len(self.sent)

    @micropython.viper
    def clear(self, x: int = 0, y: int = 0, w: int = 8, h: int = 5, value: int = 0):
        p = ptr8(self.buffer)
        for row in range(y, y + h):
            for col in range(x, x + w):
                p[row * 8 + col] = value

    @micropython.viper
    @property
    def total(self):
        return sum(self.buffer)


class Motor:
    kp = 3

    def __init__(self):
        self.log = []
        self.steps = 0

    @micropython.viper
    def move(self, target: int, *, limit: int = 100, on_step=None) -> int:
        while self.steps != target:
            self.steps += 1 if self.steps < target else -1
            if on_step is not None:
                on_step(self.steps, limit=limit)
            if limit <= 0:
                raise RuntimeError("limit", self.steps)
            limit -= 1
        return int(self.steps)

    @micropython.viper
    def control(self, error: int, *gains) -> int:
        total = error * int(self.kp)
        for gain in gains:
            total += error // int(gain)
        return total


@micropython.viper
def statistics(values):
    lowest = highest = values[0]
    total = 0.0
    for v in values:
        total += v
        lowest = v if v < lowest else lowest
        highest = max(highest, v)
    return lowest, highest, total / len(values)


@micropython.viper
def last_lines(text, n: int = 2):
    return [line.strip().upper() for line in text.split("\n") if line][-n:]


@micropython.viper
def swap(pair):
    a, b = pair
    a, b = b, a
    return {"a": a, "b": b}


@micropython.viper
def apply(function, *args, **options):
    try:
        return function(*args, **options)
    except (ValueError, TypeError) as error:
        return type(error).__name__
    finally:
        options.clear()


@micropython.viper
def compare(p: ptr8, q: ptr8, n: int) -> bool:
    same = True
    for i in range(n):
        same = same and p[i] == q[i]
    return same


@micropython.viper
def magnitude(re: int, im: int) -> int:
    big, small = max(abs(re), abs(im)), min(abs(re), abs(im))
    return big + small * 3 // 8


def check():
    buf = bytearray(8)
    handler, read = pulse_counter(buf)
    for now in (10, 12, 20, 30, 33, 40):
        handler(now)
    assert read() == (4, 40)
    assert buf == b"\x00\n\x14\x1e(\x00\x00\x00"

    screen = Screen()
    assert screen.chunks() == 3
    assert screen.chunks(size=30) == 5
    assert b"".join(screen.sent) == bytes(range(40)) * 2
    assert screen.total == 780
    screen.clear(6, h=2, w=2, value=7)
    assert list(screen.buffer[4:16]) == [4, 5, 7, 7, 8, 9, 10, 11, 12, 13, 7, 7]
    screen.clear()
    assert not any(screen.buffer)

    motor = Motor()
    seen = []
    assert motor.move(3, on_step=lambda at, limit: seen.append((at, limit))) == 3
    assert seen == [(1, 100), (2, 99), (3, 98)]
    try:
        motor.move(-10, limit=1)
    except RuntimeError as error:
        assert error.args == ("limit", 1)
    else:
        raise AssertionError("no limit")
    assert motor.control(10) == 30
    assert motor.control(-10, 3, 4) == -30 - 4 - 3

    assert statistics([3, 1.5, -2]) == (-2, 3, 2.5 / 3)
    assert last_lines("a\n\nb \n c") == ["B", "C"]
    assert last_lines("a\nb", 1) == ["B"]
    assert swap([1, "x"]) == {"a": "x", "b": 1}
    assert apply(int, "12") == 12
    assert apply(int, "z") == "ValueError"
    assert apply(sorted, [3, 1, 2], reverse=True) == [3, 2, 1]
    assert compare(b"abc", bytearray(b"abc"), 3) and not compare(b"abc", b"abd", 3)
    assert magnitude(-300, 400) == 512
    print("beyond: all as written")


if __name__ == "__main__":
    check()
