// Elements in memory: numbers by the type codes of `struct` and `array`.
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"

// Size and alignment of each code: as the machine has it ('@'), and in files ('<', '>', ...).
static const struct {
    char code;
    uint8_t size, standard, alignment;
} elements[] = {
    {'b', 1, 1, 1},
    {'B', 1, 1, 1},
    {'c', 1, 1, 1},
    {'s', 1, 1, 1},
    {'x', 1, 1, 1},
    {'?', 1, 1, 1},
    {'h', 2, 2, 2},
    {'H', 2, 2, 2},
    {'i', 4, 4, 4},
    {'I', 4, 4, 4},
    {'l', sizeof(long), 4, sizeof(long)},
    {'L', sizeof(long), 4, sizeof(long)},
    {'q', 8, 8, 8},
    {'Q', 8, 8, 8},
    {'e', 2, 2, 2},
    {'f', 4, 4, 4},
    {'d', 8, 8, 8},
    {'P', sizeof(void *), sizeof(void *), sizeof(void *)},
    {'O', sizeof(void *), sizeof(void *), sizeof(void *)},
};

size_t nc_element_size(char mode, char code, size_t *alignment) {
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (elements[i].code == code) {
            *alignment = mode == '@' ? elements[i].alignment : 1;
            return mode == '@' ? elements[i].size : elements[i].standard;
        }
    nc_value_error("bad typecode");
}

bool nc_is_little_endian(void) {
    return *(const uint8_t *)&(const uint16_t){1};
}

// Half precision: a sign, 5 bits of exponent, 10 of fraction.
static nc_float from_half(uint32_t half) {
    uint32_t exponent = half >> 10 & 31, fraction = half & 0x3ff, bits;
    if (exponent == 31)
        bits = 0x7f800000 | fraction << 13;
    else if (exponent)
        bits = (exponent + 112) << 23 | fraction << 13;
    else { // a multiple of 2 ** -24
        float f = (float)fraction * 0x1p-24f;
        return (nc_float)(half & 0x8000 ? -f : f);
    }
    bits |= (half & 0x8000) << 16;
    float f;
    memcpy(&f, &bits, sizeof f);
    return (nc_float)f;
}

static uint32_t to_half(float f) {
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    uint32_t sign = bits >> 16 & 0x8000, exponent = bits >> 23 & 255, mantissa = bits & 0x7fffff;
    if (exponent == 255)
        return sign | 0x7c00 | (mantissa ? 0x200 | mantissa >> 13 : 0);
    if (exponent < 102) // less than half of the smallest
        return sign;
    uint32_t shift = exponent < 113 ? 126 - exponent : 13, base = exponent < 113 ? 0 : (exponent - 113) << 10;
    if (exponent < 113)
        mantissa |= 0x800000;
    else
        base += 1u << 10;
    uint32_t kept = base + (mantissa >> shift), rest = mantissa & ((1u << shift) - 1),
             half = 1u << (shift - 1);
    kept += rest > half || (rest == half && kept & 1); // carries into the exponent where it must
    return sign | (kept > 0x7c00 ? 0x7c00 : kept);
}

nc_value nc_element_read(char code, const uint8_t *at, size_t size, bool big) {
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits |= (uint64_t)at[big ? size - 1 - i : i] << 8 * i;
    bool is_signed = code >= 'a' && code <= 'z';
    switch (code) {
    case 'e':
        return nc_float_new(from_half((uint32_t)bits));
    case 'f': {
        uint32_t word = (uint32_t)bits;
        float f;
        memcpy(&f, &word, sizeof f);
        return nc_float_new((nc_float)f);
    }
    case 'd': {
        double d;
        memcpy(&d, &bits, sizeof d);
        return nc_float_new((nc_float)d);
    }
    case 'O':
        return (nc_value)(uintptr_t)bits;
    case '?':
        return nc_bool(bits != 0);
    case 'P':
        is_signed = false;
    }
    if (is_signed && size < 8)
        bits = (uint64_t)((int64_t)(bits << (64 - 8 * size)) >> (64 - 8 * size));
    return is_signed ? nc_int_from_int64((int64_t)bits) : nc_int_from_uint64(bits);
}

void nc_element_write(char code, uint8_t *at, size_t size, bool big, nc_value v) {
    uint64_t bits;
    if (code == 'e') {
        bits = to_half((float)nc_get_float(v));
    } else if (code == 'f') {
        float f = (float)nc_get_float(v);
        uint32_t word;
        memcpy(&word, &f, sizeof f);
        bits = word;
    } else if (code == 'd') {
        double d = (double)nc_get_float(v);
        memcpy(&bits, &d, sizeof d);
    } else if (code == 'O') {
        bits = (uintptr_t)v;
    } else if (code == '?') {
        bits = nc_truth(v);
    } else if (nc_is(v, NC_KIND(int))) {
        const struct nc_int *n = (const struct nc_int *)v;
        bits = n->digits[0] | (n->count > 1 ? (uint64_t)n->digits[1] << 32 : 0);
        bits = n->negative ? 0 - bits : bits;
    } else {
        bits = (uint64_t)(int64_t)nc_get_int(v);
    }
    for (size_t i = 0; i < size; i++)
        at[big ? size - 1 - i : i] = (uint8_t)(bits >> 8 * i);
}

nc_value nc_element_load(char code, const void *items, size_t index) {
    if (code == NC_BYTEARRAY_CODE)
        return nc_small(((const uint8_t *)items)[index]);
    size_t alignment, size = nc_element_size('@', code, &alignment);
    return nc_element_read(code, (const uint8_t *)items + index * size, size, !nc_is_little_endian());
}

void nc_element_store(char code, void *items, size_t index, nc_value v) {
    if (code == NC_BYTEARRAY_CODE)
        code = 'B';
    size_t alignment, size = nc_element_size('@', code, &alignment);
    nc_element_write(code, (uint8_t *)items + index * size, size, !nc_is_little_endian(), v);
}
