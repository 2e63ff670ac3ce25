// The C stack: where it begins, how deep it may get.
#include "nativecomp/exception.h"
#include "nativecomp/sanitize.h"
#include "nativecomp/state.h"

struct nc_state nc_state;

static char *stack_start;
static size_t stack_limit;

void nc_stack_start(void *start, size_t limit) {
    stack_start = start;
    stack_limit = limit;
}

size_t nc_stack_used(void) {
    return (size_t)(stack_start - (char *)__builtin_frame_address(0));
}

void nc_stack_check(void) {
    if (NC_UNLIKELY(nc_stack_used() > stack_limit))
        nc_error(NC_MADE(RuntimeError), "maximum recursion depth exceeded");
}

void nc_stack_range(void **low, void **high) {
    *low = __builtin_frame_address(0);
    *high = stack_start;
}
