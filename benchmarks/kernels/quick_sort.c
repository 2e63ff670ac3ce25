/* Quick sort of 32-bit integers, recursive. */
#include <stdint.h>

void quick_sort(int32_t *data, int low, int high) {
    while (low < high) {
        int32_t pivot = data[(low + high) >> 1];
        int i = low;
        int j = high;
        while (i <= j) {
            while (data[i] < pivot)
                i++;
            while (data[j] > pivot)
                j--;
            if (i <= j) {
                int32_t t = data[i];
                data[i] = data[j];
                data[j] = t;
                i++;
                j--;
            }
        }
        quick_sort(data, low, j);
        low = i;
    }
}
