#include "blocks.h"

// The bits of word `word` that lie in from .. to - 1.
static nc_bits mask(size_t word, size_t from, size_t to) {
    size_t first = word * NC_WORD_BITS;
    nc_bits m = ~(nc_bits)0;
    if (from > first)
        m &= ~(nc_bits)0 << (from - first);
    if (to < first + NC_WORD_BITS)
        m &= ((nc_bits)1 << (to - first)) - 1;
    return m;
}

void nc_bits_set(nc_bits *map, size_t from, size_t count) {
    if (count)
        for (size_t w = from / NC_WORD_BITS; w <= (from + count - 1) / NC_WORD_BITS; w++)
            map[w] |= mask(w, from, from + count);
}

void nc_bits_clear(nc_bits *map, size_t from, size_t count) {
    if (count)
        for (size_t w = from / NC_WORD_BITS; w <= (from + count - 1) / NC_WORD_BITS; w++)
            map[w] &= ~mask(w, from, from + count);
}

size_t nc_bits_run(const nc_bits *map, size_t from) {
    size_t i = from;
    while (i < nc_heap.blocks) {
        nc_bits rest = ~(map[i / NC_WORD_BITS] >> i % NC_WORD_BITS);
        size_t left = NC_WORD_BITS - i % NC_WORD_BITS;
        size_t run = rest ? (size_t)__builtin_ctzl(rest) : left;
        if (run < left)
            return i + run - from;
        i += left;
    }
    return nc_heap.blocks - from;
}
