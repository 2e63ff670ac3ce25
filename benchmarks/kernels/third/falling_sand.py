"""Falling sand game: move grains and water in a walled grid for some steps, random sides from a shift register."""

from nativecomp import const, ptr8, uint8, viper

EMPTY = const(0)
WATER = const(1)
SAND = const(2)
WALL = const(3)


@viper
def falling_sand_pointer(grid: ptr8, width: int, height: int, steps: int) -> int:
    random = 0xACE1
    moves = 0
    for _ in range(steps):
        for y in range(height - 2, 0, -1):
            for x in range(1, width - 1):
                i = y * width + x
                cell = grid[i]
                if cell == EMPTY or cell == WALL:
                    continue
                below = i + width
                if grid[below] < cell:
                    grid[i] = grid[below]
                    grid[below] = cell
                    moves += 1
                    continue
                side = 1
                if random & 1:
                    random = (random >> 1) ^ 0xB400
                    side = -1
                else:
                    random >>= 1
                if cell == SAND:
                    target = below + side
                else:
                    target = i + side
                if grid[target] == EMPTY:
                    grid[target] = cell
                    grid[i] = EMPTY
                    moves += 1
    return moves


@viper
def falling_sand_buffer(grid: uint8[:], width: int, steps: int) -> int:
    height = len(grid) // width
    random = 0xACE1
    moves = 0
    for _ in range(steps):
        for y in range(height - 2, 0, -1):
            for x in range(1, width - 1):
                i = y * width + x
                cell = grid[i]
                if cell == EMPTY or cell == WALL:
                    continue
                below = i + width
                if grid[below] < cell:
                    grid[i] = grid[below]
                    grid[below] = cell
                    moves += 1
                    continue
                side = 1
                if random & 1:
                    random = (random >> 1) ^ 0xB400
                    side = -1
                else:
                    random >>= 1
                target = below + side if cell == SAND else i + side
                if grid[target] == EMPTY:
                    grid[target] = cell
                    grid[i] = EMPTY
                    moves += 1
    return moves


def inputs():
    width, height = 34, 22
    grid = bytearray(width * height)
    for y in range(height):
        for x in range(width):
            if x in (0, width - 1) or y in (0, height - 1) or (y == 14 and 8 < x < 22):
                grid[y * width + x] = 3
            elif y < 8 and (x * 5 + y * 3) % 7 < 3:
                grid[y * width + x] = 1 + (x // 5 + y) % 2
    return {"grid": grid, "width": width, "height": height, "steps": 7}


def reference(grid, width, height, steps):
    def coins():
        register = 0xACE1
        while True:
            yield -1 if register & 1 else 1
            register = register >> 1 ^ (0xB400 if register & 1 else 0)

    coin = coins()
    moves = 0
    for _ in range(steps):
        for i in reversed(range(width, width * (height - 1))):
            row, column = divmod(i, width)
            i = row * width + width - 1 - column
            if grid[i] not in (1, 2):
                continue
            target = i + width
            if grid[target] >= grid[i]:
                target = (i + width if grid[i] == 2 else i) + next(coin)
                if grid[target] != 0:
                    continue
            grid[i], grid[target] = grid[target], grid[i]
            moves += 1
    return moves
