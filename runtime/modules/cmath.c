// The module `cmath`.
#include "modules.h"
#include "nativecomp/mathlib.h"

struct parts {
    nc_float real, imaginary;
};

static struct parts parts_of(nc_value v) {
    struct parts z;
    nc_get_complex(v, &z.real, &z.imaginary);
    return z;
}

static nc_float size_of(struct parts z) {
    return nc_sqrt(z.real * z.real + z.imaginary * z.imaginary);
}
static nc_float angle_of(struct parts z) {
    return nc_atan2(z.imaginary, z.real);
}

static nc_value phase(nc_value v) {
    return nc_float_new(angle_of(parts_of(v)));
}

static nc_value polar(nc_value v) {
    struct parts z = parts_of(v);
    nc_value pair[2] = {nc_float_new(size_of(z)), NC_NONE};
    pair[1] = nc_float_new(angle_of(z));
    return nc_tuple_new(2, pair);
}

static nc_value rect(nc_value size, nc_value angle) {
    nc_float r = nc_get_float(size), a = nc_get_float(angle);
    return nc_complex_new(r * nc_cos(a), r * nc_sin(a));
}

static nc_value exp_(nc_value v) {
    struct parts z = parts_of(v);
    nc_float r = nc_exp(z.real);
    return nc_complex_new(r * nc_cos(z.imaginary), r * nc_sin(z.imaginary));
}

static nc_value log_(nc_value v) {
    struct parts z = parts_of(v);
    return nc_complex_new(nc_log(size_of(z)), angle_of(z));
}

static nc_value log10_(nc_value v) {
    struct parts z = parts_of(v);
    return nc_complex_new(nc_log10(size_of(z)), angle_of(z) * (nc_float)0.4342944819032518);
}

static nc_value sqrt_(nc_value v) {
    struct parts z = parts_of(v);
    nc_float r = nc_sqrt(size_of(z)), a = angle_of(z) / 2;
    return nc_complex_new(r * nc_cos(a), r * nc_sin(a));
}

static nc_value cos_(nc_value v) {
    struct parts z = parts_of(v);
    return nc_complex_new(nc_cos(z.real) * nc_cosh(z.imaginary), -nc_sin(z.real) * nc_sinh(z.imaginary));
}

static nc_value sin_(nc_value v) {
    struct parts z = parts_of(v);
    return nc_complex_new(nc_sin(z.real) * nc_cosh(z.imaginary), nc_cos(z.real) * nc_sinh(z.imaginary));
}

static const struct nc_float_object pi = {&nc_type_float, (nc_float)3.141592653589793};
static const struct nc_float_object e = {&nc_type_float, (nc_float)2.718281828459045};

NC_MODULE(cmath, {NAME(pi), (nc_value)&pi}, {NAME(e), (nc_value)&e}, {NAME(phase), NC_F1(phase)},
          {NAME(polar), NC_F1(polar)}, {NAME(rect), NC_F2(rect)}, {NAME(exp), NC_F1(exp_)},
          {NAME(log), NC_F1(log_)}, {NAME(log10), NC_F1(log10_)}, {NAME(sqrt), NC_F1(sqrt_)},
          {NAME(cos), NC_F1(cos_)}, {NAME(sin), NC_F1(sin_)});
