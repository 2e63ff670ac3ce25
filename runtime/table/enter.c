// Entering machine code: see nativecomp/machinecode.h.
#include "nativecomp/machinecode.h"

// The address of an instruction, as a function's: Thumb code has its lowest bit set.
static uintptr_t callable(const uint8_t *at) {
#if defined(__thumb__)
    return (uintptr_t)at | 1;
#else
    return (uintptr_t)at;
#endif
}

nc_value nc_enter_function(const uint8_t *at, nc_value self, size_t n_pos, size_t n_kw,
                           const nc_value *args) {
    return ((nc_call_fn *)callable(at))(self, n_pos, n_kw, args);
}

uintptr_t nc_enter_generator(const uint8_t *at, struct nc_frame *frame, nc_value exception) {
    return ((uintptr_t (*)(struct nc_frame *, nc_value))callable(at))(frame, exception);
}

uintptr_t nc_enter_asm(const uint8_t *at, const uintptr_t *words) {
    // Code that takes fewer words does not look at the other registers.
    typedef uintptr_t code(uintptr_t, uintptr_t, uintptr_t, uintptr_t);
    return ((code *)callable(at))(words[0], words[1], words[2], words[3]);
}
