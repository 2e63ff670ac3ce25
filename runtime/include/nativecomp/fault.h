// Faults: what a Cortex-M can find wrong, and how it says so.
//
// Every fault ends here as HardFault, since nothing enables the others. The hardware has pushed r0-r3, r12,
// lr, pc and psr on the stack; pc is the instruction at fault. ARMv7-M and ARMv8-M mainline also explain
// themselves, in one register with a bit for each cause, and two with the address of a bad access; ARMv6-M
// does not.
#pragma once
#include <stdint.h>

struct nc_exception_frame {
    uint32_t r0, r1, r2, r3, r12, lr, pc, psr;
};

#define NC_CFSR ((volatile uint32_t *)0xe000ed28)  // configurable fault status
#define NC_MMFAR ((volatile uint32_t *)0xe000ed34) // address of a memory management fault
#define NC_BFAR ((volatile uint32_t *)0xe000ed38)  // address of a bus fault

// Bits of CFSR by priority: the first that is set names the cause. The stack comes first, because a stack
// that has overflowed makes all kinds of other faults.
#define NC_FAULT_CAUSES(X)                                                                                   \
    X(20, "stack overflow")                                                                                  \
    X(12, "stack outside memory")                                                                            \
    X(4, "stack outside memory")                                                                             \
    X(25, "division by zero")                                                                                \
    X(24, "unaligned access")                                                                                \
    X(19, "no coprocessor")                                                                                  \
    X(18, "bad return from an exception")                                                                    \
    X(17, "jump to a bad address")                                                                           \
    X(16, "undefined instruction")                                                                           \
    X(9, "bad address")                                                                                      \
    X(10, "bad address")                                                                                     \
    X(8, "jump to a bad address")                                                                            \
    X(1, "bad address")                                                                                      \
    X(0, "jump to a bad address")

// CFSR bits that say that BFAR and MMFAR hold the address of the access.
enum { NC_BFAR_VALID = 1 << 15, NC_MMFAR_VALID = 1 << 7 };
