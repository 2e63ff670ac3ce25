// Values: what a Python object is to C.
//
// A value is one machine word. Its lowest bits say what it is, so that the common small things need no
// memory:
//
//     ...........1   a small integer, in the other 31 or 63 bits
//     .........010   an interned string: its number in the table of names
//     .........110   None, False, True
//     ..........00   the address of an object, whose first word is the address of its type
//
// Zero is no value: it stands for "nothing there" (an unbound variable, the end of an iteration). These words
// are MicroPython's "representation A", because machine code in .mpy files makes and tests them itself.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nc_type;

struct nc_object {
    const struct nc_type *type;
};

typedef struct nc_object *nc_value;
typedef unsigned nc_name; // the number of an interned string

// Floats are as wide as a word: double on the host, float on the boards.
#if UINTPTR_MAX > UINT32_MAX
typedef double nc_float;
#define NC_FLOAT_FRACTION 52
#define NC_FLOAT_DIGITS 17
#else
typedef float nc_float;
#define NC_FLOAT_FRACTION 23
#define NC_FLOAT_DIGITS 9
#endif

#define NC_NOTHING ((nc_value)0)
#define NC_SENTINEL ((nc_value)4) // an address that no object has: a deleted key, "load" for subscripts
#define NC_NONE ((nc_value)6)
#define NC_FALSE ((nc_value)14)
#define NC_TRUE ((nc_value)30)

enum { NC_WORD_BITS = sizeof(uintptr_t) * 8 };
#define NC_SMALL_MAX (INTPTR_MAX >> 1)
#define NC_SMALL_MIN (INTPTR_MIN >> 1)

#define NC_INLINE static inline __attribute__((always_inline))
#define NC_LIKELY(x) __builtin_expect(!!(x), 1)
#define NC_UNLIKELY(x) __builtin_expect(!!(x), 0)

NC_INLINE bool nc_is_small(nc_value v) {
    return (uintptr_t)v & 1;
}
NC_INLINE intptr_t nc_small_value(nc_value v) {
    return (intptr_t)v >> 1;
}
NC_INLINE nc_value nc_small(intptr_t i) {
    return (nc_value)((uintptr_t)i << 1 | 1);
}
NC_INLINE bool nc_fits_small(intptr_t i) {
    return i <= NC_SMALL_MAX && i >= NC_SMALL_MIN;
}

NC_INLINE bool nc_is_name(nc_value v) {
    return ((uintptr_t)v & 7) == 2;
}
NC_INLINE nc_name nc_name_number(nc_value v) {
    return (nc_name)((uintptr_t)v >> 3);
}
#define NC_NAME_VALUE(NUMBER) ((nc_value)((uintptr_t)(NUMBER) << 3 | 2))

NC_INLINE bool nc_is_pointer(nc_value v) {
    return ((uintptr_t)v & 3) == 0;
}
NC_INLINE bool nc_is_bool(nc_value v) {
    return ((uintptr_t)v & ~(uintptr_t)16) == 14;
}
NC_INLINE nc_value nc_bool(bool b) {
    return b ? NC_TRUE : NC_FALSE;
}

// Whether the value is an object of exactly this type, which must not be one of the immediate kinds.
NC_INLINE bool nc_is(nc_value v, const struct nc_type *type) {
    return nc_is_pointer(v) && v->type == type;
}

// The type of any value.
const struct nc_type *nc_type_of(nc_value v);
