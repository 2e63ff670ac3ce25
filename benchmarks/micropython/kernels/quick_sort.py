"""Quick sort with the exchange by way of a third variable."""

from nativecomp import ptr32, viper


@viper
def quick_sort(data: ptr32, low: int, high: int):
    while low < high:
        pivot = data[(low + high) >> 1]
        i = low
        j = high
        while i <= j:
            while data[i] < pivot:
                i += 1
            while data[j] > pivot:
                j -= 1
            if i <= j:
                kept = data[i]
                data[i] = data[j]
                data[j] = kept
                i += 1
                j -= 1
        quick_sort(data, low, j)
        low = i
