/* Median of five neighbouring samples. */
#include <stdint.h>

void median5(const int16_t *samples, int16_t *output, int count) {
    output[0] = samples[0];
    output[1] = samples[1];
    for (int i = 2; i < count - 2; i++) {
        int a = samples[i - 2];
        int b = samples[i - 1];
        int c = samples[i];
        int d = samples[i + 1];
        int e = samples[i + 2];
        int swap;
        if (a > b) {
            swap = a;
            a = b;
            b = swap;
        }
        if (d > e) {
            swap = d;
            d = e;
            e = swap;
        }
        if (a < d)
            a = d;
        if (b > e)
            b = e;
        if (a > b) {
            swap = a;
            a = b;
            b = swap;
        }
        int least = b < c ? b : c;
        output[i] = a > least ? a : least;
    }
    output[count - 2] = samples[count - 2];
    output[count - 1] = samples[count - 1];
}
