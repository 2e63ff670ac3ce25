"""All ways to place queens on a board by backtracking over the rows."""

SIZE = 32
SIZE_SMALL = 2
CHECK = (44, 6103)

QUEENS = 6


class Board:
    def __init__(self, width):
        self.width = width
        self.columns = [False] * width
        self.rising = [False] * (2 * width - 1)
        self.falling = [False] * (2 * width - 1)
        self.placed = [0] * width
        self.solutions = 0
        self.mark = 0

    def solve(self, row):
        width = self.width
        if row == width:
            self.solutions += 1
            mark = 0
            for column in self.placed:
                mark = (mark * width + column) % 9973
            self.mark = (self.mark + mark) % 9973
            return
        columns = self.columns
        rising = self.rising
        falling = self.falling
        for column in range(width):
            up = row + column
            down = row - column + width - 1
            if not (columns[column] or rising[up] or falling[down]):
                columns[column] = rising[up] = falling[down] = True
                self.placed[row] = column
                self.solve(row + 1)
                columns[column] = rising[up] = falling[down] = False


def by_bits(full, columns, left, right):
    """The number of solutions again, with the attacked squares as bits."""
    if columns == full:
        return 1
    count = 0
    free = full & ~(columns | left | right)
    while free:
        bit = free & -free
        free -= bit
        count += by_bits(full, columns | bit, (left | bit) << 1,
                         (right | bit) >> 1)
    return count


def main(n):
    found = mark = 0
    for i in range(n):
        width = QUEENS + i % 2
        board = Board(width)
        board.solve(0)
        if board.solutions != by_bits((1 << width) - 1, 0, 0, 0):
            return -1
        found += board.solutions
        mark = (mark * 3 + board.mark) % 9973
    return found, mark
