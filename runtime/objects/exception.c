// Exceptions: see nativecomp/exception.h.
#include "nativecomp/catch.h"
#include "nativecomp/heap.h"
#include "nativecomp/machine.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

// Memory set aside. The traceback comes first, then a tuple, and for a message a str and its text.
struct nc_reserve {
    size_t size; // of all of it
    uintptr_t trace[6];
    struct nc_tuple args;
};

static struct nc_tuple *reserved_args(size_t count) {
    struct nc_reserve *r = nc_state.reserve;
    return r && sizeof *r + count * sizeof(nc_value) <= r->size ? &r->args : NULL;
}

void nc_reserve_for_exceptions(size_t size) {
    nc_state.reserve = size > sizeof(struct nc_reserve) ? nc_allocate(size, NC_SCAN) : NULL;
    if (nc_state.reserve)
        nc_state.reserve->size = size;
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 0, NC_ANY, false);
    struct nc_exception *e = nc_try_allocate(sizeof *e, NC_SCAN);
    if (!e)
        e = &nc_state.last_resort;
    *e = (struct nc_exception){.type = type, .args = (struct nc_tuple *)&nc_empty_tuple};
    if (!n_pos)
        return (nc_value)e;
    struct nc_tuple *tuple = nc_try_allocate(sizeof *tuple + n_pos * sizeof *args, NC_SCAN);
    if (!tuple && !(tuple = reserved_args(n_pos)))
        return (nc_value)e;
    tuple->type = NC_MADE(tuple);
    tuple->count = n_pos;
    memmove(tuple->items, args, n_pos * sizeof *args);
    e->args = tuple;
    return (nc_value)e;
}

// [Errno 2] ENOENT: file
static bool print_os_error(const struct nc_printer *to, const struct nc_exception *e) {
    if (e->args->count > 2 || !nc_is_small(e->args->items[0]))
        return false;
    const char *text = nc_errno_text(nc_small_value(e->args->items[0]));
    if (!text)
        return false;
    nc_printf(to, "[Errno %v] %s", e->args->items[0], text);
    if (e->args->count == 2)
        nc_printf(to, ": %v", e->args->items[1]);
    return true;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    const struct nc_exception *e = (const struct nc_exception *)self;
    bool named = kind == NC_REPR || kind == NC_EXCEPTION;
    if (named)
        nc_printf(to, "%q", e->type->name);
    if (kind == NC_EXCEPTION)
        nc_puts(to, ": ");
    if (kind != NC_REPR) {
        if (e->args->count == 0)
            return;
        if (nc_is_subclass(e->type, NC_KIND(OSError)) && print_os_error(to, e))
            return;
        if (e->args->count == 1) {
            // str(KeyError('x')) has quotes, to tell a missing key that is empty.
            bool quoted = nc_is_subclass(e->type, NC_KIND(KeyError));
            nc_print_value(to, e->args->items[0], quoted ? NC_REPR : NC_STR);
            return;
        }
    }
    nc_print_value(to, (nc_value)e->args, NC_REPR);
}

static bool attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_exception *e = (struct nc_exception *)self;
    if (action != NC_LOAD) {
        // A traceback can be emptied, for an exception that is raised again and again. Assigning the others
        // is allowed and does nothing, for the sake of code that chains exceptions by hand.
        if (action == NC_STORE && name == N(__traceback__) && member[0] == NC_NONE)
            e->trace_used = 0;
        return action == NC_STORE &&
               (name == N(__traceback__) || name == N(__cause__) || name == N(__context__));
    }
    if (name == N(args)) {
        member[0] = (nc_value)e->args;
        return true;
    }
    if ((name == N(value) && nc_is_subclass(e->type, NC_KIND(StopIteration))) ||
        (name == N(errno) && nc_is_subclass(e->type, NC_KIND(OSError)))) {
        member[0] = nc_exception_argument(self);
        return true;
    }
    return false;
}

const struct nc_type nc_type_BaseException = {NC_TYPE_HEAD(BaseException, 0), .make = make, .print = print,
                                              .attr = attr};
#define X(NAME, PARENT)                                                                                      \
    const struct nc_type nc_type_##NAME = {NC_CHILD_HEAD(NAME, 0, &nc_type_##PARENT), .make = make,          \
                                           .print = print, .attr = attr};
NC_EXCEPTIONS(X)
#undef X

const struct nc_exception nc_generator_exit = {&nc_type_GeneratorExit, 0, 0, NULL,
                                               (struct nc_tuple *)&nc_empty_tuple};
static const struct nc_str memory_text = {&nc_type_str, 0, 24, "memory allocation failed"};
static const struct {
    const struct nc_type *type;
    size_t count;
    nc_value items[1];
} memory_args = {&nc_type_tuple, 1, {(nc_value)&memory_text}};
struct nc_exception nc_memory_error = {&nc_type_MemoryError, 0, 0, NULL, (struct nc_tuple *)&memory_args};

nc_value nc_exception_new(const struct nc_type *type, nc_value arg) {
    return make(type, arg != NC_NOTHING, 0, &arg);
}

bool nc_is_exception_type(nc_value v) {
    return nc_is(v, NC_KIND(type)) && nc_is_subclass((const struct nc_type *)v, NC_KIND(BaseException));
}

bool nc_is_exception(nc_value v) {
    return nc_is_pointer(v) && nc_is_subclass(v->type, NC_KIND(BaseException));
}

struct nc_exception *nc_exception_of(nc_value v) {
    if (!nc_is_exception(v))
        return NULL;
    return (struct nc_exception *)(v->type->flags & NC_IS_CLASS ? nc_instance_native(v) : v);
}

nc_value nc_exception_argument(nc_value exception) {
    struct nc_exception *e = nc_exception_of(exception);
    return e && e->args->count ? e->args->items[0] : NC_NONE;
}

bool nc_exception_is(nc_value exception, const struct nc_type *type) {
    return nc_is_subclass(
        nc_is(exception, NC_KIND(type)) ? (const struct nc_type *)exception : nc_type_of(exception), type);
}

bool nc_exception_matches(nc_value exception, nc_value pattern) {
    if (nc_is(pattern, NC_KIND(tuple))) {
        struct nc_tuple *tuple = nc_as_tuple(pattern);
        for (size_t i = 0; i < tuple->count; i++)
            if (nc_exception_matches(exception, tuple->items[i]))
                return true;
        return false;
    }
    if (!nc_is_exception_type(pattern))
        nc_type_error("catching classes that don't inherit from BaseException isn't allowed");
    return nc_exception_is(exception, (const struct nc_type *)pattern);
}

_Noreturn void nc_throw(nc_value exception) {
    if (nc_is_exception_type(exception))
        exception = nc_call0(exception);
    if (!nc_exception_of(exception)) // or its __new__ did not make one
        nc_type_error("exceptions must derive from BaseException");
    struct nc_catch *here = nc_state.catcher;
    if (!here) { // before the start or after the end of the program
        static bool reporting;
        if (!reporting) { // the report may fail too
            reporting = true;
            nc_print_exception(&nc_console, exception);
        }
        nc_exit(NC_EXIT_EXCEPTION);
    }
    if (exception == (nc_value)&nc_memory_error && here->previous == NULL)
        nc_memory_error.trace_used = 0;
    nc_state.catcher = here->previous;
    here->value = exception;
    nc_catch_resume(here);
}

// A message in the memory set aside, cut where that ends.
struct reserved_text {
    char *at, *end;
};

static void write_reserved(void *context, const char *text, size_t size) {
    struct reserved_text *r = context;
    size_t room = (size_t)(r->end - r->at);
    size = size < room ? size : room;
    memcpy(r->at, text, size);
    r->at += size;
}

static void format_reserved(struct nc_exception *e, const char *format, va_list args) {
    struct nc_tuple *tuple = reserved_args(1);
    if (!tuple)
        return;
    struct nc_str *message = (struct nc_str *)(tuple->items + 1);
    struct reserved_text text = {(char *)(message + 1), (char *)nc_state.reserve + nc_state.reserve->size};
    if ((uintptr_t)text.at >= (uintptr_t)text.end)
        return;
    struct nc_printer to = {&text, write_reserved};
    nc_vprintf(&to, format, args);
    // No half of a character.
    const char *start = (const char *)(message + 1);
    while (text.at > start && !nc_utf8_valid(start, (size_t)(text.at - start)))
        text.at--;
    *message = (struct nc_str){NC_MADE(str), 0, (size_t)(text.at - start), start};
    tuple->type = NC_MADE(tuple);
    tuple->count = 1;
    tuple->items[0] = (nc_value)message;
    e->args = tuple;
}

static _Noreturn void raise_formatted(const struct nc_type *type, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        struct nc_text text;
        nc_text_init(&text, 64);
        nc_vprintf(&text.to, format, args);
        nc_value exception = nc_exception_new(type, nc_text_str(&text));
        nc_catch_pop();
        nc_throw(exception);
    }
    if (here.value != (nc_value)&nc_memory_error)
        nc_throw(here.value);
    nc_value exception = nc_exception_new(type, NC_NOTHING);
    if (!nc_catch_push(&here)) {
        format_reserved((struct nc_exception *)exception, format, again);
        nc_catch_pop();
    }
    nc_throw(exception);
}

_Noreturn void nc_error(const struct nc_type *type, const char *format, ...) {
    va_list args;
    va_start(args, format);
    raise_formatted(type, format, args);
}

_Noreturn void nc_type_error(const char *format, ...) {
    va_list args;
    va_start(args, format);
    raise_formatted(NC_MADE(TypeError), format, args);
}

_Noreturn void nc_value_error(const char *format, ...) {
    va_list args;
    va_start(args, format);
    raise_formatted(NC_MADE(ValueError), format, args);
}

_Noreturn void nc_error_value(const struct nc_type *type, nc_value arg) {
    nc_throw(nc_exception_new(type, arg));
}

_Noreturn void nc_os_error(int number) {
    nc_error_value(NC_MADE(OSError), nc_small(number));
}

// A traceback is worth less than the exception: without memory it stays short.
static bool more_trace(struct nc_exception *e) {
    struct nc_reserve *reserve = nc_state.reserve;
    if (reserve && e->trace == reserve->trace)
        return false;
    size_t capacity = e->trace_capacity ? e->trace_capacity * 2 : 6;
    uintptr_t *trace = nc_try_resize(e->trace, capacity * sizeof *trace, true, NC_LEAF);
    if (!trace && !e->trace && reserve) {
        trace = reserve->trace;
        capacity = sizeof reserve->trace / sizeof *trace;
    }
    if (!trace)
        return false;
    e->trace = trace;
    e->trace_capacity = capacity;
    return true;
}

void nc_exception_trace(nc_value exception, nc_name file, unsigned line, nc_name function) {
    struct nc_exception *e = nc_exception_of(exception);
    if (!e || e == &nc_generator_exit || e == &nc_memory_error)
        return;
    if (e->trace_used + 3 > e->trace_capacity && !more_trace(e))
        return;
    uintptr_t *entry = e->trace + e->trace_used;
    entry[0] = file;
    entry[1] = line;
    entry[2] = function;
    e->trace_used += 3;
}

void nc_print_exception(const struct nc_printer *to, nc_value exception) {
    struct nc_exception *e = nc_exception_of(exception);
    if (e && e->trace_used) {
        nc_puts(to, "Traceback (most recent call last):\n");
        for (size_t i = e->trace_used; i; i -= 3) {
            nc_printf(to, "  File \"%q\"", (nc_name)e->trace[i - 3]);
            if (e->trace[i - 2])
                nc_printf(to, ", line %u", (unsigned)e->trace[i - 2]);
            if (e->trace[i - 1])
                nc_printf(to, ", in %q", (nc_name)e->trace[i - 1]);
            nc_puts(to, "\n");
        }
    }
    nc_print_value(to, exception, NC_EXCEPTION);
    nc_puts(to, "\n");
}
