"""Planets round a sun in two dimensions; the energy must stay the same."""

import math

SIZE = 900
SIZE_SMALL = 35
CHECK = (1093, 1017)

STEP = 0.01


class Body:
    def __init__(self, mass, x, y, vx, vy):
        self.mass = mass
        self.x = x
        self.y = y
        self.vx = vx
        self.vy = vy


def make_system():
    bodies = [Body(1.0, 0.0, 0.0, 0.0, 0.0)]
    for mass, distance in ((0.001, 1.0), (0.002, 1.6), (0.0005, 2.5), (0.003, 4.0)):
        bodies.append(Body(mass, distance, 0.0, 0.0, math.sqrt(1.0 / distance)))
    return bodies


def energy(bodies):
    total = 0.0
    for i, a in enumerate(bodies):
        total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy)
        for b in bodies[i + 1:]:
            dx = a.x - b.x
            dy = a.y - b.y
            total -= a.mass * b.mass / math.sqrt(dx * dx + dy * dy)
    return total


def advance(bodies, step):
    count = len(bodies)
    for i in range(count):
        a = bodies[i]
        for j in range(i + 1, count):
            b = bodies[j]
            dx = a.x - b.x
            dy = a.y - b.y
            square = dx * dx + dy * dy
            factor = step / (square * math.sqrt(square))
            a.vx -= dx * b.mass * factor
            a.vy -= dy * b.mass * factor
            b.vx += dx * a.mass * factor
            b.vy += dy * a.mass * factor
    for body in bodies:
        body.x += step * body.vx
        body.y += step * body.vy


def main(n):
    bodies = make_system()
    before = energy(bodies)
    for _ in range(n):
        advance(bodies, STEP)
    if abs(energy(bodies) - before) > 0.02 * abs(before):
        return -1
    return int(bodies[1].x * 100 + 1000), int(bodies[4].y * 100 + 1000)
