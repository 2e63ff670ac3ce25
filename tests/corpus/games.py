"""Games and simulations: cells, maps, sprites, chance."""

import micropython
from micropython import const

W = const(8)
H = const(6)
seed = 12345


@micropython.viper
def rand(limit: int) -> int:
    global seed
    s = (int(seed) * 1103 + 12849) & 0xFFFFFF
    seed = s
    return (s >> 7) % limit


@micropython.viper
def life(now: ptr8, then: ptr8):
    for y in range(H):
        for x in range(W):
            n = 0
            for dy in range(-1, 2):
                for dx in range(-1, 2):
                    if dx or dy:
                        n += now[(y + dy + H) % H * W + (x + dx + W) % W]
            c = now[y * W + x]
            then[y * W + x] = 1 if n == 3 or (c and n == 2) else 0


class Sprite:
    def __init__(self, x, y, w, h, alive=True):
        self.x, self.y, self.w, self.h = x, y, w, h
        self.alive = alive
        self.vx, self.vy = 3, -2

    @micropython.viper
    def touches(self, other) -> bool:
        if self is other or not self.alive:
            return False
        return (
            int(self.x) < int(other.x) + int(other.w)
            and int(other.x) < int(self.x) + int(self.w)
            and int(self.y) < int(other.y) + int(other.h)
            and int(other.y) < int(self.y) + int(self.h)
        )

    @micropython.viper
    def move(self, width: int, height: int):
        x = int(self.x) + int(self.vx)
        y = int(self.y) + int(self.vy)
        if x < 0 or x + int(self.w) > width:
            self.vx = -int(self.vx)
            x = 0 if x < 0 else width - int(self.w)
        if y < 0 or y + int(self.h) > height:
            self.vy = 0 - int(self.vy)
            y = 0 if y < 0 else height - int(self.h)
        self.x = x
        self.y = y


@micropython.viper
def flood(grid, start: int, color: int) -> int:
    g = ptr8(grid)
    old = g[start]
    if old == color:
        return 0
    stack = [start]
    filled = 0
    while stack:
        at = int(stack.pop())
        if g[at] != old:
            continue
        g[at] = color
        filled += 1
        x = at % W
        if x > 0:
            stack.append(at - 1)
        if x < W - 1:
            stack.append(at + 1)
        if at >= W:
            stack.append(at - W)
        if at + W < int(len(grid)):
            stack.append(at + W)
    return filled


@micropython.viper
def tiles(level, tileset, out, scroll: int):
    m = ptr8(level)
    t = ptr8(tileset)
    o = ptr8(out)
    for y in range(8):
        for x in range(16):
            sx = x + scroll
            tile = m[(sx >> 2) + (y >> 2) * W]
            o[y * 16 + x] = t[tile * 16 + (y & 3) * 4 + (sx & 3)]


class Snake:
    def __init__(self):
        self.body = [(2, 2), (1, 2)]
        self.direction = (1, 0)
        self.score = 0

    def taken(self):
        return self.body[:-1]

    @micropython.viper
    def step(self, food) -> object:
        (hx, hy), (dx, dy) = self.body[0], self.direction
        head = ((int(hx) + int(dx)) % W, (int(hy) + int(dy)) % H)
        if head in self.taken():
            return "dead"
        self.body.insert(0, head)
        if head == food:
            self.score = int(self.score) + 10
            return "ate"
        self.body.pop()
        return None


@micropython.viper
def isqrt(n: int) -> int:
    r = 0
    bit = 1 << 14
    while bit:
        if (r | bit) * (r | bit) <= n:
            r |= bit
        bit >>= 1
    return r


@micropython.viper
def line(buf: ptr8, x0: int, y0: int, x1: int, y1: int, c: int):
    dx = x1 - x0 if x1 > x0 else x0 - x1
    dy = y0 - y1 if y1 > y0 else y1 - y0
    sx = 1 if x0 < x1 else -1
    sy = 1 if y0 < y1 else -1
    err = dx + dy
    while True:
        buf[y0 * W + x0] = c
        if x0 == x1 and y0 == y1:
            break
        e2 = 2 * err
        if e2 >= dy:
            err += dy
            x0 += sx
        if e2 <= dx:
            err += dx
            y0 += sy


@micropython.viper
def shuffle(cards):
    i = int(len(cards)) - 1
    while i > 0:
        j = int(rand(i + 1))
        cards[i], cards[j] = cards[j], cards[i]
        i -= 1
    return cards


def check():
    print([rand(6) for _ in range(10)], seed)
    a, b = bytearray(W * H), bytearray(W * H)
    for at in (1, 10, 16, 17, 18):
        a[at] = 1
    life(a, b)
    life(b, a)
    print(bytes(a))
    s, t = Sprite(0, 0, 4, 4), Sprite(3, 3, 2, 2, False)
    print(s.touches(t), t.touches(s), s.touches(s))
    track = []
    for _ in range(12):
        s.move(20, 9)
        track.append((s.x, s.y))
    print(track)
    print(flood(a, 0, 7), flood(a, 0, 7), bytes(a))
    out = bytearray(128)
    tiles(bytes([0, 1, 2, 1, 0, 2, 1, 0] * 2), bytes(range(48)), out, 5)
    print(out)
    snake = Snake()
    print([snake.step(f) for f in ((3, 2), (0, 0), (5, 2))], snake.body, snake.score)
    snake.direction = (-1, 0)
    print(snake.step(None))
    print([isqrt(n) for n in (0, 1, 99, 100, 99999999)])
    line(a, 0, 5, 7, 1, 9)
    print(bytes(a), shuffle(list(range(8))))


if __name__ == "__main__":
    check()
