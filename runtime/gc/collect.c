// The collector: see nativecomp/heap.h.
#include "blocks.h"
#include "nativecomp/catch.h"
#include "nativecomp/sanitize.h"
#include "nativecomp/state.h"

// Objects that are marked but whose content has not been looked at. When there are more, `overflowed` makes
// the caller look at all marked objects again.
enum { PENDING = 128 };

struct marking {
    size_t pending[PENDING];
    unsigned count;
    bool overflowed;
};

static void mark_object(struct marking *m, size_t start) {
    if (nc_bit(nc_heap.marks, start))
        return;
    nc_bit_set(nc_heap.marks, start);
    if (nc_bit(nc_heap.leaf, start))
        return;
    if (m->count < PENDING)
        m->pending[m->count++] = start;
    else
        m->overflowed = true;
}

// Words in memory: an address counts if it is an object's first.
NC_NO_SANITIZE static void scan_memory(struct marking *m, const uintptr_t *words, size_t count) {
    uintptr_t base = (uintptr_t)nc_heap.base, size = nc_heap.blocks * NC_BLOCK;
    for (size_t i = 0; i < count; i++) {
        uintptr_t offset = words[i] - base;
        if (offset < size && offset % NC_BLOCK == 0 && nc_bit(nc_heap.starts, offset / NC_BLOCK))
            mark_object(m, offset / NC_BLOCK);
    }
}

// The object that a block belongs to, if it is in use.
static bool owner(size_t block, size_t *start) {
    if (nc_bit(nc_heap.inside, block)) {
        size_t w = block / NC_WORD_BITS;
        nc_bits below = nc_heap.starts[w] & (((nc_bits)1 << block % NC_WORD_BITS) - 1);
        while (!below)
            below = nc_heap.starts[--w];
        *start = w * NC_WORD_BITS + (NC_WORD_BITS - 1 - (size_t)__builtin_clzl(below));
        return true;
    }
    *start = block;
    return nc_bit(nc_heap.starts, block);
}

// Words of the stack: an address anywhere inside an object counts.
NC_NO_SANITIZE static void scan_stack(struct marking *m, const uintptr_t *low, const uintptr_t *high) {
    uintptr_t base = (uintptr_t)nc_heap.base, size = nc_heap.blocks * NC_BLOCK;
    for (; low < high; low++) {
        uintptr_t offset = *low - base;
        size_t start;
        if (offset < size && owner(offset / NC_BLOCK, &start))
            mark_object(m, start);
    }
}

static void scan_object(struct marking *m, size_t start) {
    scan_memory(m, (const uintptr_t *)(nc_heap.base + start * NC_BLOCK),
                nc_object_blocks(start) * (NC_BLOCK / sizeof(uintptr_t)));
}

static void drain(struct marking *m) {
    while (m->count)
        scan_object(m, m->pending[--m->count]);
    while (m->overflowed) {
        m->overflowed = false;
        for (size_t w = 0; w < nc_heap.words; w++)
            for (nc_bits bits = nc_heap.marks[w] & ~nc_heap.leaf[w]; bits; bits &= bits - 1) {
                scan_object(m, w * NC_WORD_BITS + (size_t)__builtin_ctzl(bits));
                while (m->count)
                    scan_object(m, m->pending[--m->count]);
            }
    }
}

static void sweep(void) {
    nc_heap.live = 0;
    for (size_t w = 0; w < nc_heap.words; w++) {
        for (nc_bits dead = nc_heap.starts[w] & ~nc_heap.marks[w]; dead; dead &= dead - 1)
            nc_release(w * NC_WORD_BITS + (size_t)__builtin_ctzl(dead));
        if (nc_heap.marks[w])
            nc_heap.marks[w] = 0;
        nc_heap.live +=
            (size_t)(__builtin_popcountl(nc_heap.starts[w]) + __builtin_popcountl(nc_heap.inside[w]));
    }
    nc_heap.cursor = nc_heap.next = 0;
    nc_heap.since = 0;
    nc_heap.collections++;
}

void nc_collect(void) {
    struct nc_catch registers; // the ones that this function's callers may have objects in
    if (nc_catch_push(&registers))
        return;
    nc_catch_pop();
    struct marking m;
    m.count = 0;
    m.overflowed = false;
    void *low, *high;
    nc_stack_range(&low, &high);
    if (low > (void *)&registers)
        low = &registers;
    scan_memory(&m, (const uintptr_t *)&nc_state, sizeof nc_state / sizeof(uintptr_t));
    drain(&m);
    scan_stack(&m, low, high);
    drain(&m);
    sweep();
}
