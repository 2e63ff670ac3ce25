#ifdef __arm__
#include "notify.h"
#include "modules.h"
#include "nativecomp/catch.h"
#include "nativecomp/heap.h"
#include "nativecomp/state.h"

static void call_from_interrupt(nc_value function, nc_value argument) {
    struct nc_state saved = nc_state;
    nc_heap_lock(true);
    nc_state.scheduler_locked = 1;
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        nc_call1(function, argument);
        nc_catch_pop();
    } else {
        nc_puts(&nc_console, "Uncaught exception in a function of an interrupt\n");
        nc_print_exception(&nc_console, here.value);
    }
    nc_heap_lock(false);
    // What runs gets its own back; what the function asked for stays.
    nc_state.catcher = saved.catcher;
    nc_state.globals = saved.globals;
    nc_state.locals = saved.locals;
    nc_state.stop_value = saved.stop_value;
    nc_state.handled = saved.handled;
    nc_state.scheduler_locked = saved.scheduler_locked;
}

void nc_notify(nc_value function, nc_value argument, bool hard) {
    if (hard)
        call_from_interrupt(function, argument);
    else
        nc_schedule(function, argument); // a full queue loses this call
}
#endif
