// Tuples, and what they share with lists.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"
#include "sequence.h"

const struct nc_tuple nc_empty_tuple = {&nc_type_tuple, 0};

nc_value nc_tuple_new(size_t count, const nc_value *items) {
    if (!count)
        return (nc_value)&nc_empty_tuple;
    size_t size;
    if (__builtin_mul_overflow(count, sizeof(nc_value), &size))
        nc_throw((nc_value)&nc_memory_error);
    struct nc_tuple *t = NC_NEW_SIZE(struct nc_tuple, NC_MADE(tuple), sizeof *t + size);
    t->count = count;
    if (items)
        memcpy(t->items, items, size);
    return (nc_value)t;
}

void nc_print_items(const struct nc_printer *to, const nc_value *items, size_t count,
                    enum nc_print_kind kind) {
    for (size_t i = 0; i < count; i++) {
        if (i)
            nc_puts(to, ", ");
        nc_print_value(to, items[i], kind == NC_JSON ? NC_JSON : NC_REPR);
    }
}

// The first place where two rows differ, or `count`.
static size_t difference(size_t count, const nc_value *items1, const nc_value *items2) {
    size_t i = 0;
    while (i < count && ((items1[i] == items2[i] && !nc_is_class_instance(items1[i]) &&
                          !nc_is(items1[i], NC_KIND(float))) ||
                         nc_equal(items1[i], items2[i])))
        i++;
    return i;
}

bool nc_equal_rows(size_t count1, const nc_value *items1, size_t count2, const nc_value *items2) {
    return count1 == count2 && difference(count1, items1, items2) == count1;
}

bool nc_compare_rows(unsigned op, size_t count1, const nc_value *items1, size_t count2,
                     const nc_value *items2) {
    size_t shorter = count1 < count2 ? count1 : count2, i = difference(shorter, items1, items2);
    if (i < shorter)
        return nc_truth(nc_binary(op, items1[i], items2[i]));
    switch (op) {
    case NC_LESS:
        return count1 < count2;
    case NC_MORE:
        return count1 > count2;
    case NC_LESS_EQUAL:
        return count1 <= count2;
    default:
        return count1 >= count2;
    }
}

nc_value nc_slice_of(nc_value slice, size_t count, const nc_value *items,
                     nc_value (*make)(size_t, const nc_value *)) {
    struct nc_bounds bounds = nc_slice_bounds(slice, count);
    if (bounds.step == 1)
        return make(bounds.count, items + bounds.start);
    nc_value *picked = nc_allocate(bounds.count * sizeof *picked, NC_SCAN);
    for (size_t i = 0; i < bounds.count; i++)
        picked[i] = items[bounds.start + (intptr_t)i * bounds.step];
    return make(bounds.count, picked);
}

nc_value nc_repeat(size_t count, const nc_value *items, nc_value times,
                   nc_value (*make)(size_t, const nc_value *)) {
    intptr_t n;
    if (!nc_get_int_maybe(times, &n))
        return NC_NOTHING;
    if (n < 0)
        n = 0;
    size_t size, bytes;
    if (__builtin_mul_overflow(count, (size_t)n, &size) ||
        __builtin_mul_overflow(size, sizeof(nc_value), &bytes))
        nc_throw((nc_value)&nc_memory_error);
    if (!size)
        return make(0, NULL);
    nc_value *all = nc_allocate(bytes, NC_SCAN);
    for (size_t i = 0; i < size; i++)
        all[i] = items[i % count];
    nc_value made = make(size, all);
    nc_free(all);
    return made;
}

nc_value nc_index_of(size_t count, nc_value **items, const nc_value *bounds, size_t n, nc_value item) {
    size_t start = n > 0 ? nc_get_index("index", count, bounds[0], true) : 0;
    size_t stop = n > 1 ? nc_get_index("index", count, bounds[1], true) : count;
    for (size_t i = start; i < stop; i++)
        if (nc_equal((*items)[i], item))
            return nc_small((intptr_t)i);
    nc_value_error("object not in sequence");
}

nc_value nc_count_of(size_t count, const nc_value *items, nc_value item) {
    intptr_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += nc_equal(items[i], item);
    return nc_small(found);
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    struct nc_tuple *t = nc_as_tuple(self);
    nc_puts(to, kind == NC_JSON ? "[" : "(");
    nc_print_items(to, t->items, t->count, kind);
    nc_puts(to, kind == NC_JSON ? "]" : t->count == 1 ? ",)" : ")");
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 1, false);
    if (n_pos == 0)
        return (nc_value)&nc_empty_tuple;
    if (nc_is(args[0], NC_KIND(tuple)))
        return args[0];
    struct nc_list *list = nc_as_list(nc_list_of(args[0]));
    return nc_tuple_new(list->count, list->items);
}

nc_value nc_tuple_unary(unsigned op, nc_value self) {
    struct nc_tuple *t = nc_as_tuple(self);
    if (op == NC_BOOL)
        return nc_bool(t->count != 0);
    if (op == NC_LEN)
        return nc_small((intptr_t)t->count);
    if (op == NC_HASH) {
        uintptr_t hash = (uintptr_t)&nc_empty_tuple >> 4;
        for (size_t i = 0; i < t->count; i++)
            hash = hash * 1000003 ^ nc_hash(t->items[i]);
        return nc_small((intptr_t)(hash << 1) >> 1);
    }
    return NC_NOTHING;
}

nc_value nc_tuple_equal(unsigned op, nc_value left, nc_value right) {
    (void)op;
    nc_value native = nc_native(right, NC_KIND(tuple));
    if (native == NC_NOTHING)
        return NC_FALSE;
    struct nc_tuple *a = nc_as_tuple(left), *b = nc_as_tuple(native);
    return nc_bool(nc_equal_rows(a->count, a->items, b->count, b->items));
}

static nc_value binary(unsigned op, nc_value left, nc_value right) {
    struct nc_tuple *a = nc_as_tuple(left);
    if (op == NC_MULTIPLY || op == NC_INPLACE_MULTIPLY || op == NC_REFLECTED_MULTIPLY)
        return nc_repeat(a->count, a->items, right, nc_tuple_new);
    nc_value native = nc_native(right, NC_KIND(tuple));
    if ((op > NC_MORE_EQUAL && op != NC_ADD && op != NC_INPLACE_ADD) || native == NC_NOTHING)
        return NC_NOTHING;
    struct nc_tuple *b = nc_as_tuple(native);
    if (op <= NC_MORE_EQUAL)
        return nc_bool(nc_compare_rows(op, a->count, a->items, b->count, b->items));
    nc_value sum = nc_tuple_new(a->count + b->count, NULL);
    if (a->count)
        memcpy(nc_as_tuple(sum)->items, a->items, a->count * sizeof(nc_value));
    if (b->count)
        memcpy(nc_as_tuple(sum)->items + a->count, b->items, b->count * sizeof(nc_value));
    return sum;
}

nc_value nc_tuple_subscr(nc_value self, nc_value index, nc_value value) {
    if (value != NC_SENTINEL)
        return NC_NOTHING;
    struct nc_tuple *t = nc_as_tuple(self);
    if (nc_is(index, NC_KIND(slice)))
        return nc_slice_of(index, t->count, t->items, nc_tuple_new);
    return t->items[nc_get_index("tuple", t->count, index, false)];
}

static nc_value next(struct nc_c_iterator *self) {
    struct nc_tuple *t = nc_as_tuple(self->object);
    return self->place < t->count ? t->items[self->place++] : NC_NOTHING;
}

nc_value nc_tuple_iter(nc_value self, struct nc_iterator *memory) {
    return nc_c_iterator_new(memory, next, self);
}

static nc_value count(nc_value self, nc_value item) {
    struct nc_tuple *t = nc_as_tuple(nc_native(self, NC_KIND(tuple)));
    return nc_count_of(t->count, t->items, item);
}

static nc_value index_(size_t n, const nc_value *args) {
    struct nc_tuple *t = nc_as_tuple(nc_native(args[0], NC_KIND(tuple)));
    nc_value *items = t->items;
    return nc_index_of(t->count, &items, args + 2, n - 2, args[1]);
}

NC_TABLE(members, {NAME(count), NC_F2(count)}, {NAME(index), NC_FN(index_, 2, 4)});

const struct nc_type nc_type_tuple = {NC_TYPE_HEAD(tuple, NC_EQ_OTHER_TYPES | NC_LENDS_SLICE),
                                      .make = make,
                                      .print = print,
                                      .unary = nc_tuple_unary,
                                      .binary = binary,
                                      .equal = nc_tuple_equal,
                                      .subscr = nc_tuple_subscr,
                                      .iter = nc_tuple_iter,
                                      .members = &members};
