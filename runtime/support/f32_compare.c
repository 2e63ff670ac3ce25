// Comparisons of floats: 1 if it holds, 0 if not, and always 0 with a NaN.
//
// Without its sign a float orders as an integer; with it, two negative ones order the other way round, and
// the two zeros are equal.
#include "f32.h"
#include "names.h"

static inline bool is_equal(uint32_t a, uint32_t b) {
    if (a == b)
        return !nc_is_nan32(a);
    return (a | b) << 1 == 0;
}

static inline __attribute__((always_inline)) bool is_less(uint32_t a, uint32_t b, bool or_equal) {
    if (NC_UNLIKELY(nc_is_nan32(a) || nc_is_nan32(b)))
        return false;
    if ((a | b) << 1 == 0)
        return or_equal;
    int32_t x = (int32_t)a, y = (int32_t)b;
    if ((x & y) < 0)
        return or_equal ? x >= y : x > y;
    return or_equal ? x <= y : x < y;
}

int __aeabi_fcmpeq(uint32_t a, uint32_t b) {
    return is_equal(a, b);
}
int __aeabi_fcmplt(uint32_t a, uint32_t b) {
    return is_less(a, b, false);
}
int __aeabi_fcmple(uint32_t a, uint32_t b) {
    return is_less(a, b, true);
}
int __aeabi_fcmpgt(uint32_t a, uint32_t b) {
    return is_less(b, a, false);
}
int __aeabi_fcmpge(uint32_t a, uint32_t b) {
    return is_less(b, a, true);
}
int __aeabi_fcmpun(uint32_t a, uint32_t b) {
    return nc_is_nan32(a) || nc_is_nan32(b);
}

NC_ALSO(__unordsf2, __aeabi_fcmpun)

#ifdef __riscv
// GCC's comparisons give a number whose relation to zero is that of a to b; with a NaN none holds that is
// asked for.
int __eqsf2(uint32_t a, uint32_t b) {
    return !is_equal(a, b);
}
NC_ALSO(__nesf2, __eqsf2)
int __ltsf2(uint32_t a, uint32_t b) {
    return is_less(a, b, false) ? -1 : 0;
}
int __lesf2(uint32_t a, uint32_t b) {
    return is_less(a, b, true) ? 0 : 1;
}
int __gtsf2(uint32_t a, uint32_t b) {
    return is_less(b, a, false) ? 1 : 0;
}
int __gesf2(uint32_t a, uint32_t b) {
    return is_less(b, a, true) ? 0 : -1;
}
#endif
