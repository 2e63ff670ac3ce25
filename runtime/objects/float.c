// float
#include "floats.h"
#include "ints.h"
#include "nativecomp/heap.h"
#include "nativecomp/mathlib.h"
#include "nativecomp/memory.h"

nc_value nc_float_new(nc_float f) {
    struct nc_float_object *o = NC_NEW_LEAF(struct nc_float_object, NC_MADE(float), sizeof *o);
    o->value = f;
    return (nc_value)o;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_text text;
    nc_text_init(&text, 32);
    nc_float_format(&text, ((struct nc_float_object *)self)->value, 'r', -1, false);
    to->write(to->context, text.data, text.size);
    nc_free(text.data);
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 1, false);
    if (n_pos == 0)
        return nc_float_new(0);
    if (nc_is(args[0], NC_KIND(float)))
        return args[0];
    struct nc_buffer buffer;
    nc_value text = nc_native(args[0], NC_KIND(str));
    if (text != NC_NOTHING) {
        buffer.data = (void *)nc_str_data(text, &buffer.size);
        return nc_parse_number(buffer.data, buffer.size, false);
    }
    if (nc_is_pointer(args[0]) && nc_get_buffer(args[0], &buffer, NC_READ))
        return nc_parse_number(buffer.data, buffer.size, false);
    return nc_float_new(nc_get_float(args[0]));
}

static nc_value unary(unsigned op, nc_value self) {
    nc_float f = ((struct nc_float_object *)self)->value;
    switch (op) {
    case NC_BOOL:
        return nc_bool(f != 0);
    case NC_POSITIVE:
    case NC_FLOAT:
        return self;
    case NC_NEGATIVE:
        return nc_float_new(-f);
    case NC_ABS:
        return nc_is_negative(f) ? nc_float_new(-f) : self;
    case NC_INT:
        return nc_int_from_float(f);
    case NC_HASH:
        return nc_is_finite(f) ? nc_small((intptr_t)nc_get_int_truncated(nc_int_from_float(f)) << 1 >> 1)
                               : nc_small(nc_is_nan(f) ? 0 : 314159);
    }
    return NC_NOTHING;
}

nc_float nc_float_floor_divide(nc_float a, nc_float b, nc_float *rest) {
    nc_float modulo = nc_fmod(a, b), quotient = (a - modulo) / b;
    if (modulo == 0)
        modulo = nc_copysign(0, b);
    else if ((modulo < 0) != (b < 0)) {
        modulo += b;
        quotient -= 1;
    }
    nc_float floored = quotient == 0 ? nc_copysign(0, a / b) : nc_floor(quotient);
    if (quotient != 0 && quotient - floored > (nc_float)0.5)
        floored += 1;
    *rest = modulo;
    return floored;
}

// Squares and roots are common, and exact without pow.
nc_float nc_float_pow(nc_float a, nc_float b) {
    if (b == 2)
        return a * a;
    if (b == (nc_float)0.5 && a > 0)
        return nc_sqrt(a);
    return nc_pow(a, b);
}

static nc_value arithmetic(unsigned op, nc_float a, nc_float b) {
    nc_float rest;
    switch (op) {
    case NC_ADD:
        return nc_float_new(a + b);
    case NC_SUBTRACT:
        return nc_float_new(a - b);
    case NC_MULTIPLY:
        return nc_float_new(a * b);
    case NC_DIVIDE:
    case NC_FLOORDIV:
    case NC_MODULO:
    case NC_DIVMOD:
        if (b == 0)
            nc_error(NC_MADE(ZeroDivisionError), "divide by zero");
        if (op == NC_DIVIDE)
            return nc_float_new(a / b);
        nc_float quotient = nc_float_floor_divide(a, b, &rest);
        if (op == NC_FLOORDIV)
            return nc_float_new(quotient);
        if (op == NC_MODULO) {
            if (!nc_is_finite(b) && nc_is_finite(a) && !nc_is_nan(b))
                rest = a == 0 || (a < 0) == (b < 0) ? a : b;
            return nc_float_new(rest);
        }
        nc_value pair[2] = {nc_float_new(quotient), NC_NONE};
        pair[1] = nc_float_new(rest);
        return nc_tuple_new(2, pair);
    case NC_POWER:
        if (a == 0 && b < 0 && nc_is_finite(b))
            nc_error(NC_MADE(ZeroDivisionError), "0.0 to a complex power");
        if (a < 0 && nc_is_finite(a) && nc_is_finite(b) && b != nc_floor(b))
            return nc_complex_binary(NC_POWER, nc_complex_new(a, 0), nc_float_new(b));
        return nc_float_new(nc_float_pow(a, b));
    case NC_LESS:
        return nc_bool(a < b);
    case NC_MORE:
        return nc_bool(a > b);
    case NC_LESS_EQUAL:
        return nc_bool(a <= b);
    case NC_MORE_EQUAL:
        return nc_bool(a >= b);
    }
    return NC_NOTHING;
}

static bool operand(nc_value v, nc_float *f) {
    if (nc_is(v, NC_KIND(float)))
        *f = ((struct nc_float_object *)v)->value;
    else if (nc_is_small(v) || nc_is_bool(v) || nc_is(v, NC_KIND(int)))
        *f = nc_int_to_float(nc_is_bool(v) ? nc_small(v == NC_TRUE) : v);
    else
        return false;
    return true;
}

static nc_value equal(unsigned op, nc_value left, nc_value right) {
    (void)op;
    nc_float a, b;
    return operand(left, &a) && operand(right, &b) ? nc_bool(a == b) : NC_NOTHING;
}

nc_value nc_float_binary(unsigned op, nc_value left, nc_value right) {
    nc_float a, b;
    if (nc_is(left, NC_KIND(float)) && nc_is(right, NC_KIND(float)) && op < NC_REFLECTED_OR) {
        if (op >= NC_INPLACE_OR && op <= NC_INPLACE_POWER)
            op += NC_ARITHMETIC_COUNT;
        return arithmetic(op, ((struct nc_float_object *)left)->value,
                          ((struct nc_float_object *)right)->value);
    }
    if (nc_is(right, NC_KIND(complex)) && op < NC_REFLECTED_OR)
        return nc_complex_binary(op, left, right);
    if (!operand(left, &a) || !operand(right, &b))
        return NC_NOTHING;
    if (op >= NC_REFLECTED_OR) {
        nc_float t = a;
        a = b;
        b = t;
        op = op - NC_REFLECTED_OR + NC_OR;
    }
    if (op >= NC_INPLACE_OR && op <= NC_INPLACE_POWER)
        op += NC_ARITHMETIC_COUNT;
    return arithmetic(op, a, b);
}

const struct nc_type nc_type_float = {NC_TYPE_HEAD(float, NC_EQ_NOT_REFLEXIVE | NC_EQ_OTHER_TYPES),
                                      .make = make,
                                      .print = print,
                                      .unary = unary,
                                      .binary = nc_float_binary,
                                      .equal = equal};
