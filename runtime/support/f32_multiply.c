// a * b for floats.
#include "f32.h"

// An operand is zero, subnormal, infinite or NaN. Answers those that need no multiplication; otherwise leaves
// both significands normal and returns false.
static bool multiply_special(uint32_t a, uint32_t b, uint32_t *x, uint32_t *y, int32_t *exponent,
                             uint32_t *result) {
    uint32_t sign = (a ^ b) & NC_F32_SIGN;
    if (nc_is_nan32(a) || nc_is_nan32(b))
        return *result = nc_nan32(a, b), true;
    bool zero = a << 1 == 0 || b << 1 == 0;
    if (nc_exponent32(a) == 255 || nc_exponent32(b) == 255)
        return *result = zero ? NC_F32_NAN : sign | NC_F32_INFINITY, true;
    if (zero)
        return *result = sign, true;
    if (nc_exponent32(a) == 0) {
        *x = a << 8;
        *exponent += nc_normalize32(x);
    }
    if (nc_exponent32(b) == 0) {
        *y = b << 8;
        *exponent += nc_normalize32(y);
    }
    return false;
}

uint32_t __aeabi_fmul(uint32_t a, uint32_t b) {
    uint32_t sign = (a ^ b) & NC_F32_SIGN;
    uint32_t ea = nc_exponent32(a), eb = nc_exponent32(b);
    uint32_t x = nc_significand32(a), y = nc_significand32(b);
    int32_t exponent = (int32_t)(ea + eb) - 127;
    if (NC_UNLIKELY(ea - 1 >= 254 || eb - 1 >= 254)) {
        uint32_t result;
        if (multiply_special(a, b, &x, &y, &exponent, &result))
            return result;
    }
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
