#include <stdint.h>

static int32_t turn(const int16_t *xs, const int16_t *ys, uint32_t a, uint32_t b, uint32_t c) {
    int32_t ax = xs[a];
    int32_t ay = ys[a];
    return (xs[b] - ax) * (ys[c] - ay) - (ys[b] - ay) * (xs[c] - ax);
}

static void sort_points(int16_t *xs, int16_t *ys, int32_t count) {
    for (int32_t gap = count / 2; gap > 0; gap /= 2) {
        for (int32_t i = gap; i < count; i++) {
            int16_t x = xs[i];
            int16_t y = ys[i];
            int32_t j = i;
            while (j >= gap && (xs[j - gap] > x || (xs[j - gap] == x && ys[j - gap] > y))) {
                xs[j] = xs[j - gap];
                ys[j] = ys[j - gap];
                j -= gap;
            }
            xs[j] = x;
            ys[j] = y;
        }
    }
}

int32_t convex_hull(int16_t *xs, int16_t *ys, int32_t count, uint8_t *hull) {
    sort_points(xs, ys, count);
    int32_t size = 0;
    for (int32_t i = 0; i < count; i++) {
        while (size >= 2 && turn(xs, ys, hull[size - 2], hull[size - 1], (uint32_t)i) <= 0)
            size--;
        hull[size++] = (uint8_t)i;
    }
    int32_t lower = size + 1;
    for (int32_t i = count - 2; i >= 0; i--) {
        while (size >= lower && turn(xs, ys, hull[size - 2], hull[size - 1], (uint32_t)i) <= 0)
            size--;
        hull[size++] = (uint8_t)i;
    }
    return size - 1;
}
