// The output of a host program, in pieces that are worth a call of the system, and its end. On a terminal
// each line appears when it is written.
#include "host.h"
#include "nativecomp/machine.h"
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static char output[4096];
static size_t output_size;

void nc_host_flush(void) {
    for (size_t done = 0; done < output_size;) {
        ssize_t count = write(1, output + done, output_size - done);
        if (count <= 0)
            break;
        done += (size_t)count;
    }
    output_size = 0;
}

void nc_write(const char *text, size_t size) {
    static enum { UNKNOWN, TERMINAL, OTHER } kind;
    if (kind == UNKNOWN)
        kind = isatty(1) ? TERMINAL : OTHER;
    bool at_once = kind == TERMINAL && memchr(text, '\n', size);
    while (size) {
        size_t part = sizeof output - output_size < size ? sizeof output - output_size : size;
        memcpy(output + output_size, text, part);
        output_size += part;
        text += part;
        size -= part;
        if (output_size == sizeof output)
            nc_host_flush();
    }
    if (at_once)
        nc_host_flush();
}

_Noreturn void nc_exit(int code) {
    nc_host_flush();
    _exit(code);
}
