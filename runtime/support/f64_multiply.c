// a * b for doubles.
#include "f64.h"
#include "names.h"

// The product of two significands, packed; `exponent` is the sum of the biased exponents.
static inline __attribute__((always_inline)) uint64_t multiply(uint32_t sign, int32_t exponent, uint64_t x,
                                                               uint64_t y) {
    exponent -= 1023;
    // 128 bits of product, of which the lower half counts only as zero or not. The outer sums have no carry:
    // a product of two words leaves room for two more words.
    uint32_t x1 = (uint32_t)(x >> 32), x0 = (uint32_t)x, y1 = (uint32_t)(y >> 32), y0 = (uint32_t)y;
    uint64_t low = nc_multiply(x0, y0);
    uint64_t middle = nc_multiply(x1, y0) + (uint32_t)(low >> 32);
    uint64_t other = nc_multiply(x0, y1) + (uint32_t)middle;
    uint64_t product = nc_multiply(x1, y1) + (uint32_t)(middle >> 32) + (uint32_t)(other >> 32);
    uint32_t lost = (uint32_t)low | (uint32_t)other;
    if ((int64_t)product >= 0) {
        product <<= 1;
        exponent -= 1;
    }
    return nc_pack64_any(sign, exponent, product | (lost != 0));
}

// An operand is zero, subnormal, infinite or NaN.
static __attribute__((noinline)) uint64_t multiply_special(uint64_t a, uint64_t b) {
    uint32_t sign = nc_high64(a ^ b) & 0x80000000;
    int32_t ea = (int32_t)nc_exponent64(a), eb = (int32_t)nc_exponent64(b);
    uint64_t x = nc_significand64(a), y = nc_significand64(b);
    if (nc_is_nan64(a) || nc_is_nan64(b))
        return nc_nan64(a, b);
    bool zero = nc_is_zero64(a) || nc_is_zero64(b);
    if (ea == 2047 || eb == 2047)
        return zero ? NC_F64_NAN : nc_join(sign, 0) | NC_F64_INFINITY;
    if (zero)
        return nc_join(sign, 0);
    if (ea == 0) {
        x = a << 11;
        ea = nc_normalize64(&x);
    }
    if (eb == 0) {
        y = b << 11;
        eb = nc_normalize64(&y);
    }
    return multiply(sign, ea + eb, x, y);
}

uint64_t __aeabi_dmul(uint64_t a, uint64_t b) {
    uint32_t ea = nc_exponent64(a), eb = nc_exponent64(b);
    if (NC_UNLIKELY(ea - 1 >= 2046 || eb - 1 >= 2046))
        return multiply_special(a, b);
    return multiply(nc_high64(a ^ b) & 0x80000000, (int32_t)(ea + eb), nc_significand64(a),
                    nc_significand64(b));
}

NC_ALSO(__muldf3, __aeabi_dmul)
