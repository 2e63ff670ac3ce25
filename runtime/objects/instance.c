// Instances: each slot of their types looks for the method that the class has for it, and then asks the
// built-in object inside, if the class derives from a built-in type.
#include "class.h"
#include "nativecomp/heap.h"
#include "nativecomp/state.h"

static const nc_name unary_methods[] = {
#define X(ID, METHOD, SYMBOL) N(METHOD),
    NC_UNARY_OPERATORS(X)
#undef X
};

static const nc_name binary_methods[] = {
#define X(ID, METHOD, SYMBOL) N(METHOD),
    NC_COMPARISONS(X)
#undef X
#define X(ID, IN_PLACE, METHOD, REFLECTED, SYMBOL) N(IN_PLACE),
        NC_ARITHMETIC_OPERATORS(X)
#undef X
#define X(ID, IN_PLACE, METHOD, REFLECTED, SYMBOL) N(METHOD),
            NC_ARITHMETIC_OPERATORS(X)
#undef X
                N(__divmod__),
    N(__contains__),
#define X(ID, IN_PLACE, METHOD, REFLECTED, SYMBOL) N(REFLECTED),
    NC_ARITHMETIC_OPERATORS(X)
#undef X
};

nc_value nc_instance_new(const struct nc_type *type, const struct nc_type **native) {
    const struct nc_type *base = nc_native_base(type);
    if (native)
        *native = base;
    struct nc_instance *self =
        NC_NEW_SIZE(struct nc_instance, type, sizeof *self + (base ? sizeof(nc_value) : 0));
    nc_map_init(&self->members, 0);
    if (base) // until its __init__ has run
        self->native[0] = (nc_value)&nc_native_init;
    return (nc_value)self;
}

nc_value nc_instance_native(nc_value v) {
    if (!nc_native_base(v->type))
        return NC_NOTHING;
    nc_value native = ((struct nc_instance *)v)->native[0];
    return native == (nc_value)&nc_native_init ? NC_NOTHING : native;
}

static nc_value native_init(size_t n, const nc_value *args, const struct nc_map *keywords) {
    if (!nc_is_class_instance(args[0]) || !nc_native_base(args[0]->type))
        nc_type_error("__init__() of a built-in type needs an instance of a derived class");
    const struct nc_type *base = nc_native_base(args[0]->type);
    // The keywords follow the positional arguments in memory.
    NC_READS(make);
    ((struct nc_instance *)args[0])->native[0] = base->make(base, n - 1, keywords->used, args + 1);
    return NC_NONE;
}

const struct nc_builtin_var nc_native_init = {
    &nc_type_builtin_var, NC_SIGNATURE(1, NC_ANY, 1), {.kw = native_init}};

// A method of the class (not of the built-in type inside), bound to self.
bool nc_class_method(nc_value self, nc_name name, nc_value *method) {
    nc_value member;
    const struct nc_type *owner;
    if (!nc_is_class_instance(self) || !nc_find_member(self->type, name, &member, &owner) ||
        !(owner->flags & NC_IS_CLASS))
        return false;
    nc_read_member(self, self->type, member, owner, method);
    return true;
}

nc_value nc_instance_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_value method[2], self = NC_NOTHING, member;
    const struct nc_type *owner, *native;
    // self goes before the arguments
    size_t total = n_pos + 2 * n_kw;
    enum { FEW = 8 };
    nc_value few[FEW + 1], *all = total <= FEW ? few : nc_allocate((total + 1) * sizeof *all, NC_SCAN);
    for (size_t i = 0; i < total; i++)
        all[i + 1] = args[i];
    if (nc_find_member(type, N(__new__), &member, &owner) && owner->flags & NC_IS_CLASS) {
        nc_convert_member(NC_NOTHING, type, member, method);
        all[0] = (nc_value)type;
        self = nc_call(method[0], n_pos + 1, n_kw, all);
        if (nc_type_of(self) != type)
            return self;
        native = nc_native_base(type);
    } else {
        self = nc_instance_new(type, &native);
    }
    bool has_init = nc_find_member(type, N(__init__), &member, &owner) && owner->flags & NC_IS_CLASS;
    if (has_init) {
        nc_convert_member(self, type, member, method);
        all[0] = self;
        nc_value result =
            nc_call(method[0], n_pos + (method[1] != NC_NOTHING), n_kw, all + (method[1] == NC_NOTHING));
        if (result != NC_NONE)
            nc_type_error("__init__() should return None, not '%T'", result);
    } else if (!native && total) {
        nc_type_error("function takes 0 positional arguments but %u were given", (unsigned)n_pos);
    }
    NC_READS(make);
    struct nc_instance *instance = (struct nc_instance *)self;
    if (native && instance->native[0] == (nc_value)&nc_native_init)
        instance->native[0] = native->make(native, n_pos, n_kw, args);
    return self;
}

void nc_instance_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    nc_value method[2], native = nc_instance_native(self);
    bool exception = nc_is_exception(self);
    nc_name name = kind == NC_REPR ? N(__repr__) : N(__str__);
    if (kind == NC_EXCEPTION && exception) {
        nc_printf(to, "%q", self->type->name);
        struct nc_text text;
        nc_text_init(&text, 32);
        nc_print_value(&text.to, self, NC_STR);
        if (text.size)
            nc_printf(to, ": %.*s", (int)text.size, text.data);
        return;
    }
    if (nc_class_method(self, name, method) ||
        (name == N(__str__) && native == NC_NOTHING && nc_class_method(self, N(__repr__), method))) {
        nc_value text = nc_call_method(0, 0, method);
        if (!nc_is_str(nc_native(text, NC_KIND(str)) == NC_NOTHING ? text : nc_native(text, NC_KIND(str))))
            nc_type_error("__%s__ returned non-string", name == N(__repr__) ? "repr" : "str");
        nc_print_value(to, text, NC_STR);
        return;
    }
    if (exception && kind == NC_REPR && native != NC_NOTHING) {
        nc_printf(to, "%q", self->type->name);
        nc_print_value(to, (nc_value)((struct nc_exception *)native)->args, NC_REPR);
    } else if (native != NC_NOTHING) {
        nc_print_value(to, native, kind);
    } else {
        nc_printf(to, "<%q object at 0x%x>", self->type->name, (uintptr_t)self);
    }
}

nc_value nc_instance_call(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_value method[2];
    if (!nc_class_method(self, N(__call__), method)) {
        nc_value native = nc_instance_native(self);
        if (native == NC_NOTHING)
            nc_type_error("'%T' object isn't callable", self);
        return nc_call(native, n_pos, n_kw, args);
    }
    return nc_call_before(method[0], method[1] != NC_NOTHING, method + 1, n_pos, n_kw, args);
}

nc_value nc_instance_unary(unsigned op, nc_value self) {
    nc_value method[2];
    if (unary_methods[op] != N(none) && nc_class_method(self, unary_methods[op], method)) {
        nc_value result = nc_call_method(0, 0, method);
        if (op == NC_HASH)
            return nc_small((intptr_t)(nc_get_int_truncated(result) << 1) >> 1);
        if (op == NC_INT && !nc_is_int(result) && !nc_is_bool(result))
            nc_type_error("__int__ should return an int, not %T", result);
        return result;
    }
    nc_value native = nc_instance_native(self);
    if (op == NC_HASH) {
        if (nc_class_method(self, N(__eq__), method))
            return NC_NOTHING; // equal by content but not hashable
        return native == NC_NOTHING ? nc_small((intptr_t)((uintptr_t)self >> 4))
                                    : nc_small((intptr_t)(nc_hash(native) << 1) >> 1);
    }
    if (native == NC_NOTHING)
        return NC_NOTHING;
    const struct nc_type *type = nc_type_of(native);
    if (op == NC_LEN)
        return nc_len_maybe(native);
    if (op == NC_BOOL)
        return nc_bool(nc_truth(native));
    NC_READS(unary);
    return type->unary ? type->unary(op, native) : NC_NOTHING;
}

nc_value nc_instance_binary(unsigned op, nc_value left, nc_value right) {
    nc_value method[3];
    nc_name name = binary_methods[op];
    if (name != N(none) && nc_class_method(left, name, method)) {
        method[2] = right;
        nc_value result = nc_call_method(1, 0, method);
        return result == (nc_value)&nc_not_implemented ? NC_NOTHING : result;
    }
    nc_value native = nc_instance_native(left);
    if (native == NC_NOTHING || nc_is_exception(native))
        return NC_NOTHING;
    if (nc_is_class_instance(right) && nc_instance_native(right) != NC_NOTHING &&
        nc_type_of(native)->binary &&
        (op == NC_EQUAL || op == NC_NOT_EQUAL || op < NC_EQUAL || (op >= NC_INPLACE_OR && op != NC_CONTAINS)))
        right = nc_instance_native(right);
    if (op == NC_EQUAL)
        return nc_bool(nc_equal(native, right));
    const struct nc_type *type = nc_type_of(native);
    NC_READS(binary);
    nc_value result = type->binary ? type->binary(op, native, right) : NC_NOTHING;
    return result == native && op >= NC_INPLACE_OR && op <= NC_INPLACE_POWER ? left : result;
}

nc_value nc_instance_subscr(nc_value self, nc_value index, nc_value value) {
    nc_value method[4];
    nc_name name = value == NC_SENTINEL  ? N(__getitem__)
                   : value == NC_NOTHING ? N(__delitem__)
                                         : N(__setitem__);
    if (nc_class_method(self, name, method)) {
        method[2] = index;
        method[3] = value;
        bool store = value != NC_SENTINEL && value != NC_NOTHING;
        nc_value result = nc_call_method(store ? 2 : 1, 0, method);
        return value == NC_SENTINEL ? result : NC_NONE;
    }
    nc_value native = nc_instance_native(self);
    return native == NC_NOTHING ? NC_NOTHING : nc_subscr(native, index, value);
}

nc_value nc_instance_iter(nc_value self, struct nc_iterator *memory) {
    nc_value method[2];
    if (nc_class_method(self, N(__iter__), method))
        return nc_call_method(0, 0, method);
    // As MicroPython has it: a built-in base that can be iterated comes before the old protocol of
    // __getitem__.
    nc_value native = nc_instance_native(self);
    return native != NC_NOTHING && nc_type_of(native)->iter ? nc_iter(native, memory) : NC_NOTHING;
}

bool nc_instance_buffer(nc_value self, struct nc_buffer *buffer, unsigned flags) {
    nc_value native = nc_instance_native(self);
    return native != NC_NOTHING && nc_get_buffer(native, buffer, flags);
}
