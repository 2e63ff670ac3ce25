"""Recursive functions: Fibonacci, Ackermann, Hanoi, partitions, gcd, flood fill."""

SIZE = 23
SIZE_SMALL = 6
CHECK = (8, 7, 7, 3, 11, 2, 1, 32)


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def hanoi(disks, source, target, spare, pegs):
    if disks == 0:
        return 0
    moves = hanoi(disks - 1, source, spare, target, pegs)
    pegs[target].append(pegs[source].pop())
    return moves + 1 + hanoi(disks - 1, spare, target, source, pegs)


def partitions(total, largest):
    if total == 0:
        return 1
    if total < 0 or largest == 0:
        return 0
    return partitions(total - largest, largest) + partitions(total, largest - 1)


def tak(x, y, z):
    if y >= x:
        return z
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def fill(grid, x, y):
    if not (0 <= y < len(grid) and 0 <= x < len(grid[y])) or grid[y][x]:
        return 0
    grid[y][x] = 2
    return (1 + fill(grid, x + 1, y) + fill(grid, x - 1, y)
            + fill(grid, x, y + 1) + fill(grid, x, y - 1))


def main(n):
    pegs = [list(range(n // 2, 0, -1)), [], []]
    moves = hanoi(n // 2, 0, 2, 1, pegs)
    grid = [[1 if x * y % 4 == 3 else 0 for x in range(6)] for y in range(6)]
    return (fib(n), ackermann(2, n // 3), moves, len(pegs[2]), partitions(n, n),
            tak(n // 2, n // 3, 2), int(is_even(n)), fill(grid, 0, 0))
