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
    X(WRITE_CHARACTER, 0x03) /* r1: address of a byte */                                                     \
    X(WRITE_STRING, 0x04)    /* r1: address of a string that ends with a zero */                             \
    X(EXIT, 0x20)            /* r1: address of a reason and an exit code */

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
