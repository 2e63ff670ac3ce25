// Calls: how arguments travel.
//
// A call passes the number of positional arguments, the number of keyword arguments and an array: the
// positional ones, then name and value of each keyword one. Functions in C come in five kinds, so that a
// plain one takes its arguments as C does: nc_type_builtin0 .. 3 with that many, nc_type_builtin_var with an
// array.
#pragma once
#include "nativecomp/map.h"
#include "nativecomp/type.h"

struct nc_builtin {
    const struct nc_type *type;
    union {
        nc_value (*f0)(void);
        nc_value (*f1)(nc_value);
        nc_value (*f2)(nc_value, nc_value);
        nc_value (*f3)(nc_value, nc_value, nc_value);
    };
};

struct nc_builtin_var {
    const struct nc_type *type;
    uint32_t signature; // least << 17 | most << 1 | takes keywords
    union {
        nc_value (*var)(size_t n, const nc_value *args);
        nc_value (*kw)(size_t n, const nc_value *args, const struct nc_map *keywords);
    };
};

enum { NC_ANY = 0xffff };
#define NC_SIGNATURE(LEAST, MOST, KW) ((uint32_t)(LEAST) << 17 | (uint32_t)(MOST) << 1 | (KW))

// Function objects in constant tables.
#define NC_F0(F)                                                                                             \
    (nc_value) & (const struct nc_builtin) {                                                                 \
        &nc_type_builtin0, {                                                                                 \
            .f0 = F                                                                                          \
        }                                                                                                    \
    }
#define NC_F1(F)                                                                                             \
    (nc_value) & (const struct nc_builtin) {                                                                 \
        &nc_type_builtin1, {                                                                                 \
            .f1 = F                                                                                          \
        }                                                                                                    \
    }
#define NC_F2(F)                                                                                             \
    (nc_value) & (const struct nc_builtin) {                                                                 \
        &nc_type_builtin2, {                                                                                 \
            .f2 = F                                                                                          \
        }                                                                                                    \
    }
#define NC_F3(F)                                                                                             \
    (nc_value) & (const struct nc_builtin) {                                                                 \
        &nc_type_builtin3, {                                                                                 \
            .f3 = F                                                                                          \
        }                                                                                                    \
    }
#define NC_FN(F, LEAST, MOST)                                                                                \
    (nc_value) & (const struct nc_builtin_var) {                                                             \
        &nc_type_builtin_var, NC_SIGNATURE(LEAST, MOST, 0), {                                                \
            .var = F                                                                                         \
        }                                                                                                    \
    }
#define NC_FK(F, LEAST, MOST)                                                                                \
    (nc_value) & (const struct nc_builtin_var) {                                                             \
        &nc_type_builtin_var, NC_SIGNATURE(LEAST, MOST, 1), {                                                \
            .kw = F                                                                                          \
        }                                                                                                    \
    }

nc_value nc_call(nc_value f, size_t n_pos, size_t n_kw, const nc_value *args);
// A call with values put before its arguments.
nc_value nc_call_before(nc_value f, size_t count, const nc_value *before, size_t n_pos, size_t n_kw,
                        const nc_value *args);
nc_value nc_call0(nc_value f);
nc_value nc_call1(nc_value f, nc_value a);
nc_value nc_call2(nc_value f, nc_value a, nc_value b);
// Call method[0] with method[1] before the arguments unless it is NC_NOTHING; args follow method in memory.
nc_value nc_call_method(size_t n_pos, size_t n_kw, const nc_value *method);
nc_value nc_call_method0(nc_value self, nc_name name);
nc_value nc_call_method1(nc_value self, nc_name name, nc_value arg);
// As the bytecode has them: a bitmap of starred positional arguments last; a keyword without a name is `**`.
nc_value nc_call_starred(bool has_self, size_t n_pos, size_t n_kw, const nc_value *method);

void nc_check_count(size_t n_pos, size_t n_kw, size_t least, size_t most, bool takes_kw);

// Sort arguments into `out` by specification; what the caller leaves out becomes the default (NC_NOTHING: it
// is required). Positions beyond `positional` take keywords only.
struct nc_parameter {
    nc_name name;
    nc_value initial;
};
void nc_bind(size_t n_pos, const nc_value *args, const struct nc_map *keywords, size_t positional,
             size_t count, const struct nc_parameter *parameters, nc_value *out);
