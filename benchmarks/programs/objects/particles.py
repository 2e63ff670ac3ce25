"""Particles of two kinds bounce in a box; integer physics, attribute heavy."""

SIZE = 1200
SIZE_SMALL = 40
CHECK = (24, 1, 993, 470)

WIDTH = 128 * 16
HEIGHT = 64 * 16


class Particle:
    def __init__(self, x, y, vx, vy, life):
        self.x = x
        self.y = y
        self.vx = vx
        self.vy = vy
        self.life = life
        self.bounces = 0

    def move(self):
        self.x += self.vx
        self.y += self.vy
        if self.x < 0 or self.x >= WIDTH:
            self.vx = -self.vx
            self.x += 2 * self.vx
            self.bounces += 1
        if self.y < 0:
            self.y = 0
            self.vy = -self.vy
            self.bounces += 1
        elif self.y >= HEIGHT:
            self.y = 2 * HEIGHT - self.y - 1
            self.vy = -self.vy * 7 // 8
            self.bounces += 1
        self.vy += 3
        self.life -= 1

    def alive(self):
        return self.life > 0


class Emitter:
    def __init__(self, count):
        self.seed = 99
        self.born = 0
        self.bounces = 0
        self.particles = [self.spawn() for _ in range(count)]

    def random(self, limit):
        self.seed = (self.seed * 75 + 74) % 65537
        return self.seed % limit

    def spawn(self):
        self.born += 1
        return Particle(self.random(WIDTH), self.random(HEIGHT // 2),
                        self.random(61) - 30, self.random(41) - 20,
                        20 + self.random(60))

    def step(self):
        particles = self.particles
        for i in range(len(particles)):
            particle = particles[i]
            particle.move()
            if not particle.alive():
                self.bounces += particle.bounces
                particles[i] = self.spawn()

    def centre(self):
        count = len(self.particles)
        x = sum([p.x for p in self.particles]) // count
        y = sum([p.y for p in self.particles]) // count
        return x, y


def main(n):
    emitter = Emitter(20)
    for _ in range(n):
        emitter.step()
    x, y = emitter.centre()
    return emitter.born, emitter.bounces, x, y
