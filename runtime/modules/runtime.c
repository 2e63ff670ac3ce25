// Starting the interpreter, and what belongs to no single module.
#include "modules.h"
#include "nativecomp/catch.h"
#include "nativecomp/interrupts.h"
#include "nativecomp/machine.h"
#include "nativecomp/mathlib.h"
#include "nativecomp/memory.h"
#include "nativecomp/program.h"
#include "nativecomp/state.h"

static nc_value find_module(nc_name name) {
    for (size_t i = 0; i < nc_program.module_count; i++)
        if (nc_program.modules[i].name == name)
            return (nc_value)nc_program.modules[i].module;
    return NC_NOTHING;
}

nc_value nc_find_builtin_module(nc_name name) {
    nc_value module = find_module(name);
    if (module != NC_NOTHING)
        return module;
    // The older names of the modules that CPython has too.
    size_t size;
    const char *text = nc_name_text(name, &size);
    if (size > 1 && text[0] == 'u' && (name = nc_find_name(text + 1, size - 1)))
        switch (name) {
        case N(array):
        case N(binascii):
        case N(collections):
        case N(errno):
        case N(heapq):
        case N(io):
        case N(json):
        case N(random):
        case N(re):
        case N(struct):
        case N(sys):
        case N(time):
            return find_module(name);
        }
    return NC_NOTHING;
}

void nc_runtime_start(void) {
    nc_state.modules = nc_dict_new(8);
    nc_state.path = nc_list_new(0, NULL);
    nc_state.arguments = nc_list_new(0, NULL);
    nc_value main = nc_module_new(N(__main__));
    nc_state.main_module = main;
    nc_state.globals = nc_state.locals = ((struct nc_module *)main)->globals;
}

int nc_exit_code(nc_value exception) {
    if (!nc_exception_is(exception, NC_KIND(SystemExit))) {
        nc_print_exception(&nc_console, exception);
        return NC_EXIT_EXCEPTION;
    }
    nc_value code = nc_exception_argument(exception);
    if (code == NC_NONE)
        return 0;
    if (nc_is_small(code))
        return (int)nc_small_value(code);
    nc_printf(&nc_console, "%v\n", code);
    return 1;
}

// The queue of scheduled functions is the program's and the interrupts'.
#ifdef __arm__
#define LOCKED(...)                                                                                          \
    do {                                                                                                     \
        uint32_t state = nc_irq_disable();                                                                   \
        __VA_ARGS__                                                                                          \
        nc_irq_enable(state);                                                                                \
    } while (0)
#else
#define LOCKED(...)                                                                                          \
    do {                                                                                                     \
        __VA_ARGS__                                                                                          \
    } while (0)
#endif
enum { QUEUE = sizeof nc_state.scheduled / sizeof *nc_state.scheduled };

bool nc_schedule(nc_value function, nc_value argument) {
    size_t i = 0;
    LOCKED({
        while (i < QUEUE && nc_state.scheduled[i][0] != NC_NOTHING)
            i++;
        if (i < QUEUE) {
            nc_state.scheduled[i][0] = function;
            nc_state.scheduled[i][1] = argument;
            nc_state.attention = 1;
        }
    });
    return i < QUEUE;
}

// Take the first scheduled function out; with none left there is nothing to attend to.
static bool next_scheduled(nc_value *call) {
    LOCKED({
        memcpy(call, nc_state.scheduled[0], sizeof nc_state.scheduled[0]);
        memmove(nc_state.scheduled[0], nc_state.scheduled[1], (QUEUE - 1) * sizeof nc_state.scheduled[0]);
        nc_state.scheduled[QUEUE - 1][0] = NC_NOTHING;
        if (call[0] == NC_NOTHING)
            nc_state.attention = 0;
    });
    return call[0] != NC_NOTHING;
}

void nc_attend(void) {
    if (nc_state.interrupt != NC_NOTHING) {
        nc_value exception = nc_state.interrupt;
        nc_state.interrupt = NC_NOTHING;
        nc_throw(exception);
    }
    nc_value call[2];
    if (!nc_state.scheduler_locked && next_scheduled(call)) { // one each time: it may schedule itself again
        nc_state.scheduler_locked = 1;
        struct nc_catch here;
        if (!nc_catch_push(&here)) {
            nc_call1(call[0], call[1]);
            nc_catch_pop();
        } else {
            nc_puts(&nc_console, "Uncaught exception in scheduled function\n");
            nc_print_exception(&nc_console, here.value);
        }
        nc_state.scheduler_locked = 0;
    }
}

nc_value nc_attr_or(nc_value v, nc_name name, nc_value initial) {
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        nc_value found = nc_load_attr_maybe(v, name);
        nc_catch_pop();
        return found == NC_NOTHING ? initial : found;
    }
    if (!nc_exception_is(here.value, NC_KIND(AttributeError)))
        nc_throw(here.value);
    return initial;
}

nc_value nc_round_float(nc_float f, nc_value digits) {
    if (digits == NC_NONE) {
        nc_float rounded = nc_rint(f); // a half to the even one
        return nc_int_from_float(rounded);
    }
    intptr_t count = nc_get_int(digits);
    if (!nc_is_finite(f) || count > 400)
        return nc_float_new(f);
    // By way of the decimal text, which is exact.
    struct nc_text text;
    nc_text_init(&text, 32);
    if (count >= 0) {
        nc_float_format(&text, f, 'f', (int)count, false);
        return nc_float_new(nc_parse_float(text.data, text.size));
    }
    nc_float unit = nc_pow(10, (nc_float)-count);
    return nc_float_new(nc_rint(f / unit) * unit);
}
