// Attributes and names: where a dot, a method call and a global name look.
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

// `__next__` of an object that is an iterator in C.
static nc_value next_method(nc_value self) {
    return nc_next_raising(self);
}
static const struct nc_builtin next_function = {&nc_type_builtin1, {.f1 = next_method}};

void nc_convert_member(nc_value self, const struct nc_type *type, nc_value member, nc_value *method) {
    method[0] = member;
    method[1] = NC_NOTHING;
    if (!nc_is_pointer(member))
        return;
    const struct nc_type *kind = member->type;
    if (kind->flags & NC_BINDS_SELF) {
        // A function in C that a class of the program has as a member is a plain value.
        if (self != NC_NOTHING && !(kind->flags & NC_BUILTIN_FUNCTION && type->flags & NC_IS_CLASS))
            method[1] = self;
    } else if (kind == NC_KIND(staticmethod)) {
        method[0] = ((struct nc_wrapped *)member)->function;
    } else if (kind == NC_KIND(classmethod)) {
        method[0] = ((struct nc_wrapped *)member)->function;
        method[1] = (nc_value)type;
    }
}

void nc_load_method_maybe(nc_value base, nc_name name, nc_value *method) {
    method[0] = method[1] = NC_NOTHING;
    const struct nc_type *type = nc_type_of(base);
    if (name == N(__class__)) {
        method[0] = (nc_value)type;
        return;
    }
    if (name == N(__next__) && type->flags & NC_ITER_NEXT) {
        method[0] = (nc_value)&next_function;
        method[1] = base;
        return;
    }
    NC_READS(attr);
    NC_READS(members);
    if (type->attr && type->attr(base, name, NC_LOAD, method))
        return;
    method[0] = method[1] = NC_NOTHING;
    if (!type->members || type->flags & NC_IS_CLASS)
        return;
    struct nc_entry *entry = nc_map_find_name(&type->members->map, name);
    if (entry)
        nc_convert_member(base, type, entry->value, method);
}

static _Noreturn void no_attribute(nc_value base, nc_name name) {
    if (nc_is(base, NC_KIND(type)))
        nc_error(NC_MADE(AttributeError), "type object '%q' has no attribute '%q'",
                 ((struct nc_type *)base)->name, name);
    nc_error(NC_MADE(AttributeError), "'%T' object has no attribute '%q'", base, name);
}

void nc_load_method(nc_value base, nc_name name, nc_value *method) {
    nc_load_method_maybe(base, name, method);
    if (method[0] == NC_NOTHING)
        no_attribute(base, name);
}

nc_value nc_load_attr_maybe(nc_value base, nc_name name) {
    nc_value method[2];
    nc_load_method_maybe(base, name, method);
    if (method[0] == NC_NOTHING || method[1] == NC_NOTHING)
        return method[0];
    return nc_bound_method_new(method[0], method[1]);
}

nc_value nc_load_attr(nc_value base, nc_name name) {
    nc_value v = nc_load_attr_maybe(base, name);
    if (v == NC_NOTHING)
        no_attribute(base, name);
    return v;
}

void nc_store_attr(nc_value base, nc_name name, nc_value value) {
    const struct nc_type *type = nc_type_of(base);
    nc_value member[2] = {value, NC_NOTHING};
    NC_READS(attr);
    if (type->attr && type->attr(base, name, value == NC_NOTHING ? NC_DELETE : NC_STORE, member))
        return;
    no_attribute(base, name);
}

nc_value nc_load_global(nc_name name) {
    struct nc_entry *entry = nc_map_find_name(&((struct nc_dict *)nc_state.globals)->map, name);
    if (NC_UNLIKELY(!entry) && nc_state.builtins_override)
        entry = nc_map_find_name(nc_dict_map(nc_state.builtins_override), name);
    if (!entry)
        entry = nc_map_find_name(&nc_builtins.map, name);
    if (!entry)
        nc_error(NC_MADE(NameError), "name '%q' isn't defined", name);
    return entry->value;
}

nc_value nc_load_name(nc_name name) {
    if (nc_state.locals != nc_state.globals) {
        struct nc_entry *entry = nc_map_find_name(nc_dict_map(nc_state.locals), name);
        if (entry)
            return entry->value;
    }
    return nc_load_global(name);
}

void nc_store_name(nc_name name, nc_value v) {
    nc_dict_store(nc_state.locals, NC_NAME_VALUE(name), v);
}

void nc_store_global(nc_name name, nc_value v) {
    nc_dict_store(nc_state.globals, NC_NAME_VALUE(name), v);
}

static void delete_in(nc_value dict, nc_name name) {
    if (!nc_map_find_name(nc_dict_map(dict), name))
        nc_error(NC_MADE(NameError), "name '%q' isn't defined", name);
    nc_map_remove(nc_dict_map(dict), NC_NAME_VALUE(name));
}

void nc_delete_name(nc_name name) {
    delete_in(nc_state.locals, name);
}

void nc_delete_global(nc_name name) {
    delete_in(nc_state.globals, name);
}
