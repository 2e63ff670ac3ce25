// Handlers of a frame, and what the machine does with them.
#pragma once
#include "nativecomp/function.h"

NC_INLINE struct nc_handler *nc_handlers(struct nc_frame *frame) {
    return (struct nc_handler *)&frame->state[frame->state_size];
}
NC_INLINE struct nc_handler *nc_top_handler(struct nc_frame *frame) {
    return &nc_handlers(frame)[frame->handler_index - 1];
}
NC_INLINE bool nc_is_finally(const struct nc_handler *h) {
    return (uintptr_t)h->stack & 2;
}
NC_INLINE nc_value *nc_handler_stack(const struct nc_handler *h) {
    return (nc_value *)((uintptr_t)h->stack & ~(uintptr_t)2);
}
NC_INLINE void nc_enter_block(struct nc_frame *frame, const uint8_t *target, nc_value *sp, bool finally) {
    nc_handlers(frame)[frame->handler_index++] =
        (struct nc_handler){target, (nc_value *)((uintptr_t)sp | (finally ? 2 : 0)), NC_NOTHING};
}

// Give the exception to the innermost handler that has not begun to run: frame->ip and sp say where to go on.
// False: nobody here wants it.
bool nc_find_handler(struct nc_frame *frame, nc_value exception);
nc_value nc_handled_exception(struct nc_frame *frame); // what a bare `raise` raises
// A jump out of a `finally` that is running drops what brought it there: two words if the upper one is a
// number.
NC_INLINE size_t nc_reason_size(const nc_value *sp) {
    return nc_is_small(sp[0]) ? 2 : 1;
}
nc_value *nc_with_cleanup(nc_value *sp);

extern const struct nc_builtin_var nc_build_class_function;

#if NC_TRACING
void nc_trace(const struct nc_frame *frame, const uint8_t *ip, const nc_value *sp);
#define NC_TRACE(FRAME, IP, SP) nc_trace(FRAME, IP, SP)
#else
#define NC_TRACE(FRAME, IP, SP) (void)0
#endif
