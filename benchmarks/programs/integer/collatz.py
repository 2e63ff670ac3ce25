"""Find the start value below n with the longest Collatz chain."""

SIZE = 2400
SIZE_SMALL = 60
CHECK = (54, 113, 9232)


def chain_length(start):
    value = start
    steps = 1
    while value != 1:
        if value & 1:
            value = 3 * value + 1
        else:
            value >>= 1
        steps += 1
    return steps


def highest_value(start):
    value = start
    top = start
    while value > 1:
        value = value // 2 if value % 2 == 0 else value * 3 + 1
        if value > top:
            top = value
    return top


def main(n):
    best_start = 1
    best_length = 1
    for start in range(1, n):
        length = chain_length(start)
        if length > best_length:
            best_start, best_length = start, length
    return best_start, best_length, highest_value(best_start)
