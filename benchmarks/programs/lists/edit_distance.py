"""Dynamic programming on lists: edit distance, common subsequence, knapsack."""

SIZE = 22
SIZE_SMALL = 1
CHECK = (50, 46, 44)

WORDS = (
    "temperature", "thermometer", "accelerometer", "accumulator",
    "controller", "microcontroller", "oscillator", "escalator",
)


def edit_distance(a, b):
    previous = list(range(len(b) + 1))
    for i in range(1, len(a) + 1):
        current = [i]
        letter = a[i - 1]
        for j in range(1, len(b) + 1):
            cost = 0 if letter == b[j - 1] else 1
            best = previous[j - 1] + cost
            if previous[j] + 1 < best:
                best = previous[j] + 1
            if current[j - 1] + 1 < best:
                best = current[j - 1] + 1
            current.append(best)
        previous = current
    return previous[-1]


def common_length(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            if x == y:
                table[i + 1][j + 1] = table[i][j] + 1
            else:
                table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
    return table[len(a)][len(b)]


def knapsack(items, capacity):
    best = [0] * (capacity + 1)
    for weight, value in items:
        for room in range(capacity, weight - 1, -1):
            candidate = best[room - weight] + value
            if candidate > best[room]:
                best[room] = candidate
    return best[capacity]


def main(n):
    distance = 0
    common = 0
    load = 0
    for turn in range(n):
        for i in range(len(WORDS) - 1):
            a = WORDS[i]
            b = WORDS[(i + 1 + turn) % len(WORDS)]
            distance += edit_distance(a, b)
            common += common_length(a, b)
        items = [(len(word) + turn, len(word) * 7 % 10 + 3) for word in WORDS]
        load += knapsack(items, 60)
    return distance, common, load
