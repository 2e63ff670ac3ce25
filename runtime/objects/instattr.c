// Attributes of instances, and `super`.
#include "class.h"
#include "nativecomp/heap.h"
#include "nativecomp/state.h"

static void call_getter(nc_value self, nc_value property, nc_value *method) {
    nc_value get = ((struct nc_property *)property)->get;
    if (get == NC_NONE)
        nc_error(NC_MADE(AttributeError), "unreadable attribute");
    method[0] = nc_call1(get, self);
    method[1] = NC_NOTHING;
}

void nc_read_member(nc_value self, const struct nc_type *type, nc_value member, const struct nc_type *owner,
                    nc_value *method) {
    if (!(owner->flags & NC_IS_CLASS)) { // of the built-in type: the object inside is its self
        nc_value native = nc_instance_native(self);
        bool init = member == (nc_value)&nc_native_init;
        nc_convert_member(native == NC_NOTHING || init ? self : native, owner, member, method);
        return;
    }
    if (nc_is(member, NC_KIND(property))) {
        call_getter(self, member, method);
        return;
    }
    nc_value get[4];
    if (nc_class_method(member, N(__get__), get)) {
        get[2] = self;
        get[3] = (nc_value)type;
        method[0] = nc_call_method(2, 0, get);
        method[1] = NC_NOTHING;
        return;
    }
    nc_convert_member(self, type, member, method);
}

static bool native_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *method) {
    nc_value native = nc_instance_native(self);
    if (native == NC_NOTHING)
        return false;
    const struct nc_type *type = nc_type_of(native);
    NC_READS(attr);
    return type->attr && type->attr(native, name, action, method);
}

static bool load(nc_value self, nc_name name, nc_value *method) {
    struct nc_instance *instance = (struct nc_instance *)self;
    struct nc_entry *entry = nc_map_find_name(&instance->members, name);
    if (entry) {
        method[0] = entry->value;
        return true;
    }
    nc_value member;
    const struct nc_type *owner;
    if (nc_find_member(self->type, name, &member, &owner)) {
        nc_read_member(self, self->type, member, owner, method);
        return true;
    }
    if (name == N(__dict__)) {
        struct nc_dict *dict = NC_NEW(struct nc_dict, NC_MADE(dict));
        dict->map = instance->members;
        dict->map.fixed = 1;
        method[0] = (nc_value)dict;
        return true;
    }
    if (native_attr(self, name, NC_LOAD, method))
        return true;
    if (name == N(__getattr__))
        return false;
    if (nc_find_member(self->type, N(__getattr__), &member, &owner)) {
        nc_value get[3];
        nc_read_member(self, self->type, member, owner, get);
        get[2] = NC_NAME_VALUE(name);
        method[0] = nc_call_method(1, 0, get);
        return true;
    }
    if (name == N(__next__) || name == N(__bool__))
        return false;
    entry = nc_map_find_name(&nc_object_members.map, name);
    if (entry)
        nc_convert_member(self, NC_MADE(object), entry->value, method);
    return entry;
}

// property, __set__, __delete__, __setattr__, __delattr__: whether one of them took the store.
static bool accessor(nc_value self, nc_name name, nc_value value) {
    nc_value member, method[4];
    const struct nc_type *owner;
    if (nc_find_member(self->type, name, &member, &owner)) {
        if (nc_is(member, NC_KIND(property))) {
            struct nc_property *p = (struct nc_property *)member;
            nc_value f = value == NC_NOTHING ? p->del : p->set;
            if (f == NC_NONE)
                nc_error(NC_MADE(AttributeError), "'%T' object has no attribute '%q'", self, name);
            if (value == NC_NOTHING)
                nc_call1(f, self);
            else
                nc_call2(f, self, value);
            return true;
        }
        if (nc_class_method(member, value == NC_NOTHING ? N(__delete__) : N(__set__), method)) {
            method[2] = self;
            method[3] = value;
            nc_call_method(value == NC_NOTHING ? 1 : 2, 0, method);
            return true;
        }
    }
    if (!nc_find_member(self->type, value == NC_NOTHING ? N(__delattr__) : N(__setattr__), &member, &owner))
        return false;
    nc_read_member(self, self->type, member, owner, method);
    method[2] = NC_NAME_VALUE(name);
    method[3] = value;
    nc_call_method(value == NC_NOTHING ? 1 : 2, 0, method);
    return true;
}

static bool store(nc_value self, nc_name name, nc_value value) {
    struct nc_instance *instance = (struct nc_instance *)self;
    if (value == NC_NOTHING)
        return nc_map_remove(&instance->members, NC_NAME_VALUE(name)) != NC_NOTHING;
    nc_map_store(&instance->members, NC_NAME_VALUE(name), value);
    return true;
}

bool nc_instance_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    if (action == NC_LOAD)
        return load(self, name, member);
    nc_value value = action == NC_STORE ? member[0] : NC_NOTHING;
    if (self->type->flags & NC_HAS_ACCESSORS && accessor(self, name, value))
        return true;
    return store(self, name, value);
}

// object: what every class has in the end.
static nc_value object_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)args;
    nc_check_count(n_pos, n_kw, 0, 0, false);
    return (nc_value)NC_NEW_SIZE(struct nc_object, type, sizeof(struct nc_instance));
}

static nc_value object_init(size_t n, const nc_value *args, const struct nc_map *keywords) {
    (void)n, (void)args, (void)keywords;
    return NC_NONE;
}

static nc_value object_new(size_t n, const nc_value *args, const struct nc_map *keywords) {
    (void)n, (void)keywords;
    if (!nc_is(args[0], NC_KIND(type)))
        nc_type_error("__new__ arg must be a user-type");
    const struct nc_type *type = (const struct nc_type *)args[0];
    if (!(type->flags & NC_IS_CLASS))
        nc_type_error("__new__ arg must be a user-type");
    return nc_instance_new(type, NULL);
}

static nc_value object_setattr(nc_value self, nc_value name, nc_value value) {
    if (!nc_is_class_instance(self))
        nc_type_error("arg must be a user-type");
    store(self, nc_str_intern(name), value);
    return NC_NONE;
}

static nc_value object_delattr(nc_value self, nc_value name) {
    if (!nc_is_class_instance(self))
        nc_type_error("arg must be a user-type");
    if (!store(self, nc_str_intern(name), NC_NOTHING))
        nc_error(NC_MADE(AttributeError), "no such attribute");
    return NC_NONE;
}

static const struct nc_entry object_entries[] = {
    {NAME(__init__), NC_FK(object_init, 1, NC_ANY)},
    {NAME(__new__),
     (nc_value) & (const struct nc_wrapped){&nc_type_staticmethod, NC_FK(object_new, 1, NC_ANY)}},
    {NAME(__setattr__), NC_F3(object_setattr)},
    {NAME(__delattr__), NC_F2(object_delattr)}};
const struct nc_dict nc_object_members = NC_TABLE_DICT(object_entries);
const struct nc_type nc_type_object = {NC_TYPE_HEAD(object, 0), .make = object_make,
                                       .members = &nc_object_members};

// super: the search begins after a class.
static bool super_lookup(nc_value class_, nc_value self, nc_name name, nc_value *method) {
    const struct nc_type *type = (const struct nc_type *)class_;
    nc_value member;
    const struct nc_type *owner;
    bool found = false;
    if (type->parent && nc_is(type->parent, NC_KIND(tuple))) {
        struct nc_tuple *bases = nc_as_tuple(type->parent);
        for (size_t i = 0; i < bases->count && !found; i++)
            found = nc_find_member((const struct nc_type *)bases->items[i], name, &member, &owner);
    } else if (type->parent) {
        found = nc_find_member((const struct nc_type *)type->parent, name, &member, &owner);
    }
    method[1] = NC_NOTHING;
    bool of_class = nc_is(self, NC_KIND(type)); // in a class method
    if (found) {
        if (of_class)
            nc_convert_member(NC_NOTHING, (const struct nc_type *)self, member, method);
        else
            nc_read_member(self, self->type, member, owner, method);
        return true;
    }
    if (!of_class && native_attr(self, name, NC_LOAD, method))
        return true;
    struct nc_entry *entry = nc_map_find_name(&nc_object_members.map, name);
    if (!entry)
        return false;
    nc_convert_member(of_class ? NC_NOTHING : self, NC_MADE(object), entry->value, method);
    return true;
}

// A class, and an instance of it or a class derived from it.
static void check_super(nc_value class_, nc_value self) {
    if (nc_is(class_, NC_KIND(type))) {
        const struct nc_type *of = (const struct nc_type *)class_;
        if (nc_is_class_instance(self) && nc_is_subclass(self->type, of))
            return;
        if (nc_is(self, NC_KIND(type)) && nc_is_subclass((const struct nc_type *)self, of))
            return;
    }
    nc_type_error("super() takes a class and an instance of it");
}

static nc_value super_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 2, 2, false);
    check_super(args[0], args[1]);
    struct nc_super *s = NC_NEW(struct nc_super, type);
    s->class_ = args[0];
    s->self = args[1];
    return (nc_value)s;
}

static void super_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_super *s = (struct nc_super *)self;
    nc_printf(to, "<super: %r, %r>", s->class_, s->self);
}

static bool super_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_super *s = (struct nc_super *)self;
    return action == NC_LOAD && super_lookup(s->class_, s->self, name, member);
}

const struct nc_type nc_type_super = {NC_TYPE_HEAD(super, 0), .make = super_make, .print = super_print,
                                      .attr = super_attr};

void nc_load_super_method(nc_name name, nc_value *method) {
    check_super(method[1], method[2]);
    nc_value found[2] = {NC_NOTHING, NC_NOTHING};
    if (!super_lookup(method[1], method[2], name, found))
        nc_error(NC_MADE(AttributeError), "'super' object has no attribute '%q'", name);
    method[0] = found[0];
    method[1] = found[1];
}
