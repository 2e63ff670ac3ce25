// Exceptions of a program without a Python around it.
//
// Compiled code that finds a zero divisor or an index out of range calls nc_raise with a constant that says
// all that there is to say; nothing is passed but its address, so a check costs one compare, one branch and,
// out of the way, one call. Nobody catches: the text goes out as Python's traceback does, and the program
// ends with NC_EXIT_EXCEPTION.
#pragma once
#include <stdint.h>

struct nc_raise_site {
    const char *exception; // "ZeroDivisionError"
    const char *message;   // "divide by zero", or NULL
    const char *function;
    const char *file;
    uint32_t line;
};

_Noreturn void nc_raise(const struct nc_raise_site *site);

// `raise ValueError(n)`: the number in place of the message.
_Noreturn void nc_raise_value(const struct nc_raise_site *site, intptr_t value);
