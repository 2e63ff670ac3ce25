// int: small ones in the word, larger ones as sign and magnitude. A result that fits a small one always is
// one, so that equal integers below the limit are the same word.
#include "ints.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

struct nc_number nc_number_of(nc_value v) {
    struct nc_number n = {0};
    intptr_t i = nc_is_bool(v) ? v == NC_TRUE : nc_small_value(v);
    if (nc_is_pointer(v)) {
        const struct nc_int *big = (const struct nc_int *)v;
        n.digits = big->digits;
        n.count = big->count;
        n.negative = big->negative;
        return n;
    }
    uintptr_t magnitude = i < 0 ? 0 - (uintptr_t)i : (uintptr_t)i;
    n.negative = i < 0;
    for (; magnitude; magnitude = (uintptr_t)((uint64_t)magnitude >> NC_DIGIT_BITS))
        n.own[n.count++] = (nc_digit)magnitude;
    return n;
}

struct nc_int *nc_int_room(size_t digits) {
    size_t size;
    if (__builtin_mul_overflow(digits + 1, sizeof(nc_digit), &size))
        nc_throw((nc_value)&nc_memory_error);
    return NC_NEW_LEAF(struct nc_int, NC_MADE(int), sizeof(struct nc_int) + size);
}

nc_value nc_int_finish(struct nc_int *n, size_t count, bool negative) {
    count = nc_natural_trim(n->digits, count);
    if (count * NC_DIGIT_BITS <= NC_WORD_BITS) {
        uintptr_t magnitude = 0;
        for (size_t i = count; i--;)
            magnitude = (uintptr_t)((uint64_t)magnitude << NC_DIGIT_BITS) | n->digits[i];
        if (magnitude <= (uintptr_t)NC_SMALL_MAX + negative) {
            nc_free(n);
            return nc_small(negative ? (intptr_t)(0 - magnitude) : (intptr_t)magnitude);
        }
    }
    n->count = count;
    n->negative = negative;
    return (nc_value)n;
}

static nc_value from_magnitude(uint64_t magnitude, bool negative) {
    struct nc_int *n = nc_int_room(2);
    n->digits[0] = (nc_digit)magnitude;
    n->digits[1] = (nc_digit)(magnitude >> 32);
    return nc_int_finish(n, 2, negative);
}

nc_value nc_int_from_uint64(uint64_t i) {
    return i <= (uint64_t)NC_SMALL_MAX ? nc_small((intptr_t)i) : from_magnitude(i, false);
}

nc_value nc_int_from_int64(int64_t i) {
    if (i <= NC_SMALL_MAX && i >= NC_SMALL_MIN)
        return nc_small((intptr_t)i);
    return from_magnitude(i < 0 ? 0 - (uint64_t)i : (uint64_t)i, i < 0);
}

nc_value nc_int_new(intptr_t i) {
    return NC_LIKELY(nc_fits_small(i)) ? nc_small(i) : nc_int_from_int64(i);
}

nc_value nc_int_from_uint(uintptr_t i) {
    return nc_int_from_uint64(i);
}

bool nc_is_int(nc_value v) {
    return nc_is_small(v) || nc_is(v, NC_KIND(int));
}

int nc_int_sign(nc_value v) {
    if (nc_is_pointer(v))
        return ((const struct nc_int *)v)->negative ? -1 : 1;
    intptr_t i = nc_is_bool(v) ? v == NC_TRUE : nc_small_value(v);
    return (i > 0) - (i < 0);
}

static nc_value add(const struct nc_number *a, const struct nc_number *b, bool subtract) {
    bool b_negative = b->negative != subtract;
    struct nc_natural x = nc_natural_of(a), y = nc_natural_of(b);
    struct nc_int *n = nc_int_room((x.count > y.count ? x.count : y.count) + 1);
    if (a->negative == b_negative)
        return nc_int_finish(n, nc_natural_add(n->digits, x, y), b_negative);
    if (nc_natural_compare(x, y) >= 0)
        return nc_int_finish(n, nc_natural_subtract(n->digits, x, y), a->negative);
    return nc_int_finish(n, nc_natural_subtract(n->digits, y, x), b_negative);
}

static nc_value multiply(const struct nc_number *a, const struct nc_number *b) {
    struct nc_natural x = nc_natural_of(a), y = nc_natural_of(b);
    struct nc_int *n = nc_int_room(x.count + y.count);
    return nc_int_finish(n, nc_natural_multiply(n->digits, x, y), a->negative != b->negative);
}

// Floor division: the quotient is rounded down, the remainder has the divisor's sign.
static void divide(const struct nc_number *a, const struct nc_number *b, nc_value *quotient, nc_value *rest) {
    if (!b->count)
        nc_error(NC_MADE(ZeroDivisionError), "divide by zero");
    struct nc_natural x = nc_natural_of(a), y = nc_natural_of(b);
    struct nc_int *q = nc_int_room(x.count + 1),
                  *r = nc_int_room((x.count > y.count ? x.count : y.count) + 1);
    size_t r_count, q_count = nc_natural_divide(q->digits, r->digits, x, y, &r_count);
    if (a->negative != b->negative && r_count) {
        struct nc_natural rest_now = {r->digits, r_count};
        struct nc_int *other = nc_int_room(y.count + 1);
        r_count = nc_natural_subtract(other->digits, y, rest_now);
        r = other;
        q_count = nc_natural_scale(q->digits, q_count, 1, 1);
    }
    *quotient = nc_int_finish(q, q_count, a->negative != b->negative);
    *rest = nc_int_finish(r, r_count, b->negative);
}

// Digit i of the endless two's complement of a number; `borrow` walks along.
static nc_digit complement_digit(const struct nc_number *a, size_t i, nc_digit *borrow) {
    nc_digit digit = i < a->count ? nc_natural_of(a).digits[i] : 0;
    if (!a->negative)
        return digit;
    nc_digit result = ~(digit - *borrow); // -(m) is ~(m - 1)
    *borrow = *borrow && digit == 0;
    return result;
}

static nc_value bitwise(unsigned op, const struct nc_number *a, const struct nc_number *b) {
    size_t count = (a->count > b->count ? a->count : b->count) + 1;
    struct nc_int *n = nc_int_room(count);
    nc_digit borrow_a = 1, borrow_b = 1, top = 0;
    for (size_t i = 0; i < count; i++) {
        nc_digit x = complement_digit(a, i, &borrow_a), y = complement_digit(b, i, &borrow_b);
        n->digits[i] = top = op == NC_AND ? x & y : op == NC_OR ? x | y : x ^ y;
    }
    bool negative = top >> 31;
    if (negative) {
        uint64_t carry = 1;
        for (size_t i = 0; i < count; i++) {
            carry += (nc_digit)~n->digits[i];
            n->digits[i] = (nc_digit)carry;
            carry >>= NC_DIGIT_BITS;
        }
    }
    return nc_int_finish(n, count, negative);
}

static nc_value shift(const struct nc_number *a, nc_value by, bool left) {
    if (nc_int_sign(by) < 0)
        nc_value_error("negative shift count");
    struct nc_natural x = nc_natural_of(a);
    if (!x.count)
        return nc_small(0);
    if (!nc_is_small(by)) {
        if (left)
            nc_throw((nc_value)&nc_memory_error);
        return nc_small(a->negative ? -1 : 0);
    }
    size_t bits = (size_t)nc_small_value(by);
    if (left) {
        struct nc_int *n = nc_int_room(x.count + bits / NC_DIGIT_BITS + 1);
        return nc_int_finish(n, nc_natural_shift_left(n->digits, x, bits), a->negative);
    }
    struct nc_int *n = nc_int_room(x.count + 1);
    size_t count = nc_natural_shift_right(n->digits, x, bits);
    if (a->negative) { // round down: one more if any bit was lost
        bool lost = bits / NC_DIGIT_BITS >= x.count;
        for (size_t i = 0; !lost && i < bits / NC_DIGIT_BITS; i++)
            lost = x.digits[i] != 0;
        if (!lost)
            lost = x.digits[bits / NC_DIGIT_BITS] & (((nc_digit)1 << bits % NC_DIGIT_BITS) - 1);
        if (lost)
            count = nc_natural_scale(n->digits, count, 1, 1);
    }
    return nc_int_finish(n, count, a->negative);
}

static nc_value power(nc_value base, nc_value exponent, nc_value modulus) {
    nc_value result = nc_small(1);
    struct nc_number e = nc_number_of(exponent);
    size_t bits = nc_natural_bits(nc_natural_of(&e));
    for (size_t i = 0; i < bits; i++) {
        if (nc_natural_of(&e).digits[i / NC_DIGIT_BITS] >> i % NC_DIGIT_BITS & 1) {
            result = nc_binary(NC_MULTIPLY, result, base);
            if (modulus != NC_NOTHING)
                result = nc_binary(NC_MODULO, result, modulus);
        }
        if (i + 1 < bits) {
            base = nc_binary(NC_MULTIPLY, base, base);
            if (modulus != NC_NOTHING)
                base = nc_binary(NC_MODULO, base, modulus);
        }
    }
    return result;
}

nc_value nc_int_pow3(nc_value base, nc_value exponent, nc_value modulus) {
    if (!(nc_is_int(base) && nc_is_int(exponent) && nc_is_int(modulus)))
        nc_type_error("pow() with 3 arguments requires integers");
    if (nc_int_sign(modulus) == 0)
        nc_value_error("divide by zero");
    if (nc_int_sign(exponent) < 0)
        nc_value_error("negative exponent");
    return nc_binary(NC_MODULO, power(nc_binary(NC_MODULO, base, modulus), exponent, modulus), modulus);
}

static int compare(const struct nc_number *a, const struct nc_number *b) {
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int order = nc_natural_compare(nc_natural_of(a), nc_natural_of(b));
    return a->negative ? -order : order;
}

static bool is_integral(nc_value v) {
    return nc_is_int(v) || nc_is_bool(v);
}

static nc_value equal(unsigned op, nc_value left, nc_value right) {
    (void)op;
    if (!is_integral(right))
        return NC_NOTHING; // a float knows
    struct nc_number a = nc_number_of(left), b = nc_number_of(right);
    return nc_bool(compare(&a, &b) == 0);
}

nc_value nc_int_binary(unsigned op, nc_value left, nc_value right) {
    if (nc_is(right, NC_KIND(float)) || nc_is(right, NC_KIND(complex))) {
        if (op >= NC_REFLECTED_OR)
            return NC_NOTHING;
        if (nc_is(right, NC_KIND(complex)))
            return nc_complex_binary(op, left, right);
        return nc_float_binary(op, left, right);
    }
    if (!is_integral(right))
        return NC_NOTHING;
    if (op >= NC_REFLECTED_OR) {
        nc_value t = left;
        left = right;
        right = t;
        op = op - NC_REFLECTED_OR + NC_OR;
    }
    if (op >= NC_INPLACE_OR && op <= NC_INPLACE_POWER)
        op += NC_ARITHMETIC_COUNT;
    struct nc_number a = nc_number_of(left), b = nc_number_of(right);
    nc_value quotient, rest;
    switch (op) {
    case NC_LESS:
        return nc_bool(compare(&a, &b) < 0);
    case NC_MORE:
        return nc_bool(compare(&a, &b) > 0);
    case NC_LESS_EQUAL:
        return nc_bool(compare(&a, &b) <= 0);
    case NC_MORE_EQUAL:
        return nc_bool(compare(&a, &b) >= 0);
    case NC_ADD:
        return add(&a, &b, false);
    case NC_SUBTRACT:
        return add(&a, &b, true);
    case NC_MULTIPLY:
        return multiply(&a, &b);
    case NC_OR:
    case NC_XOR:
    case NC_AND:
        return bitwise(op, &a, &b);
    case NC_LSHIFT:
    case NC_RSHIFT:
        return shift(&a, nc_is_bool(right) ? nc_small(right == NC_TRUE) : right, op == NC_LSHIFT);
    case NC_FLOORDIV:
        divide(&a, &b, &quotient, &rest);
        return quotient;
    case NC_MODULO:
        divide(&a, &b, &quotient, &rest);
        return rest;
    case NC_DIVMOD: {
        nc_value pair[2];
        divide(&a, &b, &pair[0], &pair[1]);
        return nc_tuple_new(2, pair);
    }
    case NC_DIVIDE:
        if (!b.count)
            nc_error(NC_MADE(ZeroDivisionError), "divide by zero");
        return nc_float_new(nc_int_to_float(left) / nc_int_to_float(right));
    case NC_POWER:
        if (b.negative)
            return nc_float_binary(NC_POWER, left, right);
        return power(nc_is_bool(left) ? nc_small(left == NC_TRUE) : left, right, NC_NOTHING);
    }
    return NC_NOTHING;
}

static nc_value unary(unsigned op, nc_value self) {
    struct nc_number n = nc_number_of(self);
    switch (op) {
    case NC_POSITIVE:
    case NC_INT:
        return self;
    case NC_BOOL:
        return nc_bool(n.count != 0);
    case NC_HASH:
        return nc_small((intptr_t)(nc_get_int_truncated(self) << 1) >> 1);
    case NC_NEGATIVE:
    case NC_ABS: {
        if (op == NC_ABS && !n.negative)
            return self;
        struct nc_int *result = nc_int_room(n.count + 1);
        memcpy(result->digits, nc_natural_of(&n).digits, n.count * sizeof(nc_digit));
        return nc_int_finish(result, n.count, !n.negative);
    }
    case NC_INVERT: { // -n - 1
        struct nc_number one = nc_number_of(nc_small(-1));
        n.negative = !n.negative;
        return add(&n, &one, false);
    }
    }
    return NC_NOTHING;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    if (nc_is_small(self)) {
        nc_printf(to, "%z", nc_small_value(self));
        return;
    }
    struct nc_text text;
    nc_text_init(&text, 32);
    nc_int_format(&text, self, 10, false);
    to->write(to->context, text.data, text.size);
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 2, false);
    if (n_pos == 0)
        return nc_small(0);
    if (nc_is_int(args[0]) && n_pos == 1)
        return args[0];
    NC_READS(unary);
    const struct nc_type *kind = nc_type_of(args[0]);
    nc_value known = n_pos == 1 && kind->unary ? kind->unary(NC_INT, args[0]) : NC_NOTHING;
    if (known != NC_NOTHING)
        return known;
    struct nc_buffer buffer;
    if (nc_native(args[0], NC_KIND(str)) != NC_NOTHING || nc_get_buffer(args[0], &buffer, NC_READ)) {
        if (nc_native(args[0], NC_KIND(str)) != NC_NOTHING)
            buffer.data = (void *)nc_str_data(args[0], &buffer.size);
        intptr_t base = n_pos > 1 ? nc_get_int(args[1]) : 10;
        if (base != 0 && (base < 2 || base > 36))
            nc_value_error("int() arg 2 must be >= 2 and <= 36");
        return nc_int_parse(buffer.data, buffer.size, (unsigned)base);
    }
    if (n_pos > 1)
        nc_type_error("can't convert %T to int", args[0]);
    return nc_unary(NC_INT, args[0]);
}

static nc_value from_bytes(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {
        {N(bytes), NC_NOTHING}, {N(byteorder), NAME(big)}, {N(signed), NC_FALSE}};
    nc_value bound[3];
    nc_bind(n - 1, args + 1, keywords, 2, 3, parameters, bound);
    struct nc_buffer buffer;
    nc_get_buffer(bound[0], &buffer, NC_READ | NC_MUST);
    return nc_int_from_bytes(buffer.data, buffer.size, nc_str_intern(bound[1]) != N(little),
                             nc_truth(bound[2]));
}

static nc_value to_bytes(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {
        {N(length), NC_NAME_VALUE(0)}, {N(byteorder), NAME(big)}, {N(signed), NC_FALSE}};
    nc_value bound[3];
    nc_bind(n - 1, args + 1, keywords, 2, 3, parameters, bound);
    intptr_t size = bound[0] == NC_NAME_VALUE(0) ? 1 : nc_get_int(bound[0]);
    if (size < 0)
        nc_value_error("negative length");
    struct nc_text text;
    nc_text_init(&text, (size_t)size + 1);
    nc_text_fill(&text, 0, (size_t)size);
    bool is_signed = nc_truth(bound[2]);
    nc_value self = nc_is_bool(args[0]) ? nc_small(args[0] == NC_TRUE) : args[0];
    if (!is_signed && nc_int_sign(self) < 0)
        nc_error(NC_MADE(OverflowError), "can't convert negative int to unsigned");
    if (!nc_int_to_bytes(self, (uint8_t *)text.data, (size_t)size, nc_str_intern(bound[1]) != N(little),
                         is_signed))
        nc_error(NC_MADE(OverflowError), "buffer too small");
    return nc_text_bytes(&text);
}

static nc_value bit_length(nc_value self) {
    return nc_small((intptr_t)nc_int_bit_length(self));
}

NC_TABLE(members,
         {NAME(from_bytes),
          (nc_value) & (const struct nc_wrapped){&nc_type_classmethod, NC_FK(from_bytes, 2, 3)}},
         {NAME(to_bytes), NC_FK(to_bytes, 1, 3)}, {NAME(bit_length), NC_F1(bit_length)});

const struct nc_type nc_type_int = {NC_TYPE_HEAD(int, NC_EQ_OTHER_TYPES),
                                    .make = make,
                                    .print = print,
                                    .unary = unary,
                                    .binary = nc_int_binary,
                                    .equal = equal,
                                    .members = &members};

static void print_bool(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    const char *text = self == NC_TRUE ? "True" : "False";
    nc_puts(to, kind != NC_JSON ? text : self == NC_TRUE ? "true" : "false");
}

static nc_value make_bool(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 1, false);
    return nc_bool(n_pos && nc_truth(args[0]));
}

static nc_value unary_bool(unsigned op, nc_value self) {
    return op == NC_BOOL ? self : op == NC_LEN ? NC_NOTHING : nc_unary(op, nc_small(self == NC_TRUE));
}

static nc_value binary_bool(unsigned op, nc_value left, nc_value right) {
    left = nc_small(left == NC_TRUE);
    return op < NC_REFLECTED_OR && is_integral(right) && op <= NC_DIVMOD
               ? nc_binary(op, left, nc_is_bool(right) ? nc_small(right == NC_TRUE) : right)
               : nc_int_binary(op, left, right);
}

const struct nc_type nc_type_bool = {NC_CHILD_HEAD(bool, NC_EQ_OTHER_TYPES, &nc_type_int),
                                     .make = make_bool,
                                     .print = print_bool,
                                     .unary = unary_bool,
                                     .binary = binary_bool,
                                     .equal = equal,
                                     .members = &members};
