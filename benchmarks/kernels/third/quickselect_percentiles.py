"""Percentiles of sensor samples by Hoare's selection in place; returns the interquartile range."""

from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def select_pointer(samples: ptr16, count: int, rank: int) -> int:
    left = 0
    right = count - 1
    while left < right:
        pivot = samples[rank]
        i = left
        j = right
        while i <= j:
            while samples[i] < pivot:
                i += 1
            while samples[j] > pivot:
                j -= 1
            if i <= j:
                samples[i], samples[j] = samples[j], samples[i]
                i += 1
                j -= 1
        if j < rank:
            left = i
        if i > rank:
            right = j
    return samples[rank]


@viper
def quickselect_percentiles_pointer(samples: ptr16, count: int, percents: ptr8, wanted: int, results: ptr16) -> int:
    for k in range(wanted):
        rank = (count - 1) * percents[k] // 100
        results[k] = select_pointer(samples, count, rank)
    return results[3] - results[1]


@viper
def select_buffer(samples: uint16[:], rank: int) -> uint16:
    left = 0
    right = len(samples) - 1
    while left < right:
        pivot = samples[rank]
        i = left
        j = right
        while i <= j:
            while samples[i] < pivot:
                i += 1
            while samples[j] > pivot:
                j -= 1
            if i <= j:
                samples[i], samples[j] = samples[j], samples[i]
                i += 1
                j -= 1
        if j < rank:
            left = i
        if i > rank:
            right = j
    return samples[rank]


@viper
def quickselect_percentiles_buffer(samples: uint16[:], percents: uint8[:], results: uint16[:]) -> int:
    for k in range(len(percents)):
        rank = (len(samples) - 1) * percents[k] // 100
        results[k] = select_buffer(samples, rank)
    return int(results[3]) - int(results[1])


def inputs():
    samples = array("H")
    state = 95
    for _ in range(420):
        total = 0
        for _ in range(4):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            total += state >> 20
        samples.append(total)
    return {
        "samples": samples,
        "count": len(samples),
        "percents": bytes([5, 25, 50, 75, 95]),
        "wanted": 5,
        "results": array("H", [0] * 5),
    }


def reference(samples, count, percents, wanted, results):
    ordered = sorted(samples)
    for k in range(wanted):
        rank = (count - 1) * percents[k] // 100
        low, high = 0, count - 1
        while low < high:
            pivot, i, j = samples[rank], low, high
            while i <= j:
                i = next(n for n in range(i, count) if samples[n] >= pivot)
                j = next(n for n in range(j, -1, -1) if samples[n] <= pivot)
                if i > j:
                    break
                samples[i], samples[j] = samples[j], samples[i]
                i, j = i + 1, j - 1
            low, high = i if j < rank else low, j if rank < i else high
        results[k] = ordered[rank]
    return results[3] - results[1]
