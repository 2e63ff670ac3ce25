"""Four sorting methods written by hand on the same pseudo random list."""

SIZE = 18
SIZE_SMALL = 1
CHECK = 324648

LENGTH = 100


def random_list(count, seed):
    result = []
    for _ in range(count):
        seed = (seed * 171 + 11213) % 53125
        result.append(seed)
    return result


def insertion_sort(items):
    for i in range(1, len(items)):
        item = items[i]
        j = i - 1
        while j >= 0 and items[j] > item:
            items[j + 1] = items[j]
            j -= 1
        items[j + 1] = item


def shell_sort(items):
    gap = len(items) // 2
    while gap > 0:
        for i in range(gap, len(items)):
            item = items[i]
            while i >= gap and items[i - gap] > item:
                items[i] = items[i - gap]
                i -= gap
            items[i] = item
        gap //= 2


def quick_sort(items, low, high):
    while low < high:
        pivot = items[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quick_sort(items, low, j)
            low = i
        else:
            quick_sort(items, i, high)
            high = j


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left = merge_sort(items[:middle])
    right = merge_sort(items[middle:])
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    result.extend(left[i:])
    result.extend(right[j:])
    return result


def main(n):
    weighted = 0
    for turn in range(n):
        data = random_list(LENGTH, turn + 7)
        by_insertion = data[:]
        insertion_sort(by_insertion)
        by_shell = list(data)
        shell_sort(by_shell)
        by_quick = data + []
        quick_sort(by_quick, 0, LENGTH - 1)
        by_merge = merge_sort(data)
        if not by_insertion == by_shell == by_quick == by_merge == sorted(data):
            return -1
        for i, item in enumerate(by_quick):
            weighted = (weighted + i * item) % 1000003
    return weighted
