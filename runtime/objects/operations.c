// The operators, as far as they look at types: see nativecomp/object.h.
#include "ints.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

const struct nc_type *nc_type_of(nc_value v) {
    if (nc_is_pointer(v))
        return v->type;
    if (nc_is_small(v))
        return NC_MADE(int);
    if (nc_is_name(v))
        return NC_MADE(str);
    return nc_is_bool(v) ? NC_MADE(bool) : NC_MADE(none);
}

#ifdef __arm__
void nc_left_out(void) {
    nc_error(NC_MADE(NotImplementedError), "the image was built without what this needs");
}
#endif

static const nc_name unary_names[] = {
#define X(ID, METHOD, SYMBOL) N(METHOD),
    NC_UNARY_OPERATORS(X)
#undef X
};

nc_value nc_unary(unsigned op, nc_value v) {
    if (op == NC_NOT)
        return nc_bool(!nc_truth(v));
    if (nc_is_small(v)) {
        intptr_t i = nc_small_value(v);
        if (op == NC_INVERT)
            return nc_small(~i);
        if (op == NC_NEGATIVE)
            return nc_int_new(-i);
        if (op == NC_POSITIVE || op == NC_INT || op == NC_HASH)
            return v;
        if (op == NC_ABS)
            return nc_int_new(i < 0 ? -i : i);
    }
    NC_READS(unary);
    const struct nc_type *type = nc_type_of(v);
    nc_value result = type->unary ? type->unary(op, v) : NC_NOTHING;
    if (result != NC_NOTHING)
        return result;
    if (op == NC_INT)
        nc_type_error("can't convert %T to int", v);
    nc_type_error("unsupported type for %q: '%T'", unary_names[op], v);
}

bool nc_truth(nc_value v) {
    if (nc_is_small(v))
        return v != nc_small(0);
    if (nc_is_bool(v))
        return v == NC_TRUE;
    if (nc_is_name(v))
        return v != NAME(empty_);
    if (v == NC_NONE)
        return false;
    NC_READS(unary);
    if (v->type->unary) {
        nc_value result = v->type->unary(NC_BOOL, v);
        if (result != NC_NOTHING)
            return result == NC_TRUE;
    }
    nc_value length = nc_len_maybe(v);
    return length == NC_NOTHING || length != nc_small(0);
}

nc_value nc_len_maybe(nc_value v) {
    if (nc_is_str(v)) {
        struct nc_span span = nc_str_span(v);
        return nc_small((intptr_t)nc_utf8_count(span.data, span.size));
    }
    NC_READS(unary);
    const struct nc_type *type = nc_type_of(v);
    return type->unary ? type->unary(NC_LEN, v) : NC_NOTHING;
}

nc_value nc_len(nc_value v) {
    nc_value length = nc_len_maybe(v);
    if (length == NC_NOTHING)
        nc_type_error("object of type '%T' has no len()", v);
    return length;
}

uintptr_t nc_hash(nc_value v) {
    if (nc_is_name(v))
        return nc_name_hash(nc_name_number(v));
    if (nc_is_small(v))
        return (uintptr_t)nc_small_value(v);
    NC_READS(unary);
    const struct nc_type *type = nc_type_of(v);
    if (!type->unary)
        return (uintptr_t)v;
    nc_stack_check(); // tuples of tuples
    nc_value hash = type->unary(NC_HASH, v);
    if (hash == NC_NOTHING)
        nc_type_error("unsupported type for __hash__: '%T'", v);
    return nc_get_int_truncated(hash);
}

// What == or != gives: usually a bool, but whatever __eq__ returned.
static nc_value equality(unsigned op, nc_value a, nc_value b) {
    NC_READS(equal);
    nc_value yes = nc_bool(op == NC_EQUAL);
    const struct nc_type *type = nc_type_of(a);
    if (a == b && !(type->flags & NC_EQ_NOT_REFLEXIVE))
        return yes;
    if (type == NC_KIND(str)) {
        if (nc_is_name(a) && nc_is_name(b))
            return nc_bool(op == NC_NOT_EQUAL);
        if (nc_is_str(b)) {
            struct nc_span x = nc_str_span(a), y = nc_str_span(b);
            bool same = x.size == y.size && !memcmp(x.data, y.data, x.size);
            return nc_bool(same == (op == NC_EQUAL));
        }
    }
    nc_stack_check();
    // Ask the left operand, then the right one.
    for (int side = 0; side < 2; side++) {
        const struct nc_type *other = nc_type_of(b);
        nc_binary_fn *equal = type->flags & NC_HAS_EQUAL ? type->equal : nc_state.foreign_equal;
        if (equal && (type == other || type->flags & NC_EQ_OTHER_TYPES)) {
            if (op == NC_NOT_EQUAL && type->flags & NC_EQ_HAS_NE) {
                nc_value result = equal(NC_NOT_EQUAL, a, b);
                if (result != NC_NOTHING)
                    return result;
            }
            nc_value result = equal(NC_EQUAL, a, b);
            if (result != NC_NOTHING)
                return op == NC_EQUAL ? result : nc_bool(!nc_truth(result));
        }
        if (type == other)
            break;
        nc_value swapped = a;
        a = b;
        b = swapped;
        type = other;
    }
    return nc_bool((a == b) == (op == NC_EQUAL));
}

bool nc_equal(nc_value a, nc_value b) {
    if (a == b && (!nc_is_pointer(a) || !(a->type->flags & NC_EQ_NOT_REFLEXIVE)))
        return true;
    if ((nc_is_small(a) && nc_is_small(b)) || (nc_is_name(a) && nc_is_name(b)))
        return false;
    return nc_truth(equality(NC_EQUAL, a, b));
}

// Both operands small: what needs no call. NC_NOTHING leaves it to the general way.
static nc_value small_binary(unsigned op, nc_value left, nc_value right) {
    intptr_t a = nc_small_value(left), b = nc_small_value(right), r;
    switch (op) {
    case NC_LESS:
        return nc_bool(a < b);
    case NC_MORE:
        return nc_bool(a > b);
    case NC_LESS_EQUAL:
        return nc_bool(a <= b);
    case NC_MORE_EQUAL:
        return nc_bool(a >= b);
    case NC_ADD:
    case NC_INPLACE_ADD:
        return nc_int_new(a + b);
    case NC_SUBTRACT:
    case NC_INPLACE_SUBTRACT:
        return nc_int_new(a - b);
    case NC_MULTIPLY:
    case NC_INPLACE_MULTIPLY:
        return __builtin_mul_overflow(a, b, &r) ? NC_NOTHING : nc_int_new(r);
    case NC_OR:
    case NC_INPLACE_OR:
        return nc_small(a | b);
    case NC_XOR:
    case NC_INPLACE_XOR:
        return nc_small(a ^ b);
    case NC_AND:
    case NC_INPLACE_AND:
        return nc_small(a & b);
    case NC_RSHIFT:
    case NC_INPLACE_RSHIFT:
        return b < 0 ? NC_NOTHING : nc_small(a >> (b < NC_WORD_BITS ? b : NC_WORD_BITS - 1));
    case NC_LSHIFT:
    case NC_INPLACE_LSHIFT:
        if (b < 0 || b >= NC_WORD_BITS - 2 || a > NC_SMALL_MAX >> b || a < NC_SMALL_MIN >> b)
            return NC_NOTHING;
        return nc_small((intptr_t)((uintptr_t)a << b));
    case NC_FLOORDIV:
    case NC_INPLACE_FLOORDIV:
        if (b == 0)
            return NC_NOTHING;
        return nc_int_new(a / b - (a % b != 0 && (a % b < 0) != (b < 0)));
    case NC_MODULO:
    case NC_INPLACE_MODULO:
        if (b == 0)
            return NC_NOTHING;
        r = b == -1 ? 0 : a % b;
        return nc_small(r && (r < 0) != (b < 0) ? r + b : r);
    }
    return NC_NOTHING;
}

static nc_value contains(nc_value container, nc_value item) {
    NC_READS(binary);
    const struct nc_type *type = nc_type_of(container);
    if (type->binary) {
        nc_value result = type->binary(NC_CONTAINS, container, item);
        if (result != NC_NOTHING)
            return nc_bool(nc_truth(result));
    }
    struct nc_iterator memory;
    nc_value iterator = nc_iter(container, &memory), each;
    while ((each = nc_next(iterator)) != NC_NOTHING)
        if (nc_equal(each, item))
            return NC_TRUE;
    return NC_FALSE;
}

static _Noreturn void unsupported(unsigned op, nc_value left, nc_value right) {
    static const nc_name names[] = {
#define X(ID, METHOD, SYMBOL) N(METHOD),
        NC_COMPARISONS(X)
#undef X
#define X(ID, IN_PLACE, METHOD, REFLECTED, SYMBOL) N(IN_PLACE),
            NC_ARITHMETIC_OPERATORS(X)
#undef X
#define X(ID, IN_PLACE, METHOD, REFLECTED, SYMBOL) N(METHOD),
                NC_ARITHMETIC_OPERATORS(X)
#undef X
                    N(divmod),
        N(__contains__),
    };
    nc_type_error("unsupported types for %q: '%T', '%T'", names[op], left, right);
}

nc_value nc_binary(unsigned op, nc_value left, nc_value right) {
    nc_value result;
    if (nc_is_small(left) && nc_is_small(right) && (result = small_binary(op, left, right)) != NC_NOTHING)
        return result;
    bool asks_type = op >= NC_INPLACE_OR || (op <= NC_MORE_EQUAL && op != NC_EQUAL);
    if (asks_type && nc_is(left, NC_KIND(float)) && nc_is(right, NC_KIND(float)) &&
        (result = nc_float_binary(op, left, right)) != NC_NOTHING)
        return result;
    switch (op) {
    case NC_IS:
        return nc_bool(left == right);
    case NC_EQUAL:
    case NC_NOT_EQUAL:
        return equality(op, left, right);
    case NC_IN:
        return contains(right, left);
    case NC_CONTAINS:
        return contains(left, right);
    case NC_EXCEPTION_MATCH:
        return nc_bool(nc_exception_matches(left, right));
    }
    NC_READS(binary);
    nc_stack_check();
    unsigned asked = op;
    const struct nc_type *type = nc_type_of(left);
    if (type->binary) {
        if ((result = type->binary(op, left, right)) != NC_NOTHING)
            return result;
        if (op >= NC_INPLACE_OR && op <= NC_INPLACE_POWER) {
            op += NC_ARITHMETIC_COUNT;
            if ((result = type->binary(op, left, right)) != NC_NOTHING)
                return result;
        }
    } else if (op >= NC_INPLACE_OR && op <= NC_INPLACE_POWER) {
        op += NC_ARITHMETIC_COUNT;
    }
    const struct nc_type *other = nc_type_of(right);
    if (op >= NC_OR && op <= NC_POWER && other->binary &&
        (result = other->binary(op - NC_OR + NC_REFLECTED_OR, right, left)) != NC_NOTHING)
        return result;
    // a < b asks b > a
    static const uint8_t mirrored[] = {NC_MORE, NC_LESS, NC_EQUAL, NC_MORE_EQUAL, NC_LESS_EQUAL};
    if (op <= NC_MORE_EQUAL && op != NC_EQUAL && (type != other || type->flags & NC_IS_CLASS) &&
        other->binary && (result = other->binary(mirrored[op], right, left)) != NC_NOTHING)
        return result;
    unsupported(asked, left, right);
}

nc_value nc_subscr(nc_value base, nc_value index, nc_value value) {
    NC_READS(subscr);
    const struct nc_type *type = nc_type_of(base);
    if (type->subscr) {
        nc_value result = type->subscr(base, index, value);
        if (result != NC_NOTHING)
            return result;
    }
    if (value == NC_NOTHING)
        nc_type_error("'%T' object doesn't support item deletion", base);
    if (value == NC_SENTINEL)
        nc_type_error("'%T' object isn't subscriptable", base);
    nc_type_error("'%T' object doesn't support item assignment", base);
}

nc_value nc_getitem(nc_value self, nc_value index) {
    return nc_subscr(self, index, NC_SENTINEL);
}

nc_value nc_setitem(nc_value self, nc_value index, nc_value value) {
    return nc_subscr(self, index, value);
}

nc_value nc_delitem(nc_value self, nc_value index) {
    return nc_subscr(self, index, NC_NOTHING);
}
