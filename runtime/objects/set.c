// set and frozenset: tables of single words, searched like maps.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

// The place of a key, or of NULL with *free the place where it would go.
static nc_value *probe(struct nc_set_table *set, nc_value key, nc_value **free) {
    uintptr_t hash = nc_hash(key);
again:
    *free = NULL;
    if (!set->size)
        return NULL;
    nc_value *table = set->table;
    size_t size = set->size, start = nc_table_start(hash, size), i = start;
    do {
        nc_value other = table[i];
        if (other == NC_NOTHING) {
            if (!*free)
                *free = &table[i];
            return NULL;
        }
        if (other == NC_SENTINEL) {
            if (!*free)
                *free = &table[i];
        } else {
            bool equal = nc_equal(other, key);
            if (set->table != table || set->size != size || table[i] != other)
                goto again; // the comparison changed the table
            if (equal)
                return &table[i];
        }
        if (++i == size)
            i = 0;
    } while (i != start);
    return NULL;
}

static bool in_use(nc_value key) {
    return key != NC_NOTHING && key != NC_SENTINEL;
}

static nc_value next_in(struct nc_set_table *set, size_t *place) {
    while (*place < set->size) {
        nc_value key = set->table[(*place)++];
        if (in_use(key))
            return key;
    }
    return NC_NOTHING;
}

static void insert(struct nc_set_table *set, nc_value key) {
    nc_value *free;
    if (probe(set, key, &free))
        return;
    if (!free || nc_table_is_full(set->used, set->size)) {
        struct nc_set_table larger = {.size = nc_table_size(set->size + 1)};
        larger.table = nc_allocate(larger.size * sizeof(nc_value), NC_SCAN);
        for (size_t i = 0; i < set->size; i++)
            if (in_use(set->table[i])) {
                size_t at = nc_table_start(nc_hash(set->table[i]), larger.size);
                while (larger.table[at] != NC_NOTHING)
                    at = at + 1 == larger.size ? 0 : at + 1;
                larger.table[at] = set->table[i];
                larger.used++;
            }
        *set = larger;
        probe(set, key, &free);
    }
    *free = key;
    set->used++;
}

static bool discard_key(struct nc_set_table *set, nc_value key) {
    nc_value *free, *at = probe(set, key, &free);
    if (!at)
        return false;
    size_t next = (size_t)(at - set->table) + 1;
    *at = set->table[next == set->size ? 0 : next] == NC_NOTHING ? NC_NOTHING : NC_SENTINEL;
    set->used--;
    return true;
}

static bool is_set(nc_value v) {
    return nc_native(v, NC_KIND(set)) != NC_NOTHING || nc_native(v, NC_KIND(frozenset)) != NC_NOTHING;
}

static struct nc_set_table *table_of(nc_value v) {
    nc_value native = nc_native(v, NC_KIND(set));
    if (native == NC_NOTHING)
        native = nc_native(v, NC_KIND(frozenset));
    if (native == NC_NOTHING)
        nc_type_error("a set is needed, not %T", v);
    return &((struct nc_set *)native)->set;
}

static nc_value new_set(const struct nc_type *type) {
    return (nc_value)NC_NEW(struct nc_set, type);
}

nc_value nc_set_new(size_t count, const nc_value *items) {
    nc_value set = new_set(NC_MADE(set));
    for (size_t i = 0; i < count; i++)
        insert(table_of(set), items[i]);
    return set;
}

void nc_set_add(nc_value set, nc_value item) {
    insert(table_of(set), item);
}

static void add_all(nc_value set, nc_value iterable) {
    nc_value iterator = nc_iter(iterable, NULL), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        insert(table_of(set), item);
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 0, 1, false);
    nc_value set = new_set(nc_is_subclass(type, NC_KIND(frozenset)) ? NC_MADE(frozenset) : NC_MADE(set));
    if (n_pos)
        add_all(set, args[0]);
    return set;
}

static const struct nc_type *kind_of(nc_value v) {
    return nc_native(v, NC_KIND(set)) != NC_NOTHING ? NC_MADE(set) : NC_MADE(frozenset);
}

static nc_value copy_of(nc_value self, const struct nc_type *type) {
    nc_value made = new_set(type);
    struct nc_set_table *set = table_of(self);
    size_t place = 0;
    nc_value item;
    while ((item = next_in(set, &place)) != NC_NOTHING)
        insert(table_of(made), item);
    return made;
}

static nc_value copy(nc_value self) {
    return copy_of(self, kind_of(self));
}

// Any iterable as a set.
static nc_value as_set(nc_value v) {
    if (is_set(v))
        return v;
    nc_value set = new_set(NC_MADE(set));
    add_all(set, v);
    return set;
}

static bool has(nc_value set, nc_value item) {
    nc_value *free;
    return probe(table_of(set), item, &free);
}

// The items of `self` that are (or are not) in `other`.
static nc_value select(nc_value self, nc_value other, bool inside) {
    other = as_set(other);
    nc_value made = new_set(kind_of(self));
    size_t place = 0;
    nc_value item;
    while ((item = next_in(table_of(self), &place)) != NC_NOTHING)
        if (has(other, item) == inside)
            insert(table_of(made), item);
    return made;
}

static nc_value difference(size_t n, const nc_value *args) {
    nc_value made = copy(args[0]);
    for (size_t i = 1; i < n; i++)
        made = select(made, args[i], false);
    return made;
}

static nc_value intersection(nc_value self, nc_value other) {
    return select(self, other, true);
}

static nc_value union_(nc_value self, nc_value other) {
    nc_value made = copy(self);
    add_all(made, other);
    return made;
}

static nc_value symmetric_difference(nc_value self, nc_value other) {
    other = as_set(other);
    nc_value made = select(self, other, false);
    add_all(made, select(other, self, false));
    return made;
}

static void become(nc_value self, nc_value other) {
    *table_of(self) = *table_of(other);
}

static nc_value difference_update(size_t n, const nc_value *args) {
    become(args[0], difference(n, args));
    return NC_NONE;
}

static nc_value intersection_update(nc_value self, nc_value other) {
    become(self, intersection(self, other));
    return NC_NONE;
}

static nc_value symmetric_difference_update(nc_value self, nc_value other) {
    become(self, symmetric_difference(self, other));
    return NC_NONE;
}

static nc_value update(size_t n, const nc_value *args) {
    for (size_t i = 1; i < n; i++)
        if (args[i] != args[0])
            add_all(args[0], args[i]);
    return NC_NONE;
}

static bool subset(nc_value a, nc_value b) {
    size_t place = 0;
    nc_value item;
    while ((item = next_in(table_of(a), &place)) != NC_NOTHING)
        if (!has(b, item))
            return false;
    return true;
}

static nc_value isdisjoint(nc_value self, nc_value other) {
    nc_value iterator = nc_iter(other, NULL), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        if (has(self, item))
            return NC_FALSE;
    return NC_TRUE;
}

static nc_value issubset(nc_value self, nc_value other) {
    return nc_bool(subset(self, as_set(other)));
}
static nc_value issuperset(nc_value self, nc_value other) {
    return nc_bool(subset(as_set(other), self));
}

static nc_value add(nc_value self, nc_value item) {
    insert(table_of(self), item);
    return NC_NONE;
}

static nc_value clear(nc_value self) {
    *table_of(self) = (struct nc_set_table){0};
    return NC_NONE;
}

static nc_value discard(nc_value self, nc_value item) {
    discard_key(table_of(self), item);
    return NC_NONE;
}

static nc_value remove_(nc_value self, nc_value item) {
    if (!discard_key(table_of(self), item))
        nc_error_value(NC_MADE(KeyError), item);
    return NC_NONE;
}

static nc_value pop(nc_value self) {
    struct nc_set_table *set = table_of(self);
    size_t place = 0;
    nc_value item = next_in(set, &place);
    if (item == NC_NOTHING)
        nc_error(NC_MADE(KeyError), "pop from an empty set");
    set->table[place - 1] =
        set->table[place == set->size ? 0 : place] == NC_NOTHING ? NC_NOTHING : NC_SENTINEL;
    set->used--;
    return item;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    bool frozen = kind_of(self) == NC_KIND(frozenset);
    size_t place = 0;
    nc_value item;
    if (!table_of(self)->used) {
        nc_puts(to, frozen ? "frozenset()" : "set()");
        return;
    }
    nc_puts(to, frozen ? "frozenset({" : "{");
    for (bool first = true; (item = next_in(table_of(self), &place)) != NC_NOTHING; first = false) {
        if (!first)
            nc_puts(to, ", ");
        nc_print_value(to, item, NC_REPR);
    }
    nc_puts(to, frozen ? "})" : "}");
}

static nc_value unary(unsigned op, nc_value self) {
    struct nc_set_table *set = table_of(self);
    if (op == NC_BOOL)
        return nc_bool(set->used != 0);
    if (op == NC_LEN)
        return nc_small((intptr_t)set->used);
    if (op == NC_HASH && kind_of(self) == NC_KIND(frozenset)) {
        uintptr_t hash = 20260;
        size_t place = 0;
        nc_value item;
        while ((item = next_in(set, &place)) != NC_NOTHING)
            hash += nc_hash(item) * 2654435761u;
        return nc_small((intptr_t)(hash << 1) >> 1);
    }
    return NC_NOTHING;
}

static nc_value binary(unsigned op, nc_value left, nc_value right) {
    if (op == NC_CONTAINS)
        return nc_bool(has(left, right));
    if (!is_set(right))
        return op == NC_EQUAL ? NC_FALSE : NC_NOTHING;
    bool frozen = kind_of(left) == NC_KIND(frozenset);
    nc_value args[] = {left, right};
    size_t a = table_of(left)->used, b = table_of(right)->used;
    if (frozen && op >= NC_INPLACE_OR && op <= NC_INPLACE_POWER)
        op += NC_ARITHMETIC_COUNT;
    switch (op) {
    case NC_OR:
        return union_(left, right);
    case NC_XOR:
        return symmetric_difference(left, right);
    case NC_AND:
        return intersection(left, right);
    case NC_SUBTRACT:
        return difference(2, args);
    case NC_INPLACE_OR:
        update(2, args);
        return left;
    case NC_INPLACE_XOR:
        symmetric_difference_update(left, right);
        return left;
    case NC_INPLACE_AND:
        intersection_update(left, right);
        return left;
    case NC_INPLACE_SUBTRACT:
        difference_update(2, args);
        return left;
    case NC_LESS:
        return nc_bool(a < b && subset(left, right));
    case NC_MORE:
        return nc_bool(a > b && subset(right, left));
    case NC_EQUAL:
        return nc_bool(a == b && subset(left, right));
    case NC_LESS_EQUAL:
        return nc_bool(subset(left, right));
    case NC_MORE_EQUAL:
        return nc_bool(subset(right, left));
    }
    return NC_NOTHING;
}

static nc_value next(struct nc_c_iterator *self) {
    return next_in(table_of(self->object), &self->place);
}

static nc_value iter(nc_value self, struct nc_iterator *memory) {
    return nc_c_iterator_new(memory, next, self);
}

#define BOTH                                                                                                 \
    {NAME(copy), NC_F1(copy)}, {NAME(difference), NC_FN(difference, 1, NC_ANY)},                             \
        {NAME(intersection), NC_F2(intersection)}, {NAME(isdisjoint), NC_F2(isdisjoint)},                    \
        {NAME(issubset), NC_F2(issubset)}, {NAME(issuperset), NC_F2(issuperset)},                            \
        {NAME(symmetric_difference), NC_F2(symmetric_difference)}, {NAME(union), NC_F2(union_)}, {           \
        NAME(__contains__), NC_F2(contains)                                                                  \
    }

static nc_value contains(nc_value self, nc_value item) {
    return nc_bool(has(self, item));
}

NC_TABLE(set_members, BOTH, {NAME(add), NC_F2(add)}, {NAME(clear), NC_F1(clear)},
         {NAME(discard), NC_F2(discard)}, {NAME(difference_update), NC_FN(difference_update, 1, NC_ANY)},
         {NAME(intersection_update), NC_F2(intersection_update)}, {NAME(pop), NC_F1(pop)},
         {NAME(remove), NC_F2(remove_)},
         {NAME(symmetric_difference_update), NC_F2(symmetric_difference_update)},
         {NAME(update), NC_FN(update, 1, NC_ANY)});
NC_TABLE(frozenset_members, BOTH);

const struct nc_type nc_type_set = {NC_TYPE_HEAD(set, NC_EQ_OTHER_TYPES),
                                    .make = make,
                                    .print = print,
                                    .unary = unary,
                                    .binary = binary,
                                    .equal = binary,
                                    .iter = iter,
                                    .members = &set_members};
const struct nc_type nc_type_frozenset = {NC_TYPE_HEAD(frozenset, NC_EQ_OTHER_TYPES),
                                          .make = make,
                                          .print = print,
                                          .unary = unary,
                                          .binary = binary,
                                          .equal = binary,
                                          .iter = iter,
                                          .members = &frozenset_members};
