"""A game: objects with positions, a state of the module, functions that call one another, floats."""

import micropython
from micropython import const

_WIDTH = const(128)
FRICTION = 0.9
score = 0
best = [10]


class Ball:
    def __init__(self):
        self.x, self.y = 5, 6
        self.dx, self.dy = 3, -2
        self.speed = 1.5
        self.alive = True

    @micropython.viper
    def move(self):
        x = int(self.x) + int(self.dx)
        y = int(self.y) + int(self.dy)
        if x < 0 or x >= _WIDTH:
            self.dx = 0 - int(self.dx)
            x = int(self.x)
        if y < 0 or y >= 64:
            self.dy = 0 - int(self.dy)
            y = int(self.y)
        self.x = x
        self.y = y

    @micropython.viper
    def slow_down(self):
        self.speed = self.speed * FRICTION
        if self.speed < 0.01:
            self.alive = False

    @micropython.viper
    def hits(self, other) -> bool:
        dx = int(self.x) - int(other.x)
        dy = int(self.y) - int(other.y)
        if not self.alive:
            return False
        return dx * dx + dy * dy < 64


def plain(value):
    return value


@micropython.viper
def add_points(points: int) -> int:
    global score
    now = int(score) + points
    score = now
    if now > int(best[0]):
        best[0] = now
        plain(points)
    return now


@micropython.viper
def mean(values):
    result = 0.0
    for value in values:
        result += value
    return result / len(values)


@micropython.viper
def step(balls):
    for ball in balls:
        ball.move()
        if ball.alive:
            ball.slow_down()


ball, other = Ball(), Ball()
balls = [ball, other]
values = [0.5, 1.5, 4.0]
CALLS = (
    "(ball.move(), ball.x)[0]",
    "ball.slow_down()",
    "ball.hits(other)",
    "add_points(3) > 0",
    "mean(values)",
    "step(balls)",
)
