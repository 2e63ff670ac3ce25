"""Convex hull of points in the plane: shell sort by coordinates, then Andrew's monotone chain."""

from array import array

from nativecomp import int16, ptr8, ptr16, uint8, viper


@viper
def turn_pointer(xs: ptr16, ys: ptr16, a: int, b: int, c: int) -> int:
    ax = int(int16(xs[a]))
    ay = int(int16(ys[a]))
    return (int16(xs[b]) - ax) * (int16(ys[c]) - ay) - (int16(ys[b]) - ay) * (int16(xs[c]) - ax)


@viper
def convex_hull_pointer(xs: ptr16, ys: ptr16, count: int, hull: ptr8) -> int:
    gap = count // 2
    while gap > 0:
        for i in range(gap, count):
            x = int(int16(xs[i]))
            y = int(int16(ys[i]))
            j = i
            while j >= gap:
                before = int(int16(xs[j - gap]))
                if before < x or (before == x and int16(ys[j - gap]) <= y):
                    break
                xs[j] = xs[j - gap]
                ys[j] = ys[j - gap]
                j -= gap
            xs[j] = x
            ys[j] = y
        gap //= 2
    size = 0
    for i in range(count):
        while size >= 2 and turn_pointer(xs, ys, hull[size - 2], hull[size - 1], i) <= 0:
            size -= 1
        hull[size] = i
        size += 1
    lower = size + 1
    for i in range(count - 2, -1, -1):
        while size >= lower and turn_pointer(xs, ys, hull[size - 2], hull[size - 1], i) <= 0:
            size -= 1
        hull[size] = i
        size += 1
    return size - 1


@viper
def turn_buffer(xs: int16[:], ys: int16[:], a: int, b: int, c: int) -> int:
    ax = int(xs[a])
    ay = int(ys[a])
    return (xs[b] - ax) * (ys[c] - ay) - (ys[b] - ay) * (xs[c] - ax)


@viper
def convex_hull_buffer(xs: int16[:], ys: int16[:], hull: uint8[:]) -> int:
    count = len(xs)
    gap = count // 2
    while gap > 0:
        for i in range(gap, count):
            x = xs[i]
            y = ys[i]
            j = i
            while j >= gap and (xs[j - gap] > x or (xs[j - gap] == x and ys[j - gap] > y)):
                xs[j] = xs[j - gap]
                ys[j] = ys[j - gap]
                j -= gap
            xs[j] = x
            ys[j] = y
        gap //= 2
    size = 0
    for i in range(count):
        while size >= 2 and turn_buffer(xs, ys, int(hull[size - 2]), int(hull[size - 1]), i) <= 0:
            size -= 1
        hull[size] = uint8(i)
        size += 1
    lower = size + 1
    for i in range(count - 2, -1, -1):
        while size >= lower and turn_buffer(xs, ys, int(hull[size - 2]), int(hull[size - 1]), i) <= 0:
            size -= 1
        hull[size] = uint8(i)
        size += 1
    return size - 1


def inputs():
    xs = array("h")
    ys = array("h")
    state = 54
    while len(xs) < 90:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        x = (state >> 8) % 4001 - 2000
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        y = (state >> 8) % 4001 - 2000
        if x * x + y * y < 2000 * 2000:
            xs.append(x // 10 * 10)
            ys.append(y)
    return {"xs": xs, "ys": ys, "count": len(xs), "hull": bytearray(2 * len(xs))}


def reference(xs, ys, count, hull):
    points = sorted(zip(xs, ys, strict=True))
    xs[:] = array("h", (x for x, _ in points))
    ys[:] = array("h", (y for _, y in points))
    size = 0
    for order, keep in ((range(count), 1), (reversed(range(count - 1)), None)):
        least = keep or size
        for i in order:
            while size > least:
                (ax, ay), (bx, by), (cx, cy) = (points[k] for k in (hull[size - 2], hull[size - 1], i))
                if (bx - ax) * (cy - ay) > (by - ay) * (cx - ax):
                    break
                size -= 1
            hull[size] = i
            size += 1
    return size - 1
