// The machine of the host: keeps what is written, and leaves nc_exit by a jump so that the test goes on.
#include "nativecomp/machine.h"
#include <setjmp.h>
#include <string.h>

#include "nativecomp/print.h"
#include "nativecomp/raise.h"

static char written[1 << 20];
static size_t length;
static jmp_buf leave;

void nc_write(const char *text, size_t size) {
    memcpy(written + length, text, size);
    length += size;
}

_Noreturn void nc_exit(int code) {
    longjmp(leave, code);
}

// What was written since the last call; its size in *size.
const char *taken(size_t *size) {
    *size = length;
    length = 0;
    return written;
}

void print_floats(const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        nc_print_float32(values[i]);
        nc_print_str("\n", 1);
    }
}

void print_doubles(const double *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        nc_print_float64(values[i]);
        nc_print_str("\n", 1);
    }
}

// Raise with a value, or without one if it is zero; the exit code.
int raised(const struct nc_raise_site *site, intptr_t value) {
    int code = setjmp(leave);
    if (code)
        return code;
    if (value)
        nc_raise_value(site, value);
    nc_raise(site);
}
