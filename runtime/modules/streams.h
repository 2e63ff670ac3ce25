// Streams: things to read bytes or text from and to write them to. A type of streams has in its slot
// `protocol` the functions that move bytes; all methods are made from those.
#pragma once
#include "nativecomp/objects.h"

struct nc_stream_protocol {
    // Results below zero are errno numbers, negated.
    intptr_t (*read)(nc_value self, void *to, size_t size);
    intptr_t (*write)(nc_value self, const void *from, size_t size);
    intptr_t (*seek)(nc_value self, intptr_t offset, int whence);
    void (*close)(nc_value self);
    bool text;
};

extern const struct nc_dict nc_stream_members;
nc_next_fn nc_stream_next;                                                         // a line
const struct nc_stream_protocol *nc_stream_protocol(nc_value v, nc_value *native); // TypeError if it is none

struct nc_file {
    const struct nc_type *type;
    intptr_t handle; // below zero: closed
};
extern const struct nc_file nc_stdin, nc_stdout, nc_stderr;
nc_value nc_sys_implementation(void);
extern const struct nc_int nc_sys_maxsize;
