#include "nativecomp/print.h"
#include "nativecomp/machine.h"

// Digits are found from the last to the first, so they are written from the end of a buffer towards its
// start.
static char *decimal(char *end, uintptr_t value) {
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    return end;
}

static char *decimal64(char *end, uint64_t value) {
    while (value > UINTPTR_MAX) {
        *--end = (char)('0' + value % 10);
        value /= 10;
    }
    return decimal(end, (uintptr_t)value);
}

void nc_print_str(const char *text, size_t size) {
    nc_write(text, size);
}

void nc_print_uint(uintptr_t value) {
    char text[20], *end = text + sizeof text, *start = decimal(end, value);
    nc_write(start, (size_t)(end - start));
}

void nc_print_int(intptr_t value) {
    char text[21], *end = text + sizeof text;
    char *start = decimal(end, value < 0 ? 0 - (uintptr_t)value : (uintptr_t)value);
    if (value < 0)
        *--start = '-';
    nc_write(start, (size_t)(end - start));
}

void nc_print_uint64(uint64_t value) {
    char text[20], *end = text + sizeof text, *start = decimal64(end, value);
    nc_write(start, (size_t)(end - start));
}

void nc_print_int64(int64_t value) {
    char text[21], *end = text + sizeof text;
    char *start = decimal64(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    if (value < 0)
        *--start = '-';
    nc_write(start, (size_t)(end - start));
}

void nc_print_bool(int value) {
    nc_write(value ? "True" : "False", value ? 4 : 5);
}
