// Streams: things to read bytes or text from and to write them to. A type of streams has in its slot
// `protocol` the functions that move bytes; all methods are made from those. Compiled C modules bring their
// own and use those of others, so the struct and the numbers are MicroPython's.
#pragma once
#include "nativecomp/objects.h"

#define NC_STREAM_ERROR ((size_t)-1) // the result of a function that failed; *error says why
struct nc_stream_protocol {
    size_t (*read)(nc_value self, void *to, size_t size, int *error);
    size_t (*write)(nc_value self, const void *from, size_t size, int *error);
    size_t (*control)(nc_value self, size_t request, uintptr_t argument, int *error);
    uintptr_t text : 1;
};

enum nc_stream_request { NC_STREAM_FLUSH = 1, NC_STREAM_SEEK = 2, NC_STREAM_POLL = 3, NC_STREAM_CLOSE = 4 };
struct nc_stream_seek { // the argument of a seek, which gets the new place
    int64_t offset;
    int whence;
};

// Functions that a stream must have.
enum { NC_STREAM_READS = 1, NC_STREAM_WRITES = 2, NC_STREAM_CONTROLS = 4 };
const struct nc_stream_protocol *nc_stream_with(nc_value v, unsigned functions); // OSError if it has not
// The same, and the object that the functions take: the built-in one in an instance of a class.
const struct nc_stream_protocol *nc_stream_of(nc_value v, unsigned functions, nc_value *self);

// For a printer (printer.h) whose context is a stream, or any object with a method write().
void nc_stream_print(void *context, const char *text, size_t size);

extern const struct nc_dict nc_stream_members;
extern const struct nc_builtin_var nc_stream_read_function, nc_stream_readinto_function,
    nc_stream_readline_function, nc_stream_write_function, nc_stream_flush_function;
nc_next_fn nc_stream_next; // a line
NC_TYPE_NAMES(IOBase)
