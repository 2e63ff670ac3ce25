// The interpreter's state: all variables that may hold addresses of objects, in one struct.
//
// The collector takes every word of it for a root, so a new global variable that refers to an object belongs
// here and nowhere else.
#pragma once
#include "nativecomp/exception.h"
#include "nativecomp/map.h"
#include "nativecomp/value.h"

struct nc_catch;
struct nc_timer;
struct nc_uart;
struct nc_pin;

struct nc_state {
    struct nc_catch *catcher; // innermost place that catches
    nc_value globals, locals; // of the running function: dicts
    nc_value stop_value;      // what a generator returned, or NC_NOTHING: see nc_next
    nc_value interrupt;       // an exception to raise at the next jump (Ctrl-C), or NC_NOTHING
    uintptr_t attention;      // not zero: nc_attend must be called at the next jump
    uintptr_t scheduler_locked;
    nc_value main_module;
    nc_value modules;                // sys.modules
    nc_value path;                   // sys.path, a list
    nc_value arguments;              // sys.argv
    nc_value builtins_override;      // a dict of what was assigned to the module `builtins`, or NC_NOTHING
    struct nc_exception last_resort; // where there is no memory for another: exception.h
    struct nc_reserve *reserve;
    struct nc_foreign_type *foreign_types; // table/types.c
    nc_binary_fn *foreign_equal;           // == of types without the slot, table/types.c
    nc_value kept;                         // a list of what only machine code refers to
    nc_value handled;                      // the exception being handled, for sys.exc_info
    struct nc_dynamic_name *names;         // the texts of the names that are not fixed
    struct nc_name_chunk *name_chunk;
    uint16_t *name_index; // a hash table of all names
    size_t name_count, name_capacity, name_index_size;
    struct nc_timer *timers;  // those that run: modules/timer.c
    struct nc_uart *uarts;    // those that are on: modules/uart.c
    struct nc_pin *pins;      // those that wait for interrupts: modules/pin.c
    nc_value scheduled[8][2]; // functions and arguments of micropython.schedule
};

extern struct nc_state nc_state;

// The stack grows down from `start`; beyond `limit` bytes the program has recursed too deeply.
void nc_stack_start(void *start, size_t limit);
void nc_stack_check(void); // raises RuntimeError
size_t nc_stack_used(void);
void nc_stack_range(void **low, void **high);

// What waits for a safe moment: an interrupt's exception, scheduled functions.
void nc_attend(void);
bool nc_schedule(nc_value function, nc_value argument); // false: too many wait already

void nc_runtime_start(void); // after nc_heap_start and nc_stack_start
// What a program ends with that an exception left; it is printed unless it is SystemExit.
int nc_exit_code(nc_value exception);
