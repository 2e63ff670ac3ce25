// dict and OrderedDict, their methods and views.
#include "nativecomp/heap.h"
#include "nativecomp/objects.h"

nc_value nc_dict_new(size_t count) {
    struct nc_dict *d = NC_NEW(struct nc_dict, NC_MADE(dict));
    nc_map_init(&d->map, count);
    return (nc_value)d;
}

bool nc_is_dict(nc_value v) {
    return nc_is(v, NC_KIND(dict)) || (nc_is_pointer(v) && nc_native(v, NC_KIND(dict)) != NC_NOTHING);
}

struct nc_map *nc_dict_map(nc_value dict) {
    if (NC_LIKELY(nc_is(dict, NC_KIND(dict))))
        return &((struct nc_dict *)dict)->map;
    nc_value native = nc_native(dict, NC_KIND(dict));
    if (native == NC_NOTHING)
        nc_type_error("a dict is needed, not %T", dict);
    return &((struct nc_dict *)native)->map;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    bool json = kind == NC_JSON, ordered = nc_is(self, NC_KIND(ordered_dict)) && !json;
    nc_puts(to, ordered ? "OrderedDict({" : "{");
    size_t place = 0;
    bool first = true;
    struct nc_entry *entry;
    while ((entry = nc_map_next(nc_dict_map(self), &place))) {
        nc_value key = entry->key, value = entry->value;
        if (!first)
            nc_puts(to, ", ");
        first = false;
        bool quote = json && !nc_is_str(key);
        if (quote)
            nc_puts(to, "\"");
        nc_print_value(to, key, json ? NC_JSON : NC_REPR);
        nc_puts(to, quote ? "\": " : ": ");
        nc_print_value(to, value, json ? NC_JSON : NC_REPR);
    }
    nc_puts(to, ordered ? "})" : "}");
}

static void update_from(nc_value self, nc_value other) {
    if (nc_is_dict(other)) {
        if (other == self)
            return;
        size_t place = 0;
        struct nc_entry *entry;
        while ((entry = nc_map_next(nc_dict_map(other), &place)))
            nc_dict_store(self, entry->key, entry->value);
        return;
    }
    nc_value method[3];
    nc_load_method_maybe(other, N(keys), method);
    if (method[0] != NC_NOTHING) {
        nc_value keys = nc_iter(nc_call_method(0, 0, method), NULL), key;
        while ((key = nc_next(keys)) != NC_NOTHING)
            nc_dict_store(self, key, nc_subscr(other, key, NC_SENTINEL));
        return;
    }
    nc_value iterator = nc_iter(other, NULL), item;
    while ((item = nc_next(iterator)) != NC_NOTHING) {
        nc_value pair = nc_iter(item, NULL), key = nc_next(pair), value = NC_NOTHING;
        if (key != NC_NOTHING)
            value = nc_next(pair);
        if (value == NC_NOTHING || nc_next(pair) != NC_NOTHING)
            nc_value_error("dict update sequence has wrong length");
        nc_dict_store(self, key, value);
    }
}

static nc_value update(size_t n, const nc_value *args, const struct nc_map *keywords) {
    if (n > 1)
        update_from(args[0], args[1]);
    for (size_t i = 0; i < keywords->used; i++)
        nc_dict_store(args[0], keywords->table[i].key, keywords->table[i].value);
    return NC_NONE;
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 0, 1, true);
    nc_value dict = nc_dict_new(0);
    if (nc_is_subclass(type, NC_KIND(ordered_dict))) {
        dict->type = NC_MADE(ordered_dict);
        ((struct nc_dict *)dict)->map.ordered = 1;
    }
    if (n_pos)
        update_from(dict, args[0]);
    for (size_t i = 0; i < n_kw; i++)
        nc_dict_store(dict, args[n_pos + 2 * i], args[n_pos + 2 * i + 1]);
    return dict;
}

static nc_value copy(nc_value self) {
    struct nc_map *map = nc_dict_map(self);
    nc_value made = nc_dict_new(0);
    if (map->ordered && !map->fixed) {
        made->type = NC_MADE(ordered_dict);
        ((struct nc_dict *)made)->map.ordered = 1;
    }
    update_from(made, self);
    return made;
}

static nc_value unary(unsigned op, nc_value self) {
    size_t used = nc_dict_map(self)->used;
    return op == NC_BOOL ? nc_bool(used != 0) : op == NC_LEN ? nc_small((intptr_t)used) : NC_NOTHING;
}

static bool same_items(nc_value left, nc_value right) {
    struct nc_map *a = nc_dict_map(left), *b = nc_dict_map(right);
    if (a->used != b->used)
        return false;
    bool by_place = nc_is(left, NC_KIND(ordered_dict)) && nc_is(right, NC_KIND(ordered_dict));
    size_t place = 0, other_place = 0;
    struct nc_entry *entry, *other;
    while ((entry = nc_map_next(a, &place))) {
        nc_value key = entry->key, value = entry->value;
        other = by_place ? nc_map_next(b, &other_place) : nc_map_find(b, key);
        if (!other)
            return false;
        nc_value other_value = other->value;
        if ((by_place && !nc_equal(key, other->key)) || !nc_equal(value, other_value))
            return false;
    }
    return true;
}

static nc_value equal(unsigned op, nc_value left, nc_value right) {
    (void)op;
    return nc_bool(nc_is_dict(right) && same_items(left, right));
}

static nc_value binary(unsigned op, nc_value left, nc_value right) {
    switch (op) {
    case NC_CONTAINS:
        return nc_bool(nc_map_find(nc_dict_map(left), right));
    case NC_INPLACE_OR:
        if (!nc_is_dict(right))
            return NC_NOTHING;
        update_from(left, right);
        return left;
    case NC_OR:
        if (!nc_is_dict(right))
            return NC_NOTHING;
        left = copy(left);
        update_from(left, right);
        return left;
    }
    return NC_NOTHING;
}

static nc_value subscr(nc_value self, nc_value index, nc_value value) {
    struct nc_map *map = nc_dict_map(self);
    if (value == NC_SENTINEL) {
        struct nc_entry *entry = nc_map_find(map, index);
        if (!entry)
            nc_error_value(NC_MADE(KeyError), index);
        return entry->value;
    }
    if (value == NC_NOTHING) {
        if (nc_map_remove(map, index) == NC_NOTHING)
            nc_error_value(NC_MADE(KeyError), index);
    } else {
        nc_map_store(map, index, value);
    }
    return NC_NONE;
}

// Views and the iterator over them. `kind` says what each item is.
enum view_kind { ITEMS, KEYS, VALUES };
struct view {
    const struct nc_type *type;
    nc_value dict;
    uintptr_t kind;
};

static nc_value item_of(struct nc_map *map, size_t *place, enum view_kind kind) {
    struct nc_entry *entry = nc_map_next(map, place);
    if (!entry)
        return NC_NOTHING;
    if (kind == ITEMS) {
        nc_value pair[2] = {entry->key, entry->value};
        return nc_tuple_new(2, pair);
    }
    return kind == KEYS ? entry->key : entry->value;
}

static nc_value next_key(struct nc_c_iterator *self) {
    return item_of(nc_dict_map(self->object), &self->place, KEYS);
}
static nc_value next_value(struct nc_c_iterator *self) {
    return item_of(nc_dict_map(self->object), &self->place, VALUES);
}
static nc_value next_item(struct nc_c_iterator *self) {
    return item_of(nc_dict_map(self->object), &self->place, ITEMS);
}

nc_value nc_dict_iter(nc_value self, struct nc_iterator *memory) {
    return nc_c_iterator_new(memory, next_key, self);
}

static nc_value view_iter(nc_value self, struct nc_iterator *memory) {
    struct view *view = (struct view *)self;
    static nc_value (*const nexts[])(struct nc_c_iterator *) = {next_item, next_key, next_value};
    return nc_c_iterator_new(memory, nexts[view->kind], view->dict);
}

static void view_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct view *view = (struct view *)self;
    static const char *const names[] = {"dict_items([", "dict_keys([", "dict_values(["};
    nc_puts(to, names[view->kind]);
    size_t place = 0;
    nc_value item;
    for (bool first = true; (item = item_of(nc_dict_map(view->dict), &place, view->kind)) != NC_NOTHING;
         first = false) {
        if (!first)
            nc_puts(to, ", ");
        nc_print_value(to, item, NC_REPR);
    }
    nc_puts(to, "])");
}

static nc_value view_unary(unsigned op, nc_value self) {
    struct view *view = (struct view *)self;
    if (op == NC_HASH && view->kind == VALUES)
        return nc_small((intptr_t)((uintptr_t)self >> 4));
    return op == NC_HASH ? NC_NOTHING : unary(op, view->dict);
}

static nc_value view_binary(unsigned op, nc_value left, nc_value right) {
    struct view *view = (struct view *)left;
    return view->kind == KEYS && op == NC_CONTAINS ? binary(op, view->dict, right) : NC_NOTHING;
}

const struct nc_type nc_type_dict_view = {NC_TYPE_HEAD(dict_view, 0), .print = view_print,
                                          .iter = view_iter,          .unary = view_unary,
                                          .binary = view_binary,      .equal = view_binary};

static nc_value view_of(nc_value self, enum view_kind kind) {
    nc_dict_map(self);
    struct view *view = NC_NEW(struct view, NC_MADE(dict_view));
    view->dict = self;
    view->kind = kind;
    return (nc_value)view;
}

static nc_value items(nc_value self) {
    return view_of(self, ITEMS);
}
static nc_value keys(nc_value self) {
    return view_of(self, KEYS);
}
static nc_value values(nc_value self) {
    return view_of(self, VALUES);
}

static nc_value clear(nc_value self) {
    nc_map_clear(nc_dict_map(self));
    return NC_NONE;
}

static nc_value get(size_t n, const nc_value *args) {
    struct nc_entry *entry = nc_map_find(nc_dict_map(args[0]), args[1]);
    return entry ? entry->value : n > 2 ? args[2] : NC_NONE;
}

static nc_value pop(size_t n, const nc_value *args) {
    nc_value value = nc_map_remove(nc_dict_map(args[0]), args[1]);
    if (value == NC_NOTHING) {
        if (n < 3)
            nc_error_value(NC_MADE(KeyError), args[1]);
        value = args[2];
    }
    return value;
}

static nc_value setdefault(size_t n, const nc_value *args) {
    struct nc_entry *entry = nc_map_add(nc_dict_map(args[0]), args[1]);
    if (entry->value == NC_NOTHING)
        entry->value = n > 2 ? args[2] : NC_NONE;
    return entry->value;
}

static nc_value popitem(nc_value self) {
    struct nc_map *map = nc_dict_map(self);
    if (!map->used)
        nc_error(NC_MADE(KeyError), "popitem(): dictionary is empty");
    size_t place = map->ordered ? map->used - 1 : 0;
    struct nc_entry *entry = nc_map_next(map, &place);
    nc_value pair[2] = {entry->key, entry->value};
    nc_map_remove(map, pair[0]);
    return nc_tuple_new(2, pair);
}

static nc_value fromkeys(size_t n, const nc_value *args) {
    nc_value made = nc_call0(args[0]), iterator = nc_iter(args[1], NULL), key;
    while ((key = nc_next(iterator)) != NC_NOTHING)
        nc_dict_store(made, key, n > 2 ? args[2] : NC_NONE);
    return made;
}

NC_TABLE(members, {NAME(clear), NC_F1(clear)}, {NAME(copy), NC_F1(copy)},
         {NAME(fromkeys),
          (nc_value) & (const struct nc_wrapped){&nc_type_classmethod, NC_FN(fromkeys, 2, 3)}},
         {NAME(get), NC_FN(get, 2, 3)}, {NAME(items), NC_F1(items)}, {NAME(keys), NC_F1(keys)},
         {NAME(pop), NC_FN(pop, 2, 3)}, {NAME(popitem), NC_F1(popitem)},
         {NAME(setdefault), NC_FN(setdefault, 2, 3)}, {NAME(update), NC_FK(update, 1, 2)},
         {NAME(values), NC_F1(values)}, {NAME(__getitem__), NC_F2(nc_getitem)},
         {NAME(__setitem__), NC_F3(nc_setitem)}, {NAME(__delitem__), NC_F2(nc_delitem)});

const struct nc_type nc_type_dict = {NC_TYPE_HEAD(dict, 0), .make = make,         .print = print,
                                     .unary = unary,        .binary = binary,     .equal = equal,
                                     .subscr = subscr,      .iter = nc_dict_iter, .members = &members};
const struct nc_type nc_type_ordered_dict = {NC_CHILD_HEAD(OrderedDict, NC_EQ_OTHER_TYPES, &nc_type_dict),
                                             .make = make,
                                             .print = print,
                                             .unary = unary,
                                             .binary = binary,
                                             .equal = equal,
                                             .subscr = subscr,
                                             .iter = nc_dict_iter,
                                             .members = &members};
