"""A vector class with operators and methods in a steering loop."""

SIZE = 4500
SIZE_SMALL = 150
CHECK = '2 122 <42 -7 180>'


class Vector:
    def __init__(self, x, y, z=0):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def __floordiv__(self, divisor):
        return Vector(self.x // divisor, self.y // divisor, self.z // divisor)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y and self.z == other.z

    def __getitem__(self, index):
        return (self.x, self.y, self.z)[index]

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other):
        return Vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    def clamp(self, limit):
        return Vector(*[max(-limit, min(limit, part)) for part in self])

    def __iter__(self):
        return iter((self.x, self.y, self.z))

    def __repr__(self):
        return "<%d %d %d>" % (self.x, self.y, self.z)


def main(n):
    targets = [Vector(500, 20, -40), Vector(-300, 400, 90), Vector(10, -350, 200)]
    position = Vector(0, 0)
    speed = Vector(3, -2, 1)
    reached = 0
    turned = 0
    for i in range(n):
        target = targets[reached % len(targets)]
        away = target - position
        if away.dot(away) < 900:
            reached += 1
        speed = (speed + away // 16).clamp(12)
        position = position + speed
        if i % 50 == 0:
            side = speed.cross(away)
            turned += side[2] % 97
            if side == -side or side.dot(speed) != 0:
                turned += 1000
            speed = speed * -1
    return "%d %d %r" % (reached, turned, position)
