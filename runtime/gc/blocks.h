// The heap's inside: blocks, the bitmaps over them, and what the allocator and the collector share.
#pragma once
#include "nativecomp/heap.h"

enum { NC_BLOCK = 4 * sizeof(uintptr_t) };

typedef uintptr_t nc_bits; // a word of a bitmap

struct nc_heap {
    uint8_t *base; // block 0
    size_t blocks, words;
    nc_bits *starts, *inside, *leaf, *marks;
    size_t cursor; // where to look for the next free block
    size_t next;   // and for several in a row
    size_t since;  // blocks allocated since the last collection
    size_t live;   // blocks that survived it
    size_t collections;
    unsigned locked;
    size_t fixed_threshold; // nc_heap_threshold when it was last applied
};

extern struct nc_heap nc_heap;

NC_INLINE bool nc_bit(const nc_bits *map, size_t i) {
    return map[i / NC_WORD_BITS] >> i % NC_WORD_BITS & 1;
}
NC_INLINE void nc_bit_set(nc_bits *map, size_t i) {
    map[i / NC_WORD_BITS] |= (nc_bits)1 << i % NC_WORD_BITS;
}
NC_INLINE void nc_bit_clear(nc_bits *map, size_t i) {
    map[i / NC_WORD_BITS] &= ~((nc_bits)1 << i % NC_WORD_BITS);
}
void nc_bits_set(nc_bits *map, size_t from, size_t count);
void nc_bits_clear(nc_bits *map, size_t from, size_t count);
// How many bits from `from` on are set.
size_t nc_bits_run(const nc_bits *map, size_t from);

NC_INLINE size_t nc_block_of(const void *address) {
    return (size_t)((const uint8_t *)address - nc_heap.base) / NC_BLOCK;
}
NC_INLINE size_t nc_object_blocks(size_t start) {
    return 1 + nc_bits_run(nc_heap.inside, start + 1);
}
// Forget an object: its blocks are free.
void nc_release(size_t start);
