// The allocator: see nativecomp/heap.h.
#include "blocks.h"
#include "nativecomp/exception.h"
#include "nativecomp/memory.h"
#include "nativecomp/sanitize.h"

struct nc_heap nc_heap;
bool nc_heap_enabled = true;
bool nc_heap_collect_always;
size_t nc_heap_threshold = NC_NO_THRESHOLD;
size_t nc_heap_fail_after;

void nc_heap_start(void *memory, size_t size) {
    // Of `size` bytes, each block takes its own and a bit in four maps.
    // Maps are whole words, and the first block begins at a multiple of its size.
    enum { ROUNDING = 4 * sizeof(nc_bits) + NC_BLOCK };
    size_t blocks = size > ROUNDING ? (size - ROUNDING) * 2 / (2 * NC_BLOCK + 1) : 0;
    nc_heap = (struct nc_heap){.blocks = blocks, .words = (blocks + NC_WORD_BITS - 1) / NC_WORD_BITS};
    nc_bits *map = memory;
    nc_heap.starts = map;
    nc_heap.inside = map + nc_heap.words;
    nc_heap.leaf = map + 2 * nc_heap.words;
    nc_heap.marks = map + 3 * nc_heap.words;
    // What is zero already is only read: pages of a computer that nobody has written to take no memory.
    for (size_t w = 0; w < 4 * nc_heap.words; w++)
        if (map[w])
            map[w] = 0;
    uintptr_t base = (uintptr_t)(map + 4 * nc_heap.words);
    nc_heap.base = (uint8_t *)((base + NC_BLOCK - 1) / NC_BLOCK * NC_BLOCK);
    nc_poison(nc_heap.base, blocks * NC_BLOCK);
}

// The first of `count` free blocks in a row between `from` and `to`, or `to`.
static size_t find(size_t from, size_t to, size_t count) {
    size_t first = from;
    for (size_t i = from; i < to;) {
        nc_bits used = nc_heap.starts[i / NC_WORD_BITS] | nc_heap.inside[i / NC_WORD_BITS];
        size_t shift = i % NC_WORD_BITS, left = NC_WORD_BITS - shift;
        used >>= shift;
        size_t run = used ? (size_t)__builtin_ctzl(used) : left; // free ones from here on
        if (run > left)
            run = left;
        if (i + run - first >= count)
            return first + count <= to ? first : to;
        i += run;
        if (run < left) { // used ones follow
            nc_bits rest = ~(used >> run);
            size_t taken = rest ? (size_t)__builtin_ctzl(rest) : left - run;
            i += taken < left - run ? taken : left - run;
            first = i;
        }
    }
    return to;
}

static bool threshold_reached(void) {
    if (nc_heap_threshold == NC_NO_THRESHOLD)
        return false;
    size_t limit = nc_heap_threshold / NC_BLOCK;
    return nc_heap.since > (limit > nc_heap.live ? limit : nc_heap.live);
}

// A place for `count` blocks, or nc_heap.blocks. Single blocks fill the gaps from the start of the heap on;
// larger objects go behind the last one, since each would look at the same small gaps in vain otherwise.
static size_t place(size_t count) {
    size_t from = count == 1 ? nc_heap.cursor : nc_heap.next;
    if (NC_LIKELY(count == 1 && from < nc_heap.blocks) && !nc_bit(nc_heap.starts, from) &&
        !nc_bit(nc_heap.inside, from))
        return from;
    size_t at = find(from, nc_heap.blocks, count);
    if (at == nc_heap.blocks && from)
        at = find(0, nc_heap.blocks, count);
    return at;
}

static bool torture_fails(void) {
    if (nc_heap_fail_after && --nc_heap_fail_after == 0)
        return true;
    if (nc_heap_collect_always && nc_heap_enabled)
        nc_collect();
    return false;
}

void *nc_try_allocate(size_t size, enum nc_heap_flags flags) {
    size_t count = size ? (size - 1) / NC_BLOCK + 1 : 1;
    if (nc_heap.locked || count > nc_heap.blocks || torture_fails())
        return NULL;
    if (nc_heap_enabled && threshold_reached())
        nc_collect();
    size_t at = place(count);
    if (at == nc_heap.blocks && nc_heap_enabled) {
        nc_collect();
        at = place(count);
    }
    if (at == nc_heap.blocks)
        return NULL;
    nc_bit_set(nc_heap.starts, at);
    if (count == 1) {
        nc_heap.cursor = at + 1;
    } else {
        nc_bits_set(nc_heap.inside, at + 1, count - 1);
        nc_heap.next = at + count;
    }
    if (flags & NC_LEAF)
        nc_bit_set(nc_heap.leaf, at);
    else
        nc_bit_clear(nc_heap.leaf, at);
    nc_heap.since += count;
    uint8_t *object = nc_heap.base + at * NC_BLOCK;
    nc_unpoison(object, count * NC_BLOCK);
    if (count == 1) {
        uintptr_t *words = (uintptr_t *)object;
        words[0] = words[1] = words[2] = words[3] = 0;
    } else {
        memset(object, 0, count * NC_BLOCK);
    }
    nc_poison(object + size, count * NC_BLOCK - size);
    return object;
}

void *nc_allocate(size_t size, enum nc_heap_flags flags) {
    void *object = nc_try_allocate(size, flags);
    if (!object)
        nc_throw((nc_value)&nc_memory_error);
    return object;
}

void *nc_new_object(const struct nc_type *type, size_t size, enum nc_heap_flags flags) {
    struct nc_object *object = nc_allocate(size, flags);
    object->type = type;
    return object;
}

void nc_release(size_t start) {
    size_t count = nc_object_blocks(start);
    nc_bit_clear(nc_heap.starts, start);
    nc_bits_clear(nc_heap.inside, start + 1, count - 1);
    nc_bit_clear(nc_heap.marks, start);
    nc_poison(nc_heap.base + start * NC_BLOCK, count * NC_BLOCK);
}

void nc_free(void *object) {
    if (!object)
        return;
    size_t start = nc_block_of(object);
    if (start + nc_object_blocks(start) == nc_heap.next) // it was the last one
        nc_heap.next = start;
    nc_release(start);
    if (start < nc_heap.cursor)
        nc_heap.cursor = start;
}

// Change the number of blocks without moving, if that is possible. New blocks are zeroed.
static bool resize_in_place(uint8_t *object, size_t old, size_t count) {
    size_t start = nc_block_of(object);
    if (count > old) {
        if (nc_heap.locked || start + count > nc_heap.blocks ||
            find(start + old, start + count, count - old) != start + old)
            return false;
        nc_bits_set(nc_heap.inside, start + old, count - old);
        nc_heap.since += count - old;
        nc_unpoison(object + old * NC_BLOCK, (count - old) * NC_BLOCK);
        memset(object + old * NC_BLOCK, 0, (count - old) * NC_BLOCK);
    } else {
        nc_bits_clear(nc_heap.inside, start + count, old - count);
        nc_poison(object + count * NC_BLOCK, (old - count) * NC_BLOCK);
        if (start + count < nc_heap.cursor)
            nc_heap.cursor = start + count;
    }
    return true;
}

void *nc_try_resize(void *object, size_t size, bool may_move, enum nc_heap_flags flags) {
    if (!object)
        return nc_try_allocate(size, flags);
    size_t old = nc_object_blocks(nc_block_of(object)), count = size ? (size - 1) / NC_BLOCK + 1 : 1;
    if (count > nc_heap.blocks)
        return NULL;
    if (resize_in_place(object, old, count)) {
        nc_unpoison(object, count * NC_BLOCK);
        if (size < count * NC_BLOCK)
            memset((uint8_t *)object + size, 0, count * NC_BLOCK - size); // nothing stale after the end
        nc_poison((uint8_t *)object + size, count * NC_BLOCK - size);
        return object;
    }
    if (!may_move)
        return NULL;
    void *moved = nc_try_allocate(size, flags);
    if (!moved)
        return NULL;
    nc_unpoison(object, old * NC_BLOCK);
    memcpy(moved, object, old * NC_BLOCK < size ? old * NC_BLOCK : size);
    nc_free(object);
    return moved;
}

void *nc_resize(void *object, size_t size, enum nc_heap_flags flags) {
    object = nc_try_resize(object, size, true, flags);
    if (!object)
        nc_throw((nc_value)&nc_memory_error);
    return object;
}

size_t nc_heap_size_of(const void *object) {
    return nc_object_blocks(nc_block_of(object)) * NC_BLOCK;
}

bool nc_heap_owns(const void *object) {
    size_t offset = (size_t)((uintptr_t)object - (uintptr_t)nc_heap.base);
    return offset < nc_heap.blocks * NC_BLOCK && offset % NC_BLOCK == 0 &&
           nc_bit(nc_heap.starts, offset / NC_BLOCK);
}

void nc_heap_lock(bool lock) {
    nc_heap.locked += lock ? 1 : (unsigned)-1;
}

unsigned nc_heap_locked(void) {
    return nc_heap.locked;
}

void nc_heap_report(struct nc_heap_report *report) {
    *report = (struct nc_heap_report){.total = nc_heap.blocks * NC_BLOCK, .collections = nc_heap.collections};
    size_t run = 0;
    for (size_t i = 0; i < nc_heap.blocks; i++) {
        bool start = nc_bit(nc_heap.starts, i), used = start || nc_bit(nc_heap.inside, i);
        report->objects += start;
        report->used += used * NC_BLOCK;
        run = used ? 0 : run + NC_BLOCK;
        if (run > report->largest_free)
            report->largest_free = run;
    }
    report->free = report->total - report->used;
}
