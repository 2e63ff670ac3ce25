// Calling objects, and the arguments with stars.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

nc_value nc_call(nc_value f, size_t n_pos, size_t n_kw, const nc_value *args) {
    const struct nc_type *type = nc_type_of(f);
    if (NC_UNLIKELY(!type->call))
        nc_type_error("'%T' object isn't callable", f);
    NC_READS(call);
    nc_stack_check();
    return type->call(f, n_pos, n_kw, args);
}

nc_value nc_call0(nc_value f) {
    return nc_call(f, 0, 0, NULL);
}

nc_value nc_call1(nc_value f, nc_value a) {
    return nc_call(f, 1, 0, &a);
}

nc_value nc_call2(nc_value f, nc_value a, nc_value b) {
    nc_value args[] = {a, b};
    return nc_call(f, 2, 0, args);
}

nc_value nc_call_method(size_t n_pos, size_t n_kw, const nc_value *method) {
    bool has_self = method[1] != NC_NOTHING;
    return nc_call(method[0], n_pos + has_self, n_kw, method + 2 - has_self);
}

nc_value nc_call_method0(nc_value self, nc_name name) {
    nc_value method[2];
    nc_load_method(self, name, method);
    return nc_call_method(0, 0, method);
}

nc_value nc_call_method1(nc_value self, nc_name name, nc_value arg) {
    nc_value method[3];
    nc_load_method(self, name, method);
    method[2] = arg;
    return nc_call_method(1, 0, method);
}

// A row of values that grows: the arguments of a call with stars.
struct row {
    size_t count, capacity;
    nc_value *items;
};

static void push(struct row *row, nc_value v) {
    if (row->count == row->capacity) {
        size_t capacity = row->capacity * 2 + 8;
        row->items = nc_resize(row->items, capacity * sizeof *row->items, NC_SCAN);
        row->capacity = capacity;
    }
    row->items[row->count++] = v;
}

static void push_mapping(struct row *row, nc_value mapping) {
    if (nc_is_dict(mapping)) {
        size_t place = 0;
        struct nc_entry *entry;
        while ((entry = nc_map_next(nc_dict_map(mapping), &place))) {
            nc_value key = entry->key, value = entry->value;
            if (!nc_is_str(key))
                nc_type_error("keywords must be strings");
            push(row, NC_NAME_VALUE(nc_str_intern(key)));
            push(row, value);
        }
        return;
    }
    nc_value method[3];
    nc_load_method(mapping, N(keys), method);
    nc_value keys = nc_iter(nc_call_method(0, 0, method), NULL), key;
    nc_load_method(mapping, N(__getitem__), method);
    while ((key = nc_next(keys)) != NC_NOTHING) {
        if (!nc_is_str(key))
            nc_type_error("keywords must be strings");
        push(row, NC_NAME_VALUE(nc_str_intern(key)));
        method[2] = key;
        push(row, nc_call_method(1, 0, method));
    }
}

nc_value nc_call_starred(bool has_self, size_t n_pos, size_t n_kw, const nc_value *method) {
    const nc_value *args = method + 1 + has_self;
    uintptr_t stars = (uintptr_t)nc_small_value(args[n_pos + 2 * n_kw]);
    struct row row = {0};
    if (has_self && method[1] != NC_NOTHING)
        push(&row, method[1]);
    for (size_t i = 0; i < n_pos; i++) {
        if (!(stars >> (i < NC_WORD_BITS ? i : NC_WORD_BITS - 1) & 1)) {
            push(&row, args[i]);
            continue;
        }
        nc_value iterator = nc_iter(args[i], NULL), item;
        while ((item = nc_next(iterator)) != NC_NOTHING)
            push(&row, item);
    }
    size_t positional = row.count;
    for (size_t i = 0; i < n_kw; i++) {
        const nc_value *pair = args + n_pos + 2 * i;
        if (pair[0] == NC_NOTHING) {
            push_mapping(&row, pair[1]);
        } else {
            push(&row, pair[0]);
            push(&row, pair[1]);
        }
    }
    // The same keyword twice.
    for (size_t i = positional; i < row.count; i += 2)
        for (size_t j = i + 2; j < row.count; j += 2)
            if (row.items[i] == row.items[j])
                nc_type_error("function got multiple values for argument '%q'", nc_name_number(row.items[i]));
    return nc_call(method[0], positional, (row.count - positional) / 2, row.items);
}
