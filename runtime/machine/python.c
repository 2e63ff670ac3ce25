#include "python.h"
#include "nativecomp/catch.h"
#include "nativecomp/heap.h"
#include "nativecomp/machine.h"
#include "nativecomp/state.h"

// Addresses that the linker knows. The stack lies at the start of the RAM, the heap at its end.
extern char nc_ram_start[], nc_stack_top[], nc_heap_memory[], nc_heap_limit[];

// Bytes of the stack that recursion does not get: for functions in C that call no more than a few others, and
// for an interrupt.
enum { RESERVE = 1280 };

int nc_run_python(void (*program)(void)) {
    nc_heap_start(nc_heap_memory, (size_t)(nc_heap_limit - nc_heap_memory));
    nc_stack_start(nc_stack_top, (size_t)(nc_stack_top - nc_ram_start) - RESERVE);
    struct nc_catch here;
    if (nc_catch_push(&here))
        return nc_exit_code(here.value);
    nc_runtime_start();
    program();
    nc_catch_pop();
    return 0;
}
