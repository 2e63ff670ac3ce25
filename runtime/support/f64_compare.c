// Comparisons of doubles: 1 if it holds, 0 if not, and always 0 with a NaN.
//
// Without its sign a double orders as an integer; with it, two negative ones order the other way round, and
// the two zeros are equal.
#include "f64.h"
#include "names.h"

static inline bool is_equal(uint64_t a, uint64_t b) {
    if (a == b)
        return !nc_is_nan64(a);
    return nc_is_zero64(a | b);
}

static inline __attribute__((always_inline)) bool is_less(uint64_t a, uint64_t b, bool or_equal) {
    if (NC_UNLIKELY(nc_is_nan64(a) || nc_is_nan64(b)))
        return false;
    if (nc_is_zero64(a | b))
        return or_equal;
    int64_t x = (int64_t)a, y = (int64_t)b;
    if ((x & y) < 0)
        return or_equal ? x >= y : x > y;
    return or_equal ? x <= y : x < y;
}

int __aeabi_dcmpeq(uint64_t a, uint64_t b) {
    return is_equal(a, b);
}
int __aeabi_dcmplt(uint64_t a, uint64_t b) {
    return is_less(a, b, false);
}
int __aeabi_dcmple(uint64_t a, uint64_t b) {
    return is_less(a, b, true);
}
int __aeabi_dcmpgt(uint64_t a, uint64_t b) {
    return is_less(b, a, false);
}
int __aeabi_dcmpge(uint64_t a, uint64_t b) {
    return is_less(b, a, true);
}
int __aeabi_dcmpun(uint64_t a, uint64_t b) {
    return nc_is_nan64(a) || nc_is_nan64(b);
}

NC_ALSO(__unorddf2, __aeabi_dcmpun)

#ifdef __riscv
// GCC's comparisons give a number whose relation to zero is that of a to b; with a NaN none holds that is
// asked for.
int __eqdf2(uint64_t a, uint64_t b) {
    return !is_equal(a, b);
}
NC_ALSO(__nedf2, __eqdf2)
int __ltdf2(uint64_t a, uint64_t b) {
    return is_less(a, b, false) ? -1 : 0;
}
int __ledf2(uint64_t a, uint64_t b) {
    return is_less(a, b, true) ? 0 : 1;
}
int __gtdf2(uint64_t a, uint64_t b) {
    return is_less(b, a, false) ? 1 : 0;
}
int __gedf2(uint64_t a, uint64_t b) {
    return is_less(b, a, true) ? 0 : -1;
}
#endif
