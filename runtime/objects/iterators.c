// enumerate, filter, map, reversed, zip: iterators over iterators.
#include "nativecomp/heap.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

struct enumerate {
    const struct nc_type *type;
    nc_value iterator, count;
};

static nc_value enumerate_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    static const struct nc_parameter parameters[] = {{N(iterable), NC_NOTHING}, {N(start), (nc_value)1}};
    nc_value bound[2];
    struct nc_map keywords;
    nc_map_init_args(&keywords, n_kw, args + n_pos);
    nc_bind(n_pos, args, &keywords, 2, 2, parameters, bound);
    struct enumerate *e = NC_NEW(struct enumerate, type);
    e->iterator = nc_iter(bound[0], NULL);
    e->count = nc_int_new(nc_get_int(bound[1]));
    return (nc_value)e;
}

static nc_value enumerate_next(nc_value self) {
    struct enumerate *e = (struct enumerate *)self;
    nc_value pair[2] = {e->count, nc_next(e->iterator)};
    if (pair[1] == NC_NOTHING)
        return NC_NOTHING;
    e->count = nc_binary(NC_ADD, e->count, nc_small(1));
    return nc_tuple_new(2, pair);
}

const struct nc_type nc_type_enumerate = {NC_TYPE_HEAD(enumerate, NC_ITER_NEXT), .make = enumerate_make,
                                          .next = enumerate_next};

// filter, map and zip: a function or None, and iterators.
struct several {
    const struct nc_type *type;
    nc_value function;
    size_t count;
    nc_value iterators[];
};

static struct several *several_new(const struct nc_type *type, nc_value function, size_t count,
                                   const nc_value *args) {
    struct several *s = NC_NEW_SIZE(struct several, type, sizeof *s + count * sizeof *args);
    s->function = function;
    s->count = count;
    for (size_t i = 0; i < count; i++)
        s->iterators[i] = nc_iter(args[i], NULL);
    return s;
}

static nc_value filter_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 2, 2, false);
    return (nc_value)several_new(type, args[0], 1, args + 1);
}

static nc_value filter_next(nc_value self) {
    struct several *s = (struct several *)self;
    nc_value item;
    while ((item = nc_next(s->iterators[0])) != NC_NOTHING)
        if (nc_truth(s->function == NC_NONE ? item : nc_call1(s->function, item)))
            return item;
    return NC_NOTHING;
}

const struct nc_type nc_type_filter = {NC_TYPE_HEAD(filter, NC_ITER_NEXT), .make = filter_make,
                                       .next = filter_next};

static nc_value map_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 2, NC_ANY, false);
    return (nc_value)several_new(type, args[0], n_pos - 1, args + 1);
}

// The next item of each, or NULL when one ends.
static nc_value *next_row(struct several *s) {
    nc_value *row = nc_allocate(s->count * sizeof *row, NC_SCAN);
    for (size_t i = 0; i < s->count; i++)
        if ((row[i] = nc_next(s->iterators[i])) == NC_NOTHING)
            return NULL;
    return row;
}

static nc_value map_next(nc_value self) {
    struct several *s = (struct several *)self;
    nc_value *row = next_row(s);
    return row ? nc_call(s->function, s->count, 0, row) : NC_NOTHING;
}

const struct nc_type nc_type_map = {NC_TYPE_HEAD(map, NC_ITER_NEXT), .make = map_make, .next = map_next};

static nc_value zip_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 0, NC_ANY, false);
    return (nc_value)several_new(type, NC_NONE, n_pos, args);
}

static nc_value zip_next(nc_value self) {
    struct several *s = (struct several *)self;
    nc_value *row = s->count ? next_row(s) : NULL;
    return row ? nc_tuple_new(s->count, row) : NC_NOTHING;
}

const struct nc_type nc_type_zip = {NC_TYPE_HEAD(zip, NC_ITER_NEXT), .make = zip_make, .next = zip_next};

struct reversed {
    const struct nc_type *type;
    nc_value sequence;
    size_t left;
};

static nc_value reversed_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 1, 1, false);
    nc_value method[2];
    nc_load_method_maybe(args[0], N(__reversed__), method);
    if (method[0] != NC_NOTHING)
        return nc_call_method(0, 0, method);
    struct reversed *r = NC_NEW(struct reversed, type);
    r->left = (size_t)nc_get_int(nc_len(args[0]));
    r->sequence = args[0];
    return (nc_value)r;
}

static nc_value reversed_next(nc_value self) {
    struct reversed *r = (struct reversed *)self;
    return r->left ? nc_subscr(r->sequence, nc_small((intptr_t)--r->left), NC_SENTINEL) : NC_NOTHING;
}

const struct nc_type nc_type_reversed = {NC_TYPE_HEAD(reversed, NC_ITER_NEXT), .make = reversed_make,
                                         .next = reversed_next};
