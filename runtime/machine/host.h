// What the entries of programs for the host share.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Start the runtime with a heap and a stack of so many bytes, and run `program` on it. The result is the exit
// code, after a report where an exception ended the program.
int nc_run_host(size_t heap, size_t stack, void (*program)(void));

// Write to the stream for errors, as nc_file_write does.
intptr_t nc_host_write_error(const void *from, size_t size);

// Hand over to the system what was written so far.
void nc_host_flush(void);

// Report accesses that the system does not allow, and end the program then.
void nc_host_catch_faults(void);
