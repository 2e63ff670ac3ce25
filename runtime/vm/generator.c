// Generators: frames that can be left and entered again.
#include "nativecomp/catch.h"
#include "nativecomp/function.h"
#include "nativecomp/heap.h"
#include "nativecomp/machinecode.h"
#include "nativecomp/state.h"

nc_value nc_generator_stopped(void) {
    return nc_exception_new(NC_MADE(RuntimeError), nc_str_from("generator raised StopIteration"));
}

enum nc_resumed nc_generator_resume(nc_value self, nc_value send, nc_value exception, nc_value *result) {
    struct nc_generator *g = (struct nc_generator *)self;
    struct nc_frame *frame = &g->frame;
    nc_stack_check();
    if (g->pending == NC_NOTHING)
        nc_value_error("generator already executing");
    if (!frame->ip) { // finished
        *result = exception != NC_NOTHING ? exception : NC_NONE;
        return exception != NC_NOTHING ? NC_RAISED : NC_RETURNED;
    }
    bool fresh = frame->sp == frame->state - 1;
    if (exception == NC_NOTHING && g->pending != NC_NONE) {
        exception = g->pending;
        g->pending = NC_NONE;
    }
    if (fresh) {
        if (send != NC_NONE && send != NC_NOTHING)
            nc_type_error("can't send non-None value to a just-started generator");
    } else {
        *frame->sp = send;
    }
    g->pending = NC_NOTHING;
    frame->old_globals = nc_state.globals;
    nc_state.globals = frame->function->context->module.globals;
    enum nc_resumed how;
    if (frame->handler_index == NC_NATIVE_FRAME)
        how = nc_enter_generator(frame->function->data + NC_NATIVE_GENERATOR_HEAD, frame, exception);
    else
        how = nc_execute(frame, exception);
    nc_state.globals = frame->old_globals;
    frame->old_globals = NC_NOTHING;
    g->pending = NC_NONE;
    if (how == NC_YIELDED) {
        *result = *frame->sp;
        *frame->sp = NC_NONE; // nothing keeps it alive here
        return how;
    }
    frame->ip = NULL;
    *result = how == NC_RETURNED ? *frame->sp : frame->state[0];
    if (how == NC_RAISED && nc_exception_is(*result, NC_KIND(StopIteration))) // PEP 479
        *result = nc_generator_stopped();
    return how;
}

// One step, as next(), send() and throw() see it: NC_NOTHING at the end.
static nc_value step(nc_value self, nc_value send, nc_value exception) {
    nc_value result;
    switch (nc_generator_resume(self, send, exception, &result)) {
    case NC_YIELDED:
        return result;
    case NC_RETURNED:
        nc_state.stop_value = result;
        return NC_NOTHING;
    default:
        nc_throw(result);
    }
}

static nc_value next(nc_value self) {
    return step(self, NC_NONE, NC_NOTHING);
}

static nc_value value_or_stop(nc_value v) {
    if (v != NC_NOTHING)
        return v;
    nc_value value = nc_state.stop_value;
    nc_throw(nc_exception_new(NC_MADE(StopIteration), value == NC_NONE ? NC_NOTHING : value));
}

static nc_value send(nc_value self, nc_value v) {
    return value_or_stop(step(self, v, NC_NOTHING));
}

static nc_value throw(size_t n, const nc_value *args) {
    nc_value exception = args[1];
    if (n > 2 && args[2] != NC_NONE) // throw(type, value)
        exception = nc_is_exception(args[2]) ? args[2] : nc_call1(args[1], args[2]);
    return value_or_stop(step(args[0], NC_NONE, exception));
}

static nc_value close(nc_value self) {
    nc_value result;
    enum nc_resumed how = nc_generator_resume(self, NC_NONE, (nc_value)&nc_generator_exit, &result);
    if (how == NC_YIELDED)
        nc_error(NC_MADE(RuntimeError), "generator ignored GeneratorExit");
    if (how == NC_RAISED && !nc_exception_is(result, NC_KIND(GeneratorExit)) &&
        !nc_exception_is(result, NC_KIND(StopIteration)))
        nc_throw(result);
    return NC_NONE;
}

static nc_value pend_throw(nc_value self, nc_value exception) {
    struct nc_generator *g = (struct nc_generator *)self;
    if (g->pending == NC_NOTHING)
        nc_value_error("generator already executing");
    nc_value old = g->pending;
    g->pending = exception;
    return old;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_generator *g = (struct nc_generator *)self;
    nc_printf(to, "<generator object '%v' at 0x%x>", nc_load_attr((nc_value)g->frame.function, N(__name__)),
              (uintptr_t)self);
}

NC_TABLE(members, {NAME(close), NC_F1(close)}, {NAME(send), NC_F2(send)}, {NAME(throw), NC_FN(throw, 2, 4)},
         {NAME(pend_throw), NC_F2(pend_throw)});

static nc_value unary(unsigned op, nc_value self) {
    return op == NC_HASH ? nc_small((intptr_t)((uintptr_t)self >> 4)) : NC_NOTHING;
}

const struct nc_type nc_type_generator = {NC_TYPE_HEAD(generator, NC_ITER_NEXT), .print = print, .next = next,
                                          .unary = unary, .members = &members};
