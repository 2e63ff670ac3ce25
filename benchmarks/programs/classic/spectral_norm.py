"""The largest singular value of an infinite matrix's corner, by iteration."""

from math import sqrt

SIZE = 38
SIZE_SMALL = 7
CHECK = 1268

ROUNDS = 10


def element(i, j):
    diagonal = i + j
    return 1.0 / (diagonal * (diagonal + 1) // 2 + i + 1)


def times(vector):
    size = len(vector)
    result = []
    for i in range(size):
        total = 0.0
        for j in range(size):
            total += element(i, j) * vector[j]
        result.append(total)
    return result


def times_transposed(vector):
    size = len(vector)
    result = []
    for i in range(size):
        total = 0.0
        for j in range(size):
            total += element(j, i) * vector[j]
        result.append(total)
    return result


def main(n):
    u = [1.0] * n
    v = u
    for _ in range(ROUNDS):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    numerator = denominator = 0.0
    for ue, ve in zip(u, v):
        numerator += ue * ve
        denominator += ve * ve
    return int(sqrt(numerator / denominator) * 1000)
