// What the files about int and float share.
#pragma once
#include "nativecomp/objects.h"
#include "natural.h"

// An integer taken apart. Small ones have their digits in the struct itself.
struct nc_number {
    const nc_digit *digits; // NULL: own
    size_t count;
    bool negative;
    nc_digit own[2];
};
struct nc_number nc_number_of(nc_value v);
NC_INLINE struct nc_natural nc_natural_of(const struct nc_number *n) {
    return (struct nc_natural){n->digits ? n->digits : n->own, n->count};
}

struct nc_int *nc_int_room(size_t digits);
nc_value nc_int_finish(struct nc_int *n, size_t count, bool negative); // a small integer where it fits
nc_value nc_int_binary(unsigned op, nc_value left, nc_value right);
nc_value nc_float_binary(unsigned op, nc_value left, nc_value right);
nc_value nc_complex_binary(unsigned op, nc_value left, nc_value right);
