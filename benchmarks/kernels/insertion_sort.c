/* Insertion sort of 32-bit integers. */
#include <stdint.h>

void insertion_sort(int32_t *data, int count) {
    for (int i = 1; i < count; i++) {
        int32_t value = data[i];
        int j = i - 1;
        while (j >= 0 && data[j] > value) {
            data[j + 1] = data[j];
            j--;
        }
        data[j + 1] = value;
    }
}
