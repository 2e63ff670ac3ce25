// Natural numbers of any size: rows of 32-bit digits, the lowest first. The arithmetic under int.
//
// A row is not longer than it must be: its highest digit is not zero, and zero has no digits. Functions write
// results into memory that the caller provides, and return how many digits they wrote.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t nc_digit;
enum { NC_DIGIT_BITS = 32 };

struct nc_natural {
    const nc_digit *digits;
    size_t count;
};

size_t nc_natural_trim(const nc_digit *digits, size_t count);
int nc_natural_compare(struct nc_natural a, struct nc_natural b);
size_t nc_natural_add(nc_digit *to, struct nc_natural a, struct nc_natural b);      // room: longer + 1
size_t nc_natural_subtract(nc_digit *to, struct nc_natural a, struct nc_natural b); // a >= b
size_t nc_natural_multiply(nc_digit *to, struct nc_natural a, struct nc_natural b); // room: sum of both
// a / b: the quotient (room: a.count), and the remainder in `rest` (room: a.count + 1).
size_t nc_natural_divide(nc_digit *quotient, nc_digit *rest, struct nc_natural a, struct nc_natural b,
                         size_t *rest_count);
size_t nc_natural_shift_left(nc_digit *to, struct nc_natural a, size_t bits); // room: a.count + bits / 32 + 1
size_t nc_natural_shift_right(nc_digit *to, struct nc_natural a, size_t bits);
// In place: a = a * factor + term; a = a / divisor, returning the remainder.
size_t nc_natural_scale(nc_digit *a, size_t count, nc_digit factor, nc_digit term);
nc_digit nc_natural_divide_small(nc_digit *a, size_t *count, nc_digit divisor);
size_t nc_natural_bits(struct nc_natural a);
