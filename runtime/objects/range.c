// range and slice: arithmetic on bounds.
#include "nativecomp/heap.h"
#include "nativecomp/objects.h"

nc_value nc_range_new(intptr_t start, intptr_t stop, intptr_t step) {
    struct nc_range *r = NC_NEW_LEAF(struct nc_range, NC_MADE(range), sizeof *r);
    r->start = start;
    r->stop = stop;
    r->step = step;
    return (nc_value)r;
}

static size_t length(const struct nc_range *r) {
    if (r->step > 0 ? r->start >= r->stop : r->start <= r->stop)
        return 0;
    uintptr_t span =
        r->step > 0 ? (uintptr_t)r->stop - (uintptr_t)r->start : (uintptr_t)r->start - (uintptr_t)r->stop;
    uintptr_t step = r->step > 0 ? (uintptr_t)r->step : 0 - (uintptr_t)r->step;
    return (span - 1) / step + 1;
}

static nc_value item(const struct nc_range *r, size_t i) {
    return nc_int_new((intptr_t)((uintptr_t)r->start + i * (uintptr_t)r->step));
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 1, 3, false);
    intptr_t start = n_pos > 1 ? nc_get_int(args[0]) : 0, stop = nc_get_int(args[n_pos > 1]);
    intptr_t step = n_pos > 2 ? nc_get_int(args[2]) : 1;
    if (step == 0)
        nc_value_error("zero step");
    return nc_range_new(start, stop, step);
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_range *r = (struct nc_range *)self;
    nc_printf(to, "range(%z, %z", r->start, r->stop);
    if (r->step != 1)
        nc_printf(to, ", %z", r->step);
    nc_puts(to, ")");
}

static nc_value unary(unsigned op, nc_value self) {
    struct nc_range *r = (struct nc_range *)self;
    size_t count = length(r);
    if (op == NC_BOOL)
        return nc_bool(count != 0);
    if (op == NC_LEN)
        return nc_int_from_uint(count);
    if (op == NC_HASH)
        return nc_small((intptr_t)((uintptr_t)self >> 4));
    return NC_NOTHING;
}

static nc_value binary(unsigned op, nc_value left, nc_value right) {
    struct nc_range *a = (struct nc_range *)left, *b = (struct nc_range *)right;
    if (op == NC_CONTAINS) {
        if (!nc_is_small(right))
            return NC_NOTHING;
        intptr_t i = nc_small_value(right);
        if (a->step > 0 ? i < a->start || i >= a->stop : i > a->start || i <= a->stop)
            return NC_FALSE;
        return nc_bool((i - a->start) % a->step == 0);
    }
    if (op != NC_EQUAL)
        return NC_NOTHING;
    if (!nc_is(right, NC_KIND(range)))
        return NC_FALSE;
    size_t count = length(a);
    return nc_bool(count == length(b) &&
                   (count == 0 || (a->start == b->start && (count == 1 || a->step == b->step))));
}

static nc_value subscr(nc_value self, nc_value index, nc_value value) {
    if (value != NC_SENTINEL)
        return NC_NOTHING;
    struct nc_range *r = (struct nc_range *)self;
    if (!nc_is(index, NC_KIND(slice)))
        return item(r, nc_get_index("range", length(r), index, false));
    struct nc_bounds bounds = nc_slice_bounds(index, length(r));
    return nc_range_new(r->start + bounds.start * r->step, r->start + bounds.stop * r->step,
                        r->step * bounds.step);
}

static bool attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_range *r = (struct nc_range *)self;
    if (action != NC_LOAD || (name != N(start) && name != N(stop) && name != N(step)))
        return false;
    member[0] = nc_int_new(name == N(start) ? r->start : name == N(stop) ? r->stop : r->step);
    return true;
}

_Static_assert(sizeof(struct nc_range_iterator) <= sizeof(struct nc_iterator),
               "an iterator of a loop has four words");

static nc_value next(nc_value self) {
    struct nc_range_iterator *r = (struct nc_range_iterator *)self;
    if (r->step > 0 ? r->next >= r->stop : r->next <= r->stop)
        return NC_NOTHING;
    nc_value value = nc_int_new(r->next);
    if (__builtin_add_overflow(r->next, r->step, &r->next))
        r->next = r->stop;
    return value;
}

const struct nc_type nc_type_range_iterator = {NC_TYPE_HEAD(iterator, NC_ITER_NEXT), .next = next};

static nc_value iter(nc_value self, struct nc_iterator *memory) {
    const struct nc_range *r = (const struct nc_range *)self;
    struct nc_range_iterator *iterator = memory ? (struct nc_range_iterator *)memory
                                                : NC_NEW(struct nc_range_iterator, NC_MADE(range_iterator));
    *iterator = (struct nc_range_iterator){NC_MADE(range_iterator), r->start, r->stop, r->step};
    return (nc_value)iterator;
}

const struct nc_type nc_type_range = {NC_TYPE_HEAD(range, NC_LENDS_SLICE),
                                      .make = make,
                                      .print = print,
                                      .unary = unary,
                                      .binary = binary,
                                      .equal = binary,
                                      .subscr = subscr,
                                      .iter = iter,
                                      .attr = attr};

nc_value nc_slice_new(nc_value start, nc_value stop, nc_value step) {
    struct nc_slice *s = NC_NEW(struct nc_slice, NC_MADE(slice));
    s->start = start;
    s->stop = stop;
    s->step = step;
    return (nc_value)s;
}

// A bound, counted from the end if negative, clipped to low .. high.
static intptr_t bound(nc_value v, intptr_t length, intptr_t low, intptr_t high) {
    intptr_t i;
    if (!nc_is_int(v) && !nc_is_bool(v) && !nc_is_class_instance(v))
        nc_type_error("slice indices must be integers, not %T", v);
    if (nc_is(v, NC_KIND(int))) // beyond any length
        return nc_int_sign(v) < 0 ? low : high;
    i = nc_get_int(v);
    if (i < 0)
        i += length;
    return i < low ? low : i > high ? high : i;
}

struct nc_bounds nc_slice_bounds(nc_value slice, size_t size) {
    struct nc_slice *s = (struct nc_slice *)slice;
    struct nc_bounds b = {.step = s->step == NC_NONE ? 1 : nc_get_int(s->step)};
    intptr_t length = (intptr_t)size;
    if (b.step == 0)
        nc_value_error("slice step can't be zero");
    if (b.step > 0) {
        b.start = s->start == NC_NONE ? 0 : bound(s->start, length, 0, length);
        b.stop = s->stop == NC_NONE ? length : bound(s->stop, length, 0, length);

        b.count = b.stop > b.start ? (size_t)(b.stop - b.start - 1) / (size_t)b.step + 1 : 0;
    } else {
        b.start = s->start == NC_NONE ? length - 1 : bound(s->start, length, -1, length - 1);
        b.stop = s->stop == NC_NONE ? -1 : bound(s->stop, length, -1, length - 1);
        b.count = b.start > b.stop ? (size_t)(b.start - b.stop - 1) / (0 - (size_t)b.step) + 1 : 0;
    }
    return b;
}

static void slice_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_slice *s = (struct nc_slice *)self;
    nc_printf(to, "slice(%r, %r, %r)", s->start, s->stop, s->step);
}

static bool slice_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_slice *s = (struct nc_slice *)self;
    if (action != NC_LOAD || (name != N(start) && name != N(stop) && name != N(step)))
        return false;
    member[0] = name == N(start) ? s->start : name == N(stop) ? s->stop : s->step;
    return true;
}

static nc_value indices(nc_value self, nc_value length_value) {
    intptr_t length = nc_get_int(length_value);
    if (length < 0)
        nc_value_error("length should not be negative");
    struct nc_bounds b = nc_slice_bounds(self, (size_t)length);
    nc_value items[3] = {nc_small(b.start), nc_small(b.stop), nc_small(b.step)};
    return nc_tuple_new(3, items);
}

NC_TABLE(slice_members, {NAME(indices), NC_F2(indices)});

static nc_value slice_unary(unsigned op, nc_value self) {
    (void)op, (void)self;
    return NC_NOTHING; // not hashable
}

static nc_value slice_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 1, 3, false);
    return nc_slice_new(n_pos > 1 ? args[0] : NC_NONE, args[n_pos > 1], n_pos > 2 ? args[2] : NC_NONE);
}

const struct nc_type nc_type_slice = {NC_TYPE_HEAD(slice, 0), .make = slice_make, .print = slice_print,
                                      .unary = slice_unary,   .attr = slice_attr, .members = &slice_members};
