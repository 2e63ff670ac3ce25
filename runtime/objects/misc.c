// The small types: None, Ellipsis, cells, bound methods, closures, wrapped functions, properties, modules.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

static void print_none(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)self;
    nc_puts(to, kind == NC_JSON ? "null" : "None");
}

static nc_value unary_none(unsigned op, nc_value self) {
    return op == NC_BOOL ? NC_FALSE : op == NC_HASH ? nc_small((intptr_t)self) : NC_NOTHING;
}

static void print_type_name(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "%T", self);
}

static nc_value hash_by_address(unsigned op, nc_value self) {
    return op == NC_HASH ? nc_small((intptr_t)((uintptr_t)self >> 4)) : NC_NOTHING;
}

const struct nc_type nc_type_none = {NC_TYPE_HEAD(NoneType, 0), .print = print_none, .unary = unary_none};
const struct nc_type nc_type_ellipsis = {NC_TYPE_HEAD(Ellipsis, 0), .print = print_type_name};
const struct nc_type nc_type_not_implemented = {NC_TYPE_HEAD(NotImplemented, 0), .print = print_type_name};
const struct nc_object nc_ellipsis = {&nc_type_ellipsis}, nc_not_implemented = {&nc_type_not_implemented};

static void print_cell(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_value value = ((struct nc_cell *)self)->value;
    if (value == NC_NOTHING)
        nc_puts(to, "<cell (nil)>");
    else
        nc_printf(to, "<cell %r>", value);
}
const struct nc_type nc_type_cell = {NC_TYPE_HEAD(cell, 0), .print = print_cell};

nc_value nc_call_before(nc_value f, size_t count, const nc_value *before, size_t n_pos, size_t n_kw,
                        const nc_value *args) {
    size_t total = n_pos + 2 * n_kw;
    enum { FEW = 12 };
    nc_value few[FEW],
        *all = count + total <= FEW ? few : nc_allocate((count + total) * sizeof *all, NC_SCAN);
    memcpy(all, before, count * sizeof *all);
    if (total)
        memcpy(all + count, args, total * sizeof *all);
    return nc_call(f, count + n_pos, n_kw, all);
}

nc_value nc_bound_method_new(nc_value function, nc_value self) {
    struct nc_bound_method *m = NC_NEW(struct nc_bound_method, NC_MADE(bound_method));
    m->function = function;
    m->self = self;
    return (nc_value)m;
}

static nc_value method_call(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    struct nc_bound_method *m = (struct nc_bound_method *)self;
    return nc_call_before(m->function, 1, &m->self, n_pos, n_kw, args);
}

static void method_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_bound_method *m = (struct nc_bound_method *)self;
    nc_printf(to, "<bound_method 0x%x %r.%r>", (uintptr_t)self, m->self, m->function);
}

static nc_value method_unary(unsigned op, nc_value self) {
    struct nc_bound_method *m = (struct nc_bound_method *)self;
    return op == NC_HASH ? nc_small((intptr_t)((uintptr_t)m->self >> 4 ^ (uintptr_t)m->function >> 4))
                         : NC_NOTHING;
}

static nc_value method_equal(unsigned op, nc_value left, nc_value right) {
    (void)op;
    if (!nc_is(right, NC_KIND(bound_method)))
        return NC_NOTHING;
    struct nc_bound_method *a = (struct nc_bound_method *)left, *b = (struct nc_bound_method *)right;
    return nc_bool(a->self == b->self && a->function == b->function);
}

static bool method_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_bound_method *m = (struct nc_bound_method *)self;
    if (action != NC_LOAD)
        return false;
    if (name == N(__self__))
        member[0] = m->self;
    else if (name == N(__func__))
        member[0] = m->function;
    else if ((member[0] = nc_load_attr_maybe(m->function, name)) == NC_NOTHING)
        return false;
    return true;
}

const struct nc_type nc_type_bound_method = {NC_TYPE_HEAD(bound_method, 0), .call = method_call,
                                             .print = method_print,         .unary = method_unary,
                                             .equal = method_equal,         .attr = method_attr};

nc_value nc_closure_new(nc_value function, size_t count, const nc_value *cells) {
    struct nc_closure *c =
        NC_NEW_SIZE(struct nc_closure, NC_MADE(closure), sizeof *c + count * sizeof *cells);
    c->function = function;
    c->count = count;
    memcpy(c->cells, cells, count * sizeof *cells);
    return (nc_value)c;
}

static nc_value closure_call(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    struct nc_closure *c = (struct nc_closure *)self;
    return nc_call_before(c->function, c->count, c->cells, n_pos, n_kw, args);
}

static void closure_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<closure %r at 0x%x>", ((struct nc_closure *)self)->function, (uintptr_t)self);
}

static bool closure_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    return action == NC_LOAD &&
           (member[0] = nc_load_attr_maybe(((struct nc_closure *)self)->function, name)) != NC_NOTHING;
}

const struct nc_type nc_type_closure = {NC_TYPE_HEAD(closure, NC_BINDS_SELF), .call = closure_call,
                                        .print = closure_print, .unary = hash_by_address,
                                        .attr = closure_attr};

static nc_value wrapped_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 1, 1, false);
    struct nc_wrapped *w = NC_NEW(struct nc_wrapped, type);
    w->function = args[0];
    return (nc_value)w;
}

const struct nc_type nc_type_staticmethod = {NC_TYPE_HEAD(staticmethod, 0), .make = wrapped_make};
const struct nc_type nc_type_classmethod = {NC_TYPE_HEAD(classmethod, 0), .make = wrapped_make};

static nc_value property_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    static const struct nc_parameter parameters[] = {
        {N(fget), NC_NONE}, {N(fset), NC_NONE}, {N(fdel), NC_NONE}, {N(doc), NC_NONE}};
    nc_value bound[4];
    struct nc_map keywords;
    nc_map_init_args(&keywords, n_kw, args + n_pos);
    nc_bind(n_pos, args, &keywords, 4, 4, parameters, bound);
    struct nc_property *p = NC_NEW(struct nc_property, type);
    p->get = bound[0];
    p->set = bound[1];
    p->del = bound[2];
    return (nc_value)p;
}

// p.setter(f) is a copy of p with another function, and so on.
static nc_value changed(nc_value self, nc_value get, nc_value set, nc_value del) {
    struct nc_property *old = (struct nc_property *)self, *p = NC_NEW(struct nc_property, NC_MADE(property));
    p->get = get ? get : old->get;
    p->set = set ? set : old->set;
    p->del = del ? del : old->del;
    return (nc_value)p;
}
static nc_value getter(nc_value self, nc_value f) {
    return changed(self, f, NC_NOTHING, NC_NOTHING);
}
static nc_value setter(nc_value self, nc_value f) {
    return changed(self, NC_NOTHING, f, NC_NOTHING);
}
static nc_value deleter(nc_value self, nc_value f) {
    return changed(self, NC_NOTHING, NC_NOTHING, f);
}

NC_TABLE(property_members, {NAME(getter), NC_F2(getter)}, {NAME(setter), NC_F2(setter)},
         {NAME(deleter), NC_F2(deleter)});
const struct nc_type nc_type_property = {NC_TYPE_HEAD(property, 0), .make = property_make,
                                         .members = &property_members};

nc_value nc_module_new(nc_name name) {
    // Code in .mpy files takes a module for the context of its functions: there are two more words.
    struct nc_module *m = NC_NEW_SIZE(struct nc_module, NC_MADE(module), sizeof *m + 2 * sizeof(nc_value));
    m->globals = nc_dict_new(1);
    nc_dict_store(m->globals, NAME(__name__), NC_NAME_VALUE(name));
    return (nc_value)m;
}

static void module_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_map *map = nc_dict_map(((struct nc_module *)self)->globals);
    struct nc_entry *name = nc_map_find_name(map, N(__name__)), *file = nc_map_find_name(map, N(__file__));
    nc_printf(to, "<module '%v'", name ? name->value : NAME(empty_));
    if (file)
        nc_printf(to, " from '%v'", file->value);
    nc_puts(to, ">");
}

static bool module_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    nc_value globals = ((struct nc_module *)self)->globals;
    struct nc_map *map = nc_dict_map(globals);
    if (action == NC_LOAD) {
        struct nc_entry *entry = nc_map_find_name(map, name);
        if (entry) {
            member[0] = entry->value;
            return true;
        }
        if (name == N(__dict__)) {
            member[0] = globals;
            return true;
        }
        if ((entry = nc_map_find_name(map, N(__getattr__)))) { // PEP 562
            member[0] = nc_call1(entry->value, NC_NAME_VALUE(name));
            return true;
        }
        return false;
    }
    if (map->fixed) {
        if (self != (nc_value)&nc_module_builtins)
            return false;
        if (!nc_state.builtins_override)
            nc_state.builtins_override = nc_dict_new(1);
        map = nc_dict_map(nc_state.builtins_override);
    }
    if (action == NC_DELETE)
        return nc_map_remove(map, NC_NAME_VALUE(name)) != NC_NOTHING;
    nc_map_store(map, NC_NAME_VALUE(name), member[0]);
    return true;
}

const struct nc_type nc_type_module = {NC_TYPE_HEAD(module, 0), .print = module_print, .attr = module_attr};
