// Leaving blocks: by exceptions, and through `finally` and `with`.
//
// A block of `finally` or `with` ends in END_FINALLY, which looks at the top of the stack to know why it ran:
// None (the end of the try block was reached), an exception (to be raised again), or a small integer (a
// return, -1, with the value below; or a jump that leaves so many more handlers, with its target below).
#include "frame.h"
#include "nativecomp/opcodes.h"
#include "nativecomp/state.h"

bool nc_find_handler(struct nc_frame *frame, nc_value exception) {
    uint8_t opcode = *frame->ip;
    if (opcode == NC_OP_FOR_ITER && nc_exception_is(exception, NC_KIND(StopIteration))) {
        // The end of an iterator in C that called Python.
        const uint8_t *ip = frame->ip + 1;
        size_t distance = *ip & 0x80 ? (ip[0] & 0x7fu) | (size_t)ip[1] << 7 : *ip;
        frame->ip = ip + 1 + (*ip >> 7) + distance;
        frame->sp -= 4;
        return true;
    }
    if (opcode != NC_OP_END_FINALLY && opcode != NC_OP_RAISE_LAST) {
        struct nc_prelude prelude;
        nc_name function;
        nc_prelude_read(&prelude, frame->function->data, NULL);
        unsigned line = nc_line_of(&prelude, frame->function->context, frame->ip, &function);
        nc_exception_trace(exception, frame->function->context->names[0], line, function);
    }
    while (frame->handler_index && nc_top_handler(frame)->target <= frame->ip)
        frame->handler_index--;
    if (!frame->handler_index)
        return false;
    struct nc_handler *handler = nc_top_handler(frame);
    handler->exception = exception;
    frame->ip = handler->target;
    frame->sp = nc_handler_stack(handler) + 1;
    *frame->sp = exception;
    return true;
}

nc_value nc_handled_exception(struct nc_frame *frame) {
    for (size_t i = frame->handler_index; i--;)
        if (nc_handlers(frame)[i].exception != NC_NOTHING)
            return nc_handlers(frame)[i].exception;
    nc_error(NC_MADE(RuntimeError), "no active exception to reraise");
}

// The stack holds exit, self and then the reason: see above.
nc_value *nc_with_cleanup(nc_value *sp) {
    nc_value call[5] = {NC_NOTHING, NC_NOTHING, NC_NONE, NC_NONE, NC_NONE};
    if (nc_is_small(*sp)) {
        nc_value data = sp[-1], cause = sp[0];
        call[0] = sp[-3];
        call[1] = sp[-2];
        nc_call_method(3, 0, call);
        sp[-3] = data;
        sp[-2] = cause;
        return sp - 2;
    }
    nc_value exception = *sp;
    call[0] = sp[-2];
    call[1] = sp[-1];
    if (exception != NC_NONE) {
        call[2] = (nc_value)nc_type_of(exception);
        call[3] = exception;
    }
    nc_value swallowed = nc_call_method(3, 0, call);
    sp[-2] = exception != NC_NONE && nc_truth(swallowed) ? NC_NONE : exception;
    return sp - 2;
}
