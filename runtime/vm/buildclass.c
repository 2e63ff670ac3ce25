// `class`: the body is a function; its local names become the members.
#include "frame.h"
#include "nativecomp/catch.h"
#include "nativecomp/state.h"

// Descriptors hear the name under which they were stored. They may add members: who is to be told is found
// first.
static void tell_names(nc_value class_, nc_value members) {
    struct nc_list *told = NULL;
    size_t place = 0;
    struct nc_entry *entry;
    nc_value method[4];
    while ((entry = nc_map_next(nc_dict_map(members), &place)))
        if (nc_class_method(entry->value, N(__set_name__), method)) {
            if (!told)
                told = nc_as_list(nc_list_new(0, NULL));
            nc_list_append((nc_value)told, entry->key);
            nc_list_append((nc_value)told, entry->value);
        }
    for (size_t i = 0; told && i < told->count; i += 2) {
        nc_class_method(told->items[i + 1], N(__set_name__), method);
        method[2] = class_;
        method[3] = told->items[i];
        nc_call_method(2, 0, method);
    }
}

static nc_value run_body(nc_value body, nc_value members) {
    nc_value locals = nc_state.locals;
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        nc_state.locals = members;
        nc_value cell = nc_call0(body);
        nc_catch_pop();
        nc_state.locals = locals;
        return cell;
    }
    nc_state.locals = locals;
    nc_throw(here.value);
}

static nc_value build_class(size_t n, const nc_value *args) {
    nc_value members = nc_dict_new(0), cell = run_body(args[0], members);
    nc_value metaclass = n == 2 ? (nc_value)&nc_type_type : (nc_value)nc_type_of(args[2]);
    nc_value type_args[] = {args[1], nc_tuple_new(n - 2, args + 2), members};
    nc_value class_ = nc_call(metaclass, 3, 0, type_args);
    if (nc_is(cell, NC_KIND(cell)))
        ((struct nc_cell *)cell)->value = class_;
    tell_names(class_, members);
    return class_;
}

const struct nc_builtin_var nc_build_class_function = {
    &nc_type_builtin_var, NC_SIGNATURE(2, NC_ANY, 0), {.var = build_class}};
