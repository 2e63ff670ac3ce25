/* Least costs of the ways from the first cell of a small grid, by Dijkstra's method. */
#include <stdint.h>

static int smaller(int a, int b) {
    return a < b ? a : b;
}

int dijkstra_grid(const uint8_t *costs, int width, int height, int32_t *distances, uint8_t *done) {
    int size = width * height;
    for (int i = 0; i < size; i++) {
        distances[i] = 0x7FFFFFFF;
        done[i] = 0;
    }
    distances[0] = 0;
    for (int turn = 0; turn < size; turn++) {
        int best = -1;
        int least = 0x7FFFFFFF;
        for (int i = 0; i < size; i++)
            if (!done[i] && distances[i] < least) {
                least = distances[i];
                best = i;
            }
        if (best < 0)
            break;
        done[best] = 1;
        int x = best % width;
        int y = best / width;
        if (x > 0)
            distances[best - 1] = smaller(distances[best - 1], least + costs[best - 1]);
        if (x < width - 1)
            distances[best + 1] = smaller(distances[best + 1], least + costs[best + 1]);
        if (y > 0)
            distances[best - width] = smaller(distances[best - width], least + costs[best - width]);
        if (y < height - 1)
            distances[best + width] = smaller(distances[best + width], least + costs[best + width]);
    }
    return distances[size - 1];
}
