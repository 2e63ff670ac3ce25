// The module `heapq`: a list as a binary heap, the smallest item first.
#include "modules.h"

static struct nc_list *heap_of(nc_value v) {
    if (!nc_is(v, NC_KIND(list)))
        nc_type_error("heap must be a list");
    return nc_as_list(v);
}

// Comparing runs Python, which may change the list: places are checked each time.
static bool less(struct nc_list *l, size_t a, size_t b) {
    if (a >= l->count || b >= l->count)
        return false;
    return nc_truth(nc_binary(NC_LESS, l->items[a], l->items[b]));
}

static void swap(struct nc_list *l, size_t a, size_t b) {
    if (a >= l->count || b >= l->count)
        return;
    nc_value item = l->items[a];
    l->items[a] = l->items[b];
    l->items[b] = item;
}

static void up(struct nc_list *l, size_t at) {
    while (at && less(l, at, (at - 1) / 2)) {
        swap(l, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

static void down(struct nc_list *l, size_t at) {
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= l->count)
            return;
        if (child + 1 < l->count && !less(l, child, child + 1))
            child++;
        if (!less(l, child, at))
            return;
        swap(l, at, child);
        at = child;
    }
}

static nc_value heappush(nc_value heap, nc_value item) {
    struct nc_list *l = heap_of(heap);
    nc_list_append(heap, item);
    up(l, l->count - 1);
    return NC_NONE;
}

static nc_value heappop(nc_value heap) {
    struct nc_list *l = heap_of(heap);
    if (!l->count)
        nc_error(NC_MADE(IndexError), "empty heap");
    nc_value item = l->items[0];
    l->items[0] = l->items[--l->count];
    l->items[l->count] = NC_NOTHING;
    down(l, 0);
    return item;
}

static nc_value heapify(nc_value heap) {
    struct nc_list *l = heap_of(heap);
    for (size_t i = l->count / 2; i--;)
        down(l, i);
    return NC_NONE;
}

NC_MODULE(heapq, {NAME(heappush), NC_F2(heappush)}, {NAME(heappop), NC_F1(heappop)},
          {NAME(heapify), NC_F1(heapify)});
