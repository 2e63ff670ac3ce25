"""Count the ways to place queens on a board so that none attacks another, by recursion on bit masks."""

from nativecomp import viper


@viper
def place(full: int, columns: int, left: int, right: int) -> int:
    if columns == full:
        return 1
    solutions = 0
    free = full & ~(columns | left | right)
    while free:
        queen = free & -free
        free ^= queen
        solutions += place(full, columns | queen, (left | queen) << 1, (right | queen) >> 1)
    return solutions


@viper
def n_queens(size: int) -> int:
    return place((1 << size) - 1, 0, 0, 0)


def inputs():
    return {"size": 7}


def reference(size):
    from itertools import permutations

    solutions = 0
    for board in permutations(range(size)):
        rising = {row + column for row, column in enumerate(board)}
        falling = {row - column for row, column in enumerate(board)}
        solutions += len(rising) == len(falling) == size
    return solutions
