#include <stdint.h>
#include <string.h>

static void radix_pass(const int32_t *source, int32_t *target, int32_t count, int32_t *counts, int shift,
                       uint32_t flip) {
    memset(counts, 0, 256 * sizeof *counts);
    for (int32_t i = 0; i < count; i++)
        counts[(((uint32_t)source[i] >> shift) & 0xFF) ^ flip]++;
    int32_t position = 0;
    for (int digit = 0; digit < 256; digit++) {
        int32_t size = counts[digit];
        counts[digit] = position;
        position += size;
    }
    for (int32_t i = 0; i < count; i++) {
        int32_t key = source[i];
        target[counts[(((uint32_t)key >> shift) & 0xFF) ^ flip]++] = key;
    }
}

void radix_sort(int32_t *keys, int32_t *spare, int32_t count, int32_t *counts) {
    radix_pass(keys, spare, count, counts, 0, 0);
    radix_pass(spare, keys, count, counts, 8, 0);
    radix_pass(keys, spare, count, counts, 16, 0);
    radix_pass(spare, keys, count, counts, 24, 0x80);
}
