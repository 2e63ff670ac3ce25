// Interrupts: the core stops what it does and calls a function from the vector table, in the middle of
// anything.
//
// PRIMASK keeps all of them waiting. Who turns them off gets what it was, and gives that back at the end, so
// that such pieces of code may lie inside of one another.
#pragma once
#include <stdint.h>

uint32_t nc_irq_disable(void);      // the state before
void nc_irq_enable(uint32_t state); // the state from here on
void nc_irq_wait(void);             // sleep until there is an interrupt

// Let an interrupt of the chip through. (Arm, ARMv7-M Architecture Reference Manual, B3.4.)
static inline void nc_irq_allow(unsigned number) {
#if defined(__arm__)
    ((volatile uint32_t *)0xe000e100)[number / 32] = 1u << number % 32;
#else
    (void)number; // a computer's line asks by a signal (machine/host_line.c)
#endif
}
