#include <stdint.h>

static int32_t place(uint32_t full, uint32_t columns, uint32_t left, uint32_t right) {
    if (columns == full)
        return 1;
    int32_t solutions = 0;
    uint32_t free = full & ~(columns | left | right);
    while (free) {
        uint32_t queen = free & -free;
        free ^= queen;
        solutions += place(full, columns | queen, (left | queen) << 1, (right | queen) >> 1);
    }
    return solutions;
}

int32_t n_queens(int32_t size) {
    return place((1u << size) - 1, 0, 0, 0);
}
