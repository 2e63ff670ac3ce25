"""Prefix sums, window queries, the best subarray and a difference list."""

SIZE = 70
SIZE_SMALL = 2
CHECK = (363, 1516, 123, 32802, 27)

LENGTH = 200
WIDTH = 20


def readings(count, seed):
    values = []
    for _ in range(count):
        seed = (seed * 421 + 1663) % 7875
        values.append(seed % 201 - 100)
    return values


def prefix(values):
    sums = [0]
    total = 0
    for value in values:
        total += value
        sums.append(total)
    return sums


def best_subarray(values):
    best = current = values[0]
    start = best_start = best_end = 0
    for i in range(1, len(values)):
        if current < 0:
            current = values[i]
            start = i
        else:
            current += values[i]
        if current > best:
            best = current
            best_start, best_end = start, i
    return best, best_start, best_end


def window_maxima(values, width):
    """Largest value in each window, with a queue of candidate positions."""
    queue = []
    result = []
    for i, value in enumerate(values):
        while queue and values[queue[-1]] <= value:
            queue.pop()
        queue.append(i)
        if queue[0] <= i - width:
            del queue[0]
        if i >= width - 1:
            result.append(values[queue[0]])
    return result


def apply_ranges(length, count):
    steps = [0] * (length + 1)
    for i in range(count):
        low = i * 37 % length
        high = min(length, low + i % 13 + 1)
        steps[low] += i
        steps[high] -= i
    level = 0
    top = 0
    for step in steps:
        level += step
        top = max(top, level)
    return top


def main(n):
    largest_mean = -1000
    best_sum = longest = maxima = 0
    for turn in range(n):
        values = readings(LENGTH, 1234 + turn)
        sums = prefix(values)
        for end in range(WIDTH, LENGTH + 1):
            mean = (sums[end] - sums[end - WIDTH]) * 10 // WIDTH
            if mean > largest_mean:
                largest_mean = mean
        best, low, high = best_subarray(values)
        if sums[high + 1] - sums[low] != best:
            return -1
        best_sum = max(best, best_sum)
        longest = max(high - low, longest)
        maxima += sum(window_maxima(values, WIDTH))
    return largest_mean, best_sum, longest, maxima, apply_ranges(LENGTH, 10 * n)
