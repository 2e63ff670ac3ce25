// The entry of a host program with a Python program in it: the module `__main__` that the build froze.
#include "host.h"
#include "nativecomp/heap.h"
#include "nativecomp/machine.h"
#include "nativecomp/objects.h"
#include "nativecomp/program.h"
#include "nativecomp/state.h"

// The build writes the stack's size in bytes.
extern const size_t nc_host_stack_size;

// The heap's pages are the system's until something is there. It is collected often while it is small, so
// that a small program stays small.
enum { HEAP_SIZE = 64 << 20, THRESHOLD = 256 << 10 };

static char **words; // the program's path and its arguments

static void run(void) {
    for (char **word = words; *word; word++)
        nc_list_append(nc_state.arguments, nc_str_from(*word));
    nc_run_frozen();
}

int main(int count, char **arguments) {
    (void)count;
    words = arguments;
    nc_host_catch_faults();
    nc_heap_threshold = THRESHOLD;
    nc_exit(nc_run_host(HEAP_SIZE, nc_host_stack_size, run));
}
