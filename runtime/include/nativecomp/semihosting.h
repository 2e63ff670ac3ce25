// Semihosting: a program asks the debugger, or the emulator, to do something for it.
//
// The request is an instruction that stops a Cortex-M, BKPT 0xAB, with the number of the operation in r0 and
// its argument in r1. (Arm, Semihosting for AArch32 and AArch64.) On a board without a debugger the
// instruction is a fault; the fault handler knows it and skips it, so the same image also runs alone, in
// silence.
#pragma once
#include <stdint.h>

// The operations used here.
#define NC_SEMIHOSTING_OPERATIONS(X)                                                                         \
    X(OPEN, 0x01)            /* r1: address of path, mode, length of the path */                             \
    X(CLOSE, 0x02)           /* r1: address of a handle; also for LENGTH */                                  \
    X(WRITE_CHARACTER, 0x03) /* r1: address of a byte */                                                     \
    X(WRITE_STRING, 0x04)    /* r1: address of a string that ends with a zero */                             \
    X(WRITE, 0x05)           /* r1: address of handle, memory, size; result: bytes not written */            \
    X(READ, 0x06)            /* the same */                                                                  \
    X(SEEK, 0x0a)            /* r1: address of handle, place */                                              \
    X(LENGTH, 0x0c)                                                                                          \
    X(CLOCK, 0x10) /* hundredths of seconds since the start */                                               \
    X(TIME, 0x11)  /* seconds since 1970 */                                                                  \
    X(ERRNO, 0x13)                                                                                           \
    X(COMMAND_LINE, 0x15)   /* r1: address of memory, size */                                                \
    X(EXIT, 0x20)           /* r1: address of a reason and an exit code */                                   \
    X(ELAPSED, 0x30)        /* r1: address of 64 bits for ticks since the start */                           \
    X(TICK_FREQUENCY, 0x31) /* ticks a second */

enum {
#define X(NAME, NUMBER) NC_SEMIHOSTING_##NAME = NUMBER,
    NC_SEMIHOSTING_OPERATIONS(X)
#undef X
};

enum { NC_SEMIHOSTING_APPLICATION_EXIT = 0x20026, NC_SEMIHOSTING_INSTRUCTION = 0xbeab };

static inline uint32_t nc_semihosting(uint32_t operation, const void *argument) {
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}
