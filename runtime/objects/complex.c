// complex
#include "ints.h"
#include "nativecomp/heap.h"
#include "nativecomp/mathlib.h"

nc_value nc_complex_new(nc_float real, nc_float imaginary) {
    struct nc_complex *c = NC_NEW_LEAF(struct nc_complex, NC_MADE(complex), sizeof *c);
    c->real = real;
    c->imaginary = imaginary;
    return (nc_value)c;
}

// Any number, also an object that can be made one.
static bool parts(nc_value v, nc_float *real, nc_float *imaginary) {
    *imaginary = 0;
    if (nc_is(v, NC_KIND(complex))) {
        *real = ((struct nc_complex *)v)->real;
        *imaginary = ((struct nc_complex *)v)->imaginary;
        return true;
    }
    if (nc_is(v, NC_KIND(float)) || nc_is_int(v) || nc_is_bool(v)) {
        *real = nc_get_float(v);
        return true;
    }
    return false;
}

void nc_get_complex(nc_value v, nc_float *real, nc_float *imaginary) {
    nc_value method[2];
    if (nc_class_method(v, N(__complex__), method)) {
        v = nc_call_method(0, 0, method);
        if (!nc_is(v, NC_KIND(complex)))
            nc_type_error("__complex__ should return a complex, not %T", v);
    }
    *imaginary = 0;
    if (!parts(v, real, imaginary))
        *real = nc_get_float(v);
}

// A part without a fraction is shown as an integer: (1+2j).
static void put_part(struct nc_text *text, nc_float f) {
    nc_float_format(text, f, 'r', -1, false);
    if (text->size > 2 && text->data[text->size - 1] == '0' && text->data[text->size - 2] == '.')
        text->size -= 2;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_complex *c = (struct nc_complex *)self;
    struct nc_text text;
    nc_text_init(&text, 48);
    bool both = c->real != 0;
    if (both) {
        nc_text_fill(&text, '(', 1);
        put_part(&text, c->real);
        if (!nc_is_negative(c->imaginary) || nc_is_nan(c->imaginary))
            nc_text_fill(&text, '+', 1);
    }
    put_part(&text, c->imaginary);
    nc_text_add(&text, "j)", both ? 2 : 1);
    to->write(to->context, text.data, text.size);
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 2, false);
    nc_float real = 0, imaginary = 0, real2, imaginary2;
    if (n_pos == 0)
        return nc_complex_new(0, 0);
    if (n_pos == 1 && nc_is_str(args[0])) {
        struct nc_span span = nc_str_span(args[0]);
        return nc_parse_number(span.data, span.size, true);
    }
    nc_get_complex(args[0], &real, &imaginary);
    if (n_pos == 2) { // a + b * 1j
        nc_get_complex(args[1], &real2, &imaginary2);
        real -= imaginary2;
        imaginary += real2;
    }
    return nc_complex_new(real, imaginary);
}

static nc_value unary(unsigned op, nc_value self) {
    struct nc_complex *c = (struct nc_complex *)self;
    switch (op) {
    case NC_BOOL:
        return nc_bool(c->real != 0 || c->imaginary != 0);
    case NC_HASH:
        return nc_small(
            (intptr_t)(nc_hash(nc_float_new(c->real)) + nc_hash(nc_float_new(c->imaginary)) * 1000003) << 1 >>
            1);
    case NC_POSITIVE:
    case NC_COMPLEX:
        return self;
    case NC_NEGATIVE:
        return nc_complex_new(-c->real, -c->imaginary);
    case NC_ABS:
        return nc_float_new(nc_sqrt(c->real * c->real + c->imaginary * c->imaginary));
    }
    return NC_NOTHING;
}

static nc_value power(nc_float a, nc_float b, nc_float c, nc_float d) {
    nc_float size = nc_sqrt(a * a + b * b);
    if (size == 0) {
        if (d == 0 && c >= 0)
            return nc_complex_new(c == 0 ? 1 : 0, 0);
        nc_error(NC_MADE(ZeroDivisionError), "0.0 to a complex power");
    }
    nc_float logarithm = nc_log(size), angle = nc_atan2(b, a);
    nc_float scale = nc_exp(c * logarithm - d * angle), turn = d * logarithm + c * angle;
    return nc_complex_new(scale * nc_cos(turn), scale * nc_sin(turn));
}

nc_value nc_complex_binary(unsigned op, nc_value left, nc_value right) {
    nc_float a, b, c, d;
    if (!parts(left, &a, &b) || !parts(right, &c, &d))
        return NC_NOTHING;
    if (op >= NC_REFLECTED_OR) {
        nc_float t = a;
        a = c;
        c = t;
        t = b;
        b = d;
        d = t;
        op = op - NC_REFLECTED_OR + NC_OR;
    }
    if (op >= NC_INPLACE_OR && op <= NC_INPLACE_POWER)
        op += NC_ARITHMETIC_COUNT;
    switch (op) {
    case NC_ADD:
        return nc_complex_new(a + c, b + d);
    case NC_SUBTRACT:
        return nc_complex_new(a - c, b - d);
    case NC_MULTIPLY:
        return nc_complex_new(a * c - b * d, b * c + a * d);
    case NC_DIVIDE: {
        if (d == 0) {
            if (c == 0)
                nc_error(NC_MADE(ZeroDivisionError), "complex divide by zero");
            return nc_complex_new(a / c, b / c);
        }
        nc_float size = c * c + d * d;
        return nc_complex_new((a * c + b * d) / size, (b * c - a * d) / size);
    }
    case NC_FLOORDIV:
    case NC_MODULO:
        nc_type_error("can't truncate-divide a complex number");
    case NC_POWER:
        return power(a, b, c, d);
    case NC_EQUAL:
        return nc_bool(a == c && b == d);
    }
    return NC_NOTHING;
}

static bool attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    if (action != NC_LOAD || (name != N(real) && name != N(imag)))
        return false;
    struct nc_complex *c = (struct nc_complex *)self;
    member[0] = nc_float_new(name == N(real) ? c->real : c->imaginary);
    return true;
}

const struct nc_type nc_type_complex = {NC_TYPE_HEAD(complex, NC_EQ_NOT_REFLEXIVE | NC_EQ_OTHER_TYPES),
                                        .make = make,
                                        .print = print,
                                        .unary = unary,
                                        .binary = nc_complex_binary,
                                        .equal = nc_complex_binary,
                                        .attr = attr};
