// The clock of a board by itself: the core's own timer, 24 bits that count down at the core's frequency, and
// an interrupt that counts how often they were used up. It runs from its first use on. (Arm, ARMv7-M
// Architecture Reference Manual, B3.3.)
#include "nativecomp/files.h"

extern char nc_clock_hz[]; // its address is the number

struct systick {
    volatile uint32_t control, reload, now;
};
#define SYSTICK ((struct systick *)0xe000e010)
enum { ON = 1, INTERRUPT = 2, OF_THE_CORE = 4, PERIOD = 1 << 24 };

static volatile uint32_t periods;

void nc_systick(void) {
    periods++;
}

static uint64_t ticks(void) {
    if (!(SYSTICK->control & ON)) {
        SYSTICK->reload = PERIOD - 1;
        SYSTICK->now = 0;
        SYSTICK->control = ON | INTERRUPT | OF_THE_CORE;
    }
    uint32_t before, now;
    do {
        before = periods;
        now = SYSTICK->now;
    } while (before != periods);
    // Right after a write, and at the end of a period, the count is zero.
    return (uint64_t)before * PERIOD + (now ? PERIOD - now : 0);
}

uint64_t nc_clock_us(void) {
    return ticks() / ((uint32_t)(uintptr_t)nc_clock_hz / 1000000);
}

uint64_t nc_clock_unix_ns(void) {
    return 0; // the board does not know what day it is
}

void nc_sleep_us(uint64_t us) {
    uint64_t end = nc_clock_us() + us;
    while (nc_clock_us() < end)
        ;
}
