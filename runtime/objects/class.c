// Classes: making them, finding their members, `type` itself.
#include "class.h"
#include "nativecomp/heap.h"
#include "nativecomp/state.h"

const struct nc_type *nc_native_base(const struct nc_type *type) {
    if (!(type->flags & NC_IS_CLASS))
        return type == NC_KIND(object) ? NULL : type;
    return ((const struct nc_class *)type)->native;
}

static bool find(const struct nc_type *type, nc_name name, bool native_init, nc_value *member,
                 const struct nc_type **owner) {
    NC_READS(members);
    for (;;) {
        struct nc_entry *entry = type->members ? nc_map_find_name(&type->members->map, name) : NULL;
        if (entry) {
            *member = entry->value;
            *owner = type;
            return true;
        }
        if (native_init && !(type->flags & NC_IS_CLASS) && type != NC_KIND(object)) {
            *member = (nc_value)&nc_native_init;
            *owner = type;
            return true;
        }
        if (!type->parent)
            return false;
        if (nc_is(type->parent, NC_KIND(tuple))) {
            struct nc_tuple *bases = nc_as_tuple(type->parent);
            nc_stack_check();
            for (size_t i = 0; i < bases->count; i++)
                if (find((const struct nc_type *)bases->items[i], name, native_init, member, owner))
                    return true;
            return false;
        }
        type = (const struct nc_type *)type->parent;
    }
}

bool nc_find_member(const struct nc_type *type, nc_name name, nc_value *member,
                    const struct nc_type **owner) {
    // A built-in type's __init__ comes after those of all classes.
    return find(type, name, false, member, owner) ||
           (name == N(__init__) && find(type, name, true, member, owner));
}

nc_value nc_class_member(const struct nc_type *type, nc_name name) {
    nc_value member;
    const struct nc_type *owner;
    return nc_find_member(type, name, &member, &owner) ? member : NC_NOTHING;
}

bool nc_is_accessor(nc_name name, nc_value member) {
    if (name == N(__setattr__) || name == N(__delattr__))
        return true;
    if (nc_is(member, NC_KIND(property)))
        return true;
    if (!nc_is_class_instance(member))
        return false;
    const struct nc_type *type = member->type;
    return nc_class_member(type, N(__set__)) || nc_class_member(type, N(__delete__));
}

nc_value nc_class_new(nc_name name, nc_value bases, nc_value members) {
    if (!nc_is(bases, NC_KIND(tuple)) ||
        !(nc_is(members, NC_KIND(dict)) || nc_is(members, NC_KIND(ordered_dict))))
        nc_type_error("type() takes a name, a tuple and a dict");
    struct nc_class *class = NC_NEW(struct nc_class, NC_MADE(type));
    struct nc_type *type = &class->type;
    type->flags = NC_EQ_NOT_REFLEXIVE | NC_EQ_OTHER_TYPES | NC_EQ_HAS_NE | NC_HAS_EQUAL | NC_IS_CLASS;
    type->name = (uint16_t)name;
    struct nc_tuple *tuple = nc_as_tuple(bases);
    size_t real_bases = 0;
    for (size_t i = 0; i < tuple->count; i++) {
        if (!nc_is(tuple->items[i], NC_KIND(type)))
            nc_type_error("type needed as a base, not %T", tuple->items[i]);
        struct nc_type *base = (struct nc_type *)tuple->items[i];
        if (!base->make || base == NC_KIND(bool) || base == NC_KIND(range) || base == NC_KIND(slice) ||
            base == NC_KIND(property) || base == NC_KIND(super))
            nc_type_error("type '%q' isn't an acceptable base type", base->name);
        const struct nc_type *native = nc_native_base(base);
        // Of several kinds of exceptions, which are all alike, the first counts.
        if (native && class->native && class->native != native &&
            !(nc_is_exception_type((nc_value)native) && nc_is_exception_type((nc_value)class->native)))
            nc_type_error("multiple bases have instance lay-out conflict");
        if (native && !class->native)
            class->native = native;
        if (base->flags & NC_IS_CLASS) {
            type->flags |= base->flags & NC_HAS_ACCESSORS;
            base->flags |= NC_IS_SUBCLASSED;
        }
        real_bases += base != NC_KIND(object);
    }
    type->make = nc_instance_make;
    type->print = nc_instance_print;
    type->call = nc_instance_call;
    type->unary = nc_instance_unary;
    type->binary = nc_instance_binary;
    type->equal = nc_instance_binary;
    type->attr = nc_instance_attr;
    type->subscr = nc_instance_subscr;
    type->iter = nc_instance_iter;
    type->buffer = nc_instance_buffer;
    type->members = (const struct nc_dict *)members;
    for (size_t i = 0; i < 9; i++)
        type->slot_index[i] = (uint8_t)(i + 1);
    type->slot_index[9] = class->native ? 12 : 0;
    type->slot_index[11] = 10;
    type->protocol = class->native ? class->native->protocol : NULL;
    if (real_bases) {
        type->slot_index[10] = 11;
        type->parent = tuple->count == 1 ? tuple->items[0] : bases;
    }
    size_t place = 0;
    struct nc_entry *entry;
    while ((entry = nc_map_next(nc_dict_map(members), &place)))
        if (nc_is_name(entry->key) && nc_is_accessor(nc_name_number(entry->key), entry->value))
            type->flags |= NC_HAS_ACCESSORS;
    entry = nc_map_find_name(nc_dict_map(members), N(__new__));
    if (entry && nc_type_of(entry->value)->name == N(function)) { // __new__ needs no decorator
        struct nc_wrapped *w = NC_NEW(struct nc_wrapped, NC_MADE(staticmethod));
        w->function = entry->value;
        entry->value = (nc_value)w;
    }
    return (nc_value)type;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<class '%q'>", ((struct nc_type *)self)->name);
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 1, 3, false);
    if (n_pos == 1)
        return (nc_value)nc_type_of(args[0]);
    if (n_pos == 2)
        nc_type_error("type takes 1 or 3 arguments");
    return nc_class_new(nc_str_intern(args[0]), args[1], args[2]);
}

static nc_value call(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    const struct nc_type *type = (const struct nc_type *)self;
    if (!type->make)
        nc_type_error("can't create '%q' instances", type->name);
    NC_READS(make);
    return type->make(type, n_pos, n_kw, args);
}

static nc_value bases_of(const struct nc_type *type) {
    if (type == NC_KIND(object))
        return (nc_value)&nc_empty_tuple;
    nc_value base = type->parent ? type->parent : (nc_value)&nc_type_object;
    return nc_is(base, NC_KIND(tuple)) ? base : nc_tuple_new(1, &base);
}

static bool load(const struct nc_type *type, nc_name name, nc_value *method) {
    if (name == N(__name__) || name == N(__qualname__)) {
        method[0] = NC_NAME_VALUE(type->name);
        return true;
    }
    if (name == N(__bases__)) {
        method[0] = bases_of(type);
        return true;
    }
    if (name == N(__dict__)) {
        struct nc_dict *dict = NC_NEW(struct nc_dict, NC_MADE(dict));
        nc_map_init(&dict->map, 0);
        NC_READS(members);
        if (type->members)
            dict->map = type->members->map;
        dict->map.fixed = 1; // a view that cannot be written through
        method[0] = (nc_value)dict;
        return true;
    }
    nc_value member;
    const struct nc_type *owner;
    if (nc_find_member(type, name, &member, &owner)) {
        nc_value get[4];
        if (nc_class_method(member, N(__get__), get)) { // a descriptor
            get[2] = NC_NONE;
            get[3] = (nc_value)type;
            method[0] = nc_call_method(2, 0, get);
            return true;
        }
        nc_convert_member(NC_NOTHING, type, member, method);
        return true;
    }
    struct nc_entry *entry = nc_map_find_name(&nc_object_members.map, name);
    if (entry)
        nc_convert_member(NC_NOTHING, type, entry->value, method);
    return entry;
}

static bool attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_type *type = (struct nc_type *)self;
    if (action == NC_LOAD)
        return load(type, name, member);
    if (!(type->flags & NC_IS_CLASS))
        return false;
    nc_value members = (nc_value)type->members;
    if (action == NC_DELETE)
        return nc_map_remove(nc_dict_map(members), NC_NAME_VALUE(name)) != NC_NOTHING;
    if (!(type->flags & NC_HAS_ACCESSORS) && nc_is_accessor(name, member[0])) {
        if (type->flags & NC_IS_SUBCLASSED)
            nc_error(NC_MADE(AttributeError), "can't add special method to already-subclassed class");
        type->flags |= NC_HAS_ACCESSORS;
    }
    nc_dict_store(members, NC_NAME_VALUE(name), member[0]);
    return true;
}

static nc_value unary(unsigned op, nc_value self) {
    return op == NC_HASH ? nc_small((intptr_t)((uintptr_t)self >> 4)) : NC_NOTHING;
}

const struct nc_type nc_type_type = {NC_TYPE_HEAD(type, 0), .make = make, .print = print,
                                     .call = call,          .attr = attr, .unary = unary};
