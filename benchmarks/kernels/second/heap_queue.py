"""Priority queue: puts numbers into a binary heap and takes the smallest after every second one, then the rest.

The numbers taken are written in their order.
"""

from array import array

from nativecomp import int32, ptr32, viper


@viper
def heap_push_pointer(heap: ptr32, size: int, value: int):
    place = size
    while place > 0:
        parent = (place - 1) >> 1
        if heap[parent] <= value:
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = value


@viper
def heap_push_buffer(heap: int32[:], size: int, value: int):
    place = size
    while place > 0:
        parent = (place - 1) >> 1
        if heap[parent] <= value:
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = value


@viper
def heap_pop_pointer(heap: ptr32, size: int) -> int:
    smallest = heap[0]
    last = heap[size - 1]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= last:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = last
    return smallest


@viper
def heap_pop_buffer(heap: int32[:], size: int) -> int:
    smallest = heap[0]
    last = heap[size - 1]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= last:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = last
    return smallest


@viper
def heap_queue_pointer(values: ptr32, heap: ptr32, output: ptr32, count: int):
    size = 0
    taken = 0
    for i in range(count):
        heap_push_pointer(heap, size, values[i])
        size += 1
        if i & 1:
            output[taken] = heap_pop_pointer(heap, size)
            size -= 1
            taken += 1
    while size > 0:
        output[taken] = heap_pop_pointer(heap, size)
        size -= 1
        taken += 1


@viper
def heap_queue_buffer(values: int32[:], heap: int32[:], output: int32[:]):
    size = 0
    taken = 0
    for i in range(len(values)):
        heap_push_buffer(heap, size, values[i])
        size += 1
        if i & 1:
            output[taken] = heap_pop_buffer(heap, size)
            size -= 1
            taken += 1
    while size > 0:
        output[taken] = heap_pop_buffer(heap, size)
        size -= 1
        taken += 1


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    values = array("i", [number - 32768 for number in noise(160, 60)])
    return {"values": values, "heap": array("i", [0] * 160), "output": array("i", [0] * 160), "count": 160}


def reference(values, heap, output, count):
    waiting, taken = [], []
    for i, value in enumerate(values):
        heap[i - len(taken)] = value
        waiting.append(value)
        if i & 1:
            taken.append(min(waiting))
            waiting.remove(taken[-1])
    output[:] = array("i", taken + sorted(waiting))
    heap[:] = simulated_heap(values)


def simulated_heap(values):
    """What a heap's array holds at the end, also beyond its size."""
    heap, size = array("i", [0] * len(values)), 0

    def sift_down():
        last, place = heap[size - 1], 0
        while 2 * place + 1 < size - 1:
            child = min(range(2 * place + 1, min(2 * place + 3, size - 1)), key=lambda k: heap[k])
            if heap[child] >= last:
                break
            heap[place], place = heap[child], child
        heap[place] = last

    for i, value in enumerate(values):
        place, size = size, size + 1
        while place and heap[(place - 1) // 2] > value:
            heap[place], place = heap[(place - 1) // 2], (place - 1) // 2
        heap[place] = value
        if i & 1:
            sift_down()
            size -= 1
    while size:
        sift_down()
        size -= 1
    return heap
