// What we use of C's mathematical library, in the width of nc_float: nc_sin is sin or sinf.
#pragma once
#include "nativecomp/value.h"

// X(name, number of parameters)
#define NC_MATH_FUNCTIONS(X)                                                                                 \
    X(sqrt, 1)                                                                                               \
    X(exp, 1)                                                                                                \
    X(expm1, 1)                                                                                              \
    X(log, 1)                                                                                                \
    X(log2, 1)                                                                                               \
    X(log10, 1)                                                                                              \
    X(log1p, 1)                                                                                              \
    X(cosh, 1)                                                                                               \
    X(sinh, 1)                                                                                               \
    X(tanh, 1)                                                                                               \
    X(acosh, 1)                                                                                              \
    X(asinh, 1)                                                                                              \
    X(atanh, 1)                                                                                              \
    X(cos, 1)                                                                                                \
    X(sin, 1)                                                                                                \
    X(tan, 1)                                                                                                \
    X(acos, 1)                                                                                               \
    X(asin, 1)                                                                                               \
    X(atan, 1)                                                                                               \
    X(ceil, 1)                                                                                               \
    X(floor, 1)                                                                                              \
    X(trunc, 1)                                                                                              \
    X(fabs, 1)                                                                                               \
    X(erf, 1)                                                                                                \
    X(erfc, 1)                                                                                               \
    X(tgamma, 1)                                                                                             \
    X(lgamma, 1)                                                                                             \
    X(rint, 1)                                                                                               \
    X(pow, 2)                                                                                                \
    X(atan2, 2)                                                                                              \
    X(fmod, 2)                                                                                               \
    X(copysign, 2)

#define NC_PARAMETERS_1 (nc_float)
#define NC_PARAMETERS_2 (nc_float, nc_float)
#if UINTPTR_MAX > UINT32_MAX
#define X(NAME, COUNT)                                                                                       \
    double NAME NC_PARAMETERS_##COUNT;                                                                       \
    static __attribute__((unused)) double(*const nc_##NAME) NC_PARAMETERS_##COUNT = NAME;
double frexp(double, int *);
double ldexp(double, int);
double modf(double, double *);
#define nc_frexp frexp
#define nc_ldexp ldexp
#define nc_modf modf
#else
#define X(NAME, COUNT)                                                                                       \
    float NAME##f NC_PARAMETERS_##COUNT;                                                                     \
    static __attribute__((unused)) float(*const nc_##NAME) NC_PARAMETERS_##COUNT = NAME##f;
float frexpf(float, int *);
float ldexpf(float, int);
float modff(float, float *);
#define nc_frexp frexpf
#define nc_ldexp ldexpf
#define nc_modf modff
#endif
NC_MATH_FUNCTIONS(X)
#undef X

#ifdef __ARM_FP // the processor has an instruction for it
NC_INLINE float nc_sqrt_instruction(float f) {
    __asm__("vsqrt.f32 %0, %0" : "+t"(f));
    return f;
}
#define nc_sqrt nc_sqrt_instruction
#endif

NC_INLINE bool nc_is_nan(nc_float f) {
    return f != f;
}
NC_INLINE bool nc_is_finite(nc_float f) {
    return f - f == 0;
}
NC_INLINE bool nc_is_negative(nc_float f) {
    return __builtin_signbit(f);
}
