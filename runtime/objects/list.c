// Lists. Room for more items than there are is kept, zeroed.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"
#include "sequence.h"

enum { LEAST = 4 };

nc_value nc_list_new(size_t count, const nc_value *items) {
    struct nc_list *l = NC_NEW(struct nc_list, NC_MADE(list));
    size_t capacity = count < LEAST ? LEAST : count;
    l->items = nc_allocate(capacity * sizeof(nc_value), NC_SCAN);
    l->capacity = capacity;
    l->count = count;
    if (items && count)
        memcpy(l->items, items, count * sizeof(nc_value));
    return (nc_value)l;
}

static void reserve(struct nc_list *l, size_t capacity) {
    if (capacity > l->capacity) {
        l->items = nc_resize(l->items, capacity * sizeof(nc_value), NC_SCAN);
        l->capacity = capacity;
    }
}

void nc_list_append(nc_value list, nc_value item) {
    struct nc_list *l = nc_as_list(list);
    if (l->count == l->capacity)
        reserve(l, l->capacity * 2);
    l->items[l->count++] = item;
}

nc_value nc_list_of(nc_value iterable) {
    nc_value list = nc_list_new(0, NULL);
    struct nc_iterator memory;
    nc_value iterator = nc_iter(iterable, &memory), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        nc_list_append(list, item);
    return list;
}

static struct nc_list *self_of(nc_value v) {
    nc_value list = nc_native(v, NC_KIND(list));
    if (list == NC_NOTHING)
        nc_type_error("a list is needed, not %T", v);
    return nc_as_list(list);
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    struct nc_list *l = nc_as_list(self);
    nc_puts(to, "[");
    for (size_t i = 0; i < l->count; i++) { // printing an item may change the list
        if (i)
            nc_puts(to, ", ");
        nc_print_value(to, l->items[i], kind == NC_JSON ? NC_JSON : NC_REPR);
    }
    nc_puts(to, "]");
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 1, false);
    return n_pos ? nc_list_of(args[0]) : nc_list_new(0, NULL);
}

static nc_value unary(unsigned op, nc_value self) {
    size_t count = nc_as_list(self)->count;
    return op == NC_BOOL ? nc_bool(count != 0) : op == NC_LEN ? nc_small((intptr_t)count) : NC_NOTHING;
}

static nc_value extend(nc_value self, nc_value arg) {
    struct nc_list *l = self_of(self);
    if (nc_is(arg, NC_KIND(list)) || nc_is(arg, NC_KIND(tuple))) {
        size_t count;
        nc_value *items;
        nc_get_array(arg, &count, &items);
        if (count > l->capacity - l->count) {
            reserve(l, l->count + count);
            nc_get_array(arg, &count, &items); // it may be the same list
        }
        if (count)
            memmove(l->items + l->count, items, count * sizeof(nc_value));
        l->count += count;
        return NC_NONE;
    }
    nc_value iterator = nc_iter(arg, NULL), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        nc_list_append((nc_value)l, item);
    return NC_NONE;
}

static nc_value equal(unsigned op, nc_value left, nc_value right) {
    (void)op;
    nc_value native = nc_native(right, NC_KIND(list));
    struct nc_list *a = nc_as_list(left), *b = nc_as_list(native);
    if (native == NC_NOTHING || a->count != b->count)
        return NC_FALSE;
    nc_value x = nc_tuple_new(a->count, a->items), y = nc_tuple_new(b->count, b->items); // as in `binary`
    return nc_tuple_equal(op, x, y);
}

static nc_value binary(unsigned op, nc_value left, nc_value right) {
    struct nc_list *a = nc_as_list(left);
    if (op == NC_INPLACE_ADD) {
        extend(left, right);
        return left;
    }
    if (op == NC_MULTIPLY || op == NC_REFLECTED_MULTIPLY)
        return nc_repeat(a->count, a->items, right, nc_list_new);
    if (op == NC_INPLACE_MULTIPLY) {
        nc_value repeated = nc_repeat(a->count, a->items, right, nc_list_new);
        if (repeated == NC_NOTHING)
            return NC_NOTHING;
        struct nc_list *b = nc_as_list(repeated);
        a->items = b->items;
        a->count = b->count;
        a->capacity = b->capacity;
        return left;
    }
    if (op > NC_MORE_EQUAL && op != NC_ADD)
        return NC_NOTHING;
    nc_value native = nc_native(right, NC_KIND(list));
    if (native == NC_NOTHING)
        return NC_NOTHING;
    struct nc_list *b = nc_as_list(native);
    if (op <= NC_MORE_EQUAL) {
        // A comparison in Python may change the lists: compare copies of what there is.
        nc_value x = nc_tuple_new(a->count, a->items), y = nc_tuple_new(b->count, b->items);
        return nc_bool(nc_compare_rows(op, nc_as_tuple(x)->count, nc_as_tuple(x)->items,
                                       nc_as_tuple(y)->count, nc_as_tuple(y)->items));
    }
    nc_value sum = nc_list_new(a->count + b->count, NULL);
    struct nc_list *s = nc_as_list(sum);
    memcpy(s->items, a->items, a->count * sizeof(nc_value));
    memcpy(s->items + a->count, b->items, b->count * sizeof(nc_value));
    return sum;
}

// Take `count` items out at `at` and put others there.
static void splice(struct nc_list *l, size_t at, size_t count, const nc_value *items, size_t new_count) {
    size_t rest = l->count - at - count;
    if (new_count > count)
        reserve(l, l->count - count + new_count);
    memmove(l->items + at + new_count, l->items + at + count, rest * sizeof(nc_value));
    if (new_count)
        memcpy(l->items + at, items, new_count * sizeof(nc_value));
    size_t end = at + new_count + rest;
    if (l->count > end)
        memset(l->items + end, 0, (l->count - end) * sizeof(nc_value));
    l->count = end;
}

static nc_value assign_slice(struct nc_list *l, nc_value slice, nc_value value) {
    nc_value row = value;
    size_t count = 0;
    nc_value *items = NULL;
    if (value != NC_NOTHING) {
        if (nc_native(value, NC_KIND(list)) == NC_NOTHING && nc_native(value, NC_KIND(tuple)) == NC_NOTHING)
            row = nc_list_of(value);
        else if (nc_native(value, NC_KIND(list)) == (nc_value)l)
            row = nc_list_new(l->count, l->items);
        nc_get_array(row, &count, &items);
    }
    struct nc_bounds bounds = nc_slice_bounds(slice, l->count);
    if (bounds.step == 1) {
        splice(l, (size_t)bounds.start, bounds.count, items, count);
        return NC_NONE;
    }
    if (value == NC_NOTHING) {
        size_t kept = 0, first = (size_t)bounds.start, step = (size_t)bounds.step;
        if (bounds.step < 0 && bounds.count) {
            first = (size_t)(bounds.start + (intptr_t)(bounds.count - 1) * bounds.step);
            step = (size_t)-bounds.step;
        }
        for (size_t i = 0; i < l->count; i++) {
            bool dropped =
                bounds.count && i >= first && (i - first) % step == 0 && (i - first) / step < bounds.count;
            if (!dropped)
                l->items[kept++] = l->items[i];
        }
        memset(l->items + kept, 0, (l->count - kept) * sizeof(nc_value));
        l->count = kept;
        return NC_NONE;
    }
    if (count != bounds.count)
        nc_value_error("attempt to assign sequence of size %u to extended slice of size %u", (unsigned)count,
                       (unsigned)bounds.count);
    for (size_t i = 0; i < count; i++)
        l->items[bounds.start + (intptr_t)i * bounds.step] = items[i];
    return NC_NONE;
}

static nc_value subscr(nc_value self, nc_value index, nc_value value) {
    struct nc_list *l = nc_as_list(self);
    if (nc_is(index, NC_KIND(slice)))
        return value == NC_SENTINEL ? nc_slice_of(index, l->count, l->items, nc_list_new)
                                    : assign_slice(l, index, value);
    size_t place = nc_get_index("list", l->count, index, false);
    if (value == NC_SENTINEL)
        return l->items[place];
    if (value == NC_NOTHING)
        splice(l, place, 1, NULL, 0);
    else
        l->items[place] = value;
    return NC_NONE;
}

static nc_value next(struct nc_c_iterator *self) {
    struct nc_list *l = nc_as_list(self->object);
    return self->place < l->count ? l->items[self->place++] : NC_NOTHING;
}

static nc_value iter(nc_value self, struct nc_iterator *memory) {
    return nc_c_iterator_new(memory, next, self);
}

static nc_value append(nc_value self, nc_value item) {
    nc_list_append((nc_value)self_of(self), item);
    return NC_NONE;
}

static nc_value clear(nc_value self) {
    struct nc_list *l = self_of(self);
    splice(l, 0, l->count, NULL, 0);
    return NC_NONE;
}

static nc_value copy(nc_value self) {
    struct nc_list *l = self_of(self);
    return nc_list_new(l->count, l->items);
}

static nc_value count(nc_value self, nc_value item) {
    struct nc_list *l = self_of(self);
    intptr_t found = 0;
    for (size_t i = 0; i < l->count; i++)
        found += nc_equal(l->items[i], item);
    return nc_small(found);
}

static nc_value index_(size_t n, const nc_value *args) {
    struct nc_list *l = self_of(args[0]);
    size_t start = n > 2 ? nc_get_index("list", l->count, args[2], true) : 0;
    size_t stop = n > 3 ? nc_get_index("list", l->count, args[3], true) : l->count;
    for (size_t i = start; i < stop && i < l->count; i++)
        if (nc_equal(l->items[i], args[1]))
            return nc_small((intptr_t)i);
    nc_value_error("object not in sequence");
}

static nc_value insert(nc_value self, nc_value at, nc_value item) {
    struct nc_list *l = self_of(self);
    splice(l, nc_get_index("list", l->count, at, true), 0, &item, 1);
    return NC_NONE;
}

static nc_value pop(size_t n, const nc_value *args) {
    struct nc_list *l = self_of(args[0]);
    if (!l->count)
        nc_error(NC_MADE(IndexError), "pop from empty list");
    size_t place = n > 1 ? nc_get_index("list", l->count, args[1], false) : l->count - 1;
    nc_value item = l->items[place];
    splice(l, place, 1, NULL, 0);
    if (l->capacity > 2 * l->count && l->capacity > LEAST) {
        size_t capacity = l->capacity / 2 < LEAST ? LEAST : l->capacity / 2;
        l->items = nc_resize(l->items, capacity * sizeof(nc_value), NC_SCAN);
        l->capacity = capacity;
    }
    return item;
}

static nc_value remove_(nc_value self, nc_value item) {
    nc_value args[] = {self, item};
    size_t place = (size_t)nc_small_value(index_(2, args));
    struct nc_list *l = self_of(self);
    if (place < l->count)
        splice(l, place, 1, NULL, 0);
    return NC_NONE;
}

static nc_value reverse(nc_value self) {
    struct nc_list *l = self_of(self);
    for (size_t i = 0, j = l->count; i + 1 < j; i++) {
        nc_value t = l->items[i];
        l->items[i] = l->items[--j];
        l->items[j] = t;
    }
    return NC_NONE;
}

// Merge sort, from runs of one item upwards: stable, no recursion.
static void merge_sort(nc_value *keys, nc_value *items, nc_value *spare, size_t count, bool descending) {
    nc_value *spare_items = spare + count;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low + width < count; low += 2 * width) {
            size_t middle = low + width, high = middle + width < count ? middle + width : count;
            size_t i = low, j = middle, to = low;
            while (to < high) {
                bool right =
                    i == middle || (j < high && nc_truth(descending ? nc_binary(NC_LESS, keys[i], keys[j])
                                                                    : nc_binary(NC_LESS, keys[j], keys[i])));
                size_t from = right ? j++ : i++;
                spare[to] = keys[from];
                spare_items[to++] = items[from];
            }
            memcpy(keys + low, spare + low, (high - low) * sizeof *keys);
            if (items != keys)
                memcpy(items + low, spare_items + low, (high - low) * sizeof *items);
        }
    }
}

nc_value nc_list_sort(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {{N(key), NC_NONE}, {N(reverse), NC_FALSE}};
    nc_value bound[2];
    nc_bind(n - 1, args + 1, keywords, 0, 2, parameters, bound);
    struct nc_list *l = self_of(args[0]);
    size_t count = l->count;
    if (count < 2)
        return NC_NONE;
    // Comparing and the key function may do anything to the list: sort a copy.
    nc_value sorted = nc_list_new(count, l->items), keys = sorted;
    nc_value spare = nc_list_new(2 * count, NULL);
    if (bound[0] != NC_NONE) {
        keys = nc_list_new(count, NULL);
        for (size_t i = 0; i < count; i++)
            nc_as_list(keys)->items[i] = nc_call1(bound[0], nc_as_list(sorted)->items[i]);
    }
    merge_sort(nc_as_list(keys)->items, nc_as_list(sorted)->items, nc_as_list(spare)->items, count,
               nc_truth(bound[1]));
    if (l->count == count)
        memcpy(l->items, nc_as_list(sorted)->items, count * sizeof(nc_value));
    return NC_NONE;
}

NC_TABLE(members, {NAME(append), NC_F2(append)}, {NAME(clear), NC_F1(clear)}, {NAME(copy), NC_F1(copy)},
         {NAME(count), NC_F2(count)}, {NAME(extend), NC_F2(extend)}, {NAME(index), NC_FN(index_, 2, 4)},
         {NAME(insert), NC_F3(insert)}, {NAME(pop), NC_FN(pop, 1, 2)}, {NAME(remove), NC_F2(remove_)},
         {NAME(reverse), NC_F1(reverse)}, {NAME(sort), NC_FK(nc_list_sort, 1, 1)});

const struct nc_type nc_type_list = {NC_TYPE_HEAD(list, NC_LENDS_SLICE),
                                     .make = make,
                                     .print = print,
                                     .unary = unary,
                                     .binary = binary,
                                     .equal = equal,
                                     .subscr = subscr,
                                     .iter = iter,
                                     .members = &members};
