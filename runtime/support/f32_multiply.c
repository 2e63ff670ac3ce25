// a * b for floats.
#include "f32.h"
#include "names.h"

// The product of two significands, packed; `exponent` is the sum of the biased exponents.
static inline __attribute__((always_inline)) uint32_t multiply(uint32_t sign, int32_t exponent, uint32_t x,
                                                               uint32_t y) {
    exponent -= 127;
#if NC_PLAIN_CORE
    // Significands have 24 bits: 16 + 8 by 16 + 8, where only the lowest of the four products can be lost in
    // part.
    uint32_t x1 = x >> 16, x0 = (uint16_t)x >> 8, y1 = y >> 16, y0 = (uint16_t)y >> 8;
    uint32_t low = x0 * y0;
    uint32_t middle = x1 * y0 + x0 * y1 + (low >> 8);
    uint32_t product = x1 * y1 + (middle >> 8);
    uint32_t lost = (middle << 24) | (low << 24);
#else
    uint64_t wide = nc_multiply(x, y);
    uint32_t product = (uint32_t)(wide >> 32), lost = (uint32_t)wide;
#endif
    if ((int32_t)product >= 0) {
        product <<= 1; // the bit below is in `lost`, and rounding does not need to tell it from the others
        exponent -= 1;
    }
    return nc_pack32_any(sign, exponent, product | (lost != 0));
}

// An operand is zero, subnormal, infinite or NaN.
static __attribute__((noinline)) uint32_t multiply_special(uint32_t a, uint32_t b) {
    uint32_t sign = (a ^ b) & NC_F32_SIGN;
    int32_t ea = (int32_t)nc_exponent32(a), eb = (int32_t)nc_exponent32(b);
    uint32_t x = nc_significand32(a), y = nc_significand32(b);
    if (nc_is_nan32(a) || nc_is_nan32(b))
        return nc_nan32(a, b);
    bool zero = a << 1 == 0 || b << 1 == 0;
    if (ea == 255 || eb == 255)
        return zero ? NC_F32_NAN : sign | NC_F32_INFINITY;
    if (zero)
        return sign;
    if (ea == 0) {
        x = a << 8;
        ea = nc_normalize32(&x);
    }
    if (eb == 0) {
        y = b << 8;
        eb = nc_normalize32(&y);
    }
    return multiply(sign, ea + eb, x, y);
}

uint32_t __aeabi_fmul(uint32_t a, uint32_t b) {
    uint32_t ea = nc_exponent32(a), eb = nc_exponent32(b);
    if (NC_UNLIKELY(ea - 1 >= 254 || eb - 1 >= 254))
        return multiply_special(a, b);
    return multiply((a ^ b) & NC_F32_SIGN, (int32_t)(ea + eb), nc_significand32(a), nc_significand32(b));
}

NC_ALSO(__mulsf3, __aeabi_fmul)
