"""Conway's game of life on a list of lists with wrap around."""

SIZE = 64
SIZE_SMALL = 3
CHECK = (14, 12858)

WIDTH = 24
HEIGHT = 20

GLIDER = ((1, 0), (2, 1), (0, 2), (1, 2), (2, 2))
PENTOMINO = ((1, 0), (2, 0), (0, 1), (1, 1), (1, 2))


def empty_board():
    return [[0] * WIDTH for _ in range(HEIGHT)]


def place(board, shape, left, top):
    for x, y in shape:
        board[(top + y) % HEIGHT][(left + x) % WIDTH] = 1


def step(board):
    result = []
    for y in range(HEIGHT):
        above = board[y - 1]
        row = board[y]
        below = board[(y + 1) % HEIGHT]
        new_row = []
        for x in range(WIDTH):
            left = x - 1
            right = x + 1 if x + 1 < WIDTH else 0
            count = (above[left] + above[x] + above[right]
                     + row[left] + row[right]
                     + below[left] + below[x] + below[right])
            if count == 3 or (count == 2 and row[x]):
                new_row.append(1)
            else:
                new_row.append(0)
        result.append(new_row)
    return result


def population(board):
    return sum(sum(row) for row in board)


def signature(board):
    value = 0
    for row in board:
        for cell in row:
            value = (value * 2 + cell) % 64997
    return value


def main(n):
    board = empty_board()
    place(board, GLIDER, 2, 2)
    place(board, PENTOMINO, 14, 9)
    for _ in range(n):
        board = step(board)
    return population(board), signature(board)
