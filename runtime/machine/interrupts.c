// What a program asks of the core's interrupts.
#include "nativecomp/interrupts.h"

uint32_t nc_irq_disable(void) {
    uint32_t state;
    __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(state)::"memory");
    return state;
}

void nc_irq_enable(uint32_t state) {
    __asm__ volatile("msr primask, %0" ::"r"(state) : "memory");
}

void nc_irq_wait(void) {
    __asm__ volatile("dsb\n\twfi" ::: "memory");
}
