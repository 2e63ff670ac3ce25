// Raising and catching in C.
//
//     struct nc_catch here;
//     if (!nc_catch_push(&here)) {
//         ... may raise ...
//         nc_catch_pop();
//     } else {
//         ... here.value is the exception; it has been popped ...
//     }
//
// nc_catch_push keeps the registers that a function must preserve and returns 0; raising puts them back, so
// that the same call returns once more, with 1. It has two consequences that C programmers know from setjmp:
// the function that pushed must not have returned, and a local variable that changes in between must be
// volatile.
//
// The size of the struct and the places of the registers in it are MicroPython's: native code of its compiler
// keeps the address of its handler in one of them.
#pragma once
#include "nativecomp/value.h"

#if defined(__x86_64__)
enum { NC_CATCH_REGISTERS = 8 }; // rip rbp rsp rbx r12 r13 r14 r15
#elif defined(__arm__)
enum { NC_CATCH_REGISTERS = 16 }; // lr r4..r11 sp, then d8..d10
#else
#error "runtime/machine/catch.c does not know this processor"
#endif

struct nc_catch {
    struct nc_catch *previous;
    nc_value value;
    uintptr_t registers[NC_CATCH_REGISTERS];
};

unsigned nc_catch_push(struct nc_catch *here) __attribute__((returns_twice));
#if defined(__arm__) && defined(__ARM_FP)
// The struct has no room for d11 to d15, which are the caller's too. A function that catches is told that it
// changes them: it keeps nothing of its own in them, and gives its caller's back when it returns.
#define nc_catch_push(HERE)                                                                                  \
    ({                                                                                                       \
        __asm__ volatile("" ::: "d11", "d12", "d13", "d14", "d15");                                          \
        nc_catch_push(HERE);                                                                                 \
    })
#endif
void nc_catch_pop(void);
_Noreturn void nc_catch_resume(struct nc_catch *here); // the machine's part of nc_throw (exception.h)
