/* Sorts numbers of 32 bits by merging runs. */
#include <stdint.h>

static int smaller(int a, int b) {
    return a < b ? a : b;
}

void merge_sort(int32_t *values, int32_t *work, int count) {
    for (int width = 1; width < count; width *= 2) {
        for (int start = 0; start < count; start += 2 * width) {
            int middle = smaller(start + width, count);
            int end = smaller(start + 2 * width, count);
            int a = start;
            int b = middle;
            for (int i = start; i < end; i++) {
                if (a < middle && (b >= end || values[a] <= values[b]))
                    work[i] = values[a++];
                else
                    work[i] = values[b++];
            }
        }
        for (int i = 0; i < count; i++)
            values[i] = work[i];
    }
}
