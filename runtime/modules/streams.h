// Files, which are streams too, and what `sys` shares.
#pragma once
#include "nativecomp/stream.h"

struct nc_file {
    const struct nc_type *type;
    intptr_t handle; // below zero: closed
};
extern const struct nc_file nc_stdin, nc_stdout, nc_stderr;
nc_value nc_sys_implementation(void);
extern const struct nc_int nc_sys_maxsize;
