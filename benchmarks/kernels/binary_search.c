/* Look up many keys in a sorted table. */
#include <stdint.h>

void binary_search(uint16_t *positions, const int32_t *table, int size, const int32_t *keys, int count) {
    for (int i = 0; i < count; i++) {
        int32_t key = keys[i];
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >> 1;
            if (table[middle] < key)
                low = middle + 1;
            else
                high = middle;
        }
        positions[i] = low;
    }
}
