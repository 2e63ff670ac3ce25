"""Permutations in lexical order, by swapping, and the n queens problem."""

SIZE = 7
SIZE_SMALL = 5
CHECK = (120, 12, 2400, 10, 4)


def next_permutation(items):
    i = len(items) - 2
    while i >= 0 and items[i] >= items[i + 1]:
        i -= 1
    if i < 0:
        return False
    j = len(items) - 1
    while items[j] <= items[i]:
        j -= 1
    items[i], items[j] = items[j], items[i]
    items[i + 1:] = items[:i:-1]
    return True


def swap_permutations(items, size, visit):
    if size == 1:
        visit(items)
        return
    for i in range(size):
        swap_permutations(items, size - 1, visit)
        other = 0 if size % 2 else i
        items[other], items[size - 1] = items[size - 1], items[other]


def inversions(items):
    count = 0
    for i in range(len(items)):
        for j in range(i + 1, len(items)):
            if items[i] > items[j]:
                count += 1
    return count


def queens(size):
    columns = [False] * size
    rising = [False] * (2 * size)
    falling = [False] * (2 * size)

    def place(row):
        if row == size:
            return 1
        found = 0
        for column in range(size):
            up = row + column
            down = row - column + size
            if columns[column] or rising[up] or falling[down]:
                continue
            columns[column] = rising[up] = falling[down] = True
            found += place(row + 1)
            columns[column] = rising[up] = falling[down] = False
        return found

    return place(0)


def main(n):
    items = list(range(n))
    count = 1
    odd = 0
    while next_permutation(items):
        count += 1
        if count % 4 == 0 and inversions(items) & 1:
            odd += 1
    sums = [0] * n

    def add(permutation):
        for i in range(n):
            sums[i] += i * permutation[i]

    swap_permutations(list(range(n)), n, add)
    return count, odd, sum(sums), queens(n), queens(n + 1)
