#include <stdint.h>

static uint16_t select_rank(uint16_t *samples, int32_t count, int32_t rank) {
    int32_t left = 0;
    int32_t right = count - 1;
    while (left < right) {
        uint16_t pivot = samples[rank];
        int32_t i = left;
        int32_t j = right;
        while (i <= j) {
            while (samples[i] < pivot)
                i++;
            while (samples[j] > pivot)
                j--;
            if (i <= j) {
                uint16_t swap = samples[i];
                samples[i++] = samples[j];
                samples[j--] = swap;
            }
        }
        if (j < rank)
            left = i;
        if (i > rank)
            right = j;
    }
    return samples[rank];
}

int32_t quickselect_percentiles(uint16_t *samples, int32_t count, const uint8_t *percents, int32_t wanted,
                                uint16_t *results) {
    for (int32_t k = 0; k < wanted; k++)
        results[k] = select_rank(samples, count, (count - 1) * percents[k] / 100);
    return results[3] - results[1];
}
