// C values out of objects.
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

bool nc_is_subclass(const struct nc_type *type, const struct nc_type *of) {
    for (;;) {
        if (type == of || of == NC_KIND(object))
            return true;
        if (!type->parent)
            return false;
        if (nc_is(type->parent, NC_KIND(tuple))) {
            struct nc_tuple *bases = nc_as_tuple(type->parent);
            nc_stack_check();
            for (size_t i = 0; i < bases->count; i++)
                if (nc_is_subclass((const struct nc_type *)bases->items[i], of))
                    return true;
            return false;
        }
        type = (const struct nc_type *)type->parent;
    }
}

bool nc_is_instance(nc_value v, const struct nc_type *type) {
    return nc_is_subclass(nc_type_of(v), type);
}

nc_value nc_native(nc_value v, const struct nc_type *type) {
    const struct nc_type *own = nc_type_of(v);
    if (own == type)
        return v;
    if (own->flags & NC_IS_CLASS && nc_is_subclass(own, type)) {
        nc_value native = nc_instance_native(v);
        if (native != NC_NOTHING && nc_is_subclass(nc_type_of(native), type))
            return native;
    } else if (nc_is_subclass(own, type) && type != NC_KIND(object)) {
        return v;
    }
    return NC_NOTHING;
}

bool nc_get_int_maybe(nc_value v, intptr_t *i) {
    if (nc_is_small(v)) {
        *i = nc_small_value(v);
        return true;
    }
    if (nc_is_bool(v)) {
        *i = v == NC_TRUE;
        return true;
    }
    if (!nc_is(v, NC_KIND(int))) {
        if (!nc_is_class_instance(v) || (v = v->type->unary(NC_INT, v)) == NC_NOTHING)
            return false;
        if (nc_is_small(v)) {
            *i = nc_small_value(v);
            return true;
        }
    }
    uint8_t bytes[sizeof(intptr_t)];
    if (!nc_int_to_bytes(v, bytes, sizeof bytes, false, true))
        nc_error(NC_MADE(OverflowError), "overflow converting long int to machine word");
    memcpy(i, bytes, sizeof *i);
    return true;
}

intptr_t nc_get_int(nc_value v) {
    intptr_t i;
    if (!nc_get_int_maybe(v, &i))
        nc_type_error("can't convert %T to int", v);
    return i;
}

uintptr_t nc_get_int_truncated(nc_value v) {
    if (nc_is(v, NC_KIND(int))) {
        const struct nc_int *n = (const struct nc_int *)v;
        uintptr_t magnitude = n->digits[0];
        if (sizeof magnitude > 4 && n->count > 1)
            magnitude |= (uintptr_t)((uint64_t)n->digits[1] << 32);
        return n->negative ? 0 - magnitude : magnitude;
    }
    return (uintptr_t)nc_get_int(v);
}

bool nc_get_float_maybe(nc_value v, nc_float *f) {
    if (nc_is_small(v))
        *f = (nc_float)nc_small_value(v);
    else if (nc_is(v, NC_KIND(float)))
        *f = ((struct nc_float_object *)v)->value;
    else if (nc_is_bool(v))
        *f = v == NC_TRUE;
    else if (nc_is(v, NC_KIND(int)))
        *f = nc_int_to_float(v);
    else if (nc_is_pointer(v) && v->type->unary && v->type != NC_KIND(complex)) {
        NC_READS(unary);
        nc_value result = v->type->unary(NC_FLOAT, v);
        if (result == NC_NOTHING && nc_is_class_instance(v) && nc_instance_native(v) != NC_NOTHING)
            return nc_get_float_maybe(nc_instance_native(v), f);
        if (result == NC_NOTHING || !nc_is(result, NC_KIND(float)))
            return false;
        *f = ((struct nc_float_object *)result)->value;
    } else
        return false;
    return true;
}

nc_float nc_get_float(nc_value v) {
    nc_float f;
    if (!nc_get_float_maybe(v, &f))
        nc_type_error("can't convert %T to float", v);
    return f;
}

size_t nc_get_index(const char *what, size_t length, nc_value index, bool clip) {
    intptr_t i;
    if (!nc_get_int_maybe(index, &i))
        nc_type_error("%s indices must be integers, not %T", what, index);
    if (i < 0)
        i += (intptr_t)length;
    if (i >= 0 && (size_t)i < length)
        return (size_t)i;
    if (clip)
        return i < 0 ? 0 : length;
    nc_error(NC_MADE(IndexError), "%s index out of range", what);
}

void nc_get_array(nc_value v, size_t *count, nc_value **items) {
    nc_value native = nc_native(v, NC_KIND(tuple));
    if (native != NC_NOTHING) {
        *count = nc_as_tuple(native)->count;
        *items = nc_as_tuple(native)->items;
    } else if ((native = nc_native(v, NC_KIND(list))) != NC_NOTHING) {
        *count = nc_as_list(native)->count;
        *items = nc_as_list(native)->items;
    } else {
        nc_type_error("object '%T' isn't a tuple or list", v);
    }
}

void nc_get_array_fixed(nc_value v, size_t count, nc_value **items) {
    size_t found;
    nc_get_array(v, &found, items);
    if (found != count)
        nc_value_error("requested length %u but object has length %u", (unsigned)count, (unsigned)found);
}

bool nc_get_buffer(nc_value v, struct nc_buffer *buffer, unsigned flags) {
    NC_READS(buffer);
    const struct nc_type *type = nc_type_of(v);
    if (type->buffer && type->buffer(v, buffer, flags))
        return true;
    if (flags & NC_MUST)
        nc_type_error("object with buffer protocol required");
    return false;
}
