"""Carve a maze on a grid of lists and measure it with a breadth first search."""

SIZE = 16
SIZE_SMALL = 4
CHECK = (28, 120, 20)

DIRECTIONS = ((1, 0), (0, 1), (-1, 0), (0, -1))
WALL = 1
OPEN = 0


class Random:
    def __init__(self, seed):
        self.seed = seed

    def below(self, limit):
        self.seed = (self.seed * 75 + 74) % 65537
        return self.seed % limit


def carve(size, random):
    side = 2 * size + 1
    grid = [[WALL] * side for _ in range(side)]
    grid[1][1] = OPEN
    stack = [(1, 1)]
    while stack:
        x, y = stack[-1]
        choices = []
        for dx, dy in DIRECTIONS:
            nx = x + 2 * dx
            ny = y + 2 * dy
            if 0 < nx < side and 0 < ny < side and grid[ny][nx] == WALL:
                choices.append((dx, dy))
        if not choices:
            stack.pop()
            continue
        dx, dy = choices[random.below(len(choices))]
        grid[y + dy][x + dx] = OPEN
        grid[y + 2 * dy][x + 2 * dx] = OPEN
        stack.append((x + 2 * dx, y + 2 * dy))
    return grid


def distances(grid, start_x, start_y):
    far = [[-1] * len(row) for row in grid]
    far[start_y][start_x] = 0
    edge = [(start_x, start_y)]
    while edge:
        new_edge = []
        for x, y in edge:
            distance = far[y][x] + 1
            for dx, dy in DIRECTIONS:
                nx, ny = x + dx, y + dy
                if grid[ny][nx] == OPEN and far[ny][nx] < 0:
                    far[ny][nx] = distance
                    new_edge.append((nx, ny))
        edge = new_edge
    return far


def dead_ends(grid):
    count = 0
    for y in range(1, len(grid), 2):
        for x in range(1, len(grid), 2):
            walls = grid[y - 1][x] + grid[y + 1][x] + grid[y][x - 1] + grid[y][x + 1]
            if walls == 3:
                count += 1
    return count


def main(n):
    random = Random(n)
    longest = 0
    total = 0
    ends = 0
    for _ in range(6):
        grid = carve(n, random)
        far = distances(grid, 1, 1)
        longest = max(longest, max([max(row) for row in far]))
        total += far[2 * n - 1][2 * n - 1]
        ends += dead_ends(grid)
    return longest, total, ends
