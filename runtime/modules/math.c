// The module `math`.
#include "modules.h"
#include "nativecomp/mathlib.h"
#include "nativecomp/state.h"

static _Noreturn void domain(void) {
    nc_value_error("math domain error");
}

// A result that is no number, or infinite, from an argument that was neither, is an error.
static nc_value checked(nc_float result, nc_float x) {
    if (!nc_is_finite(result) && nc_is_finite(x))
        domain();
    if (nc_is_nan(result) && !nc_is_nan(x))
        domain();
    return nc_float_new(result);
}

#define ONE(NAME)                                                                                            \
    static nc_value NAME##_(nc_value x) {                                                                    \
        return checked(nc_##NAME(nc_get_float(x)), nc_get_float(x));                                         \
    }
ONE(sqrt)
ONE(exp)
ONE(expm1)
ONE(log2)
ONE(log10)
ONE(cosh)
ONE(sinh)
ONE(tanh)
ONE(acosh)
ONE(asinh)
ONE(atanh)
ONE(cos)
ONE(sin)
ONE(tan)
ONE(acos)
ONE(asin)
ONE(atan)
ONE(fabs)
ONE(erf)
ONE(erfc)
ONE(lgamma)

static nc_value gamma_(nc_value x) {
    nc_float f = nc_get_float(x);
    if (f == 0 || (f < 0 && (f == nc_floor(f) || !nc_is_finite(f))))
        domain();
    return checked(nc_tgamma(f), f);
}

static nc_value log_(size_t n, const nc_value *args) {
    nc_float x = nc_get_float(args[0]);
    if (x <= 0)
        domain();
    if (n == 1)
        return nc_float_new(nc_log(x));
    nc_float base = nc_get_float(args[1]);
    if (base <= 0)
        domain();
    if (base == 1)
        nc_error(NC_MADE(ZeroDivisionError), "divide by zero");
    return nc_float_new(nc_log(x) / nc_log(base));
}

static nc_value pow_(nc_value x, nc_value y) {
    nc_float a = nc_get_float(x), b = nc_get_float(y), result = nc_pow(a, b);
    if (nc_is_nan(result) ? !nc_is_nan(a) && !nc_is_nan(b)
                          : !nc_is_finite(result) && nc_is_finite(a) && nc_is_finite(b))
        domain();
    return nc_float_new(result);
}

static nc_value atan2_(nc_value y, nc_value x) {
    return nc_float_new(nc_atan2(nc_get_float(y), nc_get_float(x)));
}

static nc_value fmod_(nc_value x, nc_value y) {
    nc_float a = nc_get_float(x), b = nc_get_float(y), result = nc_fmod(a, b);
    if (nc_is_nan(result) && !nc_is_nan(a) && !nc_is_nan(b))
        domain();
    return nc_float_new(result);
}

static nc_value copysign_(nc_value x, nc_value y) {
    return nc_float_new(nc_copysign(nc_get_float(x), nc_get_float(y)));
}

#define WHOLE(NAME)                                                                                          \
    static nc_value NAME##_(nc_value x) {                                                                    \
        return nc_is_int(x) ? x : nc_int_from_float(nc_##NAME(nc_get_float(x)));                             \
    }
WHOLE(ceil)
WHOLE(floor)
WHOLE(trunc)

static nc_value isfinite_(nc_value x) {
    return nc_bool(nc_is_finite(nc_get_float(x)));
}
static nc_value isinf_(nc_value x) {
    nc_float f = nc_get_float(x);
    return nc_bool(!nc_is_finite(f) && !nc_is_nan(f));
}
static nc_value isnan_(nc_value x) {
    return nc_bool(nc_is_nan(nc_get_float(x)));
}

static nc_value frexp_(nc_value x) {
    int exponent = 0;
    nc_float f = nc_frexp(nc_get_float(x), &exponent);
    nc_value pair[2] = {nc_float_new(f), nc_small(exponent)};
    return nc_tuple_new(2, pair);
}

static nc_value ldexp_(nc_value x, nc_value e) {
    nc_float f = nc_get_float(x);
    intptr_t exponent = nc_get_int(e);
    return checked(nc_ldexp(f, (int)(exponent > 100000    ? 100000
                                     : exponent < -100000 ? -100000
                                                          : exponent)),
                   f);
}

static nc_value modf_(nc_value x) {
    nc_float whole, part = nc_modf(nc_get_float(x), &whole);
    nc_value pair[2] = {nc_float_new(part), NC_NONE};
    pair[1] = nc_float_new(whole);
    return nc_tuple_new(2, pair);
}

static const struct nc_float_object pi = {&nc_type_float, (nc_float)3.141592653589793};
static const struct nc_float_object e = {&nc_type_float, (nc_float)2.718281828459045};
static const struct nc_float_object tau = {&nc_type_float, (nc_float)6.283185307179586};
static const struct nc_float_object inf = {&nc_type_float, (nc_float)__builtin_inf()};
static const struct nc_float_object nan_ = {&nc_type_float, (nc_float)__builtin_nan("")};

static nc_value radians(nc_value x) {
    return nc_float_new(nc_get_float(x) * (pi.value / 180));
}
static nc_value degrees(nc_value x) {
    return nc_float_new(nc_get_float(x) * (180 / pi.value));
}

static nc_value isclose(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_float_object tolerance = {&nc_type_float, (nc_float)1e-9};
    static const struct nc_parameter parameters[] = {{N(rel_tol), (nc_value)&tolerance},
                                                     {N(abs_tol), (nc_value)1}};
    nc_value bound[2];
    nc_bind(n - 2, args + 2, keywords, 0, 2, parameters, bound);
    nc_float a = nc_get_float(args[0]), b = nc_get_float(args[1]);
    nc_float relative = nc_get_float(bound[0]), absolute = nc_get_float(bound[1]);
    if (relative < 0 || absolute < 0)
        domain();
    if (a == b)
        return NC_TRUE;
    nc_float difference = nc_fabs(a - b);
    if (!nc_is_finite(difference))
        return NC_FALSE;
    return nc_bool(difference <= relative * nc_fabs(a) || difference <= relative * nc_fabs(b) ||
                   difference <= absolute);
}

static nc_value factorial(nc_value v) {
    intptr_t n = nc_get_int(v);
    if (n < 0)
        nc_value_error("negative factorial");
    nc_value product = nc_small(1);
    for (intptr_t i = 2; i <= n; i++)
        product = nc_binary(NC_MULTIPLY, product, nc_small(i));
    return product;
}

NC_MODULE(math, {NAME(pi), (nc_value)&pi}, {NAME(e), (nc_value)&e}, {NAME(tau), (nc_value)&tau},
          {NAME(inf), (nc_value)&inf}, {NAME(nan), (nc_value)&nan_}, {NAME(sqrt), NC_F1(sqrt_)},
          {NAME(pow), NC_F2(pow_)}, {NAME(exp), NC_F1(exp_)}, {NAME(expm1), NC_F1(expm1_)},
          {NAME(log), NC_FN(log_, 1, 2)}, {NAME(log2), NC_F1(log2_)}, {NAME(log10), NC_F1(log10_)},
          {NAME(cosh), NC_F1(cosh_)}, {NAME(sinh), NC_F1(sinh_)}, {NAME(tanh), NC_F1(tanh_)},
          {NAME(acosh), NC_F1(acosh_)}, {NAME(asinh), NC_F1(asinh_)}, {NAME(atanh), NC_F1(atanh_)},
          {NAME(cos), NC_F1(cos_)}, {NAME(sin), NC_F1(sin_)}, {NAME(tan), NC_F1(tan_)},
          {NAME(acos), NC_F1(acos_)}, {NAME(asin), NC_F1(asin_)}, {NAME(atan), NC_F1(atan_)},
          {NAME(atan2), NC_F2(atan2_)}, {NAME(ceil), NC_F1(ceil_)}, {NAME(copysign), NC_F2(copysign_)},
          {NAME(fabs), NC_F1(fabs_)}, {NAME(floor), NC_F1(floor_)}, {NAME(fmod), NC_F2(fmod_)},
          {NAME(frexp), NC_F1(frexp_)}, {NAME(ldexp), NC_F2(ldexp_)}, {NAME(modf), NC_F1(modf_)},
          {NAME(isfinite), NC_F1(isfinite_)}, {NAME(isinf), NC_F1(isinf_)}, {NAME(isnan), NC_F1(isnan_)},
          {NAME(isclose), NC_FK(isclose, 2, 2)}, {NAME(trunc), NC_F1(trunc_)},
          {NAME(radians), NC_F1(radians)}, {NAME(degrees), NC_F1(degrees)}, {NAME(erf), NC_F1(erf_)},
          {NAME(erfc), NC_F1(erfc_)}, {NAME(gamma), NC_F1(gamma_)}, {NAME(lgamma), NC_F1(lgamma_)},
          {NAME(factorial), NC_F1(factorial)});
