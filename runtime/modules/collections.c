// The module `collections`: namedtuple, deque, OrderedDict. And tuples with named items.
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"

// A type of named tuples: an ordinary type, and the names behind it.
struct named_type {
    struct nc_type type;
    size_t count;
    nc_name names[];
};

static void named_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    const struct named_type *type = (const struct named_type *)self->type;
    const struct nc_tuple *t = nc_as_tuple(self);
    nc_printf(to, "%q(", type->type.name);
    for (size_t i = 0; i < t->count; i++) {
        nc_printf(to, i ? ", %q=" : "%q=", type->names[i]);
        nc_print_value(to, t->items[i], kind == NC_JSON ? NC_JSON : NC_REPR);
    }
    nc_puts(to, ")");
}

static bool named_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    const struct named_type *type = (const struct named_type *)self->type;
    for (size_t i = 0; i < type->count && action == NC_LOAD; i++)
        if (type->names[i] == name) {
            member[0] = nc_as_tuple(self)->items[i];
            return true;
        }
    return false;
}

static nc_value named_make(const struct nc_type *t, size_t n_pos, size_t n_kw, const nc_value *args) {
    const struct named_type *type = (const struct named_type *)t;
    if (n_pos + n_kw != type->count)
        nc_type_error("%q() takes %u positional arguments but %u were given", t->name, (unsigned)type->count,
                      (unsigned)(n_pos + n_kw));
    struct nc_tuple *made = NC_NEW_SIZE(struct nc_tuple, t, sizeof *made + type->count * sizeof *args);
    made->count = type->count;
    if (n_pos)
        memcpy(made->items, args, n_pos * sizeof *args);
    for (size_t k = 0; k < n_kw; k++) {
        nc_value key = args[n_pos + 2 * k];
        size_t i = 0;
        while (i < type->count && NC_NAME_VALUE(type->names[i]) != key)
            i++;
        if (i == type->count)
            nc_type_error("%q() got an unexpected keyword argument '%v'", t->name, key);
        if (made->items[i] != NC_NOTHING)
            nc_type_error("%q() got multiple values for argument '%v'", t->name, key);
        made->items[i] = args[n_pos + 2 * k + 1];
    }
    return (nc_value)made;
}

static struct named_type *named_type_new(nc_name name, size_t count) {
    struct named_type *type =
        NC_NEW_SIZE(struct named_type, NC_MADE(type), sizeof *type + count * sizeof(nc_name));
    memcpy(&type->type, &nc_type_tuple, sizeof type->type); // behaves like tuple, but for what follows
    type->type.name = (uint16_t)name;
    type->type.make = named_make;
    type->type.print = named_print;
    type->type.attr = named_attr;
    type->type.parent = (nc_value)&nc_type_tuple;
    type->type.slot_index[10] = 11;
    type->count = count;
    return type;
}

nc_value nc_attr_tuple(size_t count, const nc_name *names, const nc_value *items) {
    struct named_type *type = named_type_new(N(attrtuple), count);
    memcpy(type->names, names, count * sizeof *names);
    type->type.print = nc_attr_tuple_print;
    struct nc_tuple *made = NC_NEW_SIZE(struct nc_tuple, &type->type, sizeof *made + count * sizeof *items);
    made->count = count;
    memcpy(made->items, items, count * sizeof *items);
    return (nc_value)made;
}

void nc_attr_tuple_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    const struct named_type *type = (const struct named_type *)self->type;
    const struct nc_tuple *t = nc_as_tuple(self);
    for (size_t i = 0; i < t->count; i++) {
        nc_printf(to, i ? ", %q=" : "(%q=", type->names[i]);
        nc_print_value(to, t->items[i], kind == NC_JSON ? NC_JSON : NC_REPR);
    }
    nc_puts(to, ")");
}

static nc_value namedtuple(nc_value name, nc_value fields) {
    if (nc_is_str(fields)) {
        nc_value method[2];
        nc_load_method(fields, N(split), method);
        fields = nc_call_method(0, 0, method);
    }
    nc_value list = nc_list_of(fields);
    size_t count = nc_as_list(list)->count;
    struct named_type *type = named_type_new(nc_str_intern(name), count);
    for (size_t i = 0; i < count; i++)
        type->names[i] = nc_str_intern(nc_as_list(list)->items[i]);
    return (nc_value)type;
}

// deque: a ring of items. With a largest length, a full one forgets the item at the other end; with the flag
// 1 it raises instead.
struct deque {
    const struct nc_type *type;
    nc_value *items;
    size_t capacity, first, count, most;
    bool checked;
};
static const struct nc_type type_deque;

static struct deque *self_of(nc_value v) {
    nc_value native = nc_native(v, &type_deque);
    if (native == NC_NOTHING)
        nc_type_error("a deque is needed, not %T", v);
    return (struct deque *)native;
}

static nc_value *slot(struct deque *d, size_t i) {
    size_t at = d->first + i;
    return &d->items[at >= d->capacity ? at - d->capacity : at];
}

static void make_room(struct deque *d) {
    if (d->count < d->capacity)
        return;
    size_t capacity = d->capacity ? d->capacity * 2 : 4;
    nc_value *items = nc_allocate(capacity * sizeof *items, NC_SCAN);
    for (size_t i = 0; i < d->count; i++)
        items[i] = *slot(d, i);
    d->items = items;
    d->capacity = capacity;
    d->first = 0;
}

static nc_value take(struct deque *d, bool left) {
    if (!d->count)
        nc_error(NC_MADE(IndexError), "empty");
    nc_value *at = slot(d, left ? 0 : d->count - 1), item = *at;
    *at = NC_NOTHING;
    d->count--;
    if (left)
        d->first = d->first + 1 == d->capacity ? 0 : d->first + 1;
    return item;
}

static void put(struct deque *d, nc_value item, bool left) {
    if (d->count == d->most) {
        if (d->checked)
            nc_error(NC_MADE(IndexError), "full");
        if (d->most == 0)
            return;
        take(d, !left);
    }
    make_room(d);
    if (left)
        d->first = d->first ? d->first - 1 : d->capacity - 1;
    d->count++;
    *slot(d, left ? 0 : d->count - 1) = item;
}

static nc_value extend(nc_value self, nc_value iterable) {
    nc_value iterator = nc_iter(iterable, NULL), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        put(self_of(self), item, false);
    return NC_NONE;
}

static nc_value deque_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 2, 3, false);
    intptr_t most = nc_get_int(args[1]);
    if (most < 0)
        nc_value_error("maxlen must not be negative");
    struct deque *d = NC_NEW(struct deque, type);
    d->most = (size_t)most;
    d->checked = n_pos > 2 && nc_get_int(args[2]) & 1;
    extend((nc_value)d, args[0]);
    return (nc_value)d;
}

static nc_value append(nc_value self, nc_value item) {
    put(self_of(self), item, false);
    return NC_NONE;
}

static nc_value appendleft(nc_value self, nc_value item) {
    put(self_of(self), item, true);
    return NC_NONE;
}

static nc_value pop(nc_value self) {
    return take(self_of(self), false);
}
static nc_value popleft(nc_value self) {
    return take(self_of(self), true);
}

static nc_value deque_unary(unsigned op, nc_value self) {
    struct deque *d = (struct deque *)self;
    return op == NC_BOOL ? nc_bool(d->count != 0) : op == NC_LEN ? nc_small((intptr_t)d->count) : NC_NOTHING;
}

static nc_value deque_subscr(nc_value self, nc_value index, nc_value value) {
    struct deque *d = (struct deque *)self;
    if (value == NC_NOTHING)
        return NC_NOTHING;
    nc_value *at = slot(d, nc_get_index("deque", d->count, index, false));
    if (value == NC_SENTINEL)
        return *at;
    *at = value;
    return NC_NONE;
}

static nc_value deque_next(struct nc_c_iterator *self) {
    struct deque *d = (struct deque *)self->object;
    return self->place < d->count ? *slot(d, self->place++) : NC_NOTHING;
}

static nc_value deque_iter(nc_value self, struct nc_iterator *memory) {
    return nc_c_iterator_new(memory, deque_next, self);
}

NC_TABLE(deque_members, {NAME(append), NC_F2(append)}, {NAME(appendleft), NC_F2(appendleft)},
         {NAME(extend), NC_F2(extend)}, {NAME(pop), NC_F1(pop)}, {NAME(popleft), NC_F1(popleft)});
static const struct nc_type type_deque = {NC_TYPE_HEAD(deque, 0), .make = deque_make,
                                          .unary = deque_unary,   .subscr = deque_subscr,
                                          .iter = deque_iter,     .members = &deque_members};

NC_MODULE(collections, {NAME(namedtuple), NC_F2(namedtuple)}, {NAME(deque), (nc_value)&type_deque},
          {NAME(OrderedDict), (nc_value)&nc_type_ordered_dict});
