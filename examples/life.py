"""Conway's game of life.

On a torus, one byte a cell.

    nativecomp run examples/life.py
"""

import micropython

GLIDER = ((1, 0), (2, 1), (0, 2), (1, 2), (2, 2))
PENTOMINO = ((21, 4), (22, 4), (20, 5), (21, 5), (21, 6))


class Life:
    """A world and its next generation; `cells` holds 0 or 1 row by row."""

    def __init__(self, width, height, alive):
        self.width, self.height = width, height
        self.cells = bytearray(width * height)
        self.spare = bytearray(width * height)
        for x, y in alive:
            self.cells[y * width + x] = 1

    def step(self):
        self.generation(self.spare, self.cells, self.width, self.height)
        self.cells, self.spare = self.spare, self.cells

    @micropython.viper
    def generation(self, after: ptr8, before: ptr8, width: int, height: int):
        for y in range(height):
            above = (y - 1 if y > 0 else height - 1) * width
            middle = y * width
            below = (y + 1 if y < height - 1 else 0) * width
            for x in range(width):
                left = x - 1 if x > 0 else width - 1
                right = x + 1 if x < width - 1 else 0
                neighbours = (
                    before[above + left] + before[above + x] + before[above + right]
                    + before[middle + left] + before[middle + right]
                    + before[below + left] + before[below + x] + before[below + right]
                )
                after[middle + x] = neighbours == 3 or (neighbours == 2 and before[middle + x] == 1)

    def draw(self):
        for y in range(self.height):
            row = self.cells[y * self.width : (y + 1) * self.width]
            print("".join("#" if cell else "." for cell in row))


def sample():
    world = Life(64, 64, PENTOMINO)
    return world.generation, (world.spare, world.cells, 64, 64), 64 * 64, "cell"


def check():
    width, height = 40, 12
    world = Life(width, height, GLIDER + PENTOMINO)
    alive = set(GLIDER + PENTOMINO)
    for _ in range(12):
        world.step()
        counts = {}
        for x, y in alive:
            for dx, dy in ((-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)):
                cell = (x + dx) % width, (y + dy) % height
                counts[cell] = counts.get(cell, 0) + 1
        alive = {cell for cell, count in counts.items() if count == 3 or (count == 2 and cell in alive)}
        assert alive == {(i % width, i // width) for i, cell in enumerate(world.cells) if cell}


def main():
    world = Life(40, 12, GLIDER + PENTOMINO)
    for generation in range(13):
        if generation % 6 == 0:
            print("generation", generation)
            world.draw()
        world.step()


if __name__ == "__main__":
    main()
