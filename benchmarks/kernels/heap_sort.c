/* Heap sort of 32-bit integers. */
#include <stdint.h>

void heap_sort(int32_t *data, int count) {
    int start = count >> 1;
    int end = count;
    while (end > 1) {
        int32_t value;
        if (start > 0) {
            start--;
            value = data[start];
        } else {
            end--;
            value = data[end];
            data[end] = data[0];
        }
        int parent = start;
        int child = 2 * parent + 1;
        while (child < end) {
            if (child + 1 < end && data[child + 1] > data[child])
                child++;
            if (data[child] <= value)
                break;
            data[parent] = data[child];
            parent = child;
            child = 2 * parent + 1;
        }
        data[parent] = value;
    }
}
