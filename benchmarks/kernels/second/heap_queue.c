/* Priority queue in a binary heap. */
#include <stdint.h>

static void heap_push(int32_t *heap, int size, int32_t value) {
    int place = size;
    while (place > 0) {
        int parent = (place - 1) >> 1;
        if (heap[parent] <= value)
            break;
        heap[place] = heap[parent];
        place = parent;
    }
    heap[place] = value;
}

static int32_t heap_pop(int32_t *heap, int size) {
    int32_t smallest = heap[0];
    int32_t last = heap[size - 1];
    int place = 0;
    for (;;) {
        int child = 2 * place + 1;
        if (child >= size - 1)
            break;
        if (child + 1 < size - 1 && heap[child + 1] < heap[child])
            child++;
        if (heap[child] >= last)
            break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = last;
    return smallest;
}

void heap_queue(const int32_t *values, int32_t *heap, int32_t *output, int count) {
    int size = 0;
    int taken = 0;
    for (int i = 0; i < count; i++) {
        heap_push(heap, size++, values[i]);
        if (i & 1)
            output[taken++] = heap_pop(heap, size--);
    }
    while (size > 0)
        output[taken++] = heap_pop(heap, size--);
}
