#include "nativecomp/raise.h"
#include "nativecomp/machine.h"
#include "nativecomp/print.h"

static void text(const char *string) {
    size_t size = 0;
    while (string[size])
        size++;
    nc_write(string, size);
}

// Everything up to and including the exception's name.
static void traceback(const struct nc_raise_site *site) {
    text("Traceback (most recent call last):\n  File \"");
    text(site->file);
    text("\", line ");
    nc_print_uint(site->line);
    text(", in ");
    text(site->function);
    text("\n");
    text(site->exception);
}

_Noreturn void nc_raise(const struct nc_raise_site *site) {
    traceback(site);
    if (site->message) {
        text(": ");
        text(site->message);
    }
    text("\n");
    nc_exit(NC_EXIT_EXCEPTION);
}

_Noreturn void nc_raise_value(const struct nc_raise_site *site, intptr_t value) {
    traceback(site);
    text(": ");
    nc_print_int(value);
    text("\n");
    nc_exit(NC_EXIT_EXCEPTION);
}
