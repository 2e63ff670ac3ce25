// The output of a host program, in pieces that are worth a call of the system, and its end. What cannot be
// written is told at the end, and makes its exit code 1. On a terminal each line appears when it is written.
#include "host.h"
#include "nativecomp/machine.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char output[4096];
static size_t output_size;
static int failure; // of the first output that was lost, as errno tells

void nc_host_flush(void) {
    for (size_t done = 0; done < output_size;) {
        ssize_t count = write(1, output + done, output_size - done);
        if (count >= 0)
            done += (size_t)count;
        else if (errno != EINTR) {
            failure = failure ? failure : errno;
            break;
        }
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
    if (failure)
        dprintf(2, "the output was not written: %s\n", strerror(failure));
    _exit(failure && !code ? NC_EXIT_EXCEPTION : code);
}
