// Integers as text and as bytes.
#include "floats.h"
#include "ints.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"

// One that is too large is infinite, as in MicroPython.
nc_float nc_int_to_float(nc_value v) {
    if (nc_is_small(v))
        return (nc_float)nc_small_value(v);
    struct nc_number n = nc_number_of(v);
    struct nc_natural a = nc_natural_of(&n);
    nc_float result = nc_natural_to_float(a);
    return n.negative ? -result : result;
}

nc_value nc_int_from_float(nc_float f) {
    if (f - f != 0) {
        if (f != f)
            nc_value_error("can't convert NaN to int");
        nc_error(NC_MADE(OverflowError), "can't convert inf to int");
    }
    bool negative = f < 0;
    double magnitude = negative ? -(double)f : (double)f;
    if (magnitude < 4611686018427387904.0) // 2^62
        return nc_int_from_int64(negative ? -(int64_t)magnitude : (int64_t)magnitude);
    union {
        double d;
        uint64_t bits;
    } u = {magnitude};
    size_t shift = (size_t)(u.bits >> 52) - 1023 - 52;
    uint64_t mantissa = (u.bits & 0xfffffffffffff) | 1ull << 52;
    nc_digit digits[2] = {(nc_digit)mantissa, (nc_digit)(mantissa >> 32)};
    struct nc_int *n = nc_int_room(2 + shift / 32 + 1);
    return nc_int_finish(n, nc_natural_shift_left(n->digits, (struct nc_natural){digits, 2}, shift),
                         negative);
}

static int digit_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static _Noreturn void bad_syntax(const char *text, size_t size, unsigned base) {
    struct nc_text quoted;
    nc_text_init(&quoted, size + 8);
    nc_print_quoted(&quoted.to, text, size, false);
    nc_text_fill(&quoted, 0, 1);
    nc_value_error("invalid syntax for integer with base %u: %s", base, quoted.data);
}

nc_value nc_int_parse(const char *text, size_t size, unsigned base) {
    const char *at = text, *end = text + size;
    unsigned asked = base;
    while (at < end && is_space(*at))
        at++;
    while (end > at && is_space(end[-1]))
        end--;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    if (end - at > 1 && at[0] == '0') {
        char letter = at[1] | 0x20;
        unsigned prefix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
        if (prefix && (base == 0 || base == prefix)) {
            base = prefix;
            at += 2;
            if (at < end && *at == '_')
                at++;
        }
    }
    if (base == 0) {
        base = 10;
        for (const char *zero = at; zero < end && *zero == '0'; zero++) // 01 would be octal
            if (zero + 1 < end && zero[1] != '0' && zero[1] != '_')
                bad_syntax(text, size, 10);
    }
    if (at == end)
        bad_syntax(text, size, asked ? asked : 10);
    struct nc_int *n = nc_int_room((size_t)(end - at) / (base > 16 ? 6 : base > 4 ? 8 : 16) + 2);
    size_t count = 0;
    bool after_digit = false;
    for (; at < end; at++) {
        if (*at == '_' && after_digit && at + 1 < end) {
            after_digit = false;
            continue;
        }
        int digit = digit_value(*at);
        if (digit >= (int)base)
            bad_syntax(text, size, asked ? asked : 10);
        count = nc_natural_scale(n->digits, count, base, (nc_digit)digit);
        after_digit = true;
    }
    return nc_int_finish(n, count, negative);
}

// Digits from the last to the first, nine decimal ones at a time.
void nc_int_format(struct nc_text *to, nc_value v, unsigned base, bool upper) {
    struct nc_number n = nc_number_of(v);
    struct nc_natural a = nc_natural_of(&n);
    const char *letters = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    nc_digit chunk = base;
    unsigned per_chunk = 1;
    while ((uint64_t)chunk * base <= UINT32_MAX) {
        chunk *= base;
        per_chunk++;
    }
    size_t capacity = a.count * NC_DIGIT_BITS /
                          (base == 2    ? 1
                           : base == 8  ? 2
                           : base == 16 ? 4
                                        : 3) +
                      per_chunk + 2;
    struct nc_int *rest = nc_int_room(a.count + 1);
    memcpy(rest->digits, a.digits, a.count * sizeof(nc_digit));
    char *text = nc_allocate(capacity, NC_LEAF), *end = text + capacity, *at = end;
    size_t count = a.count;
    do {
        nc_digit part = nc_natural_divide_small(rest->digits, &count, chunk);
        for (unsigned i = 0; i < per_chunk && (count || part || at == end); i++) {
            *--at = letters[part % base];
            part /= base;
        }
    } while (count);
    if (n.negative)
        *--at = '-';
    nc_text_add(to, at, (size_t)(end - at));
    nc_free(text);
    nc_free(rest);
}

size_t nc_int_bit_length(nc_value v) {
    struct nc_number n = nc_number_of(v);
    return nc_natural_bits(nc_natural_of(&n));
}

nc_value nc_int_from_bytes(const uint8_t *data, size_t size, bool big, bool is_signed) {
    bool negative = is_signed && size && data[big ? 0 : size - 1] & 0x80;
    for (; size && !negative && !data[big ? 0 : size - 1]; size--)
        data += big; // a zero on top
    if (size <= 8) {
        uint64_t i = negative ? UINT64_MAX : 0;
        for (size_t j = 0; j < size; j++)
            i = i << 8 | data[big ? j : size - 1 - j];
        return negative ? nc_int_from_int64((int64_t)i) : nc_int_from_uint64(i);
    }
    struct nc_int *n = nc_int_room(size / 4 + 2);
    uint64_t carry = 1;
    size_t count = size / 4 + 1;
    for (size_t i = 0; i < count; i++) {
        nc_digit digit = 0;
        for (size_t j = 0; j < 4; j++) {
            size_t place = 4 * i + j;
            uint8_t byte = place < size ? data[big ? size - 1 - place : place] : negative ? 0xff : 0;
            digit |= (nc_digit)byte << 8 * j;
        }
        if (negative) {
            carry += (nc_digit)~digit;
            digit = (nc_digit)carry;
            carry >>= 32;
        }
        n->digits[i] = digit;
    }
    return nc_int_finish(n, count, negative);
}

bool nc_int_to_bytes(nc_value v, uint8_t *data, size_t size, bool big, bool is_signed) {
    struct nc_number n = nc_number_of(v);
    struct nc_natural a = nc_natural_of(&n);
    unsigned carry = 1;
    uint8_t top = 0;
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = i / 4 < a.count ? (uint8_t)(a.digits[i / 4] >> i % 4 * 8) : 0;
        if (n.negative) {
            carry += (uint8_t)~byte;
            byte = (uint8_t)carry;
            carry >>= 8;
        }
        data[big ? size - 1 - i : i] = top = byte;
    }
    size_t bits = nc_natural_bits(a);
    if (bits > size * 8)
        return false;
    if (n.negative)
        return size && top & 0x80;
    return !is_signed || !(top & 0x80);
}
