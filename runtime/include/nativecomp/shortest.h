// The shortest decimal digits of a binary number.
//
// A float stands for every number that rounds to it: an interval around it, from half way to its lower
// neighbour to half way to its upper one. The text to print is the shortest decimal in that interval, and
// among equally short ones the nearest. It is found digit by digit with exact integers, after Steele and
// White (1990): write the number as a fraction R / S and the half width of the interval as M / S, scaled so
// that the first digit is floor(10 R / S); stop as soon as what remains is less than M away from a digit's
// edge.
//
// The integers have up to 1150 bits for a double. They are kept in digits of 16 bits, so that products fit a
// word and no core needs a helper.
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { NC_SHORTEST_DIGITS = 17 };

// Digits ('0'..'9', no terminator) of mantissa * 2^exponent, which is not zero, into `digits`; returns how
// many, and in *point where the decimal point is: 123 with point 1 is 1.23, with point -1 is 0.0123. `lowest`
// says that the mantissa is the smallest of its binade, so that the lower neighbour is only half as far as
// the upper one.
unsigned nc_shortest(uint64_t mantissa, int exponent, bool lowest, char *digits, int *point);

// Print a float of either width: `bits` of magnitude, `fraction_bits` wide fraction, sign apart.
void nc_print_float(bool negative, uint64_t magnitude, unsigned fraction_bits, unsigned exponent_bits);
